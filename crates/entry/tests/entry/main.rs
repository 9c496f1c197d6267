//! Entered records out of JSON, CSV and XLSX, and back to JSON. Data in, text out.

mod csv;
mod json;
mod mapping;
mod workbook;
mod xlsx;

use casefile::EnteredRecord;
use catalog::Catalog;
use entry::{EntryError, Table, Warning};

/// One line per leaf: path, canonical value, origin; blank fields and groups by their keys.
fn leaves(record: &EnteredRecord) -> String {
    let catalog = Catalog::embedded();
    let leaves = record.leaves(catalog).into_iter();
    leaves.map(|(path, _, leaf)| format!("{path} = {} ({})\n", leaf.value, leaf.origin)).collect()
}

fn warnings(warnings: &[Warning]) -> String {
    warnings.iter().map(|warning| format!("! {warning}\n")).collect()
}

/// Code, message and hint of an error.
fn problem(error: &EntryError) -> String {
    format!("{}: {error}\n提示: {}\n", error.code(), error.hint())
}

fn table(result: Result<Table, EntryError>) -> String {
    let table = match result {
        Ok(table) => table,
        Err(error) => return problem(&error),
    };
    let mut out = String::new();
    for case in &table.cases {
        out.push_str(&format!("[{}] 第{}行\n{}{}", case.key, case.row, leaves(&case.record), warnings(&case.warnings)));
    }
    if !table.unmapped.is_empty() {
        out.push_str(&format!("未对照: {}\n", table.unmapped.join("、")));
    }
    out
}
