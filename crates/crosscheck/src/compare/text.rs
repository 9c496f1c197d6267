//! Owns the comparison of free text: punctuation carries no meaning.

use super::{Relation, relate_masked};

/// Compares two plain texts.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    if letters(a) == letters(b) {
        return Relation::Same;
    }
    relate_masked(a, b).unwrap_or(Relation::Different)
}

fn letters(text: &str) -> String {
    // A text of nothing but marks is compared as it stands.
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if letters.is_empty() { text.to_string() } else { letters }
}
