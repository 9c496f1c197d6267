//! Owns the comparison of groups: items are paired first, then compared leaf by leaf; an item without a partner is
//! reported once, at the leaf that names it.

use std::collections::BTreeSet;

use casefile::{Comparison, DistinctNames, EnteredRecord, Extraction, Record, Tier, Value, ValueKind};
use catalog::{Catalog, Field, Group};

use super::{Asked, Leaf, Place, Walk, item_path, join};
use crate::align::{Alignment, Labels, align};
use crate::reason;
use crate::tier;

impl Walk<'_> {
    /// Compares the items of a group.
    pub(super) fn group(
        &mut self,
        place: &Place<'_>,
        group: &Group,
        extracted: &Record<Extraction>,
        entered: &EnteredRecord,
    ) {
        let (found, typed) = (extracted.items(group.key.as_str()), entered.items(group.key.as_str()));
        let Some(labels) = labels_of(group, self.catalog) else { return };
        let base = join(place.prefix, group.key.leaf());
        if typed.is_empty() {
            return self.group_not_entered(place, group, &base, &labels, found);
        }
        let alignment = align(found, typed, &labels, self.catalog);
        let asked = Asked::of(typed.iter());
        let swapped = swapped_roles(&alignment, &labels, found, typed);
        let mut names = DistinctNames::default();
        for (x, item) in found.iter().enumerate() {
            let prefix = item_path(&base, &item.label(&group.key, self.catalog), &mut names);
            match alignment.partner[x] {
                Some(e) => {
                    let place = Place { prefix: &prefix, group: Some(group), asked: &asked, swapped: &swapped };
                    self.record(&place, item, &typed[e]);
                }
                None => self.item_not_entered(group, &prefix, &labels, item),
            }
        }
        let all_sure = found.iter().all(|item| item.one(labels.name.as_str()).is_some_and(tier::is_sure));
        for &e in &alignment.surplus {
            let prefix = item_path(&base, &typed[e].label(&group.key, self.catalog), &mut names);
            let tier_of = |kind| match found.is_empty() {
                true => Tier::Notice,
                false => tier::of_surplus(kind, all_sure),
            };
            self.item_not_in_file(group, &prefix, &labels, &typed[e], tier_of);
        }
    }

    /// The entry has no item of the group: one remark, however many items the file states.
    fn group_not_entered(
        &mut self,
        place: &Place<'_>,
        group: &Group,
        base: &str,
        labels: &Labels,
        found: &[Record<Extraction>],
    ) {
        let first = found.iter().find_map(|item| naming_leaf(item, labels, self.catalog));
        let Some((field, first)) = first.filter(|(field, _)| self.applies(field)) else { return };
        let leaf = Leaf { path: base, field };
        // Inside an item, a group that no item of the entry has was not asked for; of the case itself, it is a gap.
        if place.group.is_some() && !place.asked.groups.contains(&group.key) {
            return self.push(leaf, Comparison::AbsentInEntry, None, Some(first), None);
        }
        let wording = reason::Wording { name: &group.name, ..self.wording(field) };
        let reason = reason::group_absent_in_entry(wording, first, found.len());
        self.flag(leaf, Comparison::AbsentInEntry, Tier::Notice, None, Some(first), reason);
    }

    fn item_not_entered(&mut self, group: &Group, prefix: &str, labels: &Labels, item: &Record<Extraction>) {
        let Some((field, extraction)) = naming_leaf(item, labels, self.catalog) else { return };
        if !self.applies(field) {
            return;
        }
        let path = join(prefix, field.key.leaf());
        let tier = tier::of_omission(field.kind, extraction);
        let reason = reason::absent_in_entry(reason::Wording { name: &group.name, ..self.wording(field) }, extraction);
        self.flag(Leaf { path: &path, field }, Comparison::AbsentInEntry, tier, None, Some(extraction), reason);
    }

    fn item_not_in_file(
        &mut self,
        group: &Group,
        prefix: &str,
        labels: &Labels,
        item: &EnteredRecord,
        tier_of: impl Fn(ValueKind) -> Tier,
    ) {
        let Some((field, entry)) = naming_leaf(item, labels, self.catalog) else { return };
        let path = join(prefix, field.key.leaf());
        let leaf = Leaf { path: &path, field };
        if !self.applies(field) {
            return self.push(leaf, Comparison::NotApplicable, Some(entry), None, None);
        }
        let reason = reason::absent_in_file(reason::Wording { name: &group.name, ..self.wording(field) }, entry);
        self.flag(leaf, Comparison::AbsentInFile, tier_of(field.kind), Some(entry), None, reason);
    }
}

/// The label fields of a group, with the one that names the item set apart: a name if there is one, else a case number,
/// else the last.
fn labels_of(group: &Group, catalog: &Catalog) -> Option<Labels> {
    let fields: Vec<_> = group.labels.iter().filter_map(|key| catalog.field(key.as_str())).collect();
    let is_name = |kind: ValueKind| matches!(kind, ValueKind::Person | ValueKind::PartyName | ValueKind::Organisation);
    let named = fields.iter().position(|field| is_name(field.kind));
    let numbered = || fields.iter().position(|field| field.kind == ValueKind::CaseNumber);
    let at = named.or_else(numbered).or_else(|| fields.len().checked_sub(1))?;
    let others = fields.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, field)| (field.key.clone(), field.kind));
    Some(Labels { name: fields[at].key.clone(), kind: fields[at].kind, others: others.collect() })
}

/// The leaf at which an item without a partner is reported: the one that names it, or the first label that it has.
fn naming_leaf<'a, 'r, T>(item: &'r Record<T>, labels: &Labels, catalog: &'a Catalog) -> Option<(&'a Field, &'r T)>
where
    T: AsRef<Value>,
{
    let mut keys = std::iter::once(&labels.name).chain(labels.others.iter().map(|(key, _)| key));
    keys.find_map(|key| Some((catalog.field(key.as_str())?, item.one(key.as_str())?)))
}

/// Pairs of roles, entered and extracted, whose mirror image also occurs: two parties have exchanged them.
fn swapped_roles(
    alignment: &Alignment,
    labels: &Labels,
    found: &[Record<Extraction>],
    typed: &[EnteredRecord],
) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for (item, partner) in found.iter().zip(&alignment.partner) {
        for (key, _) in labels.others.iter().filter(|(key, _)| key.leaf() == "role") {
            let right = item.text(key.as_str());
            let entry = partner.and_then(|e| typed[e].text(key.as_str()));
            if let (Some(entry), Some(right)) = (entry, right)
                && entry != right
            {
                pairs.insert((entry, right));
            }
        }
    }
    let mirrored = |pair: &&(String, String)| pairs.contains(&(pair.1.clone(), pair.0.clone()));
    pairs.iter().filter(mirrored).cloned().collect()
}
