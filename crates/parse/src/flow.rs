//! Owns the flow of blocks through nested tables and asides: formats that have tables send their paragraphs through
//! here. Does not know positions.

use casefile::{BlockKind, Code, Diagnostic, limits};

use crate::builder::{Before, Builder};

/// No real table has cells that span more columns; a hostile number would only fill memory.
pub(crate) const COLUMNS_MAX: usize = 64;

/// What a waiting block or cell weighs against the limit of text: with its bookkeeping it takes far more than its text.
const CELL_WEIGHT: usize = 16;

/// A block waiting to be written.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub before: Before,
    pub kind: BlockKind,
    pub text: String,
}

impl Item {
    /// Blocks that another builder collected, such as those of an embedded page.
    pub fn all_of(builder: Builder) -> Vec<Item> {
        builder.block_texts().into_iter().map(|(before, kind, text)| Item { before, kind, text }).collect()
    }
}

enum Frame {
    /// Rows that are complete.
    Table(Vec<Item>),
    /// Cells that are complete.
    Row(Vec<Vec<Item>>),
    /// Blocks of the open cell, and how many columns it spans.
    Cell { items: Vec<Item>, columns: usize },
    /// Blocks set beside the flow, such as a text box.
    Aside(Vec<Item>),
}

/// The flow: blocks outside tables go to the builder at once, others wait for the end of their outermost table.
#[derive(Default)]
pub(crate) struct Flow {
    frames: Vec<Frame>,
    /// Bytes of text that wait in frames, and the weight of their cells. Beyond the limit of text no more is kept.
    waiting: usize,
    is_cut: bool,
}

impl Flow {
    pub fn block(&mut self, builder: &mut Builder, kind: BlockKind, text: &str) {
        let text = text.trim_end().trim_start_matches([' ', '\t', '\u{a0}', '\u{3000}']);
        if text.is_empty() {
            return;
        }
        let items = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
        let items = items.map(|line| Item { before: Before::Line, kind, text: line.to_owned() }).collect();
        self.waiting += text.len() + CELL_WEIGHT;
        self.items(builder, items);
    }

    /// Adds blocks that were taken from an aside.
    pub fn items(&mut self, builder: &mut Builder, items: Vec<Item>) {
        if self.frames.is_empty() {
            self.waiting = 0;
        } else if self.waiting > limits::TEXT_BYTES_MAX {
            if !std::mem::replace(&mut self.is_cut, true) {
                builder.diagnose(Diagnostic::new(Code::TextTruncated, "TEXT_BYTES_MAX"));
            }
            return;
        }
        match self.frames.last_mut() {
            None => {
                for item in items {
                    builder.block(item.before, item.kind, &item.text);
                }
            }
            Some(Frame::Table(rows)) => rows.extend(items),
            // A paragraph between rows or cells is malformed; it becomes a cell so that it is not lost.
            Some(Frame::Row(cells)) => cells.push(items),
            Some(Frame::Cell { items: open, .. } | Frame::Aside(open)) => open.extend(items),
        }
    }

    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    pub fn open_table(&mut self) {
        self.frames.push(Frame::Table(Vec::new()));
    }

    pub fn open_row(&mut self) {
        self.frames.push(Frame::Row(Vec::new()));
    }

    pub fn open_cell(&mut self) {
        self.frames.push(Frame::Cell { items: Vec::new(), columns: 1 });
    }

    pub fn open_aside(&mut self) {
        self.frames.push(Frame::Aside(Vec::new()));
    }

    /// The open cell spans so many columns.
    pub fn span_columns(&mut self, columns: usize) {
        if let Some(Frame::Cell { columns: open, .. }) = self.frames.last_mut() {
            *open = columns.clamp(1, COLUMNS_MAX);
        }
    }

    /// Puts empty cells into the open row: columns that a cell from above covers, or that the row leaves out.
    pub fn skip_columns(&mut self, columns: usize) {
        let columns = self.room_for(columns);
        if let Some(Frame::Row(cells)) = self.frames.last_mut() {
            cells.extend((0..columns).map(|_| Vec::new()));
        }
    }

    /// How many columns of the open row are taken.
    pub fn columns(&self) -> usize {
        match self.frames.last() {
            Some(Frame::Row(cells)) => cells.len(),
            _ => 0,
        }
    }

    /// Closes the innermost frame and hands its blocks to the one around it. An aside is returned instead.
    pub fn close(&mut self, builder: &mut Builder) -> Vec<Item> {
        match self.frames.pop() {
            None => Vec::new(),
            Some(Frame::Table(rows)) => {
                self.items(builder, rows);
                Vec::new()
            }
            Some(Frame::Row(cells)) => {
                self.items(builder, row_items(cells));
                Vec::new()
            }
            Some(Frame::Cell { items, columns }) => {
                self.close_cell(builder, items, columns);
                Vec::new()
            }
            Some(Frame::Aside(items)) => items,
        }
    }

    /// Closes what the end of the input left open.
    pub fn close_all(&mut self, builder: &mut Builder) {
        while !self.frames.is_empty() {
            let aside = self.close(builder);
            self.items(builder, aside);
        }
    }

    /// How many of so many empty cells are kept.
    fn room_for(&mut self, columns: usize) -> usize {
        let columns = if self.waiting > limits::TEXT_BYTES_MAX { 0 } else { columns.min(COLUMNS_MAX) };
        self.waiting += columns * CELL_WEIGHT;
        columns
    }

    fn close_cell(&mut self, builder: &mut Builder, items: Vec<Item>, columns: usize) {
        let columns = self.room_for(columns);
        match self.frames.last_mut() {
            Some(Frame::Row(cells)) => {
                cells.push(items);
                cells.extend((1..columns).map(|_| Vec::new()));
            }
            _ => self.items(builder, items),
        }
    }
}

/// A row of one cell is a frame around text, not a table: its blocks stay what they are. In any other row every block
/// becomes a cell, and empty cells are kept so that columns can be counted, except at the end of the row.
fn row_items(mut cells: Vec<Vec<Item>>) -> Vec<Item> {
    let framed = cells.iter().skip(1).all(|cell| cell.is_empty());
    while cells.last().is_some_and(Vec::is_empty) {
        cells.pop();
    }
    if framed {
        return cells.into_iter().flatten().collect();
    }
    let mut items = Vec::new();
    for (column, cell) in cells.into_iter().enumerate() {
        let before = if column == 0 { Before::Line } else { Before::Tab };
        if cell.is_empty() {
            items.push(Item { before, kind: BlockKind::Cell, text: String::new() });
        }
        for (index, item) in cell.into_iter().enumerate() {
            let kind = if item.kind == BlockKind::Paragraph { BlockKind::Cell } else { item.kind };
            items.push(Item { before: if index == 0 { before } else { item.before }, kind, text: item.text });
        }
    }
    items
}
