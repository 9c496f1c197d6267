//! Owns the comparison of names of organisations. A short form counts as doubtful: only a person knows whether it means
//! the same body.

use super::{Relation, relate_masked};

/// Legal forms, longest first, that short names leave out.
const LEGAL_FORMS: &[&str] = &[
    "集团股份有限公司",
    "股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "有限责任公司",
    "有限公司",
    "（有限合伙）",
    "（普通合伙）",
    "（特殊普通合伙）",
    "集团公司",
    "公司",
    "集团",
];

/// Compares two plain names.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    if let Some(masked) = relate_masked(a, b) {
        return masked;
    }
    let (core_a, core_b) = (core(a), core(b));
    if core_a == core_b {
        return Relation::Doubtful("名称的组织形式部分不同");
    }
    let (count_a, count_b) = (core_a.chars().count(), core_b.chars().count());
    let is_within = if count_a >= count_b { core_a.contains(&core_b) } else { core_b.contains(&core_a) };
    // Two characters such as 银行 are in half of all names. And a name shorter by one character is a slip of the hand.
    let is_short_form = count_a.min(count_b) >= 3 && count_a.abs_diff(count_b) >= 2 && is_within;
    if is_short_form { Relation::Doubtful("疑为同一单位的全称与简称") } else { Relation::Different }
}

/// The name without its legal form.
fn core(name: &str) -> String {
    for form in LEGAL_FORMS {
        if let Some(core) = name.strip_suffix(form)
            && !core.is_empty()
        {
            return core.to_string();
        }
    }
    name.to_string()
}
