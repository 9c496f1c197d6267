//! Owns the reading of CSV bytes as rows of cells.

use super::cell::Cell;
use crate::error::EntryError;

/// The rows of a CSV in UTF-8 (with or without byte order mark) or GB18030, separated by commas or tabs.
pub(super) fn rows(bytes: &[u8], file: &str) -> Result<Vec<Vec<Cell>>, EntryError> {
    let text = decode(bytes).ok_or_else(|| EntryError::Encoding { file: file.to_string() })?;
    let first_line = text.lines().next().unwrap_or("");
    let delimiter = if first_line.contains('\t') && !first_line.contains(',') { b'\t' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| EntryError::TableDamaged { file: file.to_string() })?;
        // The reader leaves out blank lines; keep the numbers of the rows as people see them.
        let line = record.position().and_then(|position| usize::try_from(position.line()).ok());
        let has_quoted_breaks = record.iter().any(|cell| cell.contains('\n'));
        while !has_quoted_breaks
            && rows.iter().all(|row| row.is_empty())
            && line.is_some_and(|line| rows.len() + 1 < line)
        {
            rows.push(Vec::new());
        }
        // A table protects long numbers from rounding by a leading tab or as ="1234".
        let cells = record.iter().map(|cell| {
            let bare = cell.trim_matches(['\t', '\u{feff}']);
            let bare = bare.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(bare);
            Cell::text(bare)
        });
        rows.push(cells.collect());
    }
    Ok(rows)
}

fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_string());
    }
    let (text, had_errors) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    (!had_errors).then(|| text.into_owned())
}
