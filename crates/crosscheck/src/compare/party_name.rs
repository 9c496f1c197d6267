//! Owns the comparison of names of parties, which are persons or organisations.

use super::{Relation, organisation, person};

/// The endings and words that only names of organisations have.
const ORGANISATION_MARKS: &[&str] = &[
    "公司",
    "厂",
    "行",
    "社",
    "局",
    "院",
    "校",
    "会",
    "所",
    "部",
    "站",
    "店",
    "政府",
    "中心",
    "集团",
    "合伙",
    "医院",
    "基金",
    "委员会",
    "支队",
    "大队",
    "管理处",
    "办事处",
    "工作室",
];

/// Compares two plain names.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    match is_organisation(a) || is_organisation(b) {
        true => organisation::relate(a, b),
        false => person::relate(a, b),
    }
}

fn is_organisation(name: &str) -> bool {
    // A person's name of two or three characters may end in 行 or 社 too.
    name.chars().count() >= 4 && ORGANISATION_MARKS.iter().any(|mark| name.contains(mark))
}
