//! Owns how damaged a text is: whether so much that it is mended, for what the model proposes here and there in a sound text
//! is left alone, and how many of its characters are probably wrong.

use std::collections::HashMap;

use text::{Change, Mend};

use crate::tagger::{Proposal, Tags};

/// A change is made from this probability on. A wrong repair costs more than one that is left out: rules tolerate noise.
const BREAK_MIN: f64 = 0.6;
const MARK_MIN: f64 = 0.7;
const REPLACE_MIN: f64 = 0.6;
const REMOVE_MIN: f64 = 0.9;

/// A text that lacks this share of its line ends has lost them.
const LOST_BREAKS_SHARE: f64 = 0.5;

/// Fewer lost line ends than this are chance.
const LOST_BREAKS_MIN: usize = 4;

/// Characters between two repairs below which a text is full of wrong characters.
const CHARS_PER_REPAIR_MAX: usize = 600;

/// Fewer repairs than this are chance.
const REPAIRS_MIN: usize = 4;

/// As many proposals, or doubts, are met in sound texts.
const CHANCE_MAX: usize = 2;

/// Whether nothing in a text, or in a part of it, gives cause to look closer.
pub(super) fn is_sound(text: &str, tags: &Tags) -> bool {
    believed(text, tags).len() <= CHANCE_MAX && tags.doubted <= CHANCE_MAX
}

/// The proposals that are likely enough. A character that would be changed in several places is a rare one, in a name most
/// often, and no wrong one.
fn believed(text: &str, tags: &Tags) -> Vec<Mend> {
    let shown = |mend: &Mend| text[mend.at..].chars().next();
    let is_repair = |mend: &Mend| !matches!(mend.change, Change::Insert(_));
    let mut times: HashMap<Option<char>, usize> = HashMap::new();
    for proposal in tags.mends.iter().filter(|proposal| is_repair(&proposal.mend)) {
        *times.entry(shown(&proposal.mend)).or_default() += 1;
    }
    let is_likely = |proposal: &&Proposal| proposal.probability >= least(proposal.mend.change);
    let likely = tags.mends.iter().filter(is_likely).map(|proposal| proposal.mend);
    likely.filter(|mend| !is_repair(mend) || times[&shown(mend)] == 1).collect()
}

/// The changes to make in a text; none if it is sound.
pub(super) fn mends(text: &str, tags: &Tags) -> Vec<Mend> {
    let believed = believed(text, tags);
    let breaks_lost = believed.iter().filter(|mend| mend.change.is_break()).count();
    let breaks = text.matches('\n').count();
    let repairs = believed.iter().filter(|mend| !matches!(mend.change, Change::Insert(_))).count();
    let lost_breaks =
        breaks_lost >= LOST_BREAKS_MIN && breaks_lost as f64 >= LOST_BREAKS_SHARE * (breaks + breaks_lost) as f64;
    let wrong_characters = repairs >= REPAIRS_MIN && repairs * CHARS_PER_REPAIR_MAX >= text.chars().count();
    if lost_breaks || wrong_characters { believed } else { Vec::new() }
}

/// Wrong characters of a text, of which the model doubts one: it knows the commonest characters alone.
const WRONG_PER_DOUBTED: f64 = 6.5;

/// Doubted characters per character of a sound text.
const DOUBTED_SOUND_SHARE: f64 = 0.0008;

/// A shorter text is taken for one of so many characters: a name or two in it say little.
const CHARS_MIN: usize = 500;

/// Sound texts with rare names have as many doubted characters per character; only one that lost nothing else gets the
/// benefit of the doubt.
const DOUBTED_RARE_SHARE: f64 = 0.004;

/// The share of the characters of a text that are probably wrong, from 0 to 1.
pub(super) fn wrong_share(text: &str, tags: &Tags, is_mended: bool) -> f64 {
    let doubted = tags.doubted as f64 / text.chars().count().max(CHARS_MIN) as f64;
    if !is_mended && doubted <= DOUBTED_RARE_SHARE {
        return 0.0;
    }
    (WRONG_PER_DOUBTED * (doubted - DOUBTED_SOUND_SHARE)).clamp(0.0, 1.0)
}

fn least(change: Change) -> f64 {
    match change {
        change if change.is_break() => BREAK_MIN,
        Change::Insert(_) => MARK_MIN,
        Change::Replace(_) => REPLACE_MIN,
        Change::Remove => REMOVE_MIN,
    }
}
