//! Owns what agreement, disagreement and damage do to confidence. The numbers are shares of right readings, measured on
//! documents held back from training; the model card has the table.

use casefile::{Confidence, Extraction, Record};

use super::Text;

/// A model's reading that differs from a rule's counts from this probability on.
pub(super) const DISAGREES_MIN: f64 = 0.9;

/// A model's reading fills a gap of a mended text from this probability on.
const FILLS_MENDED_MIN: f64 = 0.8;

/// A model's reading fills a gap of an intact text from this probability on: what rules do not find there is mostly not
/// there.
const FILLS_INTACT_MIN: f64 = 0.985;

/// Whether a reading by the model alone fills a gap.
pub(super) fn fills(probability: f64, text: Text) -> bool {
    probability
        >= match text {
            Text::Intact => FILLS_INTACT_MIN,
            Text::Mended => FILLS_MENDED_MIN,
        }
}

/// Share of the rule's doubt that is left when the model reads the same in an intact text.
const DOUBT_LEFT: f64 = 0.5;

/// In an intact text a reading that the model contradicts is at most this sure: below what makes an error.
const CONTRADICTED_MAX: f64 = 0.8;

/// What the model alone reads in an intact text.
const MODEL_ALONE: f64 = 0.75;

/// Readings of a text that was mended: by rule and model, by a rule alone, by a rule against the model, by the model alone.
/// Agreement in a text that lost nothing but its line ends is right more often, but a damaged text proves no error.
const MENDED_AGREED: f64 = 0.899;
const MENDED_RULE: f64 = 0.765;
const MENDED_CONTRADICTED: f64 = 0.5;
const MENDED_MODEL: f64 = 0.84;

/// Rule and model read the same.
pub(super) fn raise(leaf: &mut Extraction, text: Text) {
    let doubt = 1.0 - leaf.chosen.confidence.fraction();
    leaf.chosen.confidence = Confidence::new(match text {
        Text::Intact => 1.0 - doubt * DOUBT_LEFT,
        Text::Mended => MENDED_AGREED,
    });
}

/// The model reads something else.
pub(super) fn lower(leaf: &mut Extraction, text: Text) {
    let most = match text {
        Text::Intact => CONTRADICTED_MAX,
        Text::Mended => MENDED_CONTRADICTED,
    };
    leaf.chosen.confidence = leaf.chosen.confidence.min(Confidence::new(most));
}

/// The confidence of a reading by the model alone.
pub(super) fn of_model(text: Text) -> f64 {
    match text {
        Text::Intact => MODEL_ALONE,
        Text::Mended => MENDED_MODEL,
    }
}

/// What rules have read in a text that was mended, before the model is heard.
pub(super) fn lower_all(record: &mut Record<Extraction>) {
    for leaf in record.fields.values_mut().flatten() {
        leaf.chosen.confidence = leaf.chosen.confidence.min(Confidence::new(MENDED_RULE));
    }
    record.groups.values_mut().flatten().for_each(lower_all);
}
