//! Owns what one person is convicted of and must serve, folded from the clauses about that person: a total (决定执行) wins over
//! single penalties, fines add up where no total names one.

use std::ops::Range;

use casefile::value::{Date, Money};

use super::charges::Charge;
use super::clauses::{Clauses, Count, CountKind};
use super::penalties::{Penalty, Principal, RightsLost};

/// A value with the places that show it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown<T> {
    pub(super) value: T,
    pub(super) ranges: Vec<Range<usize>>,
    pub(super) confidence: f64,
}

/// Confidence of what one clause states.
const STATED: f64 = 0.98;
/// Confidence of fines that are added up without a total that names their sum.
const ADDED_UP: f64 = 0.9;
/// The same where a total is fixed but names no fine.
const NOT_IN_TOTAL: f64 = 0.7;

/// What a document leaves in force for one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sentence {
    pub(super) charges: Vec<Charge>,
    pub(super) principal: Option<Shown<(Principal, Option<u32>)>>,
    pub(super) probation: Option<Shown<u32>>,
    pub(super) fine: Option<Shown<Money>>,
    pub(super) rights: Option<Shown<RightsLost>>,
    pub(super) property: Option<Shown<&'static str>>,
    pub(super) from: Option<Shown<Date>>,
    pub(super) to: Option<Shown<Date>>,
}

impl Sentence {
    /// Whether nothing is decided about the person.
    pub(super) fn is_empty(&self) -> bool {
        *self == Sentence::default()
    }

    /// Whether the person is convicted.
    pub(super) fn is_conviction(&self) -> bool {
        self.principal.as_ref().is_some_and(|principal| principal.value.0 != Principal::Innocent)
    }
}

/// The sentence of one person.
pub(super) fn of_person(clauses: &Clauses, person: usize) -> Sentence {
    let counts: Vec<&Count> = clauses.counts.iter().filter(|count| count.people.contains(&person)).collect();
    let singles: Vec<&Count> = counts.iter().copied().filter(|count| count.kind == CountKind::Charge).collect();
    let total = counts.iter().copied().rfind(|count| count.kind == CountKind::Total && !count.penalties.is_empty());
    let term = clauses.terms.iter().find(|term| term.people.contains(&person));
    let mut sentence = Sentence {
        charges: singles.iter().flat_map(|count| count.charges.iter().cloned()).collect(),
        principal: total.and_then(principal_in).or_else(|| heaviest(&singles)),
        probation: total.and_then(probation_in),
        fine: fine(&singles, total),
        rights: total.and_then(rights_in).or_else(|| longest_rights(&singles)),
        property: total.and_then(property_in).or_else(|| widest_property(&singles)),
        from: term.map(|term| shown(term.from.0, term.from.1.clone())),
        to: term.map(|term| shown(term.to.0, term.to.1.clone())),
    };
    if sentence.probation.is_none() && total.is_none() {
        sentence.probation = singles.iter().find_map(|count| probation_in(count));
    }
    if sentence.principal.is_none() {
        sentence.principal = fine_only(&singles);
    }
    sentence
}

/// A sentence of which no part is surer than a limit.
pub(super) fn doubted(mut sentence: Sentence, limit: f64) -> Sentence {
    fn cap<T>(shown: &mut Option<Shown<T>>, limit: f64) {
        if let Some(shown) = shown {
            shown.confidence = shown.confidence.min(limit);
        }
    }
    cap(&mut sentence.principal, limit);
    cap(&mut sentence.probation, limit);
    cap(&mut sentence.fine, limit);
    cap(&mut sentence.rights, limit);
    cap(&mut sentence.property, limit);
    cap(&mut sentence.from, limit);
    cap(&mut sentence.to, limit);
    sentence
}

fn shown<T>(value: T, range: Range<usize>) -> Shown<T> {
    Shown { value, ranges: vec![range], confidence: STATED }
}

fn first_in<T>(count: &Count, pick: impl Fn(Penalty) -> Option<T>) -> Option<Shown<T>> {
    count.penalties.iter().find_map(|(penalty, range)| pick(*penalty).map(|value| shown(value, range.clone())))
}

fn principal_in(count: &Count) -> Option<Shown<(Principal, Option<u32>)>> {
    first_in(count, |penalty| match penalty {
        Penalty::Principal(kind, months) => Some((kind, months)),
        _ => None,
    })
}

fn probation_in(count: &Count) -> Option<Shown<u32>> {
    first_in(count, |penalty| match penalty {
        Penalty::Probation(months) => Some(months),
        _ => None,
    })
}

fn rights_in(count: &Count) -> Option<Shown<RightsLost>> {
    first_in(count, |penalty| match penalty {
        Penalty::Rights(lost) => Some(lost),
        _ => None,
    })
}

fn property_in(count: &Count) -> Option<Shown<&'static str>> {
    first_in(count, |penalty| match penalty {
        Penalty::Property(scope) => Some(scope),
        _ => None,
    })
}

/// Without a total the one principal penalty counts; of several, the heaviest, with less certainty.
fn heaviest(singles: &[&Count]) -> Option<Shown<(Principal, Option<u32>)>> {
    let all: Vec<_> = singles.iter().filter_map(|count| principal_in(count)).collect();
    let several = all.len() > 1;
    let mut best = all.into_iter().max_by_key(|principal| principal.value)?;
    if several {
        best.confidence = NOT_IN_TOTAL;
    }
    Some(best)
}

fn longest_rights(singles: &[&Count]) -> Option<Shown<RightsLost>> {
    singles.iter().filter_map(|count| rights_in(count)).max_by_key(|rights| match rights.value {
        RightsLost::Life => u32::MAX,
        RightsLost::Months(months) => months,
    })
}

fn widest_property(singles: &[&Count]) -> Option<Shown<&'static str>> {
    singles.iter().filter_map(|count| property_in(count)).max_by_key(|property| property.value == "全部")
}

/// The fine of the total, or the sum of the single fines.
fn fine(singles: &[&Count], total: Option<&Count>) -> Option<Shown<Money>> {
    let in_count = |count: &Count| {
        first_in(count, |penalty| match penalty {
            Penalty::Fine { sum, .. } => Some(sum),
            _ => None,
        })
    };
    if let Some(stated) = total.and_then(in_count) {
        return Some(stated);
    }
    let parts: Vec<_> = singles.iter().filter_map(|count| in_count(count)).collect();
    let fen = parts.iter().try_fold(0i64, |sum, part| sum.checked_add(part.value.fen()))?;
    let confidence = match (parts.len(), total) {
        (0, _) => return None,
        (_, Some(_)) => NOT_IN_TOTAL,
        (1, None) => STATED,
        (_, None) => ADDED_UP,
    };
    let ranges = parts.into_iter().flat_map(|part| part.ranges).collect();
    Some(Shown { value: Money::from_fen(fen), ranges, confidence })
}

/// A fine without any principal penalty is 单处罚金, said or not.
fn fine_only(singles: &[&Count]) -> Option<Shown<(Principal, Option<u32>)>> {
    let value = (Principal::FineOnly, None);
    singles.iter().find_map(|count| {
        first_in(count, |penalty| match penalty {
            Penalty::Fine { alone, .. } => Some(alone),
            _ => None,
        })
        .map(|alone| Shown {
            value,
            confidence: if alone.value { STATED } else { ADDED_UP },
            ranges: alone.ranges,
        })
    })
}
