//! Owns a part of the text while it is read: its open line, its paragraphs and tables. Does not know RTF.

use std::collections::HashSet;

use casefile::BlockKind;

use crate::builder::Builder;
use crate::flow::{Flow, Item};
use crate::format::table_marks::TableMarks;

/// What a part of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StoryKind {
    Body,
    Note,
    Header,
    Footer,
    Comment,
    /// Text in a shape: it follows the paragraph that holds the shape.
    Box,
    /// The printed number of a list item.
    Label,
    /// The code of a field, which shows nothing unless it is an equation.
    Code,
}

impl StoryKind {
    /// Whether the text belongs to the line in which it stands.
    pub fn is_within_line(self) -> bool {
        matches!(self, StoryKind::Label | StoryKind::Code)
    }
}

/// Properties of a paragraph, as they stand when its mark comes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParagraphState {
    pub in_table: bool,
    pub depth: Option<usize>,
    pub is_heading: bool,
    /// The use of a list by its number, and the level counted from 0.
    pub list: Option<i64>,
    pub level: usize,
}

impl ParagraphState {
    /// How many tables the paragraph stands in.
    pub fn depth(&self) -> usize {
        self.depth.unwrap_or(usize::from(self.in_table))
    }
}

/// A part of the text.
pub(super) struct Story {
    pub kind: StoryKind,
    pub line: String,
    /// The printed number of the open paragraph.
    pub label: Option<String>,
    flow: Flow,
    tables: TableMarks,
    anchored: Vec<Item>,
}

impl Story {
    pub fn new(kind: StoryKind) -> Story {
        let mut flow = Flow::default();
        // Everything waits, so that headers can be written before the body.
        flow.open_aside();
        Story { kind, line: String::new(), label: None, flow, tables: TableMarks::default(), anchored: Vec::new() }
    }

    /// Keeps blocks of a shape for the end of the paragraph.
    pub fn anchor(&mut self, items: Vec<Item>) {
        self.anchored.extend(items);
    }

    pub fn end_paragraph(&mut self, builder: &mut Builder, state: ParagraphState) {
        self.block(builder, state, state.depth());
    }

    pub fn end_cell(&mut self, builder: &mut Builder, state: ParagraphState, depth: usize) {
        self.block(builder, state, depth);
        self.tables.end_cell(&mut self.flow, builder);
    }

    pub fn end_row(&mut self, builder: &mut Builder, depth: usize) {
        self.tables.stand_at(&mut self.flow, builder, depth);
        self.tables.end_row(&mut self.flow, builder);
    }

    fn block(&mut self, builder: &mut Builder, state: ParagraphState, depth: usize) {
        let line = std::mem::take(&mut self.line);
        let label = self.label.take().unwrap_or_default();
        self.tables.stand_at(&mut self.flow, builder, depth);
        self.tables.open_cell(&mut self.flow);
        if !line.trim().is_empty() {
            let kind = match self.kind {
                StoryKind::Note => BlockKind::Note,
                StoryKind::Header | StoryKind::Footer | StoryKind::Comment => BlockKind::Furniture,
                _ if state.is_heading => BlockKind::Heading,
                _ => BlockKind::Paragraph,
            };
            let text = format!("{label}{}", line.trim_start_matches([' ', '\t', '\u{3000}', '\n']));
            self.flow.block(builder, kind, &text);
        }
        let anchored = std::mem::take(&mut self.anchored);
        self.flow.items(builder, anchored);
    }

    /// The blocks, with what the end of the part left open.
    pub fn finish(mut self, builder: &mut Builder) -> Vec<Item> {
        if !self.line.trim().is_empty() || !self.anchored.is_empty() {
            self.block(builder, ParagraphState::default(), 0);
        }
        self.tables.stand_at(&mut self.flow, builder, 0);
        self.flow.close(builder)
    }
}

/// Headers or footers, each text once: documents of many sections repeat them.
pub(super) fn furniture(builder: &mut Builder, seen: &mut HashSet<String>, items: Vec<Item>) {
    let mut lines = Builder::new();
    Flow::default().items(&mut lines, items);
    for item in Item::all_of(lines) {
        if seen.insert(item.text.clone()) {
            builder.block(item.before, BlockKind::Furniture, &item.text);
        }
    }
}
