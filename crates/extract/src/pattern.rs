//! Owns the compiling of the patterns that rules carry in code. Patterns that one rule shares with a lawyer stand in the
//! catalogue instead.

use regex::Regex;

/// A constant pattern of a rule.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is constant and compiled by every test run")
}
