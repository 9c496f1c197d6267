//! Owns sheets as Word 97 binary documents: the streams and tables a word processor needs, nothing it can do without.

mod page;

use std::io::{Cursor, Write};

use super::sheet::{Line, Sheet};
use page::{Run, pages};

/// Where the text begins; the information block stands before it.
const TEXT_AT: u32 = 0x800;

/// Text of so many ASCII characters in a row is stored in bytes, as Word does where it can.
const NARROW_MIN: usize = 6;

/// The place of the title style in the style sheet, after those whose places are fixed.
const TITLE_STYLE: u16 = 15;

const CENTRED: &[u8] = &[0x03, 0x24, 1];
const TO_THE_RIGHT: &[u8] = &[0x03, 0x24, 2];
/// The first line is indented by two characters.
const INDENTED: &[u8] = &[0x11, 0x84, 0x80, 0x02];
const IN_TABLE: &[u8] = &[0x16, 0x24, 1];
const ROW_END: &[u8] = &[0x17, 0x24, 1];
/// The mark of a field, which is not shown as it is.
const SPECIAL: &[u8] = &[0x55, 0x08, 1];

/// A text with the properties of its paragraph; it ends with the mark.
struct Paragraph {
    text: String,
    style: u16,
    changes: Vec<u8>,
}

fn paragraph(text: &str, mark: char, style: u16, changes: &[&[u8]]) -> Paragraph {
    Paragraph { text: format!("{text}{mark}"), style, changes: changes.concat() }
}

/// The document as a compound file without dates.
pub(super) fn render(sheet: &Sheet) -> Vec<u8> {
    let (document, table) = streams(sheet);
    let cursor = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, cursor).expect("memory takes writes");
    for (name, bytes) in [("WordDocument", document), ("1Table", table)] {
        let mut stream = file.create_stream(name).expect("the container is empty");
        stream.write_all(&bytes).expect("memory takes writes");
    }
    file.into_inner().into_inner()
}

/// The text with the places of everything in it.
#[derive(Default)]
struct Layout {
    bytes: Vec<u8>,
    position: u32,
    /// Position of the first character, and the descriptor.
    pieces: Vec<(u32, [u8; 8])>,
    paragraphs: Vec<Run>,
    characters: Vec<Run>,
}

impl Layout {
    fn at(&self) -> u32 {
        TEXT_AT + self.bytes.len() as u32
    }

    fn add(&mut self, paragraph: &Paragraph) {
        let mut list = [&paragraph.style.to_le_bytes()[..], &paragraph.changes].concat();
        list.resize(list.len().next_multiple_of(2), 0);
        let properties = [&[0, (list.len() / 2) as u8], &list[..]].concat();
        self.paragraphs.push(Run { start: self.at(), properties });
        for (text, is_narrow) in stretches(&paragraph.text) {
            self.piece(&text, is_narrow);
        }
    }

    fn piece(&mut self, text: &str, is_narrow: bool) {
        let place = if is_narrow { (self.at() * 2) | 0x4000_0000 } else { self.at() };
        let [a, b, c, d] = place.to_le_bytes();
        self.pieces.push((self.position, [0, 0, a, b, c, d, 0, 0]));
        for c in text.chars() {
            let is_special = matches!(c, '\u{13}'..='\u{15}');
            let properties = if is_special { [&[SPECIAL.len() as u8], SPECIAL].concat() } else { Vec::new() };
            if self.characters.last().is_none_or(|last| last.properties != properties) {
                self.characters.push(Run { start: self.at(), properties });
            }
            self.position += c.len_utf16() as u32;
            match is_narrow {
                true => self.bytes.push(c as u8),
                false => self.bytes.extend(c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes())),
            }
        }
    }

    fn piece_table(&self) -> Vec<u8> {
        let positions = self.pieces.iter().map(|piece| piece.0).chain([self.position]);
        let mut plc = numbers(&positions.collect::<Vec<u32>>());
        self.pieces.iter().for_each(|piece| plc.extend(piece.1));
        [&[2][..], &numbers(&[plc.len() as u32]), &plc].concat()
    }
}

/// Cuts a text where the width of its characters changes. An even number of bytes keeps what follows at even places.
fn stretches(text: &str) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let ascii = rest.bytes().take_while(|byte| (0x20..0x7f).contains(byte)).count() & !1;
        let (len, is_narrow) = if ascii >= NARROW_MIN { (ascii, true) } else { (first.len_utf8(), false) };
        match out.last_mut() {
            Some((last, false)) if !is_narrow => last.push_str(&rest[..len]),
            _ => out.push((rest[..len].to_string(), is_narrow)),
        }
        rest = &rest[len..];
    }
    out
}

fn body(sheet: &Sheet) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for line in &sheet.lines {
        match line {
            Line::Title(text) => out.push(paragraph(text, '\r', TITLE_STYLE, &[CENTRED])),
            Line::Right(text) => out.push(paragraph(text, '\r', 0, &[TO_THE_RIGHT])),
            Line::Body(text) => out.push(paragraph(text, '\r', 0, &[INDENTED])),
            Line::Row(cells) => {
                out.extend(cells.iter().map(|cell| paragraph(cell, '\u{7}', 0, &[IN_TABLE])));
                out.push(paragraph("", '\u{7}', 0, &[IN_TABLE, ROW_END, &row_definition(cells.len())]));
            }
        }
    }
    if matches!(sheet.lines.last(), Some(Line::Row(_)) | None) {
        out.push(paragraph("", '\r', 0, &[]));
    }
    out
}

/// Columns of equal width, in twentieths of a point, with single lines around them.
fn row_definition(columns: usize) -> Vec<u8> {
    let mut list = vec![columns as u8];
    (0..=columns).for_each(|column| list.extend((column as i16 * 2200).to_le_bytes()));
    let line = [4u8, 1, 1, 0];
    (0..columns).for_each(|_| list.extend([&[0; 4][..], &line, &line, &line, &line].concat()));
    [&[0x08, 0xd6][..], &(list.len() as u16 + 1).to_le_bytes(), &list].concat()
}

/// The header and the footer of odd pages, each with the empty paragraph that closes it.
fn furniture(sheet: &Sheet) -> [Vec<Paragraph>; 2] {
    let closed = |text: &str| vec![paragraph(text, '\r', 0, &[CENTRED]), paragraph("", '\r', 0, &[])];
    [closed(&sheet.title()), closed("- \u{13} PAGE \u{14}1\u{15} -")]
}

fn streams(sheet: &Sheet) -> (Vec<u8>, Vec<u8>) {
    let mut layout = Layout::default();
    let mut ends = Vec::new();
    let [header, footer] = furniture(sheet);
    let closing = ["", ""].map(|text| paragraph(text, '\r', 0, &[]));
    for part in [body(sheet), header, footer, closing.into()] {
        part.iter().for_each(|paragraph| layout.add(paragraph));
        ends.push(layout.position);
    }
    let (body_len, header_len, footer_len) = (ends[0], ends[1] - ends[0], ends[2] - ends[1]);
    let text_end = layout.at();

    let mut document = vec![0; TEXT_AT as usize];
    document.extend(&layout.bytes);
    document.resize(document.len().next_multiple_of(512), 0);
    let character_pages = pages(&mut document, &layout.characters, text_end, 1);
    let paragraph_pages = pages(&mut document, &layout.paragraphs, text_end, 13);

    let furniture_end = header_len + footer_len;
    let bounds = [vec![0; 8], vec![header_len; 2], vec![furniture_end; 3], vec![furniture_end + 1]].concat();
    let sections = [numbers(&[0, body_len]), vec![0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0]].concat();
    let field = header_len + 2;
    let fields =
        [numbers(&[field, field + 7, field + 9, furniture_end]), vec![0x13, 33, 0x14, 0xff, 0x15, 0x80]].concat();
    let tables: [(usize, Vec<u8>); 9] = [
        (1, styles()),
        (6, sections),
        (11, numbers(&bounds)),
        (12, character_pages),
        (13, paragraph_pages),
        (15, fonts()),
        (17, fields),
        (31, vec![0; 500]),
        (33, layout.piece_table()),
    ];
    let mut table = Vec::new();
    let document_len = document.len() as u32;
    let mut put = |at: usize, bytes: &[u8]| document[at..at + bytes.len()].copy_from_slice(bytes);
    for (index, bytes) in tables {
        put(0x9a + 8 * index, &numbers(&[table.len() as u32, bytes.len() as u32]));
        table.extend(bytes);
    }
    for (at, half) in [(0, 0xa5ec), (2, 0xc1), (6, 0x0804), (0x0a, 0x5200), (0x0c, 0xbf), (0x20, 14), (0x3c, 0x0804)] {
        put(at, &u16::to_le_bytes(half));
    }
    put(0x18, &numbers(&[TEXT_AT, text_end]));
    put(0x3e, &22u16.to_le_bytes());
    put(0x40, &numbers(&[document_len]));
    put(0x4c, &numbers(&[body_len, 0, furniture_end + 1]));
    put(0x98, &93u16.to_le_bytes());
    (document, table)
}

/// Normal in 仿宋 16 pt, the default font of characters, and the title in 22 pt.
fn styles() -> Vec<u8> {
    let size = |half_points: u8| [&[0x43, 0x4a, half_points, 0][..], &[0x50, 0x4a, 1, 0]].concat();
    let mut sheet =
        [18u16, 16, 10, 1, 0x5b, 15, 0, 0, 1, 0].iter().flat_map(|half| half.to_le_bytes()).collect::<Vec<u8>>();
    for place in 0..=TITLE_STYLE {
        let style = match place {
            0 => style(0, 1 | (0xfff << 4), "Normal", place, &size(32)),
            10 => style(65, 2 | (0xfff << 4), "Default Paragraph Font", place, &[]),
            TITLE_STYLE => style(62, 1, "Title", place, &size(44)),
            _ => Vec::new(),
        };
        sheet.extend((style.len() as u16).to_le_bytes());
        sheet.extend(style);
    }
    sheet
}

/// A style: its built-in number, its kind and base, and the changes of its characters.
fn style(built_in: u16, kind: u16, name: &str, place: u16, characters: &[u8]) -> Vec<u8> {
    let is_paragraph = kind & 0x0f == 1;
    let lists = if is_paragraph { 2 } else { 1 };
    let head = [built_in, kind, lists | (place << 4), 0, 0, name.len() as u16];
    let mut out: Vec<u8> = head.into_iter().chain(name.encode_utf16()).chain([0]).flat_map(u16::to_le_bytes).collect();
    if is_paragraph {
        out.extend([2, 0]);
        out.extend(place.to_le_bytes());
    }
    out.extend((characters.len() as u16).to_le_bytes());
    out.extend(characters);
    out.resize(out.len().next_multiple_of(2), 0);
    let len = out.len() as u16;
    out[6..8].copy_from_slice(&len.to_le_bytes());
    out
}

fn fonts() -> Vec<u8> {
    let mut out = vec![2, 0, 0, 0];
    for (name, charset) in [("Times New Roman", 0u8), ("仿宋", 134)] {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        out.extend([39 + name.len() as u8, 0x16, 0x90, 1, charset, 0]);
        out.extend([0; 34]);
        out.extend(name);
    }
    out
}

fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}
