//! Owns the search within one document: white space, width and case make no difference, and every hit is counted though a
//! limited number is listed. Does not search other documents.

use casefile::value::fold::fold_char;
use casefile::{Document, Span, limits};
use maud::{Markup, html};

use super::address;

/// Characters shown on each side of a hit.
const CONTEXT_CHARS: usize = 18;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// How many hits there are.
    pub(super) total: usize,
    /// The first of them.
    pub(super) hits: Vec<Hit>,
}

/// A place of the words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The page.
    pub(super) page: u32,
    /// The bytes.
    pub(super) span: Span,
    /// What stands before.
    before: String,
    /// The words as they stand there.
    words: String,
    /// What stands after.
    after: String,
}

/// Looks for words in the whole text.
pub(super) fn find(document: &Document, words: &str) -> Found {
    let wanted: Vec<char> = words.chars().filter_map(folded).take(limits::SEARCH_QUESTION_CHARS_MAX).collect();
    let mut found = Found { total: 0, hits: Vec::new() };
    let Some(&first) = wanted.first() else { return found };
    let text = document.text.as_str();
    let mut free = 0;
    for (at, c) in text.char_indices() {
        if at < free || folded(c) != Some(first) {
            continue;
        }
        let Some(length) = match_length(&text[at..], &wanted) else { continue };
        free = at + length;
        found.total += 1;
        if found.hits.len() < limits::DOCUMENT_HITS_MAX {
            found.hits.push(hit(document, Span::of(at..free)));
        }
    }
    found
}

/// Number of bytes of `text` that the wanted characters cover from its beginning.
fn match_length(text: &str, wanted: &[char]) -> Option<usize> {
    let mut rest = wanted.iter();
    let mut next = rest.next()?;
    for (at, c) in text.char_indices() {
        match folded(c) {
            None => continue,
            Some(c) if c != *next => return None,
            Some(_) => {}
        }
        match rest.next() {
            Some(after) => next = after,
            None => return Some(at + c.len_utf8()),
        }
    }
    None
}

/// A character as it is compared; none for white space.
fn folded(c: char) -> Option<char> {
    fold_char(c).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase())
}

fn hit(document: &Document, span: Span) -> Hit {
    let (before, after) = (&document.text[..span.range().start], &document.text[span.range().end..]);
    let before: Vec<char> = before.chars().rev().filter(|c| !c.is_whitespace()).take(CONTEXT_CHARS).collect();
    Hit {
        page: document.boxes(span).first().map_or_else(|| document.page_of(span.start()), |place| place.page),
        span,
        before: before.into_iter().rev().collect(),
        words: document.quote(span).split_whitespace().collect(),
        after: after.chars().filter(|c| !c.is_whitespace()).take(CONTEXT_CHARS).collect(),
    }
}

/// The hits as a list of links.
pub(super) fn list(document: &Document, document_id: &str, words: &str, found: &Found) -> Markup {
    let has_pages = document.source.format.has_pages();
    html! {
        div.found {
            p role="status" {
                @match found.total {
                    _ if words.trim().is_empty() => "请输入要查找的文字。",
                    0 => { "本文书中没有“" (words) "”。" }
                    total if total > found.hits.len() => { "共 " (total) " 处，列出前 " (found.hits.len()) " 处。" }
                    total => { "共 " (total) " 处。" }
                }
            }
            ol {
                @for hit in &found.hits {
                    li {
                        a.to-evidence href=(address(document_id, hit.page, hit.span)) data-document=(document_id)
                            data-page=(hit.page) data-start=(hit.span.start()) data-end=(hit.span.end()) {
                            @if has_pages { span.at { "第" (hit.page) "页" } }
                            (hit.before) mark { (hit.words) } (hit.after)
                        }
                    }
                }
            }
        }
    }
}
