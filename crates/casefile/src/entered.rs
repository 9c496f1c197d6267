//! Owns what people typed about a case 录入信息. A correction is a new version, never a change.

use crate::record::Record;
use crate::value::Value;

/// A typed value with its origin.
#[derive(Clone, Debug, PartialEq)]
pub struct EnteredLeaf {
    /// The value in the form that its kind prescribes; text that does not parse is kept as `Value::Text`.
    pub value: Value,
    /// The text as typed.
    pub typed: String,
    /// Where it was typed: file and place in it (`entered.json`, `案件.xlsx!B7`).
    pub origin: String,
}

impl AsRef<Value> for EnteredLeaf {
    fn as_ref(&self) -> &Value {
        &self.value
    }
}

/// A case record as typed.
pub type EnteredRecord = Record<EnteredLeaf>;
