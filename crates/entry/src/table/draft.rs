//! Owns the record of one row while its cells come in: items of groups are found by the selector of their columns, and
//! items that no cell fills vanish.

use std::collections::BTreeMap;

use casefile::{EnteredLeaf, EnteredRecord, FieldKey, Value};
use catalog::Catalog;

use crate::mapping::{Item, Target};

/// A record, or an item of a group, under way.
#[derive(Default)]
pub(crate) struct Draft {
    fields: BTreeMap<FieldKey, Vec<EnteredLeaf>>,
    /// Groups with their items by selector and place in the cell, in the order of the columns.
    groups: BTreeMap<FieldKey, Vec<(String, usize, Draft)>>,
    /// The fields that have a column, by the selectors that lead to them.
    asked: Vec<Target>,
}

impl Draft {
    /// Notes that the table has a column for the target, whether or not the cell is filled.
    pub(crate) fn ask(&mut self, target: &Target) {
        self.asked.push(target.clone());
    }

    /// Puts a value in its place; `index` counts the values of one cell.
    pub(crate) fn put(&mut self, target: &Target, index: usize, leaf: EnteredLeaf, catalog: &Catalog) {
        let mut draft = self;
        for item in &target.items {
            let role = role_leaf(item, &leaf, catalog);
            draft = draft.slot(item, if item.each { index } else { 0 });
            if let Some((key, role)) = role {
                draft.fields.entry(key).or_insert_with(|| vec![role]);
            }
        }
        draft.fields.entry(target.field.clone()).or_default().push(leaf);
    }

    /// Puts a constant: in the record itself, or in every item that its path leads to.
    pub(crate) fn put_constant(&mut self, target: &Target, leaf: EnteredLeaf) {
        match target.items.split_first() {
            None => {
                self.fields.insert(target.field.clone(), vec![leaf]);
            }
            Some((item, rest)) => {
                let rest = Target { items: rest.to_vec(), field: target.field.clone() };
                for (selector, _, draft) in self.groups.get_mut(&item.group).into_iter().flatten() {
                    if item.selector.is_empty() || *selector == item.selector {
                        draft.put_constant(&rest, leaf.clone());
                    }
                }
            }
        }
    }

    /// The finished record; what has a column and no value is present without values.
    pub(crate) fn record(mut self) -> EnteredRecord {
        for target in std::mem::take(&mut self.asked) {
            self.leave_blank(&target.items, &target.field);
        }
        self.finish()
    }

    fn leave_blank(&mut self, items: &[Item], field: &FieldKey) {
        let Some((item, rest)) = items.split_first() else {
            self.fields.entry(field.clone()).or_default();
            return;
        };
        for (selector, _, draft) in self.groups.entry(item.group.clone()).or_default() {
            if *selector == item.selector {
                draft.leave_blank(rest, field);
            }
        }
    }

    fn finish(self) -> EnteredRecord {
        let groups = self
            .groups
            .into_iter()
            .map(|(group, items)| (group, items.into_iter().map(|(_, _, draft)| draft.finish()).collect()));
        EnteredRecord { fields: self.fields, groups: groups.collect() }
    }

    fn slot(&mut self, item: &Item, index: usize) -> &mut Draft {
        let items = self.groups.entry(item.group.clone()).or_default();
        let at = items.iter().position(|(selector, at, _)| *selector == item.selector && *at == index);
        let at = at.unwrap_or_else(|| {
            items.push((item.selector.clone(), index, Draft::default()));
            items.len() - 1
        });
        &mut items[at].2
    }
}

/// The role that a selector gives to its item, where the group has roles.
fn role_leaf(item: &Item, leaf: &EnteredLeaf, catalog: &Catalog) -> Option<(FieldKey, EnteredLeaf)> {
    let role = item.role.as_ref()?;
    let group = catalog.group(item.group.as_str())?;
    let key = group.labels.iter().find(|key| key.leaf() == "role")?;
    let value = Value::Text(role.clone());
    Some((key.clone(), EnteredLeaf { value, typed: role.clone(), origin: leaf.origin.clone() }))
}
