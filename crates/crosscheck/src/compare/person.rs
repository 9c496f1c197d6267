//! Owns the comparison of names of natural persons: bracketed remarks are dropped, masked names fit what they can hide.

use super::{Relation, relate_masked};
use crate::plain::without_remarks;

/// Compares two plain names.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let (bare_a, bare_b) = (bare(a), bare(b));
    if bare_a == bare_b {
        return Relation::Same;
    }
    relate_masked(&bare_a, &bare_b).unwrap_or(Relation::Different)
}

/// The name alone; the middle dot of a foreign or minority name is often left out.
fn bare(name: &str) -> String {
    without_remarks(name).replace(['·', '.'], "")
}
