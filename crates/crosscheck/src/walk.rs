//! Owns the walk over both records in the order of the catalogue: which leaf is compared with which, and what each
//! outcome is worth. How two values compare is the business of `compare`, how loudly to speak that of `tier`.

use std::collections::BTreeSet;

use casefile::{
    Comparison, Discrepancy, DistinctNames, EnteredLeaf, EnteredRecord, Extraction, FieldKey, LeafPath, Record, Tier,
    ValueKind,
};
use catalog::{Catalog, Field, Group};

use crate::compare::{Relation, relate};
use crate::reason::{self, Wording};
use crate::report::{Compared, Report};
use crate::slip::Slip;
use crate::{fingerprint, pattern, tier};

mod group;
mod list;

/// Compares what was extracted from a case file with what was entered about the case.
///
/// Only what was entered is checked for gaps: a field that is absent from the entered record (and not blank in it) was
/// not asked for, and its absence says nothing.
pub fn compare(extracted: &Record<Extraction>, entered: &EnteredRecord, catalog: &Catalog) -> Report {
    let category = extracted.text("case_category").or_else(|| entered.text("case_category"));
    let document = extracted.text("document_type").filter(|kind| kind.ends_with('书'));
    let mut walk =
        Walk {
            catalog, category, document: document.unwrap_or_else(|| "文书".to_string()), report: Report::default()
        };
    let asked = Asked::of(std::iter::once(entered));
    walk.record(&Place { prefix: "", group: None, asked: &asked, swapped: &BTreeSet::new() }, extracted, entered);
    walk.report
}

/// The comparison under way.
struct Walk<'a> {
    catalog: &'a Catalog,
    category: Option<String>,
    document: String,
    report: Report,
}

/// Where in the records the walk stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// The path of the record that holds the leaves, empty for the case itself.
    prefix: &'a str,
    /// The group of which the record is an item.
    group: Option<&'a Group>,
    /// What the entry has columns for.
    asked: &'a Asked,
    /// Roles that two parties of the group seem to have exchanged: entered and extracted.
    swapped: &'a BTreeSet<(String, String)>,
}

/// The fields and groups that were entered, or left blank, anywhere among the items of a group.
#[derive(Debug, Default)]
struct Asked {
    fields: BTreeSet<FieldKey>,
    groups: BTreeSet<FieldKey>,
}

impl Asked {
    fn of<'r>(records: impl Iterator<Item = &'r EnteredRecord>) -> Asked {
        let mut asked = Asked::default();
        for record in records {
            asked.fields.extend(record.fields.keys().cloned());
            asked.groups.extend(record.groups.keys().cloned());
        }
        asked
    }
}

/// A leaf under comparison.
#[derive(Clone, Copy)]
struct Leaf<'a> {
    path: &'a str,
    field: &'a Field,
}

impl Walk<'_> {
    /// Compares the leaves and groups of one record, or of one item of a group.
    fn record(&mut self, place: &Place<'_>, extracted: &Record<Extraction>, entered: &EnteredRecord) {
        let catalog = self.catalog;
        let level = place.group.map(|group| group.key.as_str());
        let mut groups_done: BTreeSet<&str> = BTreeSet::new();
        for field in catalog.fields() {
            if field.key.group() == level {
                self.field(place, field, extracted, entered);
                continue;
            }
            // A group stands where its first field stands.
            let child = catalog
                .groups()
                .iter()
                .find(|group| group.key.group() == level && is_within(field.key.as_str(), group.key.as_str()));
            if let Some(group) = child
                && groups_done.insert(group.key.as_str())
            {
                self.group(place, group, extracted, entered);
            }
        }
    }

    fn field(&mut self, place: &Place<'_>, field: &Field, extracted: &Record<Extraction>, entered: &EnteredRecord) {
        let path = join(place.prefix, field.key.leaf());
        let leaf = Leaf { path: &path, field };
        let (found, typed) = (extracted.all(field.key.as_str()), entered.all(field.key.as_str()));
        if !self.applies(field) {
            if let Some(first) = typed.first() {
                self.push(leaf, Comparison::NotApplicable, Some(first), found.first(), None);
            }
            return;
        }
        if field.list {
            return self.list(place, leaf, found, typed);
        }
        match (found.first(), typed.first()) {
            (Some(found), Some(typed)) => self.pair(place, leaf, found, typed),
            (Some(found), None) => self.blank(leaf, found, place.asked.fields.contains(&field.key)),
            (None, Some(typed)) => self.unproven(leaf, typed),
            (None, None) => {}
        }
    }

    fn applies(&self, field: &Field) -> bool {
        let Some(category) = &self.category else { return true };
        field.applies.is_empty() || field.applies.iter().any(|applies| **applies == **category)
    }

    /// Both sides have a value.
    fn pair(&mut self, place: &Place<'_>, leaf: Leaf<'_>, found: &Extraction, typed: &EnteredLeaf) {
        let field = leaf.field;
        let wording = self.wording(field);
        let relation = relate(field.kind, &typed.value, &found.chosen.value, self.catalog);
        let (outcome, tier, reason) = match relation {
            Relation::Same => return self.push(leaf, Comparison::Same, Some(typed), Some(found), None),
            Relation::SameWithNote(note) => {
                return self.push(leaf, Comparison::Same, Some(typed), Some(found), Some(note.to_string()));
            }
            Relation::Masked => (Comparison::Masked, Tier::Notice, reason::masked(wording, typed, found)),
            Relation::Unreadable => (Comparison::Unreadable, Tier::Notice, reason::unreadable(wording, typed)),
            Relation::Doubtful(remark) => {
                let reason = reason::different(wording, typed, found, None, Some(remark));
                (Comparison::Different, Tier::Doubtful, reason)
            }
            Relation::Different => {
                let slip = self.slip(place, field, typed, found);
                let reason = reason::different(wording, typed, found, slip, None);
                (Comparison::Different, tier::of_difference(found), reason)
            }
        };
        self.flag(leaf, outcome, tier, Some(typed), Some(found), reason);
    }

    fn slip(&self, place: &Place<'_>, field: &Field, typed: &EnteredLeaf, found: &Extraction) -> Option<Slip> {
        let roles = (typed.value.canonical(), found.chosen.value.canonical());
        match field.key.leaf() == "role" && place.swapped.contains(&roles) {
            true => Some(Slip::SwappedRoles),
            false => reason::slip_of(field.kind, typed, found, self.catalog),
        }
    }

    /// The file states a value and the entry has none.
    fn blank(&mut self, leaf: Leaf<'_>, found: &Extraction, was_asked: bool) {
        if !was_asked {
            return self.push(leaf, Comparison::AbsentInEntry, None, Some(found), None);
        }
        // An unticked box is an answer, a blank field is none.
        let tier = match leaf.field.kind {
            ValueKind::Flag if tier::is_sure(found) => Tier::Doubtful,
            _ => Tier::Notice,
        };
        let reason = reason::absent_in_entry(self.wording(leaf.field), found);
        self.flag(leaf, Comparison::AbsentInEntry, tier, None, Some(found), reason);
    }

    /// A value was entered and the file states none.
    fn unproven(&mut self, leaf: Leaf<'_>, typed: &EnteredLeaf) {
        let tier = if leaf.field.kind == ValueKind::Flag { Tier::Doubtful } else { Tier::Notice };
        let reason = reason::absent_in_file(self.wording(leaf.field), typed);
        self.flag(leaf, Comparison::AbsentInFile, tier, Some(typed), None, reason);
    }

    fn wording<'w>(&'w self, field: &'w Field) -> Wording<'w> {
        Wording { name: &field.name, kind: field.kind, document: &self.document }
    }

    /// Records the outcome of a leaf.
    fn push(
        &mut self,
        leaf: Leaf<'_>,
        outcome: Comparison,
        typed: Option<&EnteredLeaf>,
        found: Option<&Extraction>,
        note: Option<String>,
    ) {
        self.report.comparisons.push(Compared {
            path: LeafPath::new(leaf.path),
            field: leaf.field.key.clone(),
            outcome,
            entered: typed.map(|typed| typed.value.clone()),
            extracted: found.map(|found| found.chosen.value.clone()),
            note,
        });
    }

    /// Records the outcome of a leaf and asks a person to look at it.
    fn flag(
        &mut self,
        leaf: Leaf<'_>,
        outcome: Comparison,
        tier: Tier,
        typed: Option<&EnteredLeaf>,
        found: Option<&Extraction>,
        reason: String,
    ) {
        self.push(leaf, outcome, typed, found, None);
        let path = LeafPath::new(leaf.path);
        let values = (typed.map(|typed| &typed.value), found.map(|found| &found.chosen.value));
        let fingerprint = fingerprint::of(&path, outcome, values.0, values.1);
        self.report.discrepancies.push(Discrepancy {
            path,
            field: leaf.field.key.clone(),
            outcome,
            tier,
            entered: typed.cloned(),
            extracted: found.cloned(),
            reason,
            pattern: pattern::of(leaf.field, outcome, typed, found, self.catalog),
            fingerprint,
        });
    }
}

fn is_within(key: &str, group: &str) -> bool {
    key.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'))
}

fn join(prefix: &str, leaf: &str) -> String {
    if prefix.is_empty() { leaf.to_string() } else { format!("{prefix}.{leaf}") }
}

/// Names of list values and items in paths, told apart where equal.
fn item_path(base: &str, label: &str, names: &mut DistinctNames) -> String {
    let label = label.replace(['[', ']', '\n'], " ");
    format!("{base}[{}]", names.distinct(label))
}
