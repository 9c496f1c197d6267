//! Owns building small Word binary files in code: every paragraph a piece, properties on one page each.

use std::io::{Cursor, Write};

/// Where the text begins in the document stream; the information block stands before it.
const TEXT_AT: usize = 0x800;

/// Text with the changes ("sprm") that its characters have.
#[derive(Clone)]
pub(crate) struct Run {
    text: String,
    changes: Vec<u8>,
}

/// A paragraph with its mark.
#[derive(Clone)]
pub(crate) struct Paragraph {
    runs: Vec<Run>,
    style: u16,
    changes: Vec<u8>,
}

/// A paragraph of one run; the text brings its mark.
pub(crate) fn p(text: &str) -> Paragraph {
    styled(0, text)
}

pub(crate) fn styled(style: u16, text: &str) -> Paragraph {
    with(style, &[], text)
}

/// A paragraph with a style and changes.
pub(crate) fn with(style: u16, changes: &[&[u8]], text: &str) -> Paragraph {
    Paragraph { runs: vec![Run { text: text.to_owned(), changes: Vec::new() }], style, changes: changes.concat() }
}

/// A paragraph of runs, each with the changes of its characters.
pub(crate) fn runs(runs: &[(&str, &[u8])]) -> Paragraph {
    let runs = runs.iter().map(|(text, changes)| Run { text: (*text).to_owned(), changes: changes.to_vec() });
    Paragraph { runs: runs.collect(), style: 0, changes: Vec::new() }
}

/// The parts of a document.
#[derive(Default)]
pub(crate) struct WordFile {
    pub body: Vec<Paragraph>,
    pub footnotes: Vec<Paragraph>,
    /// The header and the footer of odd pages.
    pub header: Vec<Paragraph>,
    pub footer: Vec<Paragraph>,
    pub comments: Vec<Paragraph>,
    pub endnotes: Vec<Paragraph>,
    pub text_box: Vec<Paragraph>,
    /// The position of the anchor of the text box in the body.
    pub anchor: u32,
    pub styles: Vec<u8>,
    /// The list table, how much of it is the table itself, and the uses of lists.
    pub lists: (Vec<u8>, usize, Vec<u8>),
    pub flags: u16,
}

impl WordFile {
    pub fn build(&self) -> Vec<u8> {
        let (document, table) = self.streams();
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("writing to memory");
        for (name, bytes) in [("WordDocument", document), ("1Table", table)] {
            let mut stream = file.create_stream(name).expect("a fresh stream");
            stream.write_all(&bytes).expect("writing to memory");
        }
        file.into_inner().into_inner()
    }

    /// The document stream right after the header of a container that has lost everything else.
    pub fn without_directory(&self) -> Vec<u8> {
        let mut header = self.build()[..512].to_vec();
        header[0x1a..0x20].copy_from_slice(&[3, 0, 0xfe, 0xff, 9, 0]);
        for lost in [0x30, 0x4c] {
            header[lost..lost + 4].copy_from_slice(&words(&[0x00ff_ffff]));
        }
        [header, self.streams().0].concat()
    }

    fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        let headers: Vec<Paragraph> = [&self.header[..], &self.footer].concat();
        let parts = [
            &self.body,
            &self.footnotes,
            &headers,
            &Vec::new(),
            &self.comments,
            &self.endnotes,
            &self.text_box,
            &Vec::new(),
        ];
        let mut document = vec![0; TEXT_AT];
        let mut layout = Layout::default();
        let mut counts = Vec::new();
        for paragraphs in parts {
            let before = layout.position;
            paragraphs.iter().for_each(|paragraph| layout.add(&mut document, paragraph));
            counts.push(layout.position - before);
        }
        document.resize(document.len().next_multiple_of(512), 0);
        let end = layout.bounds.last().map_or(TEXT_AT as u32, |last| last.1);
        let pages = [page(&layout.runs, end, 1), page(&layout.paragraphs, end, 13)];
        let first_page = (document.len() / 512) as u32;
        document.extend(pages.concat());

        let len = |paragraphs: &[Paragraph]| {
            paragraphs.iter().flat_map(|one| &one.runs).map(|run| run.text.encode_utf16().count() as u32).sum::<u32>()
        };
        let header_end = len(&self.header);
        let bounds = [vec![0; 8], vec![header_end, header_end, header_end + len(&self.footer)]].concat();
        let page_entry = |number: u32| words(&[TEXT_AT as u32, end, number]);
        let boxes = [words(&[0, counts[6]]), vec![0; 14], words(&[0x400, 0])].concat();
        let shapes = [words(&[self.anchor, counts[0], 0x400]), vec![0; 22]].concat();
        let tables: [(usize, Vec<u8>, Option<usize>); 9] = [
            (1, self.styles.clone(), None),
            (11, if headers.is_empty() { Vec::new() } else { words(&bounds) }, None),
            (12, page_entry(first_page), None),
            (13, page_entry(first_page + 1), None),
            (33, layout.pieces(), None),
            (40, shapes, None),
            (56, if counts[6] == 0 { Vec::new() } else { boxes }, None),
            (73, self.lists.0.clone(), Some(self.lists.1)),
            (74, self.lists.2.clone(), None),
        ];
        let mut table = Vec::new();
        let mut put = |at: usize, bytes: &[u8]| document[at..at + bytes.len()].copy_from_slice(bytes);
        for (index, bytes, len) in tables {
            put(0x9a + 8 * index, &words(&[table.len() as u32, len.unwrap_or(bytes.len()) as u32]));
            table.extend(bytes);
        }
        put(0, &[0xec, 0xa5, 0xc1, 0]);
        put(6, &0x0804u16.to_le_bytes());
        put(0x0a, &(0x0200 | self.flags).to_le_bytes());
        put(0x18, &words(&[TEXT_AT as u32, end]));
        put(0x4c, &words(&counts));
        (document, table)
    }
}

#[derive(Default)]
struct Layout {
    position: u32,
    /// Pieces: the position of the first character, the end in the stream, the descriptor.
    bounds: Vec<(u32, u32, Vec<u8>)>,
    /// Starts in the stream, with properties.
    runs: Vec<(u32, Vec<u8>)>,
    paragraphs: Vec<(u32, Vec<u8>)>,
}

impl Layout {
    fn add(&mut self, document: &mut Vec<u8>, paragraph: &Paragraph) {
        let is_narrow = paragraph.runs.iter().all(|run| run.text.is_ascii());
        let start = document.len() as u32;
        let first = self.position;
        for run in &paragraph.runs {
            let len = run.changes.len() as u8;
            let list = if run.changes.is_empty() { Vec::new() } else { [&[len], &run.changes[..]].concat() };
            self.runs.push((document.len() as u32, list));
            match is_narrow {
                true => document.extend(run.text.bytes()),
                false => document.extend(run.text.encode_utf16().flat_map(u16::to_le_bytes)),
            }
            self.position += run.text.encode_utf16().count() as u32;
        }
        let mut list = [&paragraph.style.to_le_bytes()[..], &paragraph.changes].concat();
        list.resize(list.len().next_multiple_of(2), 0);
        self.paragraphs.push((start, [&[0, (list.len() / 2) as u8][..], &list].concat()));
        let place = if is_narrow { (start * 2) | 0x4000_0000 } else { start };
        let descriptor = [&[0; 2][..], &place.to_le_bytes(), &[0; 2]].concat();
        self.bounds.push((first, document.len() as u32, descriptor));
    }

    fn pieces(&self) -> Vec<u8> {
        let mut positions: Vec<u32> = self.bounds.iter().map(|piece| piece.0).collect();
        positions.push(self.position);
        let descriptors = self.bounds.iter().flat_map(|piece| piece.2.clone());
        let plc: Vec<u8> = words(&positions).into_iter().chain(descriptors).collect();
        [&[2][..], &(plc.len() as u32).to_le_bytes(), &plc].concat()
    }
}

/// A page of properties: starts, places of the lists, and the lists from the end.
fn page(entries: &[(u32, Vec<u8>)], end: u32, entry_len: usize) -> Vec<u8> {
    let mut page = vec![0u8; 512];
    let mut at = 511;
    for (index, (start, list)) in entries.iter().enumerate() {
        page[index * 4..index * 4 + 4].copy_from_slice(&start.to_le_bytes());
        if !list.is_empty() {
            at = (at - list.len()) & !1;
            page[at..at + list.len()].copy_from_slice(list);
            page[(entries.len() + 1) * 4 + index * entry_len] = (at / 2) as u8;
        }
    }
    let heads = (entries.len() + 1) * 4 + entries.len() * entry_len;
    assert!(heads <= at, "one page holds no more: {} entries", entries.len());
    page[entries.len() * 4..entries.len() * 4 + 4].copy_from_slice(&end.to_le_bytes());
    page[511] = entries.len() as u8;
    page
}

pub(crate) fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A style of paragraphs: built-in number, base, name, changes of paragraphs, changes of characters.
pub(crate) type Style<'s> = (u16, u16, &'s str, &'s [u8], &'s [u8]);

pub(crate) fn style_sheet(styles: &[Style<'_>]) -> Vec<u8> {
    let mut sheet = [&18u16.to_le_bytes()[..], &(styles.len() as u16).to_le_bytes(), &10u16.to_le_bytes()].concat();
    sheet.resize(20, 0);
    for (index, (built_in, base, name, paragraph, character)) in styles.iter().enumerate() {
        let name: Vec<u16> = name.encode_utf16().collect();
        let head = [*built_in, 1 | (base << 4), 2, 0, 0, name.len() as u16];
        let mut style: Vec<u8> = head.iter().chain(&name).chain(&[0]).flat_map(|unit| unit.to_le_bytes()).collect();
        for list in [[&(index as u16).to_le_bytes()[..], paragraph].concat(), character.to_vec()] {
            style.extend((list.len() as u16).to_le_bytes());
            style.extend(&list);
            style.resize(style.len().next_multiple_of(2), 0);
        }
        sheet.extend((style.len() as u16).to_le_bytes());
        sheet.extend(style);
    }
    sheet
}

/// A level of a list: its first number, format and text, in which a character below 9 stands for a number.
pub(crate) fn level(start: u32, format: u8, text: &str) -> Vec<u8> {
    let mut level = start.to_le_bytes().to_vec();
    level.push(format);
    level.resize(28, 0);
    level[15] = 2;
    let units: Vec<u16> = text.encode_utf16().collect();
    level.extend((units.len() as u16).to_le_bytes());
    level.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    level
}

/// A document of Word 95: text of one byte or two per character, in the code page of a language, without pieces.
pub(crate) fn word_95(language: u16, text: &[u8]) -> Vec<u8> {
    let mut document = vec![0; 0x300];
    document[..4].copy_from_slice(&[0xdc, 0xa5, 0x68, 0]);
    document[6..8].copy_from_slice(&language.to_le_bytes());
    document[0x18..0x1c].copy_from_slice(&words(&[0x300]));
    document[0x34..0x38].copy_from_slice(&words(&[text.len() as u32]));
    document.extend(text);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("writing to memory");
    file.create_stream("WordDocument").expect("a fresh stream").write_all(&document).expect("writing to memory");
    file.into_inner().into_inner()
}
