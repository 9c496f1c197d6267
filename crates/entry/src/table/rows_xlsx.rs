//! Owns the reading of a workbook as rows of cells.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::cell::Cell;
use crate::error::EntryError;

/// The rows of a sheet, by default the first one, counted from the first row of the sheet.
pub(super) fn rows(bytes: &[u8], file: &str, sheet: Option<&str>) -> Result<Vec<Vec<Cell>>, EntryError> {
    let damaged = || EntryError::TableDamaged { file: file.to_string() };
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names = workbook.sheet_names();
    let name = match sheet {
        Some(sheet) => names
            .into_iter()
            .find(|name| name == sheet)
            .ok_or_else(|| EntryError::SheetMissing { file: file.to_string(), sheet: sheet.to_string() })?,
        None => names.into_iter().next().ok_or_else(damaged)?,
    };
    let range = workbook.worksheet_range(&name).map_err(|_| damaged())?;
    // The range begins at the first cell that is used, the addresses of cells do not.
    let (rows_before, columns_before) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut rows = vec![Vec::new(); rows_before];
    for row in range.rows() {
        let blank = std::iter::repeat_n(Cell::default(), columns_before);
        rows.push(blank.chain(row.iter().map(cell)).collect());
    }
    Ok(rows)
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Int(number) => Cell::number(*number as f64),
        Data::Float(number) => Cell::number(*number),
        Data::String(text) => Cell::text(text.as_str()),
        Data::Bool(value) => Cell::text(if *value { "true" } else { "false" }),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            Cell::text(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::DateTime(time) => Cell::number(time.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text.as_str()),
        Data::Error(_) | Data::Empty => Cell::default(),
    }
}
