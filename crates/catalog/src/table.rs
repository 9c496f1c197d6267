//! Owns the reading of tab-separated tables: `#` lines, a header, rows. Does not know what any column means.

use crate::error::{Problem, Problems};

/// One row with its line number.
pub(crate) struct Row<'t> {
    /// The line in the file, counted from 1.
    pub(crate) line: usize,
    /// As many cells as the table has columns.
    pub(crate) cells: Vec<&'t str>,
}

impl Row<'_> {
    pub(crate) fn text(&self, column: usize) -> Box<str> {
        self.cells[column].into()
    }
}

/// Reads a table whose header must be exactly `columns`. Rows with a wrong number of cells are reported and left out.
pub(crate) fn read<'t>(file: &str, text: &'t str, columns: &[&str], problems: &mut Problems) -> Vec<Row<'t>> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    let header = lines.next();
    let named = header.map_or(Vec::new(), |(_, line)| line.split('\t').collect());
    if named != columns {
        let line = header.map_or(1, |(index, _)| index + 1);
        problems.add(file, line, Problem::Columns(columns.join(", ")));
        return Vec::new();
    }
    let mut rows = Vec::new();
    for (index, line) in lines {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        if cells.len() != columns.len() {
            let problem = Problem::Cells { found: cells.len(), expected: columns.len() };
            problems.add(file, index + 1, problem);
            continue;
        }
        rows.push(Row { line: index + 1, cells });
    }
    rows
}
