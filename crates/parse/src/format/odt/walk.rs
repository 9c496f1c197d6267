//! Owns the walk through one part of an OpenDocument text: which elements carry text, break lines or hide what is in
//! them. Does not know the container.

use casefile::BlockKind;

use super::list::Lists;
use super::style::Styles;
use crate::builder::{Before, Builder};
use crate::flow::{COLUMNS_MAX, Flow, Item};
use crate::symbol;
use crate::xml::{self, XmlElement, XmlEnd, XmlEvent};

/// Elements whose content is not text of the document.
const HIDDEN: &[&str] = &[
    "annotation-end",
    "binary-data",
    "creator",
    "date-string",
    "desc",
    "event-listeners",
    "forms",
    "hidden-text",
    "note-citation",
    "number",
    "object",
    "placeholder",
    "ruby-text",
    "scripts",
    "sender-initials",
    "settings",
    "tracked-changes",
];

/// Which part of the document is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Body,
    MasterPages,
}

/// What stands in a part.
pub(super) struct PartBlocks {
    pub items: Vec<Item>,
    pub notes: Vec<Item>,
    pub comments: Vec<Item>,
    pub headers: Vec<Item>,
    pub footers: Vec<Item>,
    pub end: XmlEnd,
}

/// The blocks of a part.
pub(super) fn blocks(styles: &Styles, part: Part, text: &str) -> PartBlocks {
    let mut walk = Walk {
        styles,
        part,
        is_inside: false,
        builder: Builder::new(),
        flow: Flow::default(),
        lists: Lists::default(),
        roles: Vec::new(),
        paragraphs: Vec::new(),
        deleted: Vec::new(),
        joined: None,
        symbol_fonts: Vec::new(),
        hidden: 0,
        notes: Vec::new(),
        comments: Vec::new(),
        headers: Vec::new(),
        footers: Vec::new(),
    };
    let end = xml::for_each_event(text, |event| match event {
        XmlEvent::Open(_) if walk.hidden > 0 => walk.hidden += 1,
        XmlEvent::Close if walk.hidden > 0 => walk.hidden -= 1,
        _ if walk.hidden > 0 => {}
        XmlEvent::Open(element) => walk.open(&element),
        XmlEvent::Close => walk.close(),
        XmlEvent::Text(text) => walk.text(text),
        XmlEvent::Char(c) => walk.text(c.encode_utf8(&mut [0; 4])),
    });
    while !walk.roles.is_empty() {
        walk.close();
    }
    walk.end_joined();
    walk.flow.close_all(&mut walk.builder);
    PartBlocks {
        items: Item::all_of(walk.builder),
        notes: walk.notes,
        comments: walk.comments,
        headers: walk.headers,
        footers: walk.footers,
        end,
    }
}

/// What an open element means to the walk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The element whose content is walked: the body, or the page styles.
    Root,
    Paragraph,
    /// Within a paragraph, with text of its own.
    Inline,
    Frame,
    Cell {
        repeated: usize,
    },
    List,
    Item,
    TextBox,
    Note,
    Comment,
    Header,
    Footer,
    Other,
}

struct OpenParagraph {
    text: String,
    kind: BlockKind,
    label: String,
    is_hidden: bool,
    /// Blocks of frames anchored here; they follow the paragraph.
    boxes: Vec<Item>,
    /// How many frames of the flow were open.
    depth: usize,
}

struct Walk<'s> {
    styles: &'s Styles,
    part: Part,
    is_inside: bool,
    builder: Builder,
    flow: Flow,
    lists: Lists,
    roles: Vec<Role>,
    paragraphs: Vec<OpenParagraph>,
    /// Deletions that are open: some programs leave deleted text where it was.
    deleted: Vec<String>,
    /// A paragraph whose end is deleted: the next one continues it.
    joined: Option<OpenParagraph>,
    /// Fonts of signs that open spans have, each with the number of roles at its start.
    symbol_fonts: Vec<(usize, String)>,
    hidden: usize,
    notes: Vec<Item>,
    comments: Vec<Item>,
    headers: Vec<Item>,
    footers: Vec<Item>,
}

impl Walk<'_> {
    fn open(&mut self, element: &XmlElement<'_>) {
        let parent = self.roles.last().copied().unwrap_or(Role::Other);
        let name = element.name();
        if self.is_inside && self.is_hidden(name, element) {
            self.hidden = 1;
            return;
        }
        let root = if self.part == Part::Body { "body" } else { "master-styles" };
        let role = match name {
            _ if name == root => Role::Root,
            _ if !self.is_inside => Role::Other,
            "p" | "h" => Role::Paragraph,
            "table" => {
                self.end_joined();
                self.framed(Flow::open_table)
            }
            "table-row" => self.framed(Flow::open_row),
            "table-cell" => self.open_cell(element),
            "list" => {
                self.lists.open_list(element);
                Role::List
            }
            "list-item" => {
                self.lists.open_item(element);
                Role::Item
            }
            "text-box" => self.aside(Role::TextBox),
            "note-body" => self.aside(Role::Note),
            "annotation" => self.aside(Role::Comment),
            "header" | "header-left" | "header-first" => self.aside(Role::Header),
            "footer" | "footer-left" | "footer-first" => self.aside(Role::Footer),
            _ if matches!(parent, Role::Paragraph | Role::Inline) => self.inline(element),
            _ => Role::Other,
        };
        match role {
            Role::Root => self.is_inside = true,
            Role::Paragraph => self.open_paragraph(element),
            Role::Inline => {
                let style = element.attribute("style-name").unwrap_or_default();
                if let Some(font) = self.styles.symbol_font(&style) {
                    self.symbol_fonts.push((self.roles.len(), font.to_owned()));
                }
            }
            Role::Other if self.is_inside && matches!(name, "change-start" | "change-end") => {
                let change = element.short_attribute("change-id").unwrap_or_default();
                self.deleted.retain(|open| *open != change);
                // Nothing nests changes so deeply; a hostile file would only fill memory.
                if name == "change-start" && self.styles.is_deletion(&change) && self.deleted.len() < 64 {
                    self.deleted.push(change);
                }
            }
            Role::Other if self.is_inside && name == "covered-table-cell" => self.flow.skip_columns(repeated(element)),
            _ => {}
        }
        self.roles.push(role);
    }

    fn is_hidden(&self, name: &str, element: &XmlElement<'_>) -> bool {
        let is = |attribute: &str, value: &str| element.attribute(attribute).as_deref() == Some(value);
        HIDDEN.contains(&name)
            || name.ends_with("-source")
            || (name == "title" && element.prefix() == "svg")
            || (name == "date" && element.prefix() == "dc")
            || (name == "section" && is("display", "none"))
            || (name == "span" && self.styles.hides(element.attribute("style-name").as_deref()))
            || (name == "content-control" && is("showing-place-holder", "true"))
            || (matches!(name, "header" | "footer" | "header-left" | "footer-left") && is("display", "false"))
    }

    fn framed(&mut self, open: fn(&mut Flow)) -> Role {
        open(&mut self.flow);
        Role::Frame
    }

    fn aside(&mut self, role: Role) -> Role {
        self.flow.open_aside();
        role
    }

    fn open_cell(&mut self, element: &XmlElement<'_>) -> Role {
        self.flow.open_cell();
        Role::Cell { repeated: repeated(element) }
    }

    fn open_paragraph(&mut self, element: &XmlElement<'_>) {
        if let Some(joined) = self.joined.take() {
            self.paragraphs.push(OpenParagraph { depth: self.flow.depth(), ..joined });
            return;
        }
        let is_heading = element.name() == "h";
        let label = match self.lists.label(&self.styles.lists) {
            label if !label.is_empty() => label,
            _ if is_heading && element.attribute("is-list-header").as_deref() != Some("true") => {
                let level = element.attribute("outline-level").and_then(|level| level.parse::<usize>().ok());
                self.lists.heading_label(&self.styles.lists, level.unwrap_or(1).saturating_sub(1))
            }
            label => label,
        };
        self.paragraphs.push(OpenParagraph {
            text: String::new(),
            kind: if is_heading { BlockKind::Heading } else { BlockKind::Paragraph },
            label,
            is_hidden: self.styles.hides(element.attribute("style-name").as_deref()),
            boxes: Vec::new(),
            depth: self.flow.depth(),
        });
    }

    /// An element within a paragraph. Fields, links and spans have text of their own, drawings have not.
    fn inline(&mut self, element: &XmlElement<'_>) -> Role {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Role::Other };
        match element.name() {
            "s" | "tab" | "line-break" if !self.deleted.is_empty() => {}
            "change-start" | "change-end" => {}
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                // No line has more; a hostile number would only fill memory.
                paragraph.text.extend(std::iter::repeat_n(' ', count.min(64)));
            }
            "tab" => paragraph.text.push('\t'),
            "line-break" => paragraph.text.push('\n'),
            "hidden-paragraph" if element.attribute("is-hidden").as_deref() == Some("true") => {
                paragraph.is_hidden = true;
            }
            _ if element.prefix() == "text" || element.name() == "content-control" => return Role::Inline,
            _ => {}
        }
        Role::Other
    }

    /// White space of the source is one blank; blanks that are meant have an element of their own.
    fn text(&mut self, text: &str) {
        let is_text = matches!(self.roles.last(), Some(Role::Paragraph | Role::Inline));
        if !is_text || !self.deleted.is_empty() {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let font = self.symbol_fonts.last().map(|(_, font)| font.as_str());
        for c in text.chars() {
            match c {
                '!'..='\u{ff}' | '\u{f000}'..='\u{f0ff}' if font.is_some() => {
                    paragraph.text.extend(font.and_then(|font| symbol::character(font, c.into())));
                }
                ' ' | '\n' | '\r' | '\t' => {
                    if !paragraph.text.ends_with([' ', '\n']) && !paragraph.text.is_empty() {
                        paragraph.text.push(' ');
                    }
                }
                c => paragraph.text.push(c),
            }
        }
    }

    fn close(&mut self) {
        let role = self.roles.pop();
        if self.symbol_fonts.last().is_some_and(|(roles, _)| *roles == self.roles.len()) {
            self.symbol_fonts.pop();
        }
        match role {
            Some(Role::Root) => {
                self.end_joined();
                self.is_inside = false;
            }
            Some(Role::Paragraph) => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    self.end_paragraph(paragraph);
                }
            }
            Some(Role::Frame) => drop(self.flow.close(&mut self.builder)),
            Some(Role::Cell { repeated }) => {
                self.end_joined();
                self.flow.close(&mut self.builder);
                // Only empty cells are repeated.
                self.flow.skip_columns(repeated - 1);
            }
            Some(Role::List) => self.lists.close_list(),
            Some(Role::TextBox) => {
                let items = self.flow.close(&mut self.builder);
                self.beside(items);
            }
            Some(Role::Note) => {
                let items = self.flow.close(&mut self.builder);
                self.notes.extend(items);
            }
            Some(Role::Comment) => {
                let items = self.flow.close(&mut self.builder);
                self.comments.extend(items);
            }
            Some(Role::Header) => {
                let items = self.flow.close(&mut self.builder);
                self.headers.extend(items);
            }
            Some(Role::Footer) => {
                let items = self.flow.close(&mut self.builder);
                self.footers.extend(items);
            }
            Some(Role::Inline | Role::Item | Role::Other) | None => {}
        }
    }

    fn end_joined(&mut self) {
        if let Some(paragraph) = self.joined.take().filter(|joined| !joined.text.trim().is_empty()) {
            self.write(paragraph);
        }
    }

    fn end_paragraph(&mut self, paragraph: OpenParagraph) {
        if self.deleted.is_empty() {
            self.write(paragraph);
        } else {
            self.joined = Some(paragraph);
        }
    }

    fn write(&mut self, paragraph: OpenParagraph) {
        let text = format!("{}{}", paragraph.label, paragraph.text.trim_start_matches([' ', '\t', '\u{3000}', '\n']));
        let is_shown = !paragraph.is_hidden && !text.trim().is_empty();
        // A shape has its paragraphs within the paragraph that it is anchored to.
        let is_of_shape = self.paragraphs.last().is_some_and(|outer| outer.depth == self.flow.depth());
        if is_of_shape {
            let lines = text.split('\n').filter(|line| is_shown && !line.trim().is_empty());
            let item = |line: &str| Item { before: Before::Line, kind: paragraph.kind, text: line.trim().to_owned() };
            let items = lines.map(item).chain(paragraph.boxes).collect();
            self.beside(items);
            return;
        }
        if is_shown {
            self.flow.block(&mut self.builder, paragraph.kind, &text);
        }
        self.flow.items(&mut self.builder, paragraph.boxes);
    }

    fn beside(&mut self, items: Vec<Item>) {
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.boxes.extend(items),
            None => self.flow.items(&mut self.builder, items),
        }
    }
}

fn repeated(element: &XmlElement<'_>) -> usize {
    let columns = element.attribute("number-columns-repeated").and_then(|columns| columns.parse::<usize>().ok());
    columns.unwrap_or(1).clamp(1, COLUMNS_MAX)
}
