//! Owns what is done with the pages of a file besides reading them, with the guard against panics, and how a file that
//! has many parts is taken apart in several steps. Pure functions of bytes, like the rest.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parse::{Highlight, Outline, PageImage, PageRange, ParseError};
use casefile::limits;

use crate::ProcessError;
use crate::isolation::Parser;

/// Draws a page, counted from 1.
pub fn page_image(bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ProcessError> {
    guarded(|| ::parse::page_image(bytes, page, width_px))
}

/// A copy of a PDF with the places marked.
pub fn highlight(bytes: &[u8], highlights: &[Highlight]) -> Result<Vec<u8>, ProcessError> {
    guarded(|| ::parse::highlight(bytes, highlights))
}

/// The parts of a PDF, each a file of its own; all of them at once.
pub fn split(bytes: &[u8], ranges: &[PageRange]) -> Result<Vec<Vec<u8>>, ProcessError> {
    guarded(|| ::parse::split(bytes, ranges))
}

/// The outline of a PDF.
pub fn outline(bytes: &[u8]) -> Result<Outline, ProcessError> {
    guarded(|| ::parse::outline(bytes))
}

fn guarded<T>(work: impl FnOnce() -> Result<T, ParseError>) -> Result<T, ProcessError> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.map_or(Err(ProcessError::Defect), |done| done.map_err(ProcessError::Unreadable))
}

/// The parts of a PDF in the order of their ranges, or an error and nothing more. A step makes as many as may be held at
/// once, so that neither the number of the parts nor their size together is limited by memory.
#[derive(Debug)]
pub struct Parts<'a> {
    parser: &'a Parser,
    bytes: &'a [u8],
    left: &'a [PageRange],
    /// Whether it is known that every page exists.
    is_checked: bool,
    /// How many parts are asked for at once.
    at_once: usize,
    made: VecDeque<Vec<u8>>,
    total_bytes: u64,
}

impl<'a> Parts<'a> {
    /// Nothing is done before the first part is asked for.
    pub(crate) fn new(parser: &'a Parser, bytes: &'a [u8], ranges: &'a [PageRange]) -> Parts<'a> {
        let at_once = limits::SPLIT_PARTS_MAX;
        // A step checks its own ranges, so that one step needs no other check.
        let is_checked = ranges.len() <= at_once;
        Parts { parser, bytes, left: ranges, is_checked, at_once, made: VecDeque::new(), total_bytes: 0 }
    }

    /// Makes the next parts: fewer than before where those before were too large together.
    fn step(&mut self) -> Result<(), ProcessError> {
        if !self.is_checked {
            let pages = self.parser.outline(self.bytes)?.pages;
            if let Some(missing) = self.left.iter().find(|range| range.last() > pages) {
                return Err(ParseError::PageMissing { page: missing.last(), pages }.into());
            }
            self.is_checked = true;
        }
        loop {
            let (step, left) = self.left.split_at(self.at_once.min(self.left.len()));
            match self.parser.split_at_once(self.bytes, step) {
                Err(ProcessError::Unreadable(ParseError::LimitExceeded { limit: "SPLIT_BYTES_MAX" }))
                    if step.len() > 1 =>
                {
                    self.at_once = step.len() / 2;
                }
                Err(error) => return Err(error),
                Ok(parts) => {
                    self.total_bytes += parts.iter().map(|part| part.len() as u64).sum::<u64>();
                    if self.total_bytes > limits::SPLIT_TOTAL_BYTES_MAX {
                        return Err(ParseError::LimitExceeded { limit: "SPLIT_TOTAL_BYTES_MAX" }.into());
                    }
                    self.left = left;
                    self.made = parts.into();
                    return Ok(());
                }
            }
        }
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<Vec<u8>, ProcessError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.made.is_empty()
            && !self.left.is_empty()
            && let Err(error) = self.step()
        {
            self.left = &[];
            return Some(Err(error));
        }
        self.made.pop_front().map(Ok)
    }
}
