//! Owns what is done with the pages of a file besides reading them, with the guard against panics. Pure functions of
//! bytes, like the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parse::{Highlight, Outline, PageImage, PageRange, ParseError};

use crate::ProcessError;

/// Draws a page, counted from 1.
pub fn page_image(bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ProcessError> {
    guarded(|| ::parse::page_image(bytes, page, width_px))
}

/// A copy of a PDF with the places marked.
pub fn highlight(bytes: &[u8], highlights: &[Highlight]) -> Result<Vec<u8>, ProcessError> {
    guarded(|| ::parse::highlight(bytes, highlights))
}

/// The parts of a PDF, each a file of its own.
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
