//! Owns the nesting of the case record as the catalogue lists it: what stands at one level, in order.

use catalog::{Catalog, Field, Group};

/// A field or a group at one level of the record.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Child<'a> {
    /// A field.
    Field(&'a Field),
    /// A group, at the place of its first field.
    Group(&'a Group),
}

impl Child<'_> {
    /// The key at its level: `birth_date`.
    pub(crate) fn name(&self) -> &str {
        match self {
            Child::Field(field) => field.key.leaf(),
            Child::Group(group) => group.key.leaf(),
        }
    }
}

/// What stands in the record (no level) or in the items of a group.
pub(crate) fn children<'a>(catalog: &'a Catalog, level: Option<&str>) -> Vec<Child<'a>> {
    let mut out: Vec<Child<'a>> = Vec::new();
    for field in catalog.fields() {
        if field.key.group() == level {
            out.push(Child::Field(field));
            continue;
        }
        let is_within = |group: &&Group| {
            let rest = field.key.as_str().strip_prefix(group.key.as_str());
            group.key.group() == level && rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let Some(group) = catalog.groups().iter().find(is_within) else { continue };
        let is_listed = out.iter().any(|child| matches!(child, Child::Group(known) if known.key == group.key));
        if !is_listed {
            out.push(Child::Group(group));
        }
    }
    out
}
