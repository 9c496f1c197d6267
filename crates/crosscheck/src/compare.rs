//! Owns the choice of comparison for a field and the verdict of a comparison of two values. One file per shape; each is
//! symmetric and says Same of a value and itself.

use casefile::{Value, ValueKind};
use catalog::Catalog;

use crate::masks;
use crate::plain::plain;

mod address;
mod article;
mod case_number;
mod cause;
mod charge;
mod choice;
mod court;
mod date;
mod document_number;
mod ethnicity;
mod flag;
mod identity;
mod law;
mod money;
mod months;
mod organisation;
mod party_name;
mod person;
mod text;

/// How two values of a kind stand to each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Relation {
    /// They mean the same.
    Same,
    /// They mean the same as far as both go; the remark says which goes less far.
    SameWithNote(&'static str),
    /// They differ, but perhaps only in style; the remark says how.
    Doubtful(&'static str),
    /// They mean different things.
    Different,
    /// What is visible does not contradict.
    Masked,
    /// One side cannot be read.
    Unreadable,
}

impl Relation {
    /// Whether both sides mean the same.
    pub(crate) fn is_same(&self) -> bool {
        matches!(self, Relation::Same | Relation::SameWithNote(_))
    }
}

/// Compares two values of a kind by meaning.
pub(crate) fn relate(kind: ValueKind, a: &Value, b: &Value, catalog: &Catalog) -> Relation {
    if a == b {
        return Relation::Same;
    }
    match kind {
        ValueKind::CaseNumber => case_number::relate(&a.canonical(), &b.canonical()),
        ValueKind::Date => date::relate(a, b),
        ValueKind::Money => money::relate(a, b),
        ValueKind::Months => months::relate(a, b),
        ValueKind::Flag => flag::relate(a, b),
        _ => relate_texts(kind, &plain(&a.canonical()), &plain(&b.canonical()), catalog),
    }
}

fn relate_texts(kind: ValueKind, a: &str, b: &str, catalog: &Catalog) -> Relation {
    if a == b {
        return Relation::Same;
    }
    if masks::is_unreadable(a) || masks::is_unreadable(b) {
        return Relation::Unreadable;
    }
    match kind {
        ValueKind::Choice => choice::relate(a, b),
        ValueKind::Person => person::relate(a, b),
        ValueKind::PartyName => party_name::relate(a, b),
        ValueKind::Organisation => organisation::relate(a, b),
        ValueKind::Court => court::relate(a, b, catalog),
        ValueKind::Cause => cause::relate(a, b, catalog),
        ValueKind::Charge => charge::relate(a, b, catalog),
        ValueKind::Address => address::relate(a, b),
        ValueKind::DocumentNumber => document_number::relate(a, b),
        ValueKind::Identity => identity::relate(a, b),
        ValueKind::Law => law::relate(a, b, catalog),
        ValueKind::Article => article::relate(a, b),
        ValueKind::Ethnicity => ethnicity::relate(a, b),
        _ => text::relate(a, b),
    }
}

/// What masked texts amount to. A mask on one side hides what the other shows; two masked texts that differ were typed
/// from the same page, so the difference is worth a look.
fn relate_masked(a: &str, b: &str) -> Option<Relation> {
    if !masks::compatible(a, b) {
        return None;
    }
    let both = masks::is_masked(a) && masks::is_masked(b);
    Some(if both { Relation::Doubtful("两处均已隐名，写法不同") } else { Relation::Masked })
}
