//! Owns what a model may say of a text, and nothing of how it knows: characters in, labelled spans with probabilities out.

use std::fmt::Debug;
use std::ops::Range;

use text::Mend;

/// A reader of text that was trained instead of written. The same text gives the same answer on any thread.
pub trait Tagger: Debug + Sync {
    /// What stands in a normalised text; none if the engine failed.
    fn tag(&self, text: &str) -> Option<Tags>;

    /// What kind of material a page with this text is, the likeliest first; empty if the engine failed.
    fn kinds(&self, page: &str) -> Vec<(&'static str, f64)>;
}

/// What a model sees in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// Fields of the record, labelled by their keys, in order of their places.
    pub fields: Vec<Tag>,
    /// Persons, places, times, sums and goods, in order of their places.
    pub entities: Vec<Tag>,
    /// Where the text is damaged and what should stand there, in order.
    pub mends: Vec<Proposal>,
    /// How many different characters the model would not leave as they are, however unsure it is of what should stand there.
    /// One that stands in many places counts once: names are rare, but they are not wrong.
    pub doubted: usize,
}

/// A labelled range of bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The key of a field, or the name of an entity.
    pub label: &'static str,
    /// Where.
    pub range: Range<usize>,
    /// How sure the model is, before calibration.
    pub probability: f64,
}

/// A proposed change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// The change.
    pub mend: Mend,
    /// How sure the model is.
    pub probability: f64,
}
