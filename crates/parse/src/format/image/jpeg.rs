//! Owns the segments of a JPEG file before its pixels. Decodes nothing.

use super::{Header, tiff};

/// The header of a JPEG file; `None` where it has none, or where the file was cut off.
pub(super) fn header(bytes: &[u8]) -> Option<Header> {
    let mut dpi = None;
    let mut orientation = 1;
    let mut at = 2;
    loop {
        // Any number of fill bytes may stand before a marker.
        let marker = *bytes.get(at..)?.iter().find(|&&byte| byte != 0xff)?;
        at += bytes[at..].iter().position(|&byte| byte != 0xff)? + 1;
        // Restart markers and the like have no length.
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let segment = bytes.get(at + 2..at + length.max(2))?;
        at += length.max(2);
        match marker {
            0xe0 if segment.starts_with(b"JFIF\0") => dpi = dpi.or(density(segment)),
            0xe1 if segment.starts_with(b"Exif\0\0") => {
                let exif = tiff::first(&segment[6..]);
                orientation = exif.as_ref().map_or(1, |first| first.orientation(&segment[6..]));
                dpi = exif.and_then(|first| first.dpi(&segment[6..])).or(dpi);
            }
            // Start of a frame, of whatever coding; C4, C8 and CC are tables.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let number = |at: usize| Some(u32::from(u16::from_be_bytes(segment.get(at..at + 2)?.try_into().ok()?)));
                let (height, width) = (number(1)?, number(3)?);
                let is_whole = bytes[at..].windows(2).rev().any(|pair| pair == [0xff, 0xd9]);
                return is_whole.then_some(Header { width, height, dpi, orientation });
            }
            // End of image before any frame.
            0xd9 => return None,
            _ => {}
        }
    }
}

/// The density of a JFIF segment: per inch, or per centimetre.
fn density(segment: &[u8]) -> Option<(f64, f64)> {
    let number = |at: usize| Some(f64::from(u16::from_be_bytes(segment.get(at..at + 2)?.try_into().ok()?)));
    let per_inch = match segment.get(7)? {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    Some((number(8)? * per_inch, number(10)? * per_inch))
}
