//! Owns the comparison of case numbers. 第 and leading zeros carry no meaning in numbers of the old style
//! （2014）历刑初字第00012号; in the style of 2016 they are wrong.

use super::{Relation, relate_masked};
use crate::plain::plain;

/// Compares two numbers in canonical or typed form.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let (a, b) = (plain(a), plain(b));
    if a == b || without_style(&a) == without_style(&b) {
        return Relation::Same;
    }
    relate_masked(&a, &b).unwrap_or(Relation::Different)
}

fn without_style(number: &str) -> String {
    let Some((head, tail)) = number.rsplit_once('字').filter(|(head, _)| head.starts_with('（')) else {
        return number.to_string();
    };
    let tail = tail.strip_prefix('第').unwrap_or(tail).trim_start_matches('0');
    format!("{head}字{tail}")
}
