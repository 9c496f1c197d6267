//! Owns the application of a change, slip or harmless variant, to a record. Which changes there are stands in their lists.

use catalog::Catalog;
use serde_json::Value as Json;

use super::site::{Site, sites};
use crate::input::Record;
use crate::random::Random;

/// A kind of change.
pub(super) struct Change {
    /// Its name, unique in its list.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) make: Make,
}

/// What a change does.
pub(super) enum Make {
    /// Replaces one value; nothing where it does not apply.
    Value(fn(&Site, &World<'_>, &mut Random) -> Option<Json>),
    /// Changes the record as a whole and names the field; nothing where it does not apply.
    Whole(fn(&mut Record, &World<'_>, &mut Random) -> Option<&'static str>),
}

/// What a change may draw on besides the value.
pub(super) struct World<'a> {
    /// The catalogue.
    pub(super) catalog: &'static Catalog,
    /// The record that is changed.
    pub(super) record: &'a Record,
    /// The record of another case.
    pub(super) neighbour: &'a Record,
}

/// A changed record.
pub(super) struct Changed {
    /// The record.
    pub(super) record: Record,
    /// The field that was changed.
    pub(super) field: &'static str,
    /// The value before.
    pub(super) from: String,
    /// Its canonical form.
    pub(super) canonical_from: String,
    /// The value after.
    pub(super) to: String,
}

/// Applies a change to the record at `at` in up to `most` places, one place each time.
pub(super) fn apply(change: &Change, truths: &[Record], at: usize, most: usize, random: &mut Random) -> Vec<Changed> {
    let record = &truths[at];
    let neighbour = &truths[(at + 1) % truths.len()];
    let world = World { catalog: Catalog::embedded(), record, neighbour };
    match change.make {
        Make::Value(make) => {
            let mut places = sites(record);
            random.shuffle(&mut places);
            let changed = places.iter().filter_map(|site| {
                let value = make(site, &world, random)?;
                replace(record, site, value)
            });
            changed.take(most).collect()
        }
        Make::Whole(make) => {
            let mut copy = record.clone();
            let field = make(&mut copy, &world, random);
            let changed = field.filter(|_| copy != *record).map(|field| Changed {
                record: copy,
                field,
                from: "item".to_string(),
                canonical_from: String::new(),
                to: "item".to_string(),
            });
            changed.into_iter().collect()
        }
    }
}

fn replace(record: &Record, site: &Site, value: Json) -> Option<Changed> {
    let mut whole = Json::Object(record.clone());
    let place = whole.pointer_mut(&site.pointer)?;
    if *place == value {
        return None;
    }
    let to = value.as_str().map_or_else(|| value.to_string(), str::to_string);
    *place = value;
    let Json::Object(record) = whole else { return None };
    let canonical_from = site.canonical(&site.text).unwrap_or_else(|| site.text.clone());
    Some(Changed { record, field: site.key(), from: site.text.clone(), canonical_from, to })
}

/// Whether a flag at `flagged` tells of a change at `changed`: the same field, or both name the items of one group, so
/// that a wrong article may show as a statute that is not there.
pub(super) fn concerns(changed: &str, flagged: &str) -> bool {
    let labels = |key: &str| {
        Catalog::embedded().groups().iter().any(|group| {
            let has = |key: &str| group.labels.iter().any(|label| label.as_str() == key);
            has(key) && has(changed)
        })
    };
    changed == flagged || labels(flagged)
}
