//! Owns the characters of a document: the pieces in which they are stored, and how their bytes are read. Does not know
//! what a character means.

use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, MACINTOSH, WINDOWS_1252};

use super::binary::{Plc, part, u16_at, u32_at};
use super::fib::{Fib, Table};
use super::sprm::{Sprm, sprms};
use crate::format::code_page;

/// Bytes by which the text may be longer than its characters: paragraph marks that belong to no part.
const LENGTH_SLACK: u32 = 4;

/// Changes of properties that a quick save left with a piece.
#[derive(Clone, Copy, Default)]
pub(super) enum Changes<'b> {
    #[default]
    None,
    One(u16, [u8; 1]),
    Many(&'b [u8]),
}

impl Changes<'_> {
    pub fn for_each(&self, mut sink: impl FnMut(Sprm<'_>)) {
        match self {
            Changes::None => {}
            Changes::One(code, operand) => sink(Sprm { code: *code, operand }),
            Changes::Many(list) => sprms(list).for_each(sink),
        }
    }
}

struct Piece<'b> {
    /// Character positions.
    positions: Range<u32>,
    /// The place of the first byte in the document stream.
    at: u32,
    is_wide: bool,
    changes: Changes<'b>,
}

/// Where a character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its position in the text.
    pub position: u32,
    /// The place of its first byte in the document stream.
    pub at: u32,
    /// The piece that holds it.
    pub piece: usize,
}

/// The characters of a document.
pub(super) struct Text<'b> {
    document: &'b [u8],
    pieces: Vec<Piece<'b>>,
    encoding: &'static Encoding,
    /// Pieces reached beyond the stream, or held more than it has.
    pub is_cut: bool,
}

impl<'b> Text<'b> {
    pub fn read(document: &'b [u8], table: &'b [u8], fib: &Fib<'_>) -> Option<Text<'b>> {
        let mut text = Text { document, pieces: Vec::new(), encoding: WINDOWS_1252, is_cut: false };
        // Pieces never share bytes, so together they are no longer than the stream: one that lies ends the text.
        let mut room = document.len() as u32;
        if fib.has_pieces() {
            let (pieces, lists) = piece_table(fib.table(table, Table::Pieces))?;
            for index in 0..pieces.count() {
                let (start, end) = (pieces.position(index), pieces.position(index + 1));
                let Some(count) = end.checked_sub(start) else {
                    text.is_cut = true;
                    break;
                };
                let descriptor = pieces.item(index);
                let place = u32_at(descriptor, 2).unwrap_or(u32::MAX);
                let is_wide = !fib.is_old && place & 0x4000_0000 == 0;
                let at = match (fib.is_old, is_wide) {
                    (false, false) => (place & 0x3fff_ffff) / 2,
                    _ => place & 0x3fff_ffff,
                };
                let changes = changes(u16_at(descriptor, 6).unwrap_or(0), &lists);
                text.push(start, count, at, is_wide, changes, &mut room);
            }
        } else {
            let end = fib.stories.header_text_boxes.end;
            text.push(0, end, fib.text_range().start, false, Changes::None, &mut room);
        }
        if fib.is_old {
            text.encoding = text.old_encoding(fib);
        }
        Some(text)
    }

    /// The text of a document whose table of pieces is lost. Programs that write a document anew put it in one piece;
    /// its length tells how wide the characters are.
    pub fn in_one_piece(document: &'b [u8], fib: &Fib<'_>) -> Option<Text<'b>> {
        let (count, range) = (fib.stories.header_text_boxes.end, fib.text_range());
        let len = range.end.checked_sub(range.start).filter(|_| !fib.is_old && count > 0)?;
        let is_len_of = |width: u32| {
            let end = count.saturating_mul(width);
            (end..=end.saturating_add(LENGTH_SLACK)).contains(&len)
        };
        let is_wide = is_len_of(2);
        if !is_wide && !is_len_of(1) {
            return None;
        }
        let mut text = Text { document, pieces: Vec::new(), encoding: WINDOWS_1252, is_cut: false };
        let mut room = document.len() as u32;
        text.push(0, count, range.start, is_wide, Changes::None, &mut room);
        text.is_cut = true;
        Some(text)
    }

    fn push(&mut self, start: u32, count: u32, at: u32, is_wide: bool, changes: Changes<'b>, room: &mut u32) {
        let width = if is_wide { 2 } else { 1 };
        let there = (self.document.len() as u32).saturating_sub(at).min(*room) / width;
        let kept = count.min(there);
        self.is_cut |= kept < count;
        *room -= kept * width;
        self.pieces.push(Piece { positions: start..start.saturating_add(kept), at, is_wide, changes });
    }

    /// The changes that a piece carries.
    pub fn changes(&self, piece: usize) -> Changes<'b> {
        self.pieces.get(piece).map(|piece| piece.changes).unwrap_or_default()
    }

    /// Delivers the characters of a range of positions in order.
    pub fn for_each(&self, range: &Range<u32>, mut sink: impl FnMut(Place, char)) {
        let first = self.pieces.partition_point(|piece| piece.positions.end <= range.start);
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            let start = piece.positions.start.max(range.start);
            let end = piece.positions.end.min(range.end);
            if piece.positions.start >= range.end {
                break;
            }
            if start >= end {
                continue;
            }
            let width = if piece.is_wide { 2 } else { 1 };
            let at = piece.at + (start - piece.positions.start) * width;
            let bytes = part(self.document, at, (end - start) * width);
            let place =
                |offset: usize| Place { position: start + offset as u32 / width, at: at + offset as u32, piece: index };
            if piece.is_wide {
                wide_chars(bytes, |offset, c| sink(place(offset), c));
            } else {
                self.narrow_chars(bytes, |offset, c| sink(place(offset), c));
            }
        }
    }

    fn narrow_chars(&self, bytes: &[u8], mut sink: impl FnMut(usize, char)) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let mut len = 1;
            if byte < 0x80 {
                sink(at, char::from(byte));
            } else {
                len = if self.encoding.is_single_byte() { 1 } else { 2.min(bytes.len() - at) };
                let (decoded, _) = self.encoding.decode_without_bom_handling(&bytes[at..at + len]);
                decoded.chars().for_each(|c| sink(at, c));
            }
            at += len;
        }
    }

    /// The code page of Word 6 and 95: that of the language. A western one says little, since programs wrote it into
    /// documents of any; there the bytes decide.
    fn old_encoding(&self, fib: &Fib<'_>) -> &'static Encoding {
        let encoding = code_page::of_language(fib.language);
        if encoding != WINDOWS_1252 {
            return encoding;
        }
        if fib.is_macintosh {
            return MACINTOSH;
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        self.pieces.iter().for_each(|piece| {
            detector.feed(self.bytes_of(piece), false);
        });
        detector.feed(&[], true);
        match detector.guess(None, Utf8Detection::Deny) {
            encoding if encoding == GBK => GB18030,
            encoding => encoding,
        }
    }

    fn bytes_of(&self, piece: &Piece<'_>) -> &'b [u8] {
        part(self.document, piece.at, piece.positions.end - piece.positions.start)
    }
}

fn wide_chars(bytes: &[u8], mut sink: impl FnMut(usize, char)) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut at = 0;
    for decoded in char::decode_utf16(units) {
        let c = decoded.unwrap_or('\u{fffd}');
        sink(at, c);
        at += if decoded_is_pair(c) { 4 } else { 2 };
    }
}

fn decoded_is_pair(c: char) -> bool {
    c.len_utf16() == 2
}

/// The table of the pieces, after the lists of changes that they refer to by number.
fn piece_table(bytes: &[u8]) -> Option<(Plc<'_>, Vec<&[u8]>)> {
    let (mut at, mut lists) = (0, Vec::new());
    loop {
        match bytes.get(at)? {
            1 => {
                let len = usize::from(u16_at(bytes, at + 1)?);
                lists.push(bytes.get(at + 3..at + 3 + len)?);
                at += 3 + len;
            }
            2 => {
                let len = u32_at(bytes, at + 1)?;
                // A table that is cut has lost its descriptors, which stand at its end.
                let table = bytes.get(at + 5..(at + 5).checked_add(len as usize)?)?;
                return Some((Plc::new(table, 8), lists));
            }
            _ => return None,
        }
    }
}

fn changes<'b>(word: u16, lists: &[&'b [u8]]) -> Changes<'b> {
    if word & 1 != 0 {
        return lists.get(usize::from(word >> 1)).map_or(Changes::None, |list| Changes::Many(list));
    }
    // A single change has a short code; these are the ones that bear on text.
    let code = match (word >> 1) & 0x7f {
        0x41 => 0x0800,
        0x5c => 0x083c,
        0x18 => 0x2416,
        0x19 => 0x2417,
        _ => return Changes::None,
    };
    Changes::One(code, [(word >> 8) as u8])
}
