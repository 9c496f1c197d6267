//! Owns how much of a text a model looks at. The fields of a decision stand at its beginning and at its end; a text that is
//! sound there is taken to be sound throughout, and only a damaged one is looked at from end to end.

use text::Mend;

use super::damage;
use crate::tagger::{Tag, Tagger, Tags};

/// Characters of the beginning and of the end that are looked at first: title block, parties and history; the last items
/// of the disposition and the signature block. Two windows of the reader, and one.
const HEAD_CHARS: usize = 960;
const TAIL_CHARS: usize = 512;

/// What a model sees in a text, and how damaged that is.
#[derive(Debug)]
pub(crate) struct Look {
    /// The labels.
    pub(crate) tags: Tags,
    /// The changes to make; none if the text is sound.
    pub(crate) mends: Vec<Mend>,
    /// The share of characters that are probably wrong, from 0 to 1.
    pub(crate) wrong_share: f64,
}

/// Looks at a text; none if the engine failed.
pub(crate) fn look(text: &str, tagger: &dyn Tagger) -> Option<Look> {
    if let Some((head, tail)) = ends(text) {
        let (first, last) = (tagger.tag(&text[..head])?, tagger.tag(&text[tail..])?);
        if damage::is_sound(&text[..head], &first) && damage::is_sound(&text[tail..], &last) {
            return Some(Look { tags: joined(first, last, tail), mends: Vec::new(), wrong_share: 0.0 });
        }
    }
    let tags = tagger.tag(text)?;
    let mends = damage::mends(text, &tags);
    let wrong_share = damage::wrong_share(text, &tags, !mends.is_empty());
    Some(Look { tags, mends, wrong_share })
}

/// Where the beginning ends and the end begins, each between two lines where there are any; none if they meet.
fn ends(text: &str) -> Option<(usize, usize)> {
    let (head, _) = text.char_indices().nth(HEAD_CHARS)?;
    let (tail, _) = text.char_indices().rev().nth(TAIL_CHARS - 1)?;
    let head = text[..head].rfind('\n').map_or(head, |at| at + 1);
    let tail = text[tail..].find('\n').map_or(tail, |at| tail + at + 1);
    (head < tail).then_some((head, tail))
}

/// The labels of both ends, at their places in the whole text.
fn joined(first: Tags, last: Tags, tail: usize) -> Tags {
    let moved = |tag: Tag| Tag { range: tag.range.start + tail..tag.range.end + tail, ..tag };
    Tags {
        fields: first.fields.into_iter().chain(last.fields.into_iter().map(moved)).collect(),
        entities: first.entities.into_iter().chain(last.entities.into_iter().map(moved)).collect(),
        mends: Vec::new(),
        doubted: first.doubted + last.doubted,
    }
}
