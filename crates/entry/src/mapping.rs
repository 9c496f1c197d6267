//! Owns the mapping 对照表 from the headings of a table to fields of the case record. `RawMapping` is what people write;
//! a `Mapping` names only fields that exist.

use std::collections::BTreeSet;

use casefile::FieldKey;
use catalog::{Catalog, Field};
use serde::Deserialize;

use crate::error::EntryError;
use crate::nearest::nearest;
use crate::shape::{Child, children};

const DEFAULT: &str = include_str!("../data/default-mapping.toml");
const DEFAULT_FILE: &str = "default-mapping.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMapping {
    #[serde(default = "first_row")]
    header_row: usize,
    sheet: Option<String>,
    key: Vec<String>,
    #[serde(default = "usual_separators")]
    separators: String,
    #[serde(default)]
    blanks: Vec<String>,
    #[serde(default)]
    column: Vec<RawColumn>,
    #[serde(default)]
    constant: Vec<RawConstant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumn {
    headings: Vec<String>,
    field: String,
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConstant {
    field: String,
    value: String,
}

fn first_row() -> usize {
    1
}

fn usual_separators() -> String {
    "、；;，,\n".to_string()
}

/// Which heading stands for which field, checked against the catalogue.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub(crate) header_row: usize,
    pub(crate) sheet: Option<String>,
    pub(crate) key: Vec<String>,
    pub(crate) separators: Vec<char>,
    pub(crate) blanks: BTreeSet<String>,
    pub(crate) columns: Vec<Column>,
    pub(crate) constants: Vec<Constant>,
}

/// A field and the headings under which it may stand.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) headings: Vec<String>,
    pub(crate) target: Target,
    pub(crate) unit: Option<String>,
}

/// A field with the same value in every row.
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    pub(crate) target: Target,
    pub(crate) value: String,
}

/// A leaf of the record: the items that lead to it, and its field.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) items: Vec<Item>,
    pub(crate) field: FieldKey,
}

/// An item of a group, as a mapping names it: `parties[被告 2]`, or `parties[原告 *]` for one item per value of the cell.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) group: FieldKey,
    pub(crate) selector: String,
    pub(crate) role: Option<String>,
    pub(crate) each: bool,
}

impl Mapping {
    /// The mapping for the usual headings.
    pub fn usual(catalog: &Catalog) -> Result<Mapping, EntryError> {
        Mapping::parse(DEFAULT, DEFAULT_FILE, catalog)
    }

    /// Reads a mapping in TOML; `file` names it in messages.
    pub fn parse(text: &str, file: &str, catalog: &Catalog) -> Result<Mapping, EntryError> {
        let raw: RawMapping = toml::from_str(text)
            .map_err(|error| EntryError::MappingSyntax { file: file.to_string(), reason: error.to_string() })?;
        let conflict = |what: &str| EntryError::MappingConflict { file: file.to_string(), what: what.to_string() };
        if raw.header_row == 0 {
            return Err(conflict("header_row应从1起算"));
        }
        if raw.key.is_empty() {
            return Err(conflict("key没有写明案号所在列的表头"));
        }
        let mut columns = Vec::new();
        for column in raw.column {
            let heading = column.headings.first().cloned().unwrap_or_default();
            if heading.is_empty() {
                return Err(conflict(&format!("{}没有写明表头", column.field)));
            }
            let target = target(&column.field, &heading, file, catalog)?;
            columns.push(Column {
                headings: column.headings.iter().map(|h| core(h)).collect(),
                target,
                unit: column.unit,
            });
        }
        let mut constants = Vec::new();
        for constant in raw.constant {
            let target = target(&constant.field, "常量", file, catalog)?;
            constants.push(Constant { target, value: constant.value });
        }
        Ok(Mapping {
            header_row: raw.header_row,
            sheet: raw.sheet,
            key: raw.key.iter().map(|heading| core(heading)).collect(),
            separators: raw.separators.chars().collect(),
            blanks: raw.blanks.into_iter().collect(),
            columns,
            constants,
        })
    }
}

/// A heading as it is compared: without spaces, marks of obligation and bracketed remarks.
pub(crate) fn core(heading: &str) -> String {
    let marked = |c: char| c.is_whitespace() || matches!(c, '*' | '＊' | '：' | ':' | '★');
    let text: String = heading.chars().filter(|c| !marked(*c)).collect();
    match text.find(['（', '(', '【', '[']) {
        Some(at) if at > 0 => text[..at].to_string(),
        _ => text,
    }
}

/// The unit that a heading names in brackets: 万元 of 标的额（万元）.
pub(crate) fn unit_of(heading: &str) -> Option<&'static str> {
    let remark = heading.split_once(['（', '(']).map(|(_, remark)| remark.trim_end_matches(['）', ')', ' ']))?;
    ["万元", "亿元", "年"]
        .into_iter()
        .find(|unit| remark.trim() == *unit || remark.trim().ends_with(&format!("：{unit}")))
}

/// Resolves a path such as `parties[被告 2].agents[1].name`.
fn target(path: &str, heading: &str, file: &str, catalog: &Catalog) -> Result<Target, EntryError> {
    let unknown = |nearest| EntryError::MappingField {
        file: file.to_string(),
        heading: heading.to_string(),
        path: path.to_string(),
        nearest,
    };
    let mut items: Vec<Item> = Vec::new();
    let mut level: Option<FieldKey> = None;
    for segment in segments(path) {
        let known = children(catalog, level.as_ref().map(FieldKey::as_str));
        let (name, selector) = match segment.split_once('[') {
            Some((name, rest)) => (name, rest.strip_suffix(']').ok_or_else(|| unknown(None))?),
            None => (segment, ""),
        };
        match known.iter().find(|child| child.name() == name) {
            Some(Child::Group(group)) => {
                items.push(item(group.key.clone(), selector));
                level = Some(group.key.clone());
            }
            Some(Child::Field(field)) if selector.is_empty() && path.ends_with(segment) => {
                return checked(Target { items, field: field.key.clone() }, field, file);
            }
            _ => return Err(unknown(nearest(name, known.iter().map(Child::name)))),
        }
    }
    Err(unknown(None))
}

fn checked(target: Target, field: &Field, file: &str) -> Result<Target, EntryError> {
    let eaches = target.items.iter().filter(|item| item.each).count();
    if eaches > 1 || (eaches == 1 && field.list) {
        let what = format!("{}用[*]拆分的列只能对应单值信息项，且只能拆分一次", target.field);
        return Err(EntryError::MappingConflict { file: file.to_string(), what });
    }
    Ok(target)
}

/// The parts of a path between dots that stand outside brackets.
fn segments(path: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut depth) = (0, 0i32);
    for (at, c) in path.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '.' if depth == 0 => {
                out.push(&path[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&path[start..]);
    out
}

fn item(group: FieldKey, selector: &str) -> Item {
    let words: Vec<&str> = selector.split_whitespace().collect();
    let is_place = |word: &str| word == "*" || word.chars().all(|c| c.is_ascii_digit());
    let role = words.iter().find(|word| !is_place(word)).map(|word| word.to_string());
    Item { group, selector: words.join(" "), role, each: words.contains(&"*") }
}
