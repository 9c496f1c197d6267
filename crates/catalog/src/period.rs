//! Owns the time in which an entry of the catalogue holds. Law changes, so every table row has one.

use casefile::value::Date;

/// A closed range of days in ISO form; an open end is unlimited or not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Option<Box<str>>,
    /// Last day; a year alone means its last day.
    pub until: Option<Box<str>>,
}

impl Period {
    pub(crate) fn of(from: &str, until: &str) -> Period {
        let side = |text: &str| Some(text).filter(|text| !text.is_empty()).map(Box::from);
        Period { from: side(from), until: side(until) }
    }

    /// Whether the period holds on a date; a date known only to the month or year counts if any of its days is inside.
    pub fn contains(&self, date: &Date) -> bool {
        self.contains_iso(&date.to_string())
    }

    /// The same for a date in ISO form (`2019`, `2019-03` or `2019-03-04`).
    pub fn contains_iso(&self, date: &str) -> bool {
        let common = |limit: &str| limit.len().min(date.len());
        let begun = self.from.as_deref().is_none_or(|from| date.get(..common(from)) >= from.get(..common(from)));
        let over = self.until.as_deref().is_some_and(|until| date.get(..common(until)) > until.get(..common(until)));
        begun && !over
    }

    /// Whether two periods share a day.
    pub fn overlaps(&self, other: &Period) -> bool {
        let before = |a: &Period, b: &Period| match (a.until.as_deref(), b.from.as_deref()) {
            (Some(until), Some(from)) => until < from,
            _ => false,
        };
        !before(self, other) && !before(other, self)
    }
}

/// How sure a table row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Checked against its source.
    Known,
    /// Not checked: a mismatch with this row is never an error.
    Doubtful,
}

impl Certainty {
    pub(crate) fn of(status: &str) -> Certainty {
        match status {
            "" | "verified" | "rule" => Certainty::Known,
            _ => Certainty::Doubtful,
        }
    }
}
