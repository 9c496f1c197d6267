//! Owns the cutting of a text into windows of one length, so that the answer for a text depends on nothing but the text.

use std::ops::Range;

/// Characters that the network sees at once.
pub(crate) const WINDOW_CHARS: usize = 512;

/// What neighbouring windows share, so that each character has some context on both sides.
const OVERLAP_CHARS: usize = 64;

/// Windows that go through the network together.
pub(crate) const WINDOWS_AT_ONCE: usize = 8;

/// A window, and the part of it whose answer is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Characters that the network sees.
    pub(crate) seen: Range<usize>,
    /// Characters whose answer counts; the kept parts follow each other without a gap.
    pub(crate) kept: Range<usize>,
}

/// The windows of a text of so many characters: all of the same length, the last one ending with the text.
pub(crate) fn windows(chars: usize) -> Vec<Window> {
    let length = chars.min(WINDOW_CHARS);
    let mut starts: Vec<usize> =
        (0..).step_by(WINDOW_CHARS - OVERLAP_CHARS).take_while(|at| at + length < chars).collect();
    starts.push(chars - length);
    let mut kept_from = 0;
    let mut out = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let kept_to = starts.get(index + 1).map_or(chars, |next| (start + length + next) / 2);
        out.push(Window { seen: *start..start + length, kept: kept_from..kept_to });
        kept_from = kept_to;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{WINDOW_CHARS, windows};

    #[test]
    fn kept_parts_cover_the_text_once_and_lie_in_their_windows() {
        for chars in [0, 1, 511, 512, 513, 575, 576, 577, 960, 961, 5_000] {
            let windows = windows(chars);
            let mut at = 0;
            for window in &windows {
                assert_eq!(window.kept.start, at, "{chars}");
                assert!(window.seen.start <= window.kept.start && window.kept.end <= window.seen.end, "{chars}");
                assert_eq!(window.seen.len(), chars.min(WINDOW_CHARS), "{chars}");
                at = window.kept.end;
            }
            assert_eq!(at, chars);
        }
    }
}
