//! Owns the tables of formats that only mark where cells and rows end, and say of each paragraph in how many tables it
//! stands: Word's binary format and RTF. Does not know the marks.

use casefile::limits;

use crate::builder::Builder;
use crate::flow::Flow;

/// What a block costs in memory beyond its text, in bytes.
pub(super) const BLOCK_COST: usize = 32;

/// Which parts of a table are open.
#[derive(Clone, Copy, Default)]
struct OpenTable {
    row: bool,
    cell: bool,
}

/// The tables that are open in a flow.
#[derive(Default)]
pub(super) struct TableMarks(Vec<OpenTable>);

impl TableMarks {
    /// Opens or closes tables until so many are open.
    pub fn stand_at(&mut self, flow: &mut Flow, builder: &mut Builder, depth: usize) {
        // Each table adds three frames to the flow.
        let depth = depth.min(limits::XML_DEPTH_MAX / 3);
        while self.0.len() > depth {
            self.end_row(flow, builder);
            self.0.pop();
            flow.close(builder);
        }
        while self.0.len() < depth {
            self.open_cell(flow);
            flow.open_table();
            self.0.push(OpenTable::default());
        }
    }

    /// Makes sure that a paragraph finds a cell open.
    pub fn open_cell(&mut self, flow: &mut Flow) {
        let Some(table) = self.0.last_mut() else { return };
        if !std::mem::replace(&mut table.row, true) {
            flow.open_row();
        }
        if !std::mem::replace(&mut table.cell, true) {
            flow.open_cell();
        }
    }

    pub fn end_cell(&mut self, flow: &mut Flow, builder: &mut Builder) {
        if self.0.last_mut().is_some_and(|table| std::mem::take(&mut table.cell)) {
            flow.close(builder);
        }
    }

    pub fn end_row(&mut self, flow: &mut Flow, builder: &mut Builder) {
        self.end_cell(flow, builder);
        if self.0.last_mut().is_some_and(|table| std::mem::take(&mut table.row)) {
            flow.close(builder);
        }
    }
}
