//! Owns HTML: which elements break lines, make cells or hide text. Lenient as browsers are: unclosed and unmatched tags
//! lose no text. Does not know style sheets; only `display:none` on an element itself hides it.

mod entity;
mod token;

use casefile::{BlockKind, Code, Diagnostic, limits};

use crate::builder::Builder;
use crate::encoding;
use crate::error::ParseError;
use crate::flow::Flow;
use token::{Token, Tokens};

/// How far into a file its character set may be declared.
const CHARSET_WITHIN: usize = 4096;

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text is not shown, or not part of what the document says.
const HIDDEN: &[&str] = &["del", "head", "noscript", "object", "rp", "rt", "select", "svg", "template", "xml"];

/// Elements without an end tag.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "wbr"];

/// Whether a text begins like HTML; leading blanks are gone already.
pub(crate) fn is_html(start: &str) -> bool {
    let head: String = start.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if !head.starts_with('<') {
        return false;
    }
    const FIRST: &[&str] =
        &["<!doctype html", "<html", "<head", "<body", "<meta", "<table", "<div", "<p>", "<p ", "<center"];
    let first = FIRST.iter().any(|tag| head.starts_with(tag));
    first || ((head.starts_with("<!--") || head.starts_with("<?xml")) && head.contains("<html"))
}

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let label = declared_charset(bytes);
    let decoded = encoding::decode_labelled(bytes, label.as_deref()).ok_or(ParseError::Unknown)?;
    if decoded.damaged {
        builder.diagnose(Diagnostic::new(Code::EncodingDamaged, "html"));
    }
    let mut page = HtmlPage {
        builder,
        flow: Flow::default(),
        line: String::new(),
        gap: Gap::None,
        kind: BlockKind::Paragraph,
        preformatted: false,
        hidden: None,
        tables: Vec::new(),
        tables_ignored: 0,
    };
    for token in Tokens::new(&decoded.text) {
        match token {
            Token::Open { name, attributes } => page.open(&name, attributes),
            Token::Close { name } => page.close(&name),
            Token::Text(text) => page.text(text),
        }
        if page.builder.is_full() {
            return Ok(());
        }
    }
    page.end_line();
    page.flow.close_all(page.builder);
    Ok(())
}

/// The label after `charset=`, in an attribute of its own or within `content`.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(CHARSET_WITHIN)]).to_ascii_lowercase();
    let after = head.split_once("charset").map(|(_, after)| after)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label: String = value.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// White space since the last character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    /// With a line break in the source, which next to a Chinese character stands for nothing.
    SourceBreak,
}

/// An element that hides its text, and how many elements of its name are open within it.
struct Hidden {
    name: String,
    nested: usize,
}

/// Which parts of a table are open.
#[derive(Default)]
struct TableState {
    row: bool,
    cell: bool,
}

struct HtmlPage<'b> {
    builder: &'b mut Builder,
    flow: Flow,
    line: String,
    gap: Gap,
    kind: BlockKind,
    preformatted: bool,
    hidden: Option<Hidden>,
    tables: Vec<TableState>,
    tables_ignored: usize,
}

impl HtmlPage<'_> {
    fn open(&mut self, name: &str, attributes: &str) {
        let is_block = BLOCKS.contains(&name);
        if let Some(hidden) = &mut self.hidden {
            // An unclosed paragraph ends where the next block begins, a head where the body begins.
            let ends = (hidden.name == "p" && is_block) || (hidden.name == "head" && name == "body");
            if !ends {
                hidden.nested += usize::from(hidden.name == name);
                return;
            }
            self.hidden = None;
        }
        if is_block || name == "br" {
            self.end_line();
        }
        if !VOID.contains(&name) && (HIDDEN.contains(&name) || is_styled_away(attributes)) {
            self.hidden = Some(Hidden { name: name.to_owned(), nested: 0 });
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.kind = BlockKind::Heading,
            "pre" => self.preformatted = true,
            "table" => self.open_table(),
            "tr" => self.open_row(),
            "td" | "th" => self.open_cell(attributes),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(hidden) = &mut self.hidden {
            if hidden.name == name {
                match hidden.nested {
                    0 => self.hidden = None,
                    _ => hidden.nested -= 1,
                }
            }
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.kind = BlockKind::Paragraph,
            "pre" => self.preformatted = false,
            "table" if self.tables_ignored > 0 => self.tables_ignored -= 1,
            "table" if !self.tables.is_empty() => {
                self.close_row();
                self.tables.pop();
                self.flow.close(self.builder);
            }
            "tr" => self.close_row(),
            "td" | "th" => self.close_cell(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        for c in entity::decoded(text) {
            match c {
                '\n' if self.preformatted => self.end_line(),
                ' ' | '\t' if self.preformatted => self.line.push(c),
                '\n' => self.gap = Gap::SourceBreak,
                ' ' | '\t' | '\r' | '\u{c}' if self.gap == Gap::None => self.gap = Gap::Blank,
                ' ' | '\t' | '\r' | '\u{c}' => {}
                c => self.push(c),
            }
        }
    }

    fn push(&mut self, c: char) {
        let joins = self.gap == Gap::SourceBreak && (is_wide(c) || self.line.chars().next_back().is_some_and(is_wide));
        if self.gap != Gap::None && !self.line.is_empty() && !joins {
            self.line.push(' ');
        }
        self.gap = Gap::None;
        self.line.push(c);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.gap = Gap::None;
        self.flow.block(self.builder, self.kind, &line);
    }

    fn open_table(&mut self) {
        // Each table adds three frames to the flow.
        if self.flow.depth() + 3 > limits::XML_DEPTH_MAX {
            self.tables_ignored += 1;
            return;
        }
        self.kind = BlockKind::Paragraph;
        self.tables.push(TableState::default());
        self.flow.open_table();
    }

    fn open_row(&mut self) {
        self.close_row();
        if let Some(table) = self.innermost_table() {
            table.row = true;
            self.flow.open_row();
        }
    }

    fn open_cell(&mut self, attributes: &str) {
        self.close_cell();
        let Some(table) = self.innermost_table() else { return };
        let has_row = std::mem::replace(&mut table.row, true);
        table.cell = true;
        if !has_row {
            self.flow.open_row();
        }
        self.flow.open_cell();
        if let Some(columns) = token::attribute(attributes, "colspan").and_then(|columns| columns.trim().parse().ok()) {
            self.flow.span_columns(columns);
        }
    }

    fn close_cell(&mut self) {
        let is_open = self.innermost_table().is_some_and(|table| std::mem::take(&mut table.cell));
        if is_open {
            self.flow.close(self.builder);
        }
    }

    fn close_row(&mut self) {
        self.close_cell();
        let is_open = self.innermost_table().is_some_and(|table| std::mem::take(&mut table.row));
        if is_open {
            self.flow.close(self.builder);
        }
    }

    /// The table that rows and cells belong to; none within a table that is nested too deeply.
    fn innermost_table(&mut self) -> Option<&mut TableState> {
        if self.tables_ignored > 0 { None } else { self.tables.last_mut() }
    }
}

fn is_styled_away(attributes: &str) -> bool {
    let Some(style) = token::attribute(attributes, "style") else { return false };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("mso-hide:all")
}

/// Chinese characters and full-width punctuation, between which no blank is set.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
