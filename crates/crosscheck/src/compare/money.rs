//! Owns the comparison of sums, to the fen.

use casefile::Value;

use super::{Relation, text};
use crate::plain::plain;

/// Compares two sums; a side that is no sum is compared as text.
pub(super) fn relate(a: &Value, b: &Value) -> Relation {
    match (a, b) {
        (Value::Money(a), Value::Money(b)) if a.fen() == b.fen() => Relation::Same,
        (Value::Money(_), Value::Money(_)) => Relation::Different,
        _ => text::relate(&plain(&a.canonical()), &plain(&b.canonical())),
    }
}
