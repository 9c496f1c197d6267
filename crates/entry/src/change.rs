//! Owns what a version of an entry changed: every leaf whose typed text differs, with the department that enters its field.

use std::collections::BTreeMap;

use casefile::{EnteredLeaf, EnteredRecord, FieldKey};
use catalog::Catalog;

/// A leaf that a version changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Leaf path.
    pub path: String,
    /// The field.
    pub field: FieldKey,
    /// The text as typed; none if the value was taken back.
    pub typed: Option<String>,
    /// Where it was typed; empty if the value was taken back.
    pub origin: String,
    /// The department that enters the field.
    pub department: String,
}

/// The leaves in which two versions differ, in the order of their paths.
pub fn changes(before: &EnteredRecord, after: &EnteredRecord, catalog: &Catalog) -> Vec<Change> {
    let (before, after) = (by_path(before, catalog), by_path(after, catalog));
    let department =
        |field: &FieldKey| catalog.field(field.as_str()).map(|field| field.department.to_string()).unwrap_or_default();
    let mut out = BTreeMap::new();
    for (path, (field, leaf)) in &after {
        if before.get(path).is_some_and(|(_, old)| old.typed == leaf.typed) {
            continue;
        }
        let (typed, origin) = (Some(leaf.typed.clone()), leaf.origin.clone());
        out.insert(
            path.clone(),
            Change { path: path.clone(), field: (*field).clone(), typed, origin, department: department(field) },
        );
    }
    for (path, (field, _)) in before.iter().filter(|(path, _)| !after.contains_key(*path)) {
        let (typed, origin) = (None, String::new());
        out.insert(
            path.clone(),
            Change { path: path.clone(), field: (*field).clone(), typed, origin, department: department(field) },
        );
    }
    out.into_values().collect()
}

fn by_path<'r>(record: &'r EnteredRecord, catalog: &Catalog) -> BTreeMap<String, (&'r FieldKey, &'r EnteredLeaf)> {
    record.leaves(catalog).into_iter().map(|(path, field, leaf)| (path.to_string(), (field, leaf))).collect()
}
