//! Owns taking a PDF apart by pages, as a case file is taken apart into its materials. What a part does not show it does
//! not carry: objects of other pages stay behind. Knows no file names.

mod bookmark;
mod copy;
mod resources;

use std::collections::HashSet;

use casefile::limits;
use lopdf::ObjectId;

use crate::error::ParseError;
use crate::{page_image, pdf_objects};

pub use bookmark::Bookmark;

/// Pages from the first to the last, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRange {
    first: u32,
    last: u32,
}

impl PageRange {
    /// A range of at least one page; `None` if the last page comes before the first, or the first is 0.
    pub fn new(first: u32, last: u32) -> Option<PageRange> {
        (1 <= first && first <= last).then_some(PageRange { first, last })
    }

    /// The first page.
    pub fn first(self) -> u32 {
        self.first
    }

    /// The last page.
    pub fn last(self) -> u32 {
        self.last
    }
}

/// The parts of a PDF, each a file of its own, in the order of the ranges. Fonts and pictures that several parts show are
/// in each of them. The parts are not encrypted, and signatures in them no longer hold.
pub fn split(bytes: &[u8], ranges: &[PageRange]) -> Result<Vec<Vec<u8>>, ParseError> {
    let (document, pages) = pdf_objects::open(bytes)?;
    if ranges.len() > limits::PAGES_MAX as usize {
        return Err(ParseError::LimitExceeded { limit: "PAGES_MAX" });
    }
    for range in ranges {
        page_image::page_index(range.last, pages.len())?;
    }
    let used = resources::used(&document, &pages);
    let mut parts = Vec::with_capacity(ranges.len());
    let mut total = 0;
    for range in ranges {
        let of_range = range.first as usize - 1..range.last as usize;
        let inside: HashSet<ObjectId> = pages[of_range.clone()].iter().copied().collect();
        let mut part = copy::part(&document, &pages, of_range, &inside, &used);
        let written = pdf_objects::write(&mut part)?;
        total += written.len() as u64;
        if total > limits::SPLIT_BYTES_MAX {
            return Err(ParseError::LimitExceeded { limit: "SPLIT_BYTES_MAX" });
        }
        parts.push(written);
    }
    Ok(parts)
}

/// What a PDF says about its own parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// How many pages there are.
    pub pages: u32,
    /// The bookmarks in order, each before those below it; empty if the file has none.
    pub bookmarks: Vec<Bookmark>,
}

/// The outline of a PDF.
pub fn outline(bytes: &[u8]) -> Result<Outline, ParseError> {
    let (document, pages) = pdf_objects::open(bytes)?;
    let bookmarks = bookmark::bookmarks(&document, &pages);
    Ok(Outline { pages: u32::try_from(pages.len()).expect("pages are capped by PAGES_MAX"), bookmarks })
}
