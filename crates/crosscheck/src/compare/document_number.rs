//! Owns the comparison of document numbers such as that of an indictment: brackets of all kinds are one, 第 and 号 may be
//! left out.

use super::{Relation, relate_masked};

/// Compares two plain numbers.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    if core(a) == core(b) {
        return Relation::Same;
    }
    relate_masked(a, b).unwrap_or(Relation::Different)
}

fn core(number: &str) -> String {
    let number = number.strip_suffix('号').unwrap_or(number);
    number.replace("）第", "）").replace("字第", "字")
}
