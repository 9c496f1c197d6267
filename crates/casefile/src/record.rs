//! Owns the case record 案件信息: one nested structure for what was entered, what was extracted and what is gold. Which
//! fields and groups exist is the catalogue's business, handed in as a `Schema`.

use std::collections::BTreeMap;
use std::fmt;

use crate::key::FieldKey;
use crate::value::Value;

/// A case record, or one item of a group in it. `T` is a value with its origin: who typed it, or which words prove it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<T> {
    /// Leaves by full field key (`parties.name`); a field that may hold several values keeps them in order. In an entered
    /// record a field that was asked for and left blank is present without values; one that was not asked for is absent.
    pub fields: BTreeMap<FieldKey, Vec<T>>,
    /// Items by full group key (`parties`, `parties.agents`), in document order.
    pub groups: BTreeMap<FieldKey, Vec<Record<T>>>,
}

impl<T> Default for Record<T> {
    fn default() -> Record<T> {
        Record { fields: BTreeMap::new(), groups: BTreeMap::new() }
    }
}

/// How items of groups are told apart, and which fields hold several values. The catalogue implements it.
pub trait Schema {
    /// The leaf fields (full keys) whose values name an item of the group, in order: role and name for a party.
    fn label_fields(&self, group: &FieldKey) -> &[FieldKey];
    /// Whether the field holds a list of values.
    fn is_list(&self, field: &FieldKey) -> bool;
    /// The place of a field or group in the order in which people read the record.
    fn position(&self, key: &FieldKey) -> usize;
}

/// The stable path of a leaf: `case_number`, `judges[张三]`, `parties[被告 张三].birth_date`. Items of groups are named by
/// their label and list values by themselves, never by position; equal names are told apart by `#2`, `#3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafPath(String);

impl LeafPath {
    /// A path from its text form, as printed or stored.
    pub fn new(text: impl Into<String>) -> LeafPath {
        LeafPath(text.into())
    }

    /// The path text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LeafPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: AsRef<Value>> Record<T> {
    /// The first value of a field.
    pub fn one(&self, field: &str) -> Option<&T> {
        self.fields.get(field).and_then(|values| values.first())
    }

    /// The canonical text of the first value of a field.
    pub fn text(&self, field: &str) -> Option<String> {
        self.one(field).map(|leaf| leaf.as_ref().canonical())
    }

    /// All values of a field.
    pub fn all(&self, field: &str) -> &[T] {
        self.fields.get(field).map_or(&[], Vec::as_slice)
    }

    /// All items of a group.
    pub fn items(&self, group: &str) -> &[Record<T>] {
        self.groups.get(group).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is recorded.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.groups.is_empty()
    }

    /// The label of this record as an item of `group`: `被告 张三`.
    pub fn label(&self, group: &FieldKey, schema: &dyn Schema) -> String {
        let parts = schema.label_fields(group).iter().filter_map(|field| self.text(field.as_str()));
        let label = parts.collect::<Vec<_>>().join(" ");
        label.replace(['[', ']', '\n'], " ")
    }

    /// Every leaf with its path and key, in the order in which people read the record.
    pub fn leaves<'a>(&'a self, schema: &dyn Schema) -> Vec<(LeafPath, &'a FieldKey, &'a T)> {
        let mut out = Vec::new();
        self.collect("", schema, &mut out);
        out
    }

    fn collect<'a>(&'a self, prefix: &str, schema: &dyn Schema, out: &mut Vec<(LeafPath, &'a FieldKey, &'a T)>) {
        let mut keys: Vec<&FieldKey> = self.fields.keys().chain(self.groups.keys()).collect();
        keys.sort_by_key(|key| schema.position(key));
        for key in keys {
            self.collect_key(key, prefix, schema, out);
        }
    }

    fn collect_key<'a>(
        &'a self,
        key: &FieldKey,
        prefix: &str,
        schema: &dyn Schema,
        out: &mut Vec<(LeafPath, &'a FieldKey, &'a T)>,
    ) {
        if let Some((key, values)) = self.fields.get_key_value(key) {
            let base = join(prefix, key.leaf());
            let mut names = DistinctNames::default();
            for leaf in values {
                let path = match schema.is_list(key) {
                    true => format!("{base}[{}]", names.distinct(leaf.as_ref().canonical())),
                    false => base.clone(),
                };
                out.push((LeafPath(path), key, leaf));
            }
        }
        if let Some((group, items)) = self.groups.get_key_value(key) {
            let mut names = DistinctNames::default();
            for item in items {
                let label = names.distinct(item.label(group, schema));
                item.collect(&format!("{}[{label}]", join(prefix, group.leaf())), schema, out);
            }
        }
    }
}

fn join(prefix: &str, leaf: &str) -> String {
    if prefix.is_empty() { leaf.to_string() } else { format!("{prefix}.{leaf}") }
}

/// Tells equal names apart by a number, in order: `张三`, `张三#2`, `张三#3`.
#[derive(Default)]
pub struct DistinctNames(BTreeMap<String, usize>);

impl DistinctNames {
    /// The name itself the first time, numbered from the second time on.
    pub fn distinct(&mut self, name: String) -> String {
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}#{count}") }
    }
}
