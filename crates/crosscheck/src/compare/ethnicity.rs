//! Owns the comparison of ethnic groups: 汉 is 汉族.

use super::Relation;

/// Compares two plain names.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let core = |name: &str| name.strip_suffix('族').unwrap_or(name).to_string();
    if core(a) == core(b) { Relation::Same } else { Relation::Different }
}
