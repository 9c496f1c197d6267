//! Owns the comparison of fields with several values: as multisets by meaning, so that order says nothing.

use casefile::{Comparison, DistinctNames, EnteredLeaf, Extraction, Tier};

use super::{Leaf, Place, Walk, item_path};
use crate::compare::{Relation, relate};
use crate::plain::plain;
use crate::reason;
use crate::similar::is_near;
use crate::tier;

impl Walk<'_> {
    /// Compares the values of a list field.
    pub(super) fn list(&mut self, place: &Place<'_>, leaf: Leaf<'_>, found: &[Extraction], typed: &[EnteredLeaf]) {
        let pairs = self.pair_values(leaf, found, typed);
        let replaced = self.replacements(leaf, found, typed, &pairs);
        let mut names = DistinctNames::default();
        for (x, extraction) in found.iter().enumerate() {
            let path = item_path(leaf.path, &extraction.chosen.value.canonical(), &mut names);
            let leaf = Leaf { path: &path, field: leaf.field };
            if let Some(e) = pairs.partner[x] {
                self.pair(place, leaf, extraction, &typed[e]);
                continue;
            }
            if typed.is_empty() {
                self.blank(leaf, extraction, place.asked.fields.contains(&leaf.field.key));
                continue;
            }
            let wording = self.wording(leaf.field);
            let (tier, reason) = match replaced.iter().find(|(of, _)| *of == x) {
                Some((_, e)) => (tier::of_difference(extraction), self.replacement(leaf, extraction, &typed[*e])),
                None => (tier::of_omission(leaf.field.kind, extraction), reason::absent_in_entry(wording, extraction)),
            };
            self.flag(leaf, Comparison::AbsentInEntry, tier, None, Some(extraction), reason);
        }
        let all_sure = found.iter().all(tier::is_sure);
        for (e, entry) in typed.iter().enumerate().filter(|(e, _)| !pairs.partner.contains(&Some(*e))) {
            let path = item_path(leaf.path, &entry.value.canonical(), &mut names);
            let leaf = Leaf { path: &path, field: leaf.field };
            let (tier, reason) = match replaced.iter().find(|(_, by)| *by == e) {
                Some((x, _)) => (tier::of_difference(&found[*x]), self.replacement(leaf, &found[*x], entry)),
                None => {
                    let is_silent = found.is_empty();
                    let tier = if is_silent { Tier::Notice } else { tier::of_surplus(leaf.field.kind, all_sure) };
                    (tier, reason::absent_in_file(self.wording(leaf.field), entry))
                }
            };
            self.flag(leaf, Comparison::AbsentInFile, tier, Some(entry), None, reason);
        }
    }

    fn replacement(&self, leaf: Leaf<'_>, found: &Extraction, typed: &EnteredLeaf) -> String {
        let slip = reason::slip_of(leaf.field.kind, typed, found, self.catalog);
        reason::different(self.wording(leaf.field), typed, found, slip, None)
    }

    /// Pairs values that mean the same, then values that one side masks or writes in another style.
    fn pair_values(&self, leaf: Leaf<'_>, found: &[Extraction], typed: &[EnteredLeaf]) -> Pairs {
        let mut pairs = Pairs { partner: vec![None; found.len()], taken: vec![false; typed.len()] };
        type Accepts = fn(&Relation) -> bool;
        let rounds: [Accepts; 3] = [
            |relation| *relation == Relation::Same,
            |relation| relation.is_same(),
            |relation| !matches!(relation, Relation::Different),
        ];
        for accepts in rounds {
            for (x, extraction) in found.iter().enumerate() {
                if pairs.partner[x].is_some() {
                    continue;
                }
                let value = &extraction.chosen.value;
                let fits = |e: &usize| {
                    !pairs.taken[*e] && accepts(&relate(leaf.field.kind, &typed[*e].value, value, self.catalog))
                };
                if let Some(e) = (0..typed.len()).find(fits) {
                    pairs.partner[x] = Some(e);
                    pairs.taken[e] = true;
                }
            }
        }
        pairs
    }

    /// Values left over that stand for each other: a slip apart, or as many on one side as on the other.
    fn replacements(
        &self,
        leaf: Leaf<'_>,
        found: &[Extraction],
        typed: &[EnteredLeaf],
        pairs: &Pairs,
    ) -> Vec<(usize, usize)> {
        let mut left: Vec<usize> = (0..found.len()).filter(|&x| pairs.partner[x].is_none()).collect();
        let mut right: Vec<usize> = (0..typed.len()).filter(|&e| !pairs.taken[e]).collect();
        let mut out = Vec::new();
        left.retain(|&x| {
            let near = right.iter().position(|&e| {
                let texts = (plain(&found[x].chosen.value.canonical()), plain(&typed[e].value.canonical()));
                let slip = reason::slip_of(leaf.field.kind, &typed[e], &found[x], self.catalog);
                is_near(&texts.0, &texts.1) || slip.is_some()
            });
            match near {
                Some(at) => {
                    out.push((x, right.remove(at)));
                    false
                }
                None => true,
            }
        });
        if left.len() == right.len() {
            out.extend(left.into_iter().zip(right));
        }
        out
    }
}

/// Which entered value each extracted one was paired with.
struct Pairs {
    partner: Vec<Option<usize>>,
    taken: Vec<bool>,
}
