//! Owns the few words around what was found in a document, read from what the workers kept of it.

use casefile::{Document, Span};
use futures_util::future::join_all;
use pipeline::snapshot;
use store::search::TextHit;

use crate::Service;

/// Characters before and after the words that were found.
const CONTEXT_CHARS: usize = 32;

/// Found words with what stands around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Snippet {
    pub(super) page: u32,
    pub(super) span: Span,
    pub(super) before: String,
    pub(super) found: String,
    pub(super) after: String,
}

/// A snippet for each hit, in order; none where the document is no longer kept as it was read.
pub(super) async fn of_hits(
    service: &Service,
    hits: &[TextHit],
    asked: &str,
    wanted: &[String],
) -> Vec<Option<Snippet>> {
    let one = |hit: &TextHit| {
        let (name, mut words) = (snapshot::name(&hit.sha256), vec![asked.trim().to_string()]);
        let mut parts = wanted.to_vec();
        parts.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        words.extend(parts);
        async move {
            let kept = service.store.blobs().get_derived(&name).await.ok()??;
            let look = move || snapshot::decode(&kept).and_then(|document| snippet(&document, &words));
            tokio::task::spawn_blocking(look).await.ok()?
        }
    };
    join_all(hits.iter().map(one)).await
}

/// The first place of the first of the words that stands in the text.
fn snippet(document: &Document, words: &[String]) -> Option<Snippet> {
    let text = document.text.as_str();
    let place = words.iter().filter(|word| !word.is_empty()).find_map(|word| place_of(text, word));
    let range = place?;
    let before: String = text[..range.start].chars().rev().take(CONTEXT_CHARS).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[range.end..].chars().take(CONTEXT_CHARS).collect();
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Snippet {
        page: document.page_of(range.start as u32),
        span: Span::of(range.clone()),
        before: flat(&before),
        found: text[range].to_string(),
        after: flat(&after),
    })
}

/// Where a word stands; letters of the index are small.
fn place_of(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    if let Some(at) = text.find(word) {
        return Some(at..at + word.len());
    }
    if !word.is_ascii() {
        return None;
    }
    let same = |at: usize| text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word));
    text.char_indices().map(|(at, _)| at).find(|&at| same(at)).map(|at| at..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_that_stands_there_is_shown_with_its_surroundings() {
        let text = "云河县人民法院\n民事判决书\n原告张大川诉被告李小河民间借贷纠纷一案，Abc公司。";
        let document = pipeline::parse("判决书.txt", text.as_bytes()).expect("a text");
        let found = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| word.to_string()).collect();
            snippet(&document, &words)
        };
        let hit = found(&["没有的词", "李小河"]).expect("it stands there");
        assert_eq!((hit.found.as_str(), hit.page), ("李小河", 1));
        assert!(hit.before.ends_with("原告张大川诉被告") && hit.after.starts_with("民间借贷纠纷"), "{hit:?}");
        assert_eq!(&document.text[hit.span.range()], "李小河");
        assert_eq!(found(&["abc"]).expect("letters of any size").found, "Abc");
        assert_eq!(found(&["没有"]), None);
    }
}
