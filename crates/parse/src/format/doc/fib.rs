//! Owns the file information block: the version, the parts of the text and where each table stands. Does not read the
//! tables.

use std::ops::Range;

use super::binary::{part, u16_at, u32_at};
use crate::error::ParseError;

/// Marks at the start of the stream: Word 6 and 95, and Word 97 and later.
const MARKS: [u16; 2] = [0xa5dc, 0xa5ec];

/// First version whose text may be UTF-16 and whose tables stand in a stream of their own.
const VERSION_97: u16 = 0xc1;

const FLAG_PIECES: u16 = 0x0004;
const FLAG_ENCRYPTED: u16 = 0x0100;
const FLAG_TABLE_ONE: u16 = 0x0200;

/// The tables that are read, by their place in the list of Word 97.
#[derive(Clone, Copy)]
pub(super) enum Table {
    Styles = 1,
    Headers = 11,
    CharacterRuns = 12,
    ParagraphRuns = 13,
    Pieces = 33,
    Shapes = 40,
    TextBoxes = 56,
    Lists = 73,
    ListUses = 74,
}

/// The parts of the text, as ranges of character positions.
#[derive(Clone, Debug, Default)]
pub(super) struct Stories {
    pub body: Range<u32>,
    pub footnotes: Range<u32>,
    pub headers: Range<u32>,
    pub comments: Range<u32>,
    pub endnotes: Range<u32>,
    pub text_boxes: Range<u32>,
    pub header_text_boxes: Range<u32>,
}

/// The block, as far as reading text needs it.
pub(super) struct Fib<'b> {
    document: &'b [u8],
    /// Word 6 or 95.
    pub is_old: bool,
    /// Written on a Macintosh.
    pub is_macintosh: bool,
    /// The language that the text was written in.
    pub language: u16,
    flags: u16,
    pub stories: Stories,
}

impl<'b> Fib<'b> {
    /// Whether the block begins here.
    pub fn is_at(document: &[u8]) -> bool {
        u16_at(document, 0).is_some_and(|mark| MARKS.contains(&mark))
    }

    pub fn read(document: &'b [u8]) -> Result<Fib<'b>, ParseError> {
        let damaged = ParseError::Damaged { what: "Word document" };
        let head = |at| u16_at(document, at).ok_or(damaged.clone());
        if !Fib::is_at(document) {
            return Err(damaged);
        }
        let is_old = head(2)? < VERSION_97;
        let flags = head(0x0a)?;
        if flags & FLAG_ENCRYPTED != 0 {
            return Err(ParseError::Encrypted { what: "Word document" });
        }
        let counts = if is_old { 0x34 } else { 0x4c };
        let is_macintosh = document.get(0x12) == Some(&1);
        Ok(Fib { document, is_old, is_macintosh, language: head(6)?, flags, stories: stories(document, counts) })
    }

    /// Whether tables stand in `1Table` and not in `0Table`.
    pub fn has_table_one(&self) -> bool {
        self.flags & FLAG_TABLE_ONE != 0
    }

    /// Whether the text is in pieces; from Word 97 on it always is.
    pub fn has_pieces(&self) -> bool {
        !self.is_old || self.flags & FLAG_PIECES != 0
    }

    /// Where the text of a document without pieces begins, and where it ends.
    pub fn text_range(&self) -> Range<u32> {
        let number = |at| u32_at(self.document, at).unwrap_or(0);
        number(0x18)..number(0x1c)
    }

    /// A table out of the stream that holds it. Of Word 6 and 95 only the pieces are read.
    pub fn table<'t>(&self, stream: &'t [u8], table: Table) -> &'t [u8] {
        let (at, len) = self.table_range(table);
        part(stream, at, len)
    }

    /// Where a table begins, and its length.
    pub fn table_range(&self, table: Table) -> (u32, u32) {
        let place = match (self.is_old, table) {
            (false, table) => 0x9a + 8 * table as usize,
            (true, Table::Pieces) => 0x160,
            (true, _) => return (0, 0),
        };
        let number = |at| u32_at(self.document, at).unwrap_or(0);
        (number(place), number(place + 4))
    }
}

fn stories(document: &[u8], counts: usize) -> Stories {
    let mut end = 0u32;
    let mut next = |index: usize| {
        let start = end;
        end = end.saturating_add(u32_at(document, counts + index * 4).unwrap_or(0));
        start..end
    };
    let (body, footnotes, headers, _macros) = (next(0), next(1), next(2), next(3));
    let (comments, endnotes, text_boxes, header_text_boxes) = (next(4), next(5), next(6), next(7));
    Stories { body, footnotes, headers, comments, endnotes, text_boxes, header_text_boxes }
}
