//! Owns byte ranges of a document's text; does not know the text itself.

use std::ops::Range;

/// A half-open range of bytes in the immutable raw text of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The range `start..end`; a reversed pair becomes the empty range at `start`.
    pub fn new(start: u32, end: u32) -> Span {
        Span { start, end: end.max(start) }
    }

    /// The same from `usize` offsets. Texts are capped far below 4 GiB by `limits::TEXT_BYTES_MAX`.
    pub fn of(range: Range<usize>) -> Span {
        let start = u32::try_from(range.start).expect("texts are shorter than TEXT_BYTES_MAX");
        let end = u32::try_from(range.end).expect("texts are shorter than TEXT_BYTES_MAX");
        Span::new(start, end)
    }

    /// First byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end
    }

    /// The range as `usize` offsets, to slice a text with.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether no byte is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether every byte of `other` lies in this range.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest range that covers both.
    pub fn union(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}
