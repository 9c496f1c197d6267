//! Owns the comparison of charges: with or without 犯 and 罪, and under former names.

use catalog::Catalog;

use super::Relation;

/// Compares two plain charges.
pub(super) fn relate(a: &str, b: &str, catalog: &Catalog) -> Relation {
    let (a, b) = (named(a), named(b));
    let same = a == b || catalog.causes().same_charge(&a, &b);
    if same { Relation::Same } else { Relation::Different }
}

/// The charge as the table of charges names it: 盗窃罪.
fn named(charge: &str) -> String {
    let charge = charge.strip_prefix('犯').unwrap_or(charge);
    if charge.ends_with('罪') { charge.to_string() } else { format!("{charge}罪") }
}
