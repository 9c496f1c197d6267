//! Owns the comparison of dates of different precision.

use casefile::Value;

use super::{Relation, text};
use crate::plain::plain;

/// Compares two dates; a side that is no date is compared as text.
pub(super) fn relate(a: &Value, b: &Value) -> Relation {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) if a == b => Relation::Same,
        (Value::Date(a), Value::Date(b)) if a.agrees(*b) => Relation::SameWithNote("日期详略不同"),
        (Value::Date(_), Value::Date(_)) => Relation::Different,
        _ => text::relate(&plain(&a.canonical()), &plain(&b.canonical())),
    }
}
