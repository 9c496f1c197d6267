//! Owns the values of a case as one list: what was entered, what was extracted and what the last run said about each leaf,
//! joined by path. Knows no markup.

use std::collections::{BTreeMap, HashMap, HashSet};

use casefile::FieldKey;
use catalog::{Catalog, FieldGroup};
use serde::Deserialize;
use store::discrepancy::DiscrepancyRow;
use store::entry::{EntryFieldRow, EntryRow};

use super::super::sides::Stated;

/// What the store knows.
pub(super) struct Sources<'s> {
    /// Extracted leaves by path, as JSON.
    pub(super) leaves: &'s str,
    /// What became of each leaf, as JSON.
    pub(super) comparisons: &'s str,
    /// The latest entry.
    pub(super) entry: Option<EntryRow>,
    /// Every change of the entry.
    pub(super) history: Vec<EntryFieldRow>,
    /// Every discrepancy of the case.
    pub(super) discrepancies: Vec<DiscrepancyRow>,
}

/// A leaf of the last comparison.
#[derive(Deserialize)]
struct Compared {
    path: String,
    field: String,
    outcome: String,
    entered: Option<String>,
    note: Option<String>,
}

/// A leaf of the case record.
pub(super) struct Row {
    pub(super) path: String,
    pub(super) field: String,
    /// What was entered, in its canonical form.
    pub(super) entered: Option<String>,
    /// What the documents say.
    pub(super) stated: Option<Stated>,
    /// What the comparison said; none where there was none.
    pub(super) outcome: Option<String>,
    /// Where two values count as the same although one says less.
    pub(super) note: Option<String>,
    /// Who entered what, the first change first.
    pub(super) history: Vec<EntryFieldRow>,
    /// What a person has to look at, or has looked at.
    pub(super) discrepancy: Option<DiscrepancyRow>,
}

/// The leaves of a case in the order of the record.
pub(super) struct Values {
    pub(super) rows: Vec<Row>,
    pub(super) is_entered: bool,
}

impl Values {
    pub(super) fn of(catalog: &Catalog, sources: Sources<'_>) -> Values {
        let mut stated: BTreeMap<String, Stated> = serde_json::from_str(sources.leaves).unwrap_or_default();
        let compared: Vec<Compared> = serde_json::from_str(sources.comparisons).unwrap_or_default();
        let is_entered = sources.entry.is_some();
        let mut rows: Vec<Row> = Vec::new();
        for one in compared {
            let said = stated.remove(&one.path);
            let outcome = is_entered.then_some(one.outcome);
            rows.push(Row {
                stated: said,
                entered: one.entered,
                outcome,
                note: one.note,
                ..Row::at(one.path, one.field)
            });
        }
        rows.extend(stated.into_iter().map(|(path, said)| {
            let field = said.field.clone();
            Row { stated: Some(said), ..Row::at(path, field) }
        }));
        add_unmatched(&mut rows, catalog, sources.entry.as_ref());
        let mut history: HashMap<String, Vec<EntryFieldRow>> = HashMap::new();
        for change in sources.history {
            history.entry(change.field.path.clone()).or_default().push(change);
        }
        let mut found: HashMap<String, DiscrepancyRow> = HashMap::new();
        for row in sources.discrepancies.into_iter().filter(|row| row.state != "gone") {
            found.insert(row.found.path.clone(), row);
        }
        for row in &mut rows {
            let typed = history.remove(&row.path).or_else(|| history.remove(&typed_path(row)?));
            row.history = typed.unwrap_or_default();
            row.discrepancy = found.remove(&row.path);
        }
        // What was flagged about a group as a whole has a path of its own.
        rows.extend(found.into_iter().map(|(path, found)| {
            let outcome = Some(found.found.outcome.clone());
            Row { outcome, ..Row::at(path, found.found.field.clone()) }.with(found)
        }));
        sort(&mut rows, catalog);
        Values { rows, is_entered }
    }
}

impl Row {
    fn at(path: String, field: String) -> Row {
        Row {
            path,
            field,
            entered: None,
            stated: None,
            outcome: None,
            note: None,
            history: Vec::new(),
            discrepancy: None,
        }
    }

    fn with(self, discrepancy: DiscrepancyRow) -> Row {
        Row { discrepancy: Some(discrepancy), ..self }
    }

    /// The item of a group to which the leaf belongs, such as `parties[被告 李四]`; empty for the case itself.
    pub(super) fn item(&self) -> &str {
        match self.field.contains('.') {
            true => self.path.rfind("].").map_or(self.path.as_str(), |at| &self.path[..=at]),
            false => "",
        }
    }
}

/// The path under which the value of a list was typed, which names it by itself: `causes[民间借贷]` beside the
/// `causes[民间借贷纠纷]` of the documents.
fn typed_path(row: &Row) -> Option<String> {
    let base = row.path.strip_suffix(']')?.rsplit_once('[')?.0;
    Some(format!("{base}[{}]", row.entered.as_deref()?))
}

/// An item that the entry alone has is compared by the leaf that names it; its other leaves are as they were typed.
fn add_unmatched(rows: &mut Vec<Row>, catalog: &Catalog, entry: Option<&EntryRow>) {
    let Some(entry) = entry else { return };
    let Ok(read) = ::entry::read_json(entry.record.as_bytes(), &entry.source, catalog) else { return };
    let known: HashSet<String> = rows.iter().map(|row| row.path.clone()).collect();
    let alone = rows.iter().filter(|row| row.stated.is_none() && row.outcome.as_deref() == Some("absent_in_file"));
    let items: HashSet<String> = alone.map(|row| row.item().to_string()).filter(|item| !item.is_empty()).collect();
    let nothing_compared = known.is_empty();
    for (path, key, leaf) in read.record.leaves(catalog) {
        let row = Row::at(path.to_string(), key.as_str().to_string());
        if !known.contains(&row.path) && (nothing_compared || items.contains(row.item())) {
            rows.push(Row { entered: Some(leaf.value.canonical()), ..row });
        }
    }
}

/// The order of the record; items keep the order in which they first stand in the list.
fn sort(rows: &mut [Row], catalog: &Catalog) {
    let mut items: HashMap<String, usize> = HashMap::new();
    for row in rows.iter() {
        let next = items.len();
        items.entry(row.item().to_string()).or_insert(next);
    }
    let position = |key: &str| catalog.fields().iter().position(|field| field.key.as_str() == key);
    let group_position = |row: &Row| {
        let group = top_group(&row.field).map(|group| format!("{group}."));
        let first =
            group.and_then(|group| catalog.fields().iter().position(|field| field.key.as_str().starts_with(&group)));
        first.or_else(|| position(&row.field)).unwrap_or(usize::MAX)
    };
    rows.sort_by_cached_key(|row| {
        let item = items.get(row.item()).copied().unwrap_or_default();
        (group_position(row), item, position(&row.field).unwrap_or(usize::MAX), row.path.clone())
    });
}

/// The outermost group of a field: `parties` of `parties.agents.name`.
pub(super) fn top_group(field: &str) -> Option<&str> {
    field.split_once('.').map(|(group, _)| group)
}

/// The stage of the case under which a field is shown: that of the first field of its group.
pub(super) fn stage(catalog: &Catalog, field: &str) -> Option<FieldGroup> {
    let first = match top_group(field) {
        Some(group) => {
            let inside = |key: &FieldKey| key.as_str().strip_prefix(group).is_some_and(|rest| rest.starts_with('.'));
            catalog.fields().iter().find(|field| inside(&field.key))
        }
        None => catalog.field(field),
    };
    first.map(|field| field.group)
}
