//! Owns the comparison of flags. A flag is set or absent, so two flags never differ unless one is no flag at all.

use casefile::Value;

use super::Relation;

/// Compares two flags.
pub(super) fn relate(a: &Value, b: &Value) -> Relation {
    if a == b { Relation::Same } else { Relation::Different }
}
