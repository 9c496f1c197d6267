//! Owns the targets of the readers of entered records: any bytes give a record or an error, and what was read prints
//! and reads back as the same record.

use std::sync::LazyLock;

use catalog::Catalog;
use entry::Mapping;

use crate::Input;

/// Read once: it takes longer than a small table.
static MAPPING: LazyLock<Mapping> =
    LazyLock::new(|| Mapping::usual(Catalog::embedded()).expect("the embedded mapping fits the embedded catalogue"));

/// A record as JSON: what was read prints, and reads back as the same record.
pub fn json(data: &[u8]) -> Input {
    let catalog = Catalog::embedded();
    let Ok(entered) = entry::read_json(data, "fuzz.json", catalog) else { return Input::Used };
    let printed = serde_json::Value::Object(entry::record_json(&entered.record, catalog)).to_string();
    let again = entry::read_json(printed.as_bytes(), "fuzz.json", catalog).expect("what is printed is read");
    let printed_again = serde_json::Value::Object(entry::record_json(&again.record, catalog)).to_string();
    assert_eq!(printed_again, printed);
    Input::Used
}

/// A table as CSV.
pub fn csv(data: &[u8]) -> Input {
    let catalog = Catalog::embedded();
    if let Ok(table) = entry::read_csv(data, "fuzz.csv", &MAPPING, catalog) {
        assert!(table.cases.len() <= data.len(), "more cases than bytes");
    }
    Input::Used
}

/// A table as a workbook.
pub fn xlsx(data: &[u8]) -> Input {
    if !data.starts_with(b"PK") {
        return Input::Foreign;
    }
    let catalog = Catalog::embedded();
    if let Ok(table) = entry::read_xlsx(data, "fuzz.xlsx", &MAPPING, catalog) {
        assert!(table.cases.len() <= casefile::limits::ENTERED_ROWS_MAX, "more cases than the limit");
    }
    Input::Used
}
