//! Owns what the elements of a page mean: which break lines, make cells, number paragraphs or hide text. Lenient as
//! browsers are: unclosed and unmatched tags lose no text. Which element is of which sort stands in `element`.

use casefile::{BlockKind, limits};

use super::element::{BLOCKS, HIDDEN, VOID, is_styled_away, is_wide, region_of, style_of, symbol_font};
use super::form::{self, Select};
use super::list::Lists;
use super::scope::Scope;
use super::{entity, token};
use crate::builder::Builder;
use crate::flow::{COLUMNS_MAX, Flow};
use crate::symbol;

/// White space since the last character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    /// With a line break in the source, which next to a Chinese character stands for nothing.
    SourceBreak,
}

/// Which parts of a table are open, and where cells reach down into later rows.
#[derive(Default)]
struct TableState {
    row: bool,
    cell: bool,
    rows: usize,
    /// For each column the first row that no cell from above covers.
    covered_until: Vec<usize>,
}

/// A page while it is read.
pub(super) struct HtmlPage<'b> {
    builder: &'b mut Builder,
    flow: Flow,
    line: String,
    gap: Gap,
    kind: BlockKind,
    preformatted: bool,
    /// Hidden text, with the number of tables that are open within.
    hidden: Option<Scope<usize>>,
    /// A part of the page that is no running text.
    region: Option<Scope<BlockKind>>,
    /// Text in a font of signs.
    signs: Option<Scope<String>>,
    /// The label that Word writes for programs without lists.
    label: Option<Scope<String>>,
    lists: Lists,
    select: Option<Select>,
    tables: Vec<TableState>,
    tables_ignored: usize,
}

impl<'b> HtmlPage<'b> {
    pub fn new(builder: &'b mut Builder) -> HtmlPage<'b> {
        HtmlPage {
            builder,
            flow: Flow::default(),
            line: String::new(),
            gap: Gap::None,
            kind: BlockKind::Paragraph,
            preformatted: false,
            hidden: None,
            region: None,
            signs: None,
            label: None,
            lists: Lists::default(),
            select: None,
            tables: Vec::new(),
            tables_ignored: 0,
        }
    }

    /// Whether the text limit is reached.
    pub fn is_full(&self) -> bool {
        self.builder.is_full()
    }

    /// Writes what the end of the page left open.
    pub fn finish(mut self) {
        self.end_select();
        self.end_line();
        self.flow.close_all(self.builder);
    }

    /// Takes a start tag.
    pub fn open(&mut self, name: &str, attributes: &str) {
        let is_block = BLOCKS.contains(&name);
        if let Some(hidden) = &mut self.hidden {
            // An unclosed paragraph ends where the next block begins, a head where the body begins, a cell or row where
            // the next one of its table does.
            let is_part_of_table = hidden.value == 0 && ["td", "th", "tr"].iter().any(|part| hidden.is(part));
            let ends = (hidden.is("p") && is_block)
                || (hidden.is("head") && name == "body")
                || (is_part_of_table && (name == "tr" || (!hidden.is("tr") && matches!(name, "td" | "th"))));
            if !ends {
                hidden.value += usize::from(name == "table");
                hidden.open(name);
                return;
            }
            self.hidden = None;
        }
        if is_block {
            self.end_select();
        }
        if is_block || name == "br" {
            self.end_line();
        }
        let style = style_of(attributes);
        if !VOID.contains(&name) && (HIDDEN.contains(&name) || is_styled_away(&style, attributes)) {
            self.hidden = Some(Scope::new(name, 0));
            return;
        }
        if !VOID.contains(&name) {
            self.open_scopes(name, attributes, &style);
        }
        self.element(name, attributes, &style);
    }

    fn open_scopes(&mut self, name: &str, attributes: &str, style: &str) {
        match &mut self.region {
            Some(region) => region.open(name),
            None => self.region = region_of(style).map(|kind| Scope::new(name, kind)),
        }
        match &mut self.signs {
            Some(signs) => signs.open(name),
            None => self.signs = symbol_font(style, attributes).map(|font| Scope::new(name, font)),
        }
        match &mut self.label {
            Some(label) => label.open(name),
            None if style.contains("mso-list:ignore") => self.label = Some(Scope::new(name, String::new())),
            None => {}
        }
    }

    fn element(&mut self, name: &str, attributes: &str, style: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.kind = BlockKind::Heading,
            "pre" | "textarea" => self.preformatted = true,
            "q" => self.push('“'),
            "table" => self.open_table(),
            "tr" => self.open_row(),
            "td" | "th" => self.open_cell(attributes),
            "ol" | "ul" | "menu" | "dir" => self.lists.open_list(name == "ol", attributes, style),
            "li" => self.lists.open_item(attributes, style),
            "input" => self.text(&form::shown_input(attributes)),
            "select" => self.select = Some(Select::new(attributes)),
            "option" => {
                if let Some(select) = &mut self.select {
                    select.open_option(attributes);
                }
            }
            _ => {}
        }
    }

    /// Takes an end tag.
    pub fn close(&mut self, name: &str) {
        if let Some(hidden) = &mut self.hidden {
            let is_part_of_table = ["td", "th", "tr"].iter().any(|part| hidden.is(part));
            let ends_with_table = is_part_of_table && name == "table" && hidden.value == 0;
            if name == "table" {
                hidden.value = hidden.value.saturating_sub(1);
            }
            if !ends_with_table {
                if hidden.close(name) {
                    self.hidden = None;
                }
                return;
            }
            self.hidden = None;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.kind = BlockKind::Paragraph,
            "pre" | "textarea" => self.preformatted = false,
            "q" => self.push('”'),
            "select" => self.end_select(),
            "ol" | "ul" | "menu" | "dir" => self.lists.close_list(),
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
        self.close_scopes(name);
    }

    fn close_scopes(&mut self, name: &str) {
        if self.label.as_mut().is_some_and(|label| label.close(name)) {
            let label = self.label.take().map(|scope| scope.value).unwrap_or_default();
            // Letters of a font of signs are bullets.
            if self.signs.is_none() && label.chars().any(char::is_alphanumeric) {
                self.line.push_str(&label);
                self.gap = if label.ends_with(|c: char| c.is_ascii()) { Gap::Blank } else { Gap::None };
            }
        }
        if self.region.as_mut().is_some_and(|region| region.close(name)) {
            self.region = None;
        }
        if self.signs.as_mut().is_some_and(|signs| signs.close(name)) {
            self.signs = None;
        }
    }

    /// Takes text.
    pub fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some(select) = &mut self.select {
            select.text(entity::decoded(text));
            return;
        }
        for c in entity::decoded(text) {
            if let Some(label) = &mut self.label {
                label.value.extend(Some(c).filter(|c| !c.is_whitespace()));
                continue;
            }
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
        let c = match &self.signs {
            Some(signs) if matches!(c, '!'..='\u{ff}' | '\u{f000}'..='\u{f0ff}') => {
                let Some(sign) = symbol::character(&signs.value, c.into()) else { return };
                sign
            }
            _ => c,
        };
        let joins = self.gap == Gap::SourceBreak && (is_wide(c) || self.line.chars().next_back().is_some_and(is_wide));
        if self.line.is_empty() {
            self.line.push_str(&self.lists.take_label());
        } else if self.gap != Gap::None && !joins {
            self.line.push(' ');
        }
        self.gap = Gap::None;
        self.line.push(c);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.gap = Gap::None;
        let kind = self.region.as_ref().map_or(self.kind, |region| region.value);
        self.flow.block(self.builder, kind, &line);
    }

    fn end_select(&mut self) {
        if let Some(select) = self.select.take() {
            select.shown().chars().for_each(|c| self.push(c));
        }
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
            table.rows += 1;
            self.flow.open_row();
        }
    }

    fn open_cell(&mut self, attributes: &str) {
        self.close_cell();
        if !self.innermost_table().is_some_and(|table| table.row) {
            self.open_row();
        }
        let first = self.flow.columns();
        let Some(table) = self.innermost_table() else { return };
        let row = table.rows;
        let covered = table.covered_until.iter().skip(first).take_while(|&&until| until > row).count();
        let number = |name: &str| token::attribute(attributes, name).and_then(|number| number.trim().parse().ok());
        let (columns, rows) = (number("colspan").unwrap_or(1).clamp(1, COLUMNS_MAX), number("rowspan").unwrap_or(1));
        if rows != 1 {
            let (from, upto) = (first + covered, first + covered + columns);
            table.covered_until.resize(table.covered_until.len().max(upto), 0);
            // 0 stands for all rows that follow.
            table.covered_until[from..upto].fill(if rows == 0 { usize::MAX } else { row.saturating_add(rows) });
        }
        table.cell = true;
        self.flow.skip_columns(covered);
        self.flow.open_cell();
        self.flow.span_columns(columns);
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
