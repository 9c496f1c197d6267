//! Owns the directories of a TIFF file, and of the Exif data that other formats carry in the same shape. Decodes nothing.

use casefile::limits;

use super::Header;
use crate::error::ParseError;

/// Tags of the fields that are looked at.
pub(crate) mod tag {
    pub const SUBFILE_TYPE: u16 = 254;
    pub const WIDTH: u16 = 256;
    pub const HEIGHT: u16 = 257;
    pub const COMPRESSION: u16 = 259;
    pub const PHOTOMETRIC: u16 = 262;
    pub const FILL_ORDER: u16 = 266;
    pub const STRIP_OFFSETS: u16 = 273;
    pub const ORIENTATION: u16 = 274;
    pub const ROWS_PER_STRIP: u16 = 278;
    pub const STRIP_BYTES: u16 = 279;
    pub const X_RESOLUTION: u16 = 282;
    pub const Y_RESOLUTION: u16 = 283;
    pub const FAX_OPTIONS: u16 = 292;
    pub const RESOLUTION_UNIT: u16 = 296;
    pub const TILE_OFFSETS: u16 = 324;
    pub const TILE_BYTES: u16 = 325;
}

/// Every tag of [`tag`]; other fields are not kept.
const KEPT: &[u16] = &[
    tag::SUBFILE_TYPE,
    tag::WIDTH,
    tag::HEIGHT,
    tag::COMPRESSION,
    tag::PHOTOMETRIC,
    tag::FILL_ORDER,
    tag::STRIP_OFFSETS,
    tag::ORIENTATION,
    tag::ROWS_PER_STRIP,
    tag::STRIP_BYTES,
    tag::X_RESOLUTION,
    tag::Y_RESOLUTION,
    tag::FAX_OPTIONS,
    tag::RESOLUTION_UNIT,
    tag::TILE_OFFSETS,
    tag::TILE_BYTES,
];

/// Types of values: bytes per value of each type code.
const SIZES: [usize; 14] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/// Bits of the subfile type: a thumbnail, and a mask of transparency. Neither is a page.
const NO_PAGE: u32 = 0b101;

/// One directory: a picture and what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    /// Its number in the file, counted from 0, thumbnails included.
    pub index: usize,
    is_big_endian: bool,
    fields: usize,
    entries: Vec<Entry>,
}

/// One field; its values stand where `at` says.
#[derive(Clone, Copy, Debug)]
struct Entry {
    tag: u16,
    kind: usize,
    count: usize,
    at: usize,
}

/// The pages of a TIFF file.
pub(crate) fn pages(bytes: &[u8]) -> Result<Vec<Directory>, ParseError> {
    let damaged = ParseError::Damaged { what: "TIFF image" };
    let mut pages = Vec::new();
    let mut next = first_offset(bytes).ok_or(damaged.clone())?;
    let mut seen = std::collections::BTreeSet::new();
    let mut fields = 0;
    while let Some(offset) = next {
        // A chain that runs in circles has no end.
        if !seen.insert(offset) {
            return Err(damaged);
        }
        if seen.len() > limits::PAGES_MAX as usize {
            return Err(ParseError::LimitExceeded { limit: "PAGES_MAX" });
        }
        let (directory, after) = directory(bytes, offset, seen.len() - 1).ok_or(damaged.clone())?;
        // Directories that do not overlap have fewer fields than the file has bytes.
        fields += directory.fields;
        if fields > bytes.len() {
            return Err(damaged);
        }
        if directory.number(bytes, tag::SUBFILE_TYPE).unwrap_or(0) & NO_PAGE == 0 {
            pages.push(directory);
        }
        next = after;
    }
    if pages.is_empty() { Err(damaged) } else { Ok(pages) }
}

/// The first directory of Exif data.
pub(super) fn first(bytes: &[u8]) -> Option<Directory> {
    Some(directory(bytes, first_offset(bytes)??, 0)?.0)
}

fn is_big_endian(bytes: &[u8]) -> bool {
    bytes.starts_with(b"MM")
}

/// Where the first directory stands; `Some(None)` where the file has none.
fn first_offset(bytes: &[u8]) -> Option<Option<usize>> {
    let offset = integer(bytes, 4, 4, is_big_endian(bytes))?;
    Some(usize::try_from(offset).ok().filter(|&offset| offset != 0))
}

/// A directory and where the next one stands.
fn directory(bytes: &[u8], offset: usize, index: usize) -> Option<(Directory, Option<usize>)> {
    let is_big_endian = is_big_endian(bytes);
    let count = usize::try_from(integer(bytes, offset, 2, is_big_endian)?).ok()?;
    let mut entries: Vec<Entry> = Vec::new();
    for entry in 0..count {
        let start = offset + 2 + entry * 12;
        let number = |at: usize, len: usize| integer(bytes, at, len, is_big_endian);
        let kind = usize::try_from(number(start + 2, 2)?).ok()?;
        let count = usize::try_from(number(start + 4, 4)?).ok()?;
        let tag = u16::try_from(number(start, 2)?).ok()?;
        if !KEPT.contains(&tag) || entries.iter().any(|entry| entry.tag == tag) {
            continue;
        }
        let Some(size) = SIZES.get(kind).and_then(|size| size.checked_mul(count)) else { continue };
        let at = if size <= 4 { start + 8 } else { usize::try_from(number(start + 8, 4)?).ok()? };
        entries.push(Entry { tag, kind, count, at });
    }
    // Writers of Exif data leave the end of the chain out.
    let next = integer(bytes, offset + 2 + count * 12, 4, is_big_endian).unwrap_or(0);
    let next = usize::try_from(next).ok().filter(|&next| next != 0);
    Some((Directory { index, is_big_endian, fields: count, entries }, next))
}

impl Directory {
    /// What the directory says of its picture; `None` where it is no picture, or where its pixels are cut off.
    pub fn header(&self, bytes: &[u8]) -> Option<Header> {
        let (width, height) = (self.number(bytes, tag::WIDTH)?, self.number(bytes, tag::HEIGHT)?);
        let [offsets, lengths] = match self.entry(tag::STRIP_OFFSETS) {
            Some(_) => [tag::STRIP_OFFSETS, tag::STRIP_BYTES],
            None => [tag::TILE_OFFSETS, tag::TILE_BYTES],
        };
        for (offset, length) in self.numbers(bytes, offsets)?.zip(self.numbers(bytes, lengths)?) {
            let end = u64::from(offset?) + u64::from(length?);
            if end > bytes.len() as u64 {
                return None;
            }
        }
        Some(Header { width, height, dpi: self.dpi(bytes), orientation: self.orientation(bytes) })
    }

    /// How the picture has to be turned, from 1 (not at all) to 8.
    pub fn orientation(&self, bytes: &[u8]) -> u16 {
        let number = self.number(bytes, tag::ORIENTATION).and_then(|number| u16::try_from(number).ok());
        number.filter(|number| (1..=8).contains(number)).unwrap_or(1)
    }

    /// Pixels per inch.
    pub fn dpi(&self, bytes: &[u8]) -> Option<(f64, f64)> {
        let per_inch = match self.number(bytes, tag::RESOLUTION_UNIT).unwrap_or(2) {
            2 => 1.0,
            3 => 2.54,
            _ => return None,
        };
        let (x, y) = (self.ratio(bytes, tag::X_RESOLUTION)?, self.ratio(bytes, tag::Y_RESOLUTION)?);
        Some((x * per_inch, y * per_inch))
    }

    /// Where the values of a field stand in the file.
    pub fn place(&self, tag: u16) -> Option<usize> {
        self.entry(tag).map(|entry| entry.at)
    }

    /// The first value of a field of whole numbers.
    pub fn number(&self, bytes: &[u8], tag: u16) -> Option<u32> {
        self.numbers(bytes, tag)?.next()?
    }

    /// The values of a field of whole numbers, each `None` where the file ends before it.
    pub fn numbers<'b>(&self, bytes: &'b [u8], tag: u16) -> Option<impl Iterator<Item = Option<u32>> + 'b> {
        let Entry { kind, count, at, .. } = *self.entry(tag)?;
        let size = *SIZES.get(kind).filter(|_| matches!(kind, 1 | 3 | 4))?;
        let is_big_endian = self.is_big_endian;
        // No more values than the file has room for.
        let count = count.min(bytes.len() / size);
        Some((0..count).map(move |index| {
            let number = integer(bytes, at.checked_add(index * size)?, size, is_big_endian)?;
            u32::try_from(number).ok()
        }))
    }

    fn ratio(&self, bytes: &[u8], tag: u16) -> Option<f64> {
        let entry = self.entry(tag).filter(|entry| entry.kind == 5)?;
        let over = integer(bytes, entry.at, 4, self.is_big_endian)?;
        let under = integer(bytes, entry.at.checked_add(4)?, 4, self.is_big_endian)?;
        (under != 0).then(|| over as f64 / under as f64)
    }

    fn entry(&self, tag: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

fn integer(bytes: &[u8], at: usize, len: usize, is_big_endian: bool) -> Option<u64> {
    let slice = bytes.get(at..at.checked_add(len)?)?;
    let add = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
    Some(if is_big_endian { slice.iter().fold(0, add) } else { slice.iter().rev().fold(0, add) })
}
