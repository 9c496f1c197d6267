//! Owns the making of entered records out of the rows of a table, one case per row. Where the rows come from is told in
//! `table/csv.rs` and `table/xlsx.rs`.

use std::collections::HashMap;

use casefile::limits::{ENTERED_BYTES_MAX, ENTERED_COLUMNS_MAX, ENTERED_ROWS_MAX};
use casefile::{EnteredRecord, ValueKind};
use catalog::Catalog;

use crate::error::{EntryError, Problem, Warning};
use crate::leaf;
use crate::mapping::{Mapping, core, unit_of};

mod cell;
mod draft;
mod rows_csv;
mod rows_xlsx;

use cell::{Cell, column_letters};
use draft::Draft;

/// The entered record of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct EnteredCase {
    /// What names the case: its number or the directory of its file, as typed.
    pub key: String,
    /// Row, counted from 1.
    pub row: usize,
    /// The record.
    pub record: EnteredRecord,
    /// Values that were kept as typed.
    pub warnings: Vec<Warning>,
}

/// The records of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One per row, in order.
    pub cases: Vec<EnteredCase>,
    /// Headings of the table that the mapping does not know; their columns were not read.
    pub unmapped: Vec<String>,
}

/// Reads a CSV in UTF-8 or GB18030; `file` names it in messages and origins.
pub fn read_csv(bytes: &[u8], file: &str, mapping: &Mapping, catalog: &Catalog) -> Result<Table, EntryError> {
    check_size(bytes, file)?;
    let rows = rows_csv::rows(bytes, file)?;
    read_rows(&rows, file, mapping, catalog)
}

/// Reads a sheet of an Excel workbook (xlsx, xls, ods); `file` names it in messages and origins.
pub fn read_xlsx(bytes: &[u8], file: &str, mapping: &Mapping, catalog: &Catalog) -> Result<Table, EntryError> {
    check_size(bytes, file)?;
    let rows = rows_xlsx::rows(bytes, file, mapping.sheet.as_deref())?;
    read_rows(&rows, file, mapping, catalog)
}

fn check_size(bytes: &[u8], file: &str) -> Result<(), EntryError> {
    match bytes.len() as u64 > ENTERED_BYTES_MAX {
        true => Err(EntryError::TooLarge { file: file.to_string(), bytes: bytes.len() }),
        false => Ok(()),
    }
}

/// A column of the table that feeds a field.
struct Feed<'a> {
    at: usize,
    column: &'a crate::mapping::Column,
    unit: Option<&'a str>,
}

/// What the headings say: where the case is named, which columns feed which fields, and which are not known.
struct Headings<'a> {
    key_at: usize,
    feeds: Vec<Feed<'a>>,
    unmapped: Vec<String>,
}

fn read_rows(rows: &[Vec<Cell>], file: &str, mapping: &Mapping, catalog: &Catalog) -> Result<Table, EntryError> {
    let too_many = |what, max| EntryError::TooMany { file: file.to_string(), what, max };
    if rows.len() > ENTERED_ROWS_MAX {
        return Err(too_many("行", ENTERED_ROWS_MAX));
    }
    if rows.iter().any(|row| row.len() > ENTERED_COLUMNS_MAX) {
        return Err(too_many("列", ENTERED_COLUMNS_MAX));
    }
    let headings = headings(rows, file, mapping)?;
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut cases = Vec::new();
    for (index, cells) in rows.iter().enumerate().skip(mapping.header_row) {
        if cells.iter().all(|cell| cell.text.trim().is_empty()) {
            continue;
        }
        let (row, column) = (index + 1, column_letters(headings.key_at));
        let key = cells.get(headings.key_at).map_or("", |cell| cell.text.trim());
        if key.is_empty() {
            let heading = mapping.key[0].clone();
            return Err(EntryError::KeyBlank { file: file.to_string(), column, row, heading });
        }
        if let Some(&first) = seen.get(key) {
            return Err(EntryError::KeyRepeated { file: file.to_string(), column, row, first });
        }
        seen.insert(key, row);
        let (record, warnings) = read_row(cells, row, file, &headings, mapping, catalog);
        cases.push(EnteredCase { key: key.to_string(), row, record, warnings });
    }
    Ok(Table { cases, unmapped: headings.unmapped })
}

fn headings<'a>(rows: &[Vec<Cell>], file: &str, mapping: &'a Mapping) -> Result<Headings<'a>, EntryError> {
    let row = mapping.header_row;
    let missing = || EntryError::HeadingsMissing { file: file.to_string(), row };
    let cells = rows.get(row - 1).filter(|cells| cells.iter().any(|cell| !cell.text.trim().is_empty()));
    let cells = cells.ok_or_else(missing)?;
    let mut out = Headings { key_at: usize::MAX, feeds: Vec::new(), unmapped: Vec::new() };
    let mut seen: Vec<String> = Vec::new();
    for (at, cell) in cells.iter().enumerate() {
        let heading = core(&cell.text);
        let feeds = mapping.columns.iter().filter(|column| column.headings.contains(&heading));
        let feeds: Vec<Feed<'_>> =
            feeds.map(|column| Feed { at, column, unit: column.unit.as_deref().or(unit_of(&cell.text)) }).collect();
        let is_key = mapping.key.contains(&heading);
        match (heading.is_empty(), is_key || !feeds.is_empty()) {
            (true, _) => continue,
            (false, false) => out.unmapped.push(cell.text.trim().to_string()),
            (false, true) if seen.contains(&heading) => {
                let column = column_letters(at);
                return Err(EntryError::HeadingRepeated { file: file.to_string(), column, row, heading });
            }
            (false, true) => {}
        }
        if is_key && out.key_at == usize::MAX {
            out.key_at = at;
        }
        out.feeds.extend(feeds);
        seen.push(heading);
    }
    if out.key_at == usize::MAX {
        let heading = mapping.key[0].clone();
        return Err(EntryError::KeyColumnMissing { file: file.to_string(), row, heading });
    }
    Ok(out)
}

fn read_row(
    cells: &[Cell],
    row: usize,
    file: &str,
    headings: &Headings<'_>,
    mapping: &Mapping,
    catalog: &Catalog,
) -> (EnteredRecord, Vec<Warning>) {
    let mut draft = Draft::default();
    let mut warnings = Vec::new();
    let blank = Cell::default();
    for feed in &headings.feeds {
        let cell = cells.get(feed.at).unwrap_or(&blank);
        let origin = format!("{file}!{}{row}", column_letters(feed.at));
        let target = &feed.column.target;
        let Some(field) = catalog.field(target.field.as_str()) else { continue };
        let text = cell.text_for(field.kind, feed.unit);
        let is_blank = mapping.blanks.contains(text.trim());
        let splits = field.list || target.items.iter().any(|item| item.each);
        let parts = match (is_blank, splits) {
            (true, _) => Vec::new(),
            (false, true) => split(&text, field.kind, mapping, catalog),
            (false, false) => vec![text],
        };
        draft.ask(target);
        for (index, part) in parts.iter().enumerate() {
            if let Some((leaf, warning)) = leaf::read(field, part, &origin) {
                draft.put(target, index, leaf, catalog);
                warnings.extend(warning);
            }
        }
        if cell.is_rounded() && field.kind == ValueKind::Identity {
            warnings.push(leaf::warning(field, &origin, Problem::PrecisionLost));
        }
    }
    for constant in &mapping.constants {
        let Some(field) = catalog.field(constant.target.field.as_str()) else { continue };
        if let Some((leaf, warning)) = leaf::read(field, &constant.value, &format!("{file}!常量")) {
            draft.put_constant(&constant.target, leaf);
            warnings.extend(warning);
        }
    }
    (draft.record(), warnings)
}

/// The values of a cell that holds several. Commas group the digits of sums and stand inside
/// addresses, and 、 stands inside names of charges.
fn split(text: &str, kind: ValueKind, mapping: &Mapping, catalog: &Catalog) -> Vec<String> {
    let is_separator = |c: char| {
        let stands_inside = match kind {
            ValueKind::Money => matches!(c, ',' | '，'),
            ValueKind::Address | ValueKind::Text => matches!(c, ',' | '，' | '、'),
            _ => false,
        };
        mapping.separators.contains(&c) && !stands_inside
    };
    let parts: Vec<&str> = text.split(is_separator).map(str::trim).collect();
    if !matches!(kind, ValueKind::Charge | ValueKind::Cause) {
        return parts.into_iter().map(str::to_string).collect();
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let is_name = |end: &usize| is_known(&parts[at..*end].join("、"), kind, catalog);
        let end = (at + 2..=parts.len()).rev().find(is_name).unwrap_or(at + 1);
        out.push(parts[at..end].join("、"));
        at = end;
    }
    out
}

fn is_known(name: &str, kind: ValueKind, catalog: &Catalog) -> bool {
    let causes = catalog.causes();
    match kind {
        ValueKind::Charge => causes.charge(name).is_some(),
        _ => {
            causes.civil(name).is_some() || causes.administrative(name).is_some() || causes.enforcement(name).is_some()
        }
    }
}
