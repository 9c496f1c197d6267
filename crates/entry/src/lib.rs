//! Reads what people typed about a case out of JSON, CSV and XLSX into an entered record, and prints any record as JSON.
//! Bytes in, values out: it opens no files and compares nothing.

mod change;
mod correct;
mod error;
mod json;
mod leaf;
mod mapping;
mod nearest;
mod shape;
mod table;
mod writer;

pub use change::{Change, changes};
pub use correct::{Correction, CorrectionError, corrected};
pub use error::{EntryError, Problem, Warning};
pub use json::{Entered, read_json};
pub use mapping::Mapping;
pub use table::{EnteredCase, Table, read_csv, read_xlsx};
pub use writer::{entered_json, record_json};
