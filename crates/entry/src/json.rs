//! Owns the reading of `entered.json`: the case record with the keys and the nesting that the catalogue lists. Unknown
//! keys and wrong shapes are errors; odd values are kept with a warning.

use casefile::limits::{ENTERED_BYTES_MAX, GROUP_ITEMS_MAX};
use casefile::{EnteredRecord, ValueKind};
use catalog::{Catalog, Field, Group};
use serde_json::{Map, Value as Json};

use crate::error::{EntryError, Problem, Warning};
use crate::leaf;
use crate::nearest::nearest;
use crate::shape::{Child, children};

/// Keys beside the case record that annotated records carry; they say nothing about the case.
const REMARK_KEYS: &[&str] = &["id", "source", "uncertain", "note"];

/// An entered record with what is not in order about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entered {
    /// The record. A field that was given and left blank is present without values.
    pub record: EnteredRecord,
    /// Values that were kept as typed.
    pub warnings: Vec<Warning>,
}

/// Reads the bytes of an entered record; `file` names it in messages and origins.
pub fn read_json(bytes: &[u8], file: &str, catalog: &Catalog) -> Result<Entered, EntryError> {
    if bytes.len() as u64 > ENTERED_BYTES_MAX {
        return Err(EntryError::TooLarge { file: file.to_string(), bytes: bytes.len() });
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let json: Json = serde_json::from_slice(text).map_err(|error| EntryError::JsonSyntax {
        file: file.to_string(),
        line: error.line(),
        column: error.column(),
    })?;
    let mut reader = Reader { file, catalog, warnings: Vec::new() };
    let Json::Object(object) = &json else { return Err(reader.shape("$", "一个对象 {…}")) };
    let record = reader.record(object, "", None)?;
    Ok(Entered { record, warnings: reader.warnings })
}

struct Reader<'a> {
    file: &'a str,
    catalog: &'a Catalog,
    warnings: Vec<Warning>,
}

impl Reader<'_> {
    fn record(
        &mut self,
        object: &Map<String, Json>,
        path: &str,
        level: Option<&str>,
    ) -> Result<EnteredRecord, EntryError> {
        let known = children(self.catalog, level);
        let mut record = EnteredRecord::default();
        for (key, value) in object {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if level.is_none() && REMARK_KEYS.contains(&key.as_str()) {
                continue;
            }
            match known.iter().find(|child| child.name() == key) {
                Some(Child::Field(field)) => {
                    let values = self.field(field, value, &path)?;
                    record.fields.insert(field.key.clone(), values);
                }
                Some(Child::Group(group)) => {
                    let items = self.group(group, value, &path)?;
                    record.groups.insert(group.key.clone(), items);
                }
                None => {
                    let nearest = nearest(key, known.iter().map(Child::name));
                    return Err(EntryError::UnknownKey { file: self.file.to_string(), path, nearest });
                }
            }
        }
        Ok(record)
    }

    fn group(&mut self, group: &Group, value: &Json, path: &str) -> Result<Vec<EnteredRecord>, EntryError> {
        let items = match value {
            Json::Null => return Ok(Vec::new()),
            Json::Array(items) => items,
            _ => return Err(self.shape(path, "一组对象 [{…}]")),
        };
        if items.len() > GROUP_ITEMS_MAX {
            return Err(EntryError::TooMany {
                file: self.file.to_string(), what: "组内项目", max: GROUP_ITEMS_MAX
            });
        }
        let mut out = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let Json::Object(object) = item else { return Err(self.shape(&path, "一个对象 {…}")) };
            out.push(self.record(object, &path, Some(group.key.as_str()))?);
        }
        Ok(out)
    }

    fn field(&mut self, field: &Field, value: &Json, path: &str) -> Result<Vec<casefile::EnteredLeaf>, EntryError> {
        let mut leaves = Vec::new();
        match (field.list, value) {
            (_, Json::Null) => {}
            (true, Json::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.leaf(field, value, &format!("{path}[{index}]"), &mut leaves)?;
                }
            }
            (true, Json::String(text)) if text.trim().is_empty() => {}
            (true, _) => return Err(self.shape(path, "一个列表 […]")),
            (false, Json::Array(values)) if values.is_empty() => {}
            (false, value) => self.leaf(field, value, path, &mut leaves)?,
        }
        Ok(leaves)
    }

    fn leaf(
        &mut self,
        field: &Field,
        value: &Json,
        path: &str,
        leaves: &mut Vec<casefile::EnteredLeaf>,
    ) -> Result<(), EntryError> {
        let (takes_number, takes_flag) = (takes_number(field.kind), field.kind == ValueKind::Flag);
        let typed = match value {
            Json::Null => return Ok(()),
            Json::String(text) => text.clone(),
            Json::Bool(value) if takes_flag => value.to_string(),
            Json::Number(number) if takes_number => number.to_string(),
            _ if takes_flag => return Err(self.shape(path, "true 或 false")),
            _ if takes_number => return Err(self.shape(path, "文字或数字")),
            _ => return Err(self.shape(path, "文字（加引号）")),
        };
        let origin = format!("{}#{path}", self.file);
        if let Some((leaf, warning)) = leaf::read(field, &typed, &origin) {
            leaves.push(leaf);
            self.warnings.extend(warning);
        }
        // A number beyond 2^53 was a rounded one before it got here.
        if matches!(value, Json::Number(number) if number.as_i64().is_none() && number.as_f64().is_some_and(|n| n >= 9e15))
        {
            self.warnings.push(leaf::warning(field, &origin, Problem::PrecisionLost));
        }
        Ok(())
    }

    fn shape(&self, path: &str, expected: &'static str) -> EntryError {
        EntryError::JsonShape { file: self.file.to_string(), path: path.to_string(), expected }
    }
}

fn takes_number(kind: ValueKind) -> bool {
    matches!(
        kind,
        ValueKind::Money
            | ValueKind::Months
            | ValueKind::Date
            | ValueKind::Article
            | ValueKind::Identity
            | ValueKind::Flag
    )
}
