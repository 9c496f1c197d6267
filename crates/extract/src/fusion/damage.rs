//! Owns when a text is damaged enough to be mended: what the model proposes here and there in a sound text is left alone.

use text::{Change, Mend};

use crate::tagger::Tags;

/// A change is made from this probability on. A wrong repair costs more than one that is left out: rules tolerate noise.
const BREAK_MIN: f64 = 0.6;
const MARK_MIN: f64 = 0.7;
const REPAIR_MIN: f64 = 0.8;

/// A text that lacks this share of its line ends has lost them.
const LOST_BREAKS_SHARE: f64 = 0.5;

/// Fewer lost line ends than this are chance.
const LOST_BREAKS_MIN: usize = 4;

/// Characters between two repairs below which a text is full of wrong characters.
const CHARS_PER_REPAIR_MAX: usize = 400;

/// Fewer repairs than this are chance.
const REPAIRS_MIN: usize = 4;

/// The changes to make in a text; none if it is sound.
pub(crate) fn mends(text: &str, tags: &Tags) -> Vec<Mend> {
    let believed: Vec<Mend> =
        tags.mends.iter().filter(|p| p.probability >= least(p.mend.change)).map(|p| p.mend).collect();
    let breaks_lost = believed.iter().filter(|mend| mend.change.is_break()).count();
    let breaks = text.matches('\n').count();
    let repairs = believed.iter().filter(|mend| !matches!(mend.change, Change::Insert(_))).count();
    let lost_breaks =
        breaks_lost >= LOST_BREAKS_MIN && breaks_lost as f64 >= LOST_BREAKS_SHARE * (breaks + breaks_lost) as f64;
    let wrong_characters = repairs >= REPAIRS_MIN && repairs * CHARS_PER_REPAIR_MAX >= text.chars().count();
    if lost_breaks || wrong_characters { believed } else { Vec::new() }
}

fn least(change: Change) -> f64 {
    match change {
        change if change.is_break() => BREAK_MIN,
        Change::Insert(_) => MARK_MIN,
        Change::Replace(_) | Change::Remove => REPAIR_MIN,
    }
}
