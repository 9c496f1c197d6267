//! Owns the chunks of a PNG file. Decodes nothing.

use super::{Header, tiff};

/// Inches per metre.
const METRE: f64 = 39.370_078_7;

/// The header of a PNG file; `None` where it has none, or where the file was cut off.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut header: Option<Header> = None;
    let mut at = 8;
    loop {
        let length = usize::try_from(word(bytes, at)?).ok()?;
        let kind = bytes.get(at + 4..at + 8)?;
        let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        // Every chunk ends with a check sum of four bytes.
        at = at + 12 + length;
        match (kind, header.as_mut()) {
            (b"IHDR", None) => {
                header = Some(Header { width: word(data, 0)?, height: word(data, 4)?, dpi: None, orientation: 1 });
            }
            (_, None) => return None,
            (b"pHYs", Some(header)) if data.get(8) == Some(&1) => {
                header.dpi = Some((f64::from(word(data, 0)?) / METRE, f64::from(word(data, 4)?) / METRE));
            }
            (b"eXIf", Some(header)) => {
                header.orientation = tiff::first(data).map_or(1, |first| first.orientation(data));
            }
            (b"IEND", Some(header)) => return Some(*header),
            _ => {}
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
