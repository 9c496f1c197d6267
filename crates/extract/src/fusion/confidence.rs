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

/// Readings of a text that was mended, before wrong characters are allowed for: by rule and model, by a rule alone, by a rule
/// against the model, by the model alone. Of the held-back texts without line ends, 99 in 100 of the first and 97 of the second
/// and fourth together were right; the third did not occur in them, so that its number is a guess.
const MENDED_AGREED: f64 = 0.985;
const MENDED_RULE: f64 = 0.93;
const MENDED_CONTRADICTED: f64 = 0.6;
const MENDED_MODEL: f64 = 0.945;

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

/// Characters around a value by which it was found.
const CHARS_AROUND: f64 = 4.0;

/// Share of the characters of a value that matter: others are repaired, or do not tell values apart.
const CHARS_THAT_MATTER: f64 = 0.5;

/// Allows for wrong characters that nobody sees: a value is right if the characters that matter are, and those around it.
pub(super) fn allow_for(record: &mut Record<Extraction>, wrong_share: f64) {
    if wrong_share <= 0.0 {
        return;
    }
    for leaf in record.fields.values_mut().flatten() {
        let chars = leaf.chosen.value.canonical().chars().count() as f64;
        let sound = (1.0 - wrong_share).powf(CHARS_AROUND + CHARS_THAT_MATTER * chars);
        leaf.chosen.confidence = Confidence::new(leaf.chosen.confidence.fraction() * sound);
    }
    record.groups.values_mut().flatten().for_each(|item| allow_for(item, wrong_share));
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
