//! Owns what a comparison hands back; not how it comes about.

use casefile::{Comparison, Discrepancy, FieldKey, LeafPath, Value};

/// What became of one leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// Where in the record.
    pub path: LeafPath,
    /// Which field.
    pub field: FieldKey,
    /// What the comparison said.
    pub outcome: Comparison,
    /// What was typed, if anything.
    pub entered: Option<Value>,
    /// What the file says, if anything.
    pub extracted: Option<Value>,
    /// A remark in Chinese where two values count as the same although one says less than the other.
    pub note: Option<String>,
}

/// Every leaf that was compared, and those that a person has to look at, both in record order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// One entry per leaf of either side.
    pub comparisons: Vec<Compared>,
    /// The disagreements.
    pub discrepancies: Vec<Discrepancy>,
}
