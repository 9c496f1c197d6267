//! Owns the comparison of terms in months.

use casefile::Value;

use super::{Relation, text};
use crate::plain::plain;

/// Compares two terms; a side that is no term is compared as text.
pub(super) fn relate(a: &Value, b: &Value) -> Relation {
    let is_term = |value: &Value| matches!(value, Value::Months(_) | Value::Life);
    match (is_term(a), is_term(b)) {
        (true, true) if a == b => Relation::Same,
        (true, true) => Relation::Different,
        _ => text::relate(&plain(&a.canonical()), &plain(&b.canonical())),
    }
}
