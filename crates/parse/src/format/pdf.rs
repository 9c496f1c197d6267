//! Owns PDF: opening it and reading its pages one by one. Does not lay out their text, nor draw anything.

mod carried;
mod certificate;
mod page_text;
pub(super) mod unicode;

use casefile::limits;
use hayro_interpret::InterpreterCache;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::builder::Builder;
use crate::error::ParseError;
use crate::layout::Pages;
use unicode::FontTables;

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    if pages.len() > limits::PAGES_MAX as usize {
        return Err(ParseError::LimitExceeded { limit: "PAGES_MAX" });
    }
    let cache = InterpreterCache::new();
    let tables = FontTables::new(&pdf);
    let mut laid_out = Pages::default();
    for page in pages.iter() {
        laid_out.add(&page_text::read_page(page, &cache, &tables), builder);
    }
    laid_out.end_document(builder);
    carried::list(&pdf, builder);
    Ok(())
}

/// Opens a PDF that has pages. An empty password is tried.
pub(crate) fn open(bytes: &[u8]) -> Result<Pdf, ParseError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            ParseError::Encrypted { what: "PDF" }
        }
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ParseError::Damaged { what: "PDF" },
    })?;
    if pdf.pages().is_empty() { Err(ParseError::Damaged { what: "PDF" }) } else { Ok(pdf) }
}
