//! Owns the list of rules in the order in which they run: what a later rule relies on comes first.

use casefile::{Extraction, Record};

use crate::context::Context;
use crate::profile::Material;

mod awards;
mod brackets;
mod causes;
mod defendants;
mod fees;
mod heading;
mod hearings;
mod indictment;
mod mentions;
mod outcomes;
mod parties;
mod patterns;
mod prior_cases;
mod prosecution;
mod signature;
mod statutes;
mod sums;

pub(crate) use parties::is_organisation;

/// A rule that needs code.
pub struct Rule {
    /// Unique name; the catalogue's fields refer to it.
    pub name: &'static str,
    /// The fields and groups that it fills.
    pub fills: &'static [&'static str],
    /// The material of least authority on which the rule runs; what says how a case was decided reads decisions only.
    pub from: Material,
    /// Reads the document into the record.
    pub read: fn(&mut Context, &mut Record<Extraction>),
}

/// All rules, in the order in which they run.
pub const RULES: &[Rule] = &[
    heading::RULE,
    indictment::RULE,
    parties::RULE,
    patterns::RULE,
    hearings::RULE,
    statutes::RULE,
    signature::RULE,
    prosecution::RULE,
    defendants::RULE,
    causes::RULE,
    prior_cases::RULE,
    outcomes::RULE,
    fees::RULE,
    awards::RULE,
];
