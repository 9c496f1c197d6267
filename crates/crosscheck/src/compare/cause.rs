//! Owns the comparison of causes of action: with or without 纠纷 and 一案, and over versions of the table of causes.

use catalog::Catalog;

use super::Relation;

/// Compares two plain causes.
pub(super) fn relate(a: &str, b: &str, catalog: &Catalog) -> Relation {
    let (a, b) = (bare(a), bare(b));
    let same = core(a) == core(b) || catalog.causes().same_cause(a, b);
    if same { Relation::Same } else { Relation::Different }
}

fn bare(cause: &str) -> &str {
    let cause = cause.strip_suffix("一案").unwrap_or(cause);
    cause.strip_suffix('案').filter(|rest| !rest.is_empty()).unwrap_or(cause)
}

fn core(cause: &str) -> &str {
    cause.strip_suffix("纠纷").filter(|rest| !rest.is_empty()).unwrap_or(cause)
}
