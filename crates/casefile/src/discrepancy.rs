//! Owns discrepancies 疑点: what the comparison found that a person has to look at.

use std::fmt;

use crate::comparison::Comparison;
use crate::entered::EnteredLeaf;
use crate::extraction::Extraction;
use crate::key::FieldKey;
use crate::record::LeafPath;

/// How loudly a discrepancy speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The file proves the entry wrong 错误.
    Error,
    /// The reading is not sure enough, or the difference may be one of style 存疑.
    Doubtful,
    /// Worth knowing: a value not entered, or not stated by the file 提示.
    Notice,
}

impl Tier {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Tier::Error => "error",
            Tier::Doubtful => "doubtful",
            Tier::Notice => "notice",
        }
    }

    /// The Chinese name shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Tier::Error => "错误",
            Tier::Doubtful => "存疑",
            Tier::Notice => "提示",
        }
    }
}

/// Identity of a discrepancy over re-runs: leaf path, outcome and both values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// One disagreement between the entry and the file, with the origin of both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Discrepancy {
    /// Where in the record.
    pub path: LeafPath,
    /// Which field.
    pub field: FieldKey,
    /// What the comparison said; never `Same` or `NotApplicable`.
    pub outcome: Comparison,
    /// How loudly to say it.
    pub tier: Tier,
    /// What was typed, if anything.
    pub entered: Option<EnteredLeaf>,
    /// What the file says, if anything.
    pub extracted: Option<Extraction>,
    /// Why it was flagged, in Chinese, for the reviewer.
    pub reason: String,
    /// What kind of disagreement it is, in Chinese: the same words wherever the same thing went wrong.
    pub pattern: String,
    /// Identity over re-runs.
    pub fingerprint: Fingerprint,
}
