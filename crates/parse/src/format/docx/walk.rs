//! Owns the walk through one part of a DOCX: which elements carry text, break lines or hide what is in them. Does not
//! know the container.

use casefile::BlockKind;

use super::numbering::Numbering;
use super::style::Styles;
use crate::builder::Builder;
use crate::flow::{Flow, Item};
use crate::xml::{self, XmlElement, XmlEnd, XmlEvent};

/// Elements whose content is not text of the document: deleted and moved-away text, the second copy of drawings for old
/// programs, phonetic guides, field codes and records of changed formatting.
const HIDDEN: &[&str] = &[
    "del",
    "moveFrom",
    "Fallback",
    "rt",
    "instrText",
    "delText",
    "delInstrText",
    "pPrChange",
    "rPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "numberingChange",
];

/// Parts other than the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    Notes,
    Furniture,
}

/// What an open element means to the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    Text,
    Frame,
    TextBox,
    Note,
    Other,
}

#[derive(Default)]
struct OpenParagraph {
    text: String,
    style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    outline_level: Option<u32>,
    /// The paragraph mark was deleted: with no text left, the paragraph is gone and is not counted.
    is_deleted: bool,
    /// Blocks of text boxes anchored here; they follow the paragraph.
    boxes: Vec<Item>,
}

/// Walks parts; the lists go on counting from one part to the next.
pub(super) struct Walker<'s> {
    styles: &'s Styles,
    numbering: Numbering,
}

impl<'s> Walker<'s> {
    pub fn new(styles: &'s Styles, numbering: Numbering) -> Walker<'s> {
        Walker { styles, numbering }
    }

    /// Writes the body. Returns whether any text came, and how reading ended.
    pub fn body(&mut self, builder: &mut Builder, text: &str) -> (bool, XmlEnd) {
        let mut walk = Walk::new(self, builder);
        let end = walk.run(text);
        let any = walk.any_text;
        walk.finish();
        (any, end)
    }

    /// The lines of another part, in order.
    pub fn part_items(&mut self, part: PartKind, text: &str) -> (Vec<(BlockKind, String)>, XmlEnd) {
        let mut lines = Builder::new();
        let mut walk = Walk::new(self, &mut lines);
        walk.skips_separators = part == PartKind::Notes;
        let end = walk.run(text);
        walk.finish();
        (lines.block_texts(), end)
    }
}

struct Walk<'w, 's> {
    walker: &'w mut Walker<'s>,
    builder: &'w mut Builder,
    flow: Flow,
    roles: Vec<Role>,
    paragraphs: Vec<OpenParagraph>,
    /// How many elements are open within a hidden one, itself included.
    hidden: usize,
    run_vanishes: bool,
    skips_separators: bool,
    any_text: bool,
}

impl<'w, 's> Walk<'w, 's> {
    fn new(walker: &'w mut Walker<'s>, builder: &'w mut Builder) -> Walk<'w, 's> {
        Walk {
            walker,
            builder,
            flow: Flow::default(),
            roles: Vec::new(),
            paragraphs: Vec::new(),
            hidden: 0,
            run_vanishes: false,
            skips_separators: false,
            any_text: false,
        }
    }

    fn run(&mut self, text: &str) -> XmlEnd {
        xml::for_each_event(text, |event| match event {
            XmlEvent::Open(_) if self.hidden > 0 => self.hidden += 1,
            XmlEvent::Close if self.hidden > 0 => self.hidden -= 1,
            _ if self.hidden > 0 => {}
            XmlEvent::Open(element) => self.open(&element),
            XmlEvent::Close => self.close(),
            XmlEvent::Text(text) => self.text(text),
            XmlEvent::Char(c) => self.text(c.encode_utf8(&mut [0; 4])),
        })
    }

    /// Writes what a damaged part left open.
    fn finish(&mut self) {
        while !self.roles.is_empty() {
            self.close();
        }
        self.flow.close_all(self.builder);
    }

    fn open(&mut self, element: &XmlElement<'_>) {
        let parent = self.roles.last().copied().unwrap_or(Role::Other);
        let name = element.name();
        // Within paragraph or run properties, `del` marks the paragraph mark and contains nothing.
        let is_mark = parent == Role::RunProperties || parent == Role::ParagraphProperties;
        if !is_mark && HIDDEN.contains(&name) {
            self.hidden = 1;
            return;
        }
        let role = match name {
            "p" => Role::Paragraph,
            "pPr" => Role::ParagraphProperties,
            "r" => Role::Run,
            "rPr" => Role::RunProperties,
            "t" => Role::Text,
            "tbl" | "tr" | "tc" => Role::Frame,
            "txbxContent" => Role::TextBox,
            "footnote" | "endnote" => Role::Note,
            _ => Role::Other,
        };
        match role {
            Role::Paragraph => self.paragraphs.push(OpenParagraph::default()),
            Role::Run => self.run_vanishes = false,
            Role::Frame if name == "tbl" => self.flow.open_table(),
            Role::Frame if name == "tr" => self.flow.open_row(),
            Role::Frame => self.flow.open_cell(),
            Role::TextBox => self.flow.open_aside(),
            Role::Note if self.skips_separators && is_separator(element) => {
                self.hidden = 1;
                return;
            }
            Role::Other => self.property(name, parent, element),
            _ => {}
        }
        // Properties nest: what stands in `numPr` still belongs to the paragraph's properties.
        let role = match (role, parent) {
            (Role::Other, Role::ParagraphProperties | Role::RunProperties) => parent,
            (role, _) => role,
        };
        self.roles.push(role);
    }

    fn property(&mut self, name: &str, parent: Role, element: &XmlElement<'_>) {
        let value = || element.attribute("val");
        let is_on = || !matches!(value().as_deref(), Some("0" | "false" | "off"));
        let in_paragraph_mark =
            parent == Role::RunProperties && self.roles.iter().rev().nth(1) == Some(&Role::ParagraphProperties);
        match (parent, name) {
            (Role::RunProperties, "vanish") if !in_paragraph_mark => self.run_vanishes = is_on(),
            (Role::RunProperties, "del") if in_paragraph_mark => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_deleted = true;
                }
            }
            (Role::ParagraphProperties, _) => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                match name {
                    "pStyle" => paragraph.style = value(),
                    "numId" => paragraph.number = value(),
                    "ilvl" => paragraph.level = value().and_then(|level| level.parse().ok()),
                    "outlineLvl" => paragraph.outline_level = value().and_then(|level| level.parse().ok()),
                    _ => {}
                }
            }
            (Role::RunProperties, _) => {}
            (_, "tab" | "ptab") => self.push("\t"),
            (_, "br" | "cr") => self.push("\n"),
            (_, "noBreakHyphen") => self.push("-"),
            (_, "sym") => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                if let Some(c) = code.and_then(symbol) {
                    self.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            (_, "gridSpan") => {
                if let Some(columns) = value().and_then(|columns| columns.parse().ok()) {
                    self.flow.span_columns(columns);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.roles.last() == Some(&Role::Text) {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.run_vanishes {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self) {
        match self.roles.pop() {
            Some(Role::Paragraph) => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(paragraph);
                }
            }
            Some(Role::Run) => self.run_vanishes = false,
            Some(Role::Frame) => drop(self.flow.close(self.builder)),
            Some(Role::TextBox) => {
                let items = self.flow.close(self.builder);
                match self.paragraphs.last_mut() {
                    Some(paragraph) => paragraph.boxes.extend(items),
                    None => self.flow.items(self.builder, items),
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self, paragraph: OpenParagraph) {
        let is_empty = paragraph.text.trim().is_empty();
        let style = paragraph.style.as_deref();
        if !(is_empty && paragraph.is_deleted) {
            let inherited = self.walker.styles.numbering(style);
            let level = paragraph.level.or(inherited.as_ref().map(|(_, level)| *level)).unwrap_or(0);
            let number = paragraph.number.clone().or(inherited.map(|(number, _)| number));
            let label = number.and_then(|number| self.walker.numbering.label(&number, level)).unwrap_or_default();
            if !is_empty {
                let styled = style.is_some_and(|style| self.walker.styles.is_heading(style));
                let is_heading = styled || paragraph.outline_level.is_some_and(|level| level < 9);
                let kind = if is_heading { BlockKind::Heading } else { BlockKind::Paragraph };
                let text = format!("{label}{}", paragraph.text.trim_start_matches([' ', '\t', '\u{3000}', '\n']));
                self.flow.block(self.builder, kind, &text);
                self.any_text = true;
            }
        }
        self.flow.items(self.builder, paragraph.boxes);
    }
}

fn is_separator(note: &XmlElement<'_>) -> bool {
    note.attribute("type").is_some_and(|kind| kind != "normal")
}

/// Signs of the symbol fonts that forms use for check boxes; other private-use signs have no text.
fn symbol(code: u32) -> Option<char> {
    match code {
        0xf0a3 | 0xf0a8 | 0xf06f | 0xf071 | 0xf072 | 0xf030 => Some('□'),
        0xf052 | 0xf0fe => Some('☑'),
        0xf051 | 0xf0fd | 0xf054 => Some('☒'),
        0xf0fc | 0xf050 => Some('✓'),
        0xe000..=0xf8ff => None,
        code => char::from_u32(code),
    }
}
