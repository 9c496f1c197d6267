//! Owns the comparison of identity and credit codes: case of the check letter, masked digits, 15 and 18 digits.

use super::{Relation, relate_masked};

/// Compares two plain codes.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let (a, b) = (code(a), code(b));
    if a == b {
        return Relation::Same;
    }
    if is_old_form(&a, &b) || is_old_form(&b, &a) {
        return Relation::SameWithNote("一处为15位旧号码");
    }
    // The X of a check digit is no mask: hide it before masks are looked for.
    relate_masked(&hide_check_letter(&a), &hide_check_letter(&b)).unwrap_or(Relation::Different)
}

fn code(text: &str) -> String {
    text.to_uppercase().chars().filter(|c| !matches!(c, '-' | '·')).collect()
}

fn hide_check_letter(code: &str) -> String {
    match code.strip_suffix('X') {
        Some(digits) if digits.chars().all(|c| c.is_ascii_digit()) => format!("{digits}Z"),
        _ => code.to_string(),
    }
}

/// Whether `old` is the 15-digit form of the 18-digit `new`: without the century and the check digit.
fn is_old_form(old: &str, new: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if old.len() != 15 || new.len() != 18 || !digits(old) || !digits(&new[..17]) {
        return false;
    }
    new[6..8] == *"19" && old[..6] == new[..6] && old[6..] == new[8..17]
}
