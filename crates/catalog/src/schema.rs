//! Owns the shape of the case record: which fields there are, in which order, and which groups hold them. The text form
//! is `record.toml`.

use casefile::FieldKey;
use serde::Deserialize;
use toml::Spanned;

use crate::error::Problem;
use crate::field::{Context, from_toml};

/// A group of the case record, such as the parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its full key.
    pub key: FieldKey,
    /// The Chinese name.
    pub name: Box<str>,
    /// The fields whose values name an item of the group, in order.
    pub labels: Vec<FieldKey>,
}

/// The order of fields and the groups.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) fields: Vec<(FieldKey, usize)>,
    pub(crate) groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecord {
    fields: Vec<Spanned<String>>,
    group: Vec<RawGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup {
    key: Spanned<String>,
    name: String,
    labels: Vec<Spanned<String>>,
}

/// Reads `record.toml`.
pub(crate) fn read(context: &mut Context<'_>) -> Shape {
    let Some(raw) = from_toml::<RawRecord>(context.file, context.text, context.problems) else {
        return Shape::default();
    };
    let mut shape = Shape::default();
    for key in &raw.fields {
        let line = context.line(key.span().start);
        if shape.fields.iter().any(|(known, _)| known.as_str() == key.get_ref()) {
            let problem = Problem::Duplicate { what: "field", text: key.get_ref().clone() };
            context.fail(key.span().start, problem);
            continue;
        }
        shape.fields.push((FieldKey::new(key.get_ref()), line));
    }
    for group in raw.group {
        let key = FieldKey::new(group.key.get_ref());
        if !shape.fields.iter().any(|(field, _)| field.group() == Some(key.as_str())) {
            context.unknown(&group.key, "group of any field");
        }
        let mut labels = Vec::new();
        for label in &group.labels {
            let field = FieldKey::new(label.get_ref());
            if shape.fields.iter().any(|(known, _)| *known == field) && field.group() == Some(key.as_str()) {
                labels.push(field);
            } else {
                context.unknown(label, "field of the group");
            }
        }
        shape.groups.push(Group { key, name: group.name.into(), labels });
    }
    for (field, line) in &shape.fields {
        let known = |group: &str| shape.groups.iter().any(|other| other.key.as_str() == group);
        if field.group().is_some_and(|group| !known(group)) {
            let problem = Problem::Unknown { what: "field of a known group", text: field.to_string() };
            context.problems.add(context.file, *line, problem);
        }
    }
    shape
}
