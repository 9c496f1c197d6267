//! Owns the vocabulary and the labels of the network, which its training wrote beside its weights.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What stands beside the weights.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLabels {
    vocabulary: String,
    repairable: String,
    pair_buckets: u32,
    fields: Vec<String>,
    entities: Vec<Vec<String>>,
    kinds: Vec<String>,
    marks: Vec<String>,
    transitions: Vec<Vec<Vec<f32>>>,
}

/// The meaning of the numbers that go into the network and come out of it.
pub(crate) struct Labels {
    ids: HashMap<char, i32>,
    pair_buckets: u32,
    /// Characters that the network may put in place of others.
    pub(crate) repairable: Vec<char>,
    /// Keys of record fields.
    pub(crate) fields: Vec<String>,
    /// Names of entities, layer by layer.
    pub(crate) entities: Vec<Vec<String>>,
    /// Kinds of material.
    pub(crate) kinds: Vec<String>,
    /// Marks that may have been lost; the first is none.
    pub(crate) marks: Vec<String>,
    /// For each layer of entities the score of going from a tag to a tag.
    pub(crate) transitions: Vec<Vec<Vec<f32>>>,
}

pub(crate) static LABELS: LazyLock<Labels> = LazyLock::new(|| {
    let text = include_str!("../../../models/court-reader/labels.json");
    let raw: RawLabels = serde_json::from_str(text).expect("the file is part of the program; every test reads it");
    let ids = raw.vocabulary.chars().zip(FIRST_ID..).collect();
    Labels {
        ids,
        pair_buckets: raw.pair_buckets,
        repairable: raw.repairable.chars().collect(),
        fields: raw.fields,
        entities: raw.entities,
        kinds: raw.kinds,
        marks: raw.marks,
        transitions: raw.transitions,
    }
});

/// 0 is padding.
const UNKNOWN: i32 = 1;
const FIRST_ID: i32 = 2;

impl Labels {
    /// The number of a character; always one that the network has a row for.
    pub(crate) fn id(&self, c: char) -> i32 {
        self.ids.get(&c).copied().unwrap_or(UNKNOWN)
    }

    /// The number of two neighbouring characters.
    pub(crate) fn pair(&self, before: char, here: char) -> i32 {
        let bucket = (before as u32 * 1009 + here as u32) % (self.pair_buckets - 1) + 1;
        i32::try_from(bucket).expect("there are few buckets")
    }
}

/// The record fields that the network labels.
pub fn fields() -> &'static [String] {
    &LABELS.fields
}

/// The entities that the network labels, in the two layers that may overlap each other.
pub fn entities() -> &'static [Vec<String>] {
    &LABELS.entities
}

/// The kinds of material that the network tells apart.
pub fn kinds() -> &'static [String] {
    &LABELS.kinds
}
