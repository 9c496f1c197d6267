//! Owns the walk through one part of a DOCX: which elements carry text, break lines or hide what is in them. Does not
//! know the container.

use std::collections::HashMap;

use casefile::BlockKind;

use super::field::{Fields, FormField};
use super::hidden::{HIDDEN, is_kept_annotation};
use super::numbering::Numbering;
use super::paragraph::{OpenParagraph, OpenRun};
use super::style::Styles;
use crate::builder::{Before, Builder};
use crate::flow::{Flow, Item};
use crate::symbol;
use crate::xml::{self, XmlElement, XmlEnd, XmlEvent};

/// What an open element means to the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Paragraph,
    ParagraphProperties,
    /// Properties of the paragraph mark.
    MarkProperties,
    Run,
    RunProperties,
    Text,
    Frame,
    Cell,
    /// A text box, or a note, header or footer that stands within the text.
    Aside(Option<BlockKind>),
    Alternatives,
    Choice,
    Control,
    ControlProperties,
    FormField,
    Other,
}

/// The blocks of parts that are embedded whole, by the id of their relation.
pub(super) type Chunks = HashMap<String, Vec<Item>>;

/// Walks parts; the lists go on counting from one part to the next.
pub(super) struct Walker<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    chunks: Chunks,
}

impl<'s> Walker<'s> {
    pub fn new(styles: &'s Styles, numbering: Numbering, chunks: Chunks) -> Walker<'s> {
        Walker { styles, numbering, chunks }
    }

    /// Writes a part. Returns whether any text came, and how reading ended.
    pub fn body(&mut self, builder: &mut Builder, text: &str) -> (bool, XmlEnd) {
        let mut walk = Walk::new(self, builder);
        let end = walk.run(text);
        walk.finish();
        (walk.any_text, end)
    }

    /// The blocks of another part, in order.
    pub fn part_items(&mut self, text: &str) -> (Vec<(Before, BlockKind, String)>, XmlEnd) {
        let mut lines = Builder::new();
        let (_, end) = self.body(&mut lines, text);
        (lines.block_texts(), end)
    }
}

/// Two copies of one content for programs of different age.
#[derive(Default)]
struct Alternatives {
    pushed_before: usize,
    is_chosen: bool,
}

struct Walk<'w, 's> {
    walker: &'w mut Walker<'s>,
    builder: &'w mut Builder,
    flow: Flow,
    roles: Vec<Role>,
    paragraphs: Vec<OpenParagraph>,
    runs: Vec<OpenRun>,
    fields: Fields,
    form_field: Option<FormField>,
    alternatives: Vec<Alternatives>,
    /// Open content controls: whether each shows its prompt instead of content.
    prompts: Vec<bool>,
    /// Open cells: whether each is covered by the one above.
    covered: Vec<bool>,
    /// A paragraph without a mark of its own, which the next one continues.
    joined: Option<OpenParagraph>,
    /// How many elements are open within a hidden one, itself included.
    hidden: usize,
    /// How many pieces of text came; tells whether a part of the input had any.
    pushed: usize,
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
            runs: Vec::new(),
            fields: Fields::default(),
            form_field: None,
            alternatives: Vec::new(),
            prompts: Vec::new(),
            covered: Vec::new(),
            joined: None,
            hidden: 0,
            pushed: 0,
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
        self.end_joined();
        self.flow.close_all(self.builder);
    }

    fn open(&mut self, element: &XmlElement<'_>) {
        let parent = self.roles.last().copied().unwrap_or(Role::Other);
        let role = self.role(element.name(), parent, element);
        let Some(role) = role else {
            self.hidden = 1;
            return;
        };
        match role {
            Role::Paragraph => {
                let joined = self.joined.take();
                self.paragraphs.push(joined.map(OpenParagraph::continued).unwrap_or_default());
            }
            Role::Run => self.runs.push(OpenRun::default()),
            Role::Frame if element.name() == "tbl" => {
                self.end_joined();
                self.flow.open_table();
            }
            Role::Frame => self.flow.open_row(),
            Role::Cell => {
                self.covered.push(false);
                self.flow.open_cell();
            }
            Role::Aside(_) => self.flow.open_aside(),
            Role::Alternatives => self.alternatives.push(Alternatives::default()),
            Role::Choice => {
                if let Some(alternatives) = self.alternatives.last_mut() {
                    alternatives.pushed_before = self.pushed;
                }
            }
            Role::Control => self.prompts.push(false),
            Role::FormField if parent != Role::FormField => self.form_field = FormField::open(element.name()),
            _ => self.property(element.name(), parent, element),
        }
        self.roles.push(role);
    }

    /// What an element means at its place; `None` where it is hidden.
    fn role(&self, name: &str, parent: Role, element: &XmlElement<'_>) -> Option<Role> {
        match parent {
            // Properties nest: what stands in `numPr` still belongs to the paragraph's properties. Within them, `del`
            // marks the paragraph mark and contains nothing.
            _ if name.ends_with("Change") => return None,
            Role::ParagraphProperties if name == "rPr" => return Some(Role::MarkProperties),
            Role::ParagraphProperties if name == "sectPr" => return Some(Role::Other),
            Role::ControlProperties if name == "rPr" => return None,
            Role::ParagraphProperties | Role::MarkProperties | Role::RunProperties | Role::ControlProperties => {
                return Some(parent);
            }
            Role::FormField => return Some(parent),
            _ => {}
        }
        Some(match name {
            _ if HIDDEN.contains(&name) => return None,
            "Fallback" if self.alternatives.last().is_some_and(|copies| copies.is_chosen) => return None,
            "Choice" if self.alternatives.last().is_some_and(|copies| copies.is_chosen) => return None,
            "annotation" if !is_kept_annotation(element) => return None,
            "footnote" | "endnote" if element.attribute("type").is_some_and(|kind| kind != "normal") => return None,
            "p" => Role::Paragraph,
            "pPr" => Role::ParagraphProperties,
            "r" => Role::Run,
            "rPr" => Role::RunProperties,
            "t" => Role::Text,
            "tbl" | "tr" => Role::Frame,
            "tc" => Role::Cell,
            "txbxContent" => Role::Aside(None),
            "footnote" | "endnote" => Role::Aside(Some(BlockKind::Note)),
            "hdr" | "ftr" if !self.roles.is_empty() => Role::Aside(Some(BlockKind::Furniture)),
            "AlternateContent" => Role::Alternatives,
            "Choice" => Role::Choice,
            "sdt" => Role::Control,
            "sdtPr" => Role::ControlProperties,
            "checkBox" | "ddList" => Role::FormField,
            _ => Role::Other,
        })
    }

    fn property(&mut self, name: &str, parent: Role, element: &XmlElement<'_>) {
        let value = || element.attribute("val");
        match (parent, name) {
            (Role::FormField, _) => {
                if let Some(field) = &mut self.form_field {
                    field.property(name, value());
                }
            }
            (Role::ControlProperties, "showingPlcHdr") => {
                if let Some(prompts) = self.prompts.last_mut() {
                    *prompts = !matches!(value().as_deref(), Some("0" | "false" | "off"));
                }
            }
            (Role::MarkProperties, "del" | "moveFrom" | "specVanish") => self.join_to_next(),
            (Role::MarkProperties, "annotation") if !is_kept_annotation(element) => self.join_to_next(),
            (Role::RunProperties, _) => {
                if let Some(run) = self.runs.last_mut() {
                    run.property(name, element);
                }
            }
            (Role::ParagraphProperties, _) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.property(name, element);
                }
            }
            (Role::ControlProperties | Role::MarkProperties, _) => {}
            _ => self.content(name, element),
        }
    }

    fn content(&mut self, name: &str, element: &XmlElement<'_>) {
        let number = || element.attribute("val").and_then(|value| value.parse().ok());
        match name {
            "tab" | "ptab" => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            // The bar of a fraction.
            "den" => self.push("/"),
            "fldChar" => self.fields.mark(element),
            "sym" => {
                let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
                let font = element.attribute("font").unwrap_or_default();
                if let Some(c) = code.and_then(|code| symbol::character(&font, code)) {
                    self.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            "gridSpan" => self.flow.span_columns(number().unwrap_or(1)),
            "gridBefore" => self.flow.skip_columns(number().unwrap_or(0)),
            "vMerge" | "vmerge" if element.attribute("val").as_deref() != Some("restart") => {
                if let Some(covered) = self.covered.last_mut() {
                    *covered = true;
                }
            }
            "altChunk" => {
                let id = element.attribute("id").unwrap_or_default();
                let items = self.walker.chunks.remove(&id).unwrap_or_default();
                self.any_text |= !items.is_empty();
                self.flow.items(self.builder, items);
            }
            _ => {}
        }
    }

    fn join_to_next(&mut self) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.is_joined_to_next = true;
        }
    }

    fn text(&mut self, text: &str) {
        if self.roles.last() != Some(&Role::Text) {
            return;
        }
        match self.runs.last().and_then(|run| run.shown(text)) {
            Some(shown) => self.push(&shown),
            None => self.push(text),
        }
    }

    fn push(&mut self, text: &str) {
        if !self.fields.is_in_code() {
            self.push_shown(text);
        }
    }

    fn push_shown(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let styles = self.walker.styles;
        let run = self.runs.last();
        let vanishes = run
            .and_then(|run| run.vanishes)
            .or_else(|| run.and_then(|run| run.style.as_deref()).and_then(|style| styles.vanishes(Some(style))))
            .or_else(|| styles.vanishes(paragraph.style.as_deref()))
            .unwrap_or(false);
        self.pushed += 1;
        if !vanishes && !self.prompts.contains(&true) && !self.covered.contains(&true) {
            paragraph.text.push_str(text);
        }
    }

    fn close(&mut self) {
        match self.roles.pop() {
            Some(Role::Paragraph) => {
                self.fields.end_paragraph();
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(paragraph);
                }
            }
            Some(Role::Run) => drop(self.runs.pop()),
            Some(Role::Frame) => drop(self.flow.close(self.builder)),
            Some(Role::Cell) => {
                self.end_joined();
                self.covered.pop();
                self.flow.close(self.builder);
            }
            Some(Role::Aside(kind)) => self.end_aside(kind),
            Some(Role::Alternatives) => drop(self.alternatives.pop()),
            Some(Role::Choice) => {
                if let Some(alternatives) = self.alternatives.last_mut() {
                    alternatives.is_chosen = self.pushed > alternatives.pushed_before;
                }
            }
            Some(Role::Control) => drop(self.prompts.pop()),
            Some(Role::FormField) if self.roles.last() != Some(&Role::FormField) => {
                if let Some(field) = self.form_field.take() {
                    self.push_shown(field.shown());
                }
            }
            _ => {}
        }
    }

    fn end_aside(&mut self, kind: Option<BlockKind>) {
        self.end_joined();
        let mut items = self.flow.close(self.builder);
        for item in &mut items {
            item.kind = kind.unwrap_or(item.kind);
        }
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.boxes.extend(items),
            None => self.flow.items(self.builder, items),
        }
    }

    fn end_paragraph(&mut self, paragraph: OpenParagraph) {
        if paragraph.is_joined_to_next {
            self.joined = Some(paragraph);
            return;
        }
        if self.covered.contains(&true) {
            return;
        }
        let (kind, text) = paragraph.labelled(self.walker.styles, &mut self.walker.numbering);
        self.any_text |= !text.trim().is_empty();
        self.flow.block(self.builder, kind, &text);
        self.flow.items(self.builder, paragraph.boxes);
    }

    /// A paragraph that nothing continues is a paragraph after all, but an empty one is gone and is not counted.
    fn end_joined(&mut self) {
        if let Some(mut paragraph) = self.joined.take() {
            paragraph.is_joined_to_next = false;
            match paragraph.text.trim().is_empty() {
                true => self.flow.items(self.builder, paragraph.boxes),
                false => self.end_paragraph(paragraph),
            }
        }
    }
}
