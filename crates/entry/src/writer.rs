//! Owns the JSON forms of a case record, with keys in the order of the catalogue: any record by its values, and an
//! entered one as it was typed. Both read back as an entered record with the same values.

use casefile::{EnteredRecord, Record, Value, ValueKind};
use catalog::{Catalog, Field};
use serde_json::{Map, Number, Value as Json};

use crate::shape::{Child, children};

/// The record as a JSON object: an absent scalar is null, an absent list or group `[]`, an absent flag false; money and
/// months are numbers, 终身 is a word.
pub fn record_json<T: AsRef<Value>>(record: &Record<T>, catalog: &Catalog) -> Map<String, Json> {
    level(record, catalog, None)
}

/// An entered record as typed: a key for each field that was asked for, blank ones null. It reads back as the same record
/// but for the origins of its values.
pub fn entered_json(record: &EnteredRecord, catalog: &Catalog) -> Map<String, Json> {
    typed_level(record, catalog, None)
}

fn typed_level(record: &EnteredRecord, catalog: &Catalog, group: Option<&str>) -> Map<String, Json> {
    let mut out = Map::new();
    for child in children(catalog, group) {
        let value = match child {
            Child::Field(field) => record.fields.get(&field.key).map(|leaves| {
                let mut typed = leaves.iter().map(|leaf| Json::String(leaf.typed.clone()));
                match field.list {
                    true => Json::Array(typed.collect()),
                    false => typed.next().unwrap_or(Json::Null),
                }
            }),
            Child::Group(group) => record.groups.get(&group.key).map(|items| {
                let item = |item| Json::Object(typed_level(item, catalog, Some(group.key.as_str())));
                Json::Array(items.iter().map(item).collect())
            }),
        };
        out.extend(value.map(|value| (child.name().to_string(), value)));
    }
    out
}

fn level<T: AsRef<Value>>(record: &Record<T>, catalog: &Catalog, group: Option<&str>) -> Map<String, Json> {
    let mut out = Map::new();
    for child in children(catalog, group) {
        let value = match child {
            Child::Field(field) => field_json(field, record.all(field.key.as_str())),
            Child::Group(group) => {
                let items = record.items(group.key.as_str()).iter();
                Json::Array(items.map(|item| Json::Object(level(item, catalog, Some(group.key.as_str())))).collect())
            }
        };
        out.insert(child.name().to_string(), value);
    }
    out
}

fn field_json<T: AsRef<Value>>(field: &Field, values: &[T]) -> Json {
    if field.list {
        return Json::Array(values.iter().map(|value| value_json(value.as_ref())).collect());
    }
    match (values.first(), field.kind) {
        (Some(value), _) => value_json(value.as_ref()),
        (None, ValueKind::Flag) => Json::Bool(false),
        (None, _) => Json::Null,
    }
}

fn value_json(value: &Value) -> Json {
    match value {
        Value::Money(money) => yuan(money.fen()),
        Value::Months(months) => Json::from(*months),
        Value::Flag => Json::Bool(true),
        Value::Text(_) | Value::CaseNumber(_) | Value::Date(_) | Value::Life => Json::String(value.canonical()),
    }
}

/// Yuan, as an integer where there are no fen. Sums up to 2^53 fen, which is 90 trillion yuan, are exact.
fn yuan(fen: i64) -> Json {
    if fen % 100 == 0 {
        return Json::from(fen / 100);
    }
    Number::from_f64(fen as f64 / 100.0).map_or(Json::Null, Json::Number)
}
