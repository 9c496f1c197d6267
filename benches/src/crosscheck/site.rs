//! Owns the places of a record where a value was typed. Does not change them.

use casefile::{Value, ValueKind};
use catalog::{Catalog, Field};
use serde_json::Value as Json;

use crate::input::Record;

/// A typed value in the JSON form of a record.
#[derive(Clone)]
pub(super) struct Site {
    /// JSON pointer to the value.
    pub(super) pointer: String,
    /// Its field.
    pub(super) field: &'static Field,
    /// The value as text.
    pub(super) text: String,
}

impl Site {
    /// What the field holds.
    pub(super) fn kind(&self) -> ValueKind {
        self.field.kind
    }

    /// The field's full key.
    pub(super) fn key(&self) -> &'static str {
        self.field.key.as_str()
    }

    /// The canonical form of a text in this field, if it has one.
    pub(super) fn canonical(&self, text: &str) -> Option<String> {
        Value::parse(self.kind(), text).ok().map(|value| value.canonical())
    }
}

/// The value as a clerk would read it out.
pub(super) fn text_of(value: &Json) -> Option<String> {
    match value {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Every place of a record with a text or a number, in order.
pub(super) fn sites(record: &Record) -> Vec<Site> {
    let mut out = Vec::new();
    collect(record, "", "", &mut out);
    out
}

fn collect(record: &Record, pointer: &str, key: &str, out: &mut Vec<Site>) {
    for (name, value) in record {
        let pointer = format!("{pointer}/{name}");
        let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
        match value {
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let pointer = format!("{pointer}/{index}");
                    match item {
                        Json::Object(item) => collect(item, &pointer, &key, out),
                        value => push(value, pointer, &key, out),
                    }
                }
            }
            value => push(value, pointer, &key, out),
        }
    }
}

fn push(value: &Json, pointer: String, key: &str, out: &mut Vec<Site>) {
    if let (Some(field), Some(text)) = (Catalog::embedded().field(key), text_of(value)) {
        out.push(Site { pointer, field, text });
    }
}
