//! Tests of the values of the case record: tables of texts with what they mean, and properties of the canonical forms.

mod properties;
mod tables;

use casefile::ValueKind;

/// Every kind of value.
const KINDS: &[ValueKind] = &[
    ValueKind::Text,
    ValueKind::Choice,
    ValueKind::Person,
    ValueKind::PartyName,
    ValueKind::Organisation,
    ValueKind::Court,
    ValueKind::Cause,
    ValueKind::Charge,
    ValueKind::Address,
    ValueKind::CaseNumber,
    ValueKind::DocumentNumber,
    ValueKind::Date,
    ValueKind::Money,
    ValueKind::Months,
    ValueKind::Flag,
    ValueKind::Identity,
    ValueKind::Law,
    ValueKind::Article,
    ValueKind::Ethnicity,
];
