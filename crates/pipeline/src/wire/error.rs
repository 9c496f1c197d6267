//! Owns how a `ParseError` travels. Its names of formats and limits live as long as the program, so those that come from
//! a child are taken up once each, and only as many as our own readers can have.

use std::collections::BTreeSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use casefile::Format;
use parse::ParseError;

use super::{Malformed, Reader, Writer};

/// Most different names that are taken up; the readers have about 30 and `limits` about 40.
const NAMES_MAX: usize = 256;

/// Longest name, in bytes; the longest of a reader has 30.
const NAME_BYTES_MAX: usize = 64;

pub(crate) fn write(error: &ParseError, to: &mut Writer) {
    match error {
        ParseError::Empty => to.u8(0),
        ParseError::TooLarge { bytes } => {
            to.u8(1);
            to.u64(*bytes);
        }
        ParseError::Unknown => to.u8(2),
        ParseError::Unsupported { what } => named(3, what, to),
        ParseError::Encrypted { what } => named(4, what, to),
        ParseError::Damaged { what } => named(5, what, to),
        ParseError::LimitExceeded { limit } => named(6, limit, to),
        ParseError::PageMissing { page, pages } => {
            to.u8(7);
            to.u32(*page);
            to.u32(*pages);
        }
        ParseError::FormatWithoutPages { format } => named(8, format.as_str(), to),
        ParseError::NotPdf { format } => named(9, format.as_str(), to),
    }
}

fn named(tag: u8, name: &str, to: &mut Writer) {
    to.u8(tag);
    to.text(name);
}

pub(crate) fn read(from: &mut Reader) -> Result<ParseError, Malformed> {
    Ok(match from.u8()? {
        0 => ParseError::Empty,
        1 => ParseError::TooLarge { bytes: from.u64()? },
        2 => ParseError::Unknown,
        3 => ParseError::Unsupported { what: lasting(from.text()?)? },
        4 => ParseError::Encrypted { what: lasting(from.text()?)? },
        5 => ParseError::Damaged { what: lasting(from.text()?)? },
        6 => ParseError::LimitExceeded { limit: lasting(from.text()?)? },
        7 => ParseError::PageMissing { page: from.u32()?, pages: from.u32()? },
        8 => ParseError::FormatWithoutPages { format: format(from.text()?)? },
        9 => ParseError::NotPdf { format: format(from.text()?)? },
        _ => return Err(Malformed),
    })
}

fn format(name: &str) -> Result<Format, Malformed> {
    Format::ALL.iter().copied().find(|format| format.as_str() == name).ok_or(Malformed)
}

/// The name as one that lasts.
fn lasting(name: &str) -> Result<&'static str, Malformed> {
    static NAMES: OnceLock<Mutex<BTreeSet<&'static str>>> = OnceLock::new();
    let is_plain = name.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if name.len() > NAME_BYTES_MAX || !is_plain {
        return Err(Malformed);
    }
    // A set that a panicking thread held is whole all the same: it only ever gains a name.
    let mut names = NAMES.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return Ok(known);
    }
    if names.len() >= NAMES_MAX {
        return Err(Malformed);
    }
    let lasting: &'static str = Box::leak(name.into());
    names.insert(lasting);
    Ok(lasting)
}
