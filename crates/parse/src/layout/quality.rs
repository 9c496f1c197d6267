//! Owns judging whether the text of a page can be what the page shows. Does not know where the text came from.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Share of characters without meaning above which a page is garbled.
const MEANINGLESS_SHARE: f64 = 0.2;

/// Share of Latin letters with accents above which a page is garbled: Chinese bytes that were taken for Latin ones are
/// nothing else, and no language has that many.
const ACCENTED_SHARE: f64 = 0.4;

/// Below so many characters or pairs their shares say nothing.
const SAMPLE_MIN: usize = 40;

/// Pairs that are looked up of one page at most: enough for a sure verdict.
const SAMPLE_MAX: usize = 400;

/// Share of frequent pairs below which Chinese characters are no Chinese. A page of a judgment has 0.125 at least and 0.39
/// mostly, characters taken from a wrong table 0.005 mostly. Few pairs have to be below the smaller of these.
const FREQUENT_SHARE: f64 = 0.05;
const FREQUENT_SHARE_OF_FEW: f64 = 0.025;
const FEW: usize = 150;

/// Pairs of characters that are frequent in Chinese words; see `data/README.md` for how the list was made.
static FREQUENT: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/bigrams.txt").lines();
    lines.filter_map(|line| line.chars().next().map(|first| (first, &line[first.len_utf8()..]))).collect()
});

/// Whether characters, in the order in which they were drawn, cannot be what the page shows.
pub(super) fn is_garbled(chars: impl Iterator<Item = char> + Clone) -> bool {
    let visible = || chars.clone().filter(|c| !c.is_whitespace());
    let count = visible().count();
    let share = |of: usize| of as f64 / count.max(1) as f64;
    if share(visible().filter(|&c| is_meaningless(c)).count()) > MEANINGLESS_SHARE {
        return true;
    }
    let accented = visible().filter(|&c| matches!(c, '\u{80}'..='\u{24f}')).count();
    if accented >= SAMPLE_MIN && share(accented) > ACCENTED_SHARE {
        return true;
    }
    has_no_words(visible())
}

fn is_meaningless(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') || c.is_control()
}

/// Whether the Chinese characters of a text hardly ever stand beside one that follows them in a word.
fn has_no_words(chars: impl Iterator<Item = char>) -> bool {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let (mut pairs, mut frequent) = (0, 0);
    let mut before = None;
    for c in chars {
        let first = before.replace(c).filter(|&first| is_han(first) && is_han(c));
        // A character beside itself is a filler, or text that was drawn twice.
        let Some(first) = first.filter(|&first| first != c) else { continue };
        pairs += 1;
        frequent += usize::from(FREQUENT.get(&first).is_some_and(|followers| followers.contains(c)));
        if pairs >= SAMPLE_MAX {
            break;
        }
    }
    let share = if pairs < FEW { FREQUENT_SHARE_OF_FEW } else { FREQUENT_SHARE };
    pairs >= SAMPLE_MIN && (frequent as f64) < pairs as f64 * share
}
