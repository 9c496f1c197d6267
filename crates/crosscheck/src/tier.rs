//! Owns how loudly a disagreement speaks. A flag of tier Error is a promise that the file proves the entry wrong, so it
//! takes a sure reading of what is printed, and a kind of difference that style cannot explain.

use casefile::{Confidence, Extraction, Tier, ValueKind};

/// From here on a reading is sure enough to call an entry wrong.
const SURE: f64 = 0.9;

/// Whether the reading is sure enough: what stands only in a mended text never is.
pub(crate) fn is_sure(extraction: &Extraction) -> bool {
    extraction.chosen.confidence >= Confidence::new(SURE) && !extraction.chosen.is_mended
}

/// For two values that differ.
pub(crate) fn of_difference(extraction: &Extraction) -> Tier {
    if is_sure(extraction) { Tier::Error } else { Tier::Doubtful }
}

/// For a value or item that the file states and the entry leaves out, among others that were entered.
pub(crate) fn of_omission(kind: ValueKind, extraction: &Extraction) -> Tier {
    match is_sure(extraction) {
        true if is_key(kind) => Tier::Error,
        true => Tier::Doubtful,
        false => Tier::Notice,
    }
}

/// For a value or item that was entered and that the file, which states others, does not state.
pub(crate) fn of_surplus(kind: ValueKind, all_sure: bool) -> Tier {
    if all_sure && is_key(kind) { Tier::Error } else { Tier::Doubtful }
}

/// Kinds whose lists are stated completely in one place: parties and panel in the head and the signature block, causes
/// and charges in the text. Sums, dates and statutes are scattered, so one too many may be a reading that was missed.
fn is_key(kind: ValueKind) -> bool {
    matches!(
        kind,
        ValueKind::Person | ValueKind::PartyName | ValueKind::Organisation | ValueKind::Charge | ValueKind::Cause
    )
}
