//! Owns opening a PDF as objects that can be rewritten, and writing them. Reads no text and draws nothing.

use casefile::{Format, limits};
use lopdf::{Document, LoadOptions, ObjectId};

use crate::error::ParseError;

const DAMAGED: ParseError = ParseError::Damaged { what: "PDF" };

/// The objects of a PDF and its pages in order. An empty password is tried; the objects are without encryption.
pub(crate) fn open(bytes: &[u8]) -> Result<(Document, Vec<ObjectId>), ParseError> {
    let format = crate::recognise_within_limits(bytes)?;
    if format != Format::Pdf {
        return Err(ParseError::NotPdf { format });
    }
    let options = LoadOptions {
        password: Some(String::new()),
        max_decompressed_size: Some(limits::PDF_STREAM_BYTES_MAX),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ParseError::Encrypted { what: "PDF" },
        _ => DAMAGED,
    })?;
    if document.is_encrypted() {
        return Err(ParseError::Encrypted { what: "PDF" });
    }
    let pages: Vec<ObjectId> = document.page_iter().take(limits::PAGES_MAX as usize + 1).collect();
    match pages.len() {
        0 => Err(DAMAGED),
        count if count > limits::PAGES_MAX as usize => Err(ParseError::LimitExceeded { limit: "PAGES_MAX" }),
        _ => Ok((document, pages)),
    }
}

/// The bytes of a PDF file.
pub(crate) fn write(document: &mut Document) -> Result<Vec<u8>, ParseError> {
    let mut out = Vec::new();
    // Memory takes what is written; what fails is an object that cannot be written down.
    document.save_to(&mut out).map_err(|_| DAMAGED)?;
    Ok(out)
}
