//! Owns the correction of one value in an entered record: from the place of a discrepancy to the record as it should be.
//! Does not know what is right: that is what a person says.

use casefile::{DistinctNames, EnteredLeaf, EnteredRecord, FieldKey};
use catalog::{Catalog, Field, Group};

use crate::leaf;

/// What is to be put right, and where.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// The field.
    pub field: &'a str,
    /// The leaf path of the discrepancy: items by their labels.
    pub path: &'a str,
    /// What was typed and where, if anything: the text, and its origin (`api#parties[0].birth_date`).
    pub typed: Option<(&'a str, &'a str)>,
    /// The right value; none takes back what was typed.
    pub right: Option<&'a str>,
    /// Where the right value is typed, for its origin.
    pub source: &'a str,
}

/// Why a value cannot be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionError {
    /// The catalogue does not know the field, or the place is none of it.
    #[error("no such place in the record")]
    NoPlace,
    /// The entry no longer holds at the place what was typed.
    #[error("the entry has changed at the place")]
    EntryChanged,
    /// The right value is no value of the field.
    #[error("no value of the field")]
    NoValue,
}

/// The record with the value put right.
pub fn corrected(
    record: &EnteredRecord,
    correction: &Correction<'_>,
    catalog: &Catalog,
) -> Result<EnteredRecord, CorrectionError> {
    let field = catalog.field(correction.field).ok_or(CorrectionError::NoPlace)?;
    let right = correction.right.map(|text| value(field, text, correction.source)).transpose()?;
    let mut record = record.clone();
    match correction.typed {
        Some((typed, origin)) => replace(&mut record, field, typed, origin, right, catalog)?,
        None => add(&mut record, field, correction.path, right.ok_or(CorrectionError::NoValue)?, catalog)?,
    }
    Ok(record)
}

fn value(field: &Field, text: &str, source: &str) -> Result<EnteredLeaf, CorrectionError> {
    match leaf::read(field, text, source) {
        Some((leaf, None)) => Ok(leaf),
        _ => Err(CorrectionError::NoValue),
    }
}

/// A step of a path: a key, and what stands in the brackets behind it.
type Step<'p> = (&'p str, Option<&'p str>);

/// The steps of a path. Labels hold no brackets, but they may hold dots.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut out = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (label, after) = match after.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((label, after)) => (Some(label), after),
            None => (None, after),
        };
        out.push((key, label));
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    out
}

/// Replaces or removes the value that was typed at a place.
fn replace(
    record: &mut EnteredRecord,
    field: &Field,
    typed: &str,
    origin: &str,
    right: Option<EnteredLeaf>,
    catalog: &Catalog,
) -> Result<(), CorrectionError> {
    let place = origin.rsplit_once('#').map_or(origin, |(_, place)| place);
    let steps = steps(place);
    let (&(_, at), groups) = steps.split_last().ok_or(CorrectionError::NoPlace)?;
    let index = |text: Option<&str>| text.map_or(Ok(0), str::parse::<usize>).map_err(|_| CorrectionError::NoPlace);
    let mut level = String::new();
    let mut items: Option<(&mut Vec<EnteredRecord>, usize)> = None;
    let mut inner = record;
    for (key, label) in groups {
        level = join(&level, key);
        let found = inner.groups.get_mut(level.as_str()).ok_or(CorrectionError::EntryChanged)?;
        let at = index(*label)?;
        if at >= found.len() {
            return Err(CorrectionError::EntryChanged);
        }
        // An item whose name the file does not know goes as a whole.
        let is_last = level == field.key.group().unwrap_or_default();
        if is_last && right.is_none() && is_label(catalog, field) {
            items = Some((found, at));
            break;
        }
        inner = &mut found[at];
    }
    if let Some((found, at)) = items {
        let is_same = found[at].one(field.key.as_str()).is_some_and(|leaf| leaf.typed == typed);
        return match is_same {
            true => {
                found.remove(at);
                Ok(())
            }
            false => Err(CorrectionError::EntryChanged),
        };
    }
    let values = inner.fields.get_mut(field.key.as_str()).ok_or(CorrectionError::EntryChanged)?;
    let at = index(at)?;
    if values.get(at).is_none_or(|leaf| leaf.typed != typed) {
        return Err(CorrectionError::EntryChanged);
    }
    match right {
        Some(leaf) => values[at] = leaf,
        None => drop(values.remove(at)),
    }
    Ok(())
}

fn is_label(catalog: &Catalog, field: &Field) -> bool {
    catalog.groups().iter().any(|group| group.labels.contains(&field.key))
}

/// Adds a value where nothing was typed; an item that the entry does not have is added with its label.
fn add(
    record: &mut EnteredRecord,
    field: &Field,
    path: &str,
    right: EnteredLeaf,
    catalog: &Catalog,
) -> Result<(), CorrectionError> {
    let mut level = String::new();
    let mut inner = record;
    for (key, label) in steps(path) {
        let full = join(&level, key);
        let Some(group) = catalog.groups().iter().find(|group| group.key.as_str() == full) else { break };
        inner = item(inner, group, label, catalog, &right.origin);
        level = full;
    }
    if level != field.key.group().unwrap_or_default() {
        return Err(CorrectionError::NoPlace);
    }
    let values = inner.fields.entry(field.key.clone()).or_default();
    if !field.list {
        values.clear();
    }
    values.push(right);
    Ok(())
}

/// The item of a group with a label, or a new one.
fn item<'r>(
    record: &'r mut EnteredRecord,
    group: &Group,
    label: Option<&str>,
    catalog: &Catalog,
    source: &str,
) -> &'r mut EnteredRecord {
    let items = record.groups.entry(group.key.clone()).or_default();
    let mut names = DistinctNames::default();
    let known =
        label.and_then(|label| items.iter().position(|item| names.distinct(item.label(&group.key, catalog)) == label));
    let at = known.unwrap_or_else(|| {
        items.push(labelled(group, label.unwrap_or_default(), catalog, source));
        items.len() - 1
    });
    &mut items[at]
}

/// A new item that carries the values of its label.
fn labelled(group: &Group, label: &str, catalog: &Catalog, source: &str) -> EnteredRecord {
    let mut item = EnteredRecord::default();
    let label = label.rsplit_once('#').map_or(label, |(label, _)| label);
    for (key, text) in group.labels.iter().zip(label.splitn(group.labels.len(), ' ')) {
        let leaf = catalog.field(key.as_str()).and_then(|field| leaf::read(field, text, source));
        if let Some((leaf, None)) = leaf {
            item.fields.insert(FieldKey::clone(key), vec![leaf]);
        }
    }
    item
}

fn join(level: &str, key: &str) -> String {
    if level.is_empty() { key.to_string() } else { format!("{level}.{key}") }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::{entered_json, read_json};

    const ENTRY: &str = r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁"],
        "parties":[{"name":"张三","role":"原告"},{"name":"李四","role":"被告","birth_date":"1980-01-02"}]}"#;

    fn check(field: &str, path: &str, typed: Option<(&str, &str)>, right: Option<&str>, expected: Expect) {
        let catalog = Catalog::embedded();
        let record = read_json(ENTRY.as_bytes(), "api", catalog).expect("the entry is in order").record;
        let correction = Correction { field, path, typed, right, source: "desk" };
        let text = match corrected(&record, &correction, catalog) {
            Ok(record) => serde_json::Value::Object(entered_json(&record, catalog)).to_string(),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn a_typed_value_is_replaced_where_it_was_typed() {
        check(
            "parties.birth_date",
            "parties[被告 李四].birth_date",
            Some(("1980-01-02", "api#parties[1].birth_date")),
            Some("1980年1月20日"),
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁"],"parties":[{"name":"张三","role":"原告"},{"name":"李四","role":"被告","birth_date":"1980年1月20日"}]}"#
            ]],
        );
    }

    #[test]
    fn a_value_of_a_list_is_taken_back_and_another_added() {
        check(
            "judges",
            "judges[丙丁]",
            Some(("丙丁", "api#judges[1]")),
            None,
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙"],"parties":[{"name":"张三","role":"原告"},{"name":"李四","role":"被告","birth_date":"1980-01-02"}]}"#
            ]],
        );
        check(
            "judges",
            "judges[戊己]",
            None,
            Some("戊己"),
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁","戊己"],"parties":[{"name":"张三","role":"原告"},{"name":"李四","role":"被告","birth_date":"1980-01-02"}]}"#
            ]],
        );
    }

    #[test]
    fn a_party_is_added_with_its_role_and_taken_back_as_a_whole() {
        check(
            "parties.name",
            "parties[第三人 某某公司].name",
            None,
            Some("某某公司"),
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁"],"parties":[{"name":"张三","role":"原告"},{"name":"李四","role":"被告","birth_date":"1980-01-02"},{"name":"某某公司","role":"第三人"}]}"#
            ]],
        );
        check(
            "parties.name",
            "parties[被告 李四].name",
            Some(("李四", "api#parties[1].name")),
            None,
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁"],"parties":[{"name":"张三","role":"原告"}]}"#
            ]],
        );
    }

    #[test]
    fn a_gap_is_filled_at_the_item_that_the_path_names() {
        check(
            "parties.sex",
            "parties[原告 张三].sex",
            None,
            Some("男"),
            expect![[
                r#"{"case_number":"（2019）东0102民初12号","judges":["甲乙","丙丁"],"parties":[{"name":"张三","role":"原告","sex":"男"},{"name":"李四","role":"被告","birth_date":"1980-01-02"}]}"#
            ]],
        );
    }

    #[test]
    fn what_cannot_be_put_right_says_why() {
        let typed = Some(("1980-01-02", "api#parties[1].birth_date"));
        check("parties.birth_date", "", typed, Some("某日"), expect!["no value of the field"]);
        let stale = Some(("1981-01-02", "api#parties[1].birth_date"));
        check("parties.birth_date", "", stale, Some("1980-01-20"), expect!["the entry has changed at the place"]);
        let gone = Some(("x", "api#parties[7].birth_date"));
        check("parties.birth_date", "", gone, Some("1980-01-20"), expect!["the entry has changed at the place"]);
        check("no_such_field", "", None, Some("x"), expect!["no such place in the record"]);
        check("parties.sex", "court", None, Some("男"), expect!["no such place in the record"]);
    }
}
