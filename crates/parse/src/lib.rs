//! Bytes in, [`casefile::Document`] out: recognises a file by its content and reads its text, structure and, where the
//! format has them, positions. Pure and synchronous: no files, no clock, no environment. A hostile file may still cost
//! memory or time within the limits of `casefile::limits`, so the caller isolates this crate in a child process.

mod archive;
mod builder;
mod compound;
mod encoding;
mod error;
mod flow;
mod font;
mod format;
mod highlight;
mod layout;
mod numeral;
mod page_image;
mod pdf_objects;
mod recognise;
mod split;
mod symbol;
mod xml;
mod zip_container;

pub use archive::{Archive, ArchiveFile};
pub use builder::contract_breach;
pub use error::ParseError;
pub use format::{FORMATS, FormatReader};
pub use highlight::{Highlight, highlight};
pub use page_image::{PageImage, page_image};
pub use recognise::recognise;
pub use split::{Bookmark, Outline, PageRange, outline, split};

use casefile::{Document, Format, limits};

/// Reads a file. `name` is kept without its directories; the format comes from the content alone.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Document, ParseError> {
    let format = recognise_within_limits(bytes)?;
    let mut builder = builder::Builder::new();
    (format::reader_of(format).read)(bytes, &mut builder)?;
    Ok(builder.finish(name, bytes, format))
}

fn recognise_within_limits(bytes: &[u8]) -> Result<Format, ParseError> {
    if bytes.is_empty() {
        return Err(ParseError::Empty);
    }
    if bytes.len() as u64 > limits::FILE_BYTES_MAX {
        return Err(ParseError::TooLarge { bytes: bytes.len() as u64 });
    }
    recognise(bytes)
}
