//! Owns what the network's numbers mean: the best path of tags for fields and entities, and the changes that would mend the
//! text. Probabilities are those of the network, not yet calibrated.

use std::collections::BTreeSet;
use std::ops::Range;

use extract::{Proposal, Tag, Tags};
use text::{Change, Mend};

use crate::engine::Outputs;
use crate::labels::LABELS;
use crate::window::Window;

/// A change is proposed from this probability on.
const PROPOSED_MIN: f64 = 0.5;

/// Classes of the head that repairs: as it is, nothing, then the repairable characters.
const KEEP: usize = 0;
const REMOVE: usize = 1;
const FIRST_REPAIR: usize = 2;

/// What was seen of a text so far, character by character.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    fields: Vec<f32>,
    /// The layers beside each other.
    entities: Vec<f32>,
    /// The likeliest mark before each character, and the likeliest repair of it.
    marks: Vec<(usize, f64)>,
    repairs: Vec<(usize, f64)>,
}

impl Seen {
    pub(crate) fn with_room(chars: usize) -> Seen {
        let field_tags = tag_count(LABELS.fields.len());
        Seen { fields: Vec::with_capacity(chars * field_tags), ..Seen::default() }
    }

    /// Takes the kept part of a window.
    pub(crate) fn take(&mut self, outputs: &Outputs, row: usize, window: &Window) {
        let length = window.seen.len();
        let first = row * length + window.kept.start - window.seen.start;
        let kept = first..first + window.kept.len();
        let part = |values: &[f32], width: usize| values[kept.start * width..kept.end * width].to_vec();
        self.fields.extend(part(&outputs.fields, tag_count(LABELS.fields.len())));
        self.entities.extend(part(&outputs.entities, entity_width()));
        let (marks, repairs) = (LABELS.marks.len(), LABELS.repairable.len() + FIRST_REPAIR);
        self.marks.extend(part(&outputs.marks, marks).chunks(marks).map(likeliest));
        self.repairs.extend(part(&outputs.repairs, repairs).chunks(repairs).map(likeliest));
    }

    /// The labels of the whole text.
    pub(crate) fn tags(&self, text: &str) -> Tags {
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let fields = spans(&self.fields, tag_count(LABELS.fields.len()), Transitions::Free);
        let mut entities = Vec::new();
        let mut from = 0;
        for (layer, names) in LABELS.entities.iter().enumerate() {
            let width = tag_count(names.len());
            let emissions: Vec<f32> =
                self.entities.chunks(entity_width()).flat_map(|row| row[from..from + width].to_vec()).collect();
            let found = spans(&emissions, width, Transitions::Learned(&LABELS.transitions[layer]));
            entities.extend(found.into_iter().map(|span| span.named(names, &bytes)));
            from += width;
        }
        entities.sort_by_key(|tag| (tag.range.start, tag.range.end));
        Tags {
            fields: fields.into_iter().map(|span| span.named(&LABELS.fields, &bytes)).collect(),
            entities,
            mends: self.mends(&bytes),
            doubted: self.doubted(text),
        }
    }

    fn doubted(&self, text: &str) -> usize {
        let doubts = text.chars().zip(&self.repairs).filter(|(_, repair)| repair.0 != KEEP);
        doubts.map(|(c, _)| c).collect::<BTreeSet<char>>().len()
    }

    fn mends(&self, bytes: &[usize]) -> Vec<Proposal> {
        let mut out = Vec::new();
        for (index, (mark, repair)) in self.marks.iter().zip(&self.repairs).enumerate() {
            let mut propose = |change, probability| {
                if probability >= PROPOSED_MIN {
                    out.push(Proposal { mend: Mend { at: bytes[index], change }, probability });
                }
            };
            if mark.0 != 0 {
                propose(Change::Insert(&LABELS.marks[mark.0]), mark.1);
            }
            match repair.0 {
                KEEP => {}
                REMOVE => propose(Change::Remove, repair.1),
                class => propose(Change::Replace(LABELS.repairable[class - FIRST_REPAIR]), repair.1),
            }
        }
        out
    }
}

/// Outside, and two tags for each label: its first character and the others.
fn tag_count(labels: usize) -> usize {
    1 + 2 * labels
}

fn entity_width() -> usize {
    LABELS.entities.iter().map(|layer| tag_count(layer.len())).sum()
}

/// Shares that add up to one.
pub(crate) fn softmax(logits: &[f32]) -> Vec<f64> {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f64> = logits.iter().map(|logit| f64::from(logit - highest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The likeliest class and its share.
fn likeliest(logits: &[f32]) -> (usize, f64) {
    let best = highest(logits);
    // Most characters are as they should be, and nobody asks how sure that is.
    if best == 0 { (0, 1.0) } else { (best, softmax(logits)[best]) }
}

/// A labelled range of characters.
#[derive(Clone, Debug, PartialEq)]
struct Span {
    label: usize,
    chars: Range<usize>,
    probability: f64,
}

impl Span {
    fn named(self, names: &'static [String], bytes: &[usize]) -> Tag {
        let range = bytes[self.chars.start]..bytes[self.chars.end];
        Tag { label: &names[self.label], range, probability: self.probability }
    }
}

/// The spans of the best path. A span is as sure as the least sure of its characters.
fn spans(emissions: &[f32], width: usize, transitions: Transitions) -> Vec<Span> {
    let path = best_path(emissions, width, transitions);
    let mut out: Vec<Span> = Vec::new();
    for (at, &tag) in path.iter().enumerate() {
        if tag == 0 {
            continue;
        }
        let share = softmax(&emissions[at * width..(at + 1) * width])[tag];
        match out.last_mut() {
            Some(open) if !is_first(tag) => {
                open.chars.end = at + 1;
                open.probability = open.probability.min(share);
            }
            _ => out.push(Span { label: (tag - 1) / 2, chars: at..at + 1, probability: share }),
        }
    }
    out
}

const FORBIDDEN: f32 = -1e4;

/// Tags with odd numbers begin a span.
fn is_first(tag: usize) -> bool {
    tag % 2 == 1
}

/// What the way from a tag to the next one costs.
#[derive(Clone, Copy)]
enum Transitions<'t> {
    /// Nothing, but the inside of a span needs the same span before it.
    Free,
    /// What was learned.
    Learned(&'t [Vec<f32>]),
}

impl Transitions<'_> {
    /// The best tag before `to`, and the score of the way over it.
    fn best(self, best: &[f32], highest: usize, to: usize) -> (usize, f32) {
        match self {
            Transitions::Free if to == 0 || is_first(to) => (highest, best[highest]),
            Transitions::Free if best[to] > best[to - 1] => (to, best[to]),
            Transitions::Free => (to - 1, best[to - 1]),
            Transitions::Learned(table) => {
                let ways = best.iter().zip(table).map(|(before, row)| before + row[to]);
                let first = (0, f32::NEG_INFINITY);
                ways.enumerate().fold(first, |top, way| if way.1 > top.1 { way } else { top })
            }
        }
    }
}

/// The likeliest path of tags (Viterbi).
fn best_path(emissions: &[f32], width: usize, transitions: Transitions) -> Vec<usize> {
    let mut rows = emissions.chunks(width);
    let Some(first) = rows.next() else { return Vec::new() };
    let start = |tag: usize| if tag == 0 || is_first(tag) { first[tag] } else { FORBIDDEN };
    let mut best: Vec<f32> = (0..width).map(start).collect();
    let mut back: Vec<u8> = Vec::with_capacity(emissions.len());
    for row in rows {
        let highest = highest(&best);
        let steps = (0..width).map(|to| transitions.best(&best, highest, to)).collect::<Vec<_>>();
        back.extend(steps.iter().map(|(from, _)| u8::try_from(*from).expect("there are fewer than 256 tags")));
        best = steps.iter().zip(row).map(|((_, reached), emission)| reached + emission).collect();
    }
    let mut tag = highest(&best);
    let mut path = vec![tag];
    for step in back.chunks(width).rev() {
        tag = usize::from(step[tag]);
        path.push(tag);
    }
    path.reverse();
    path
}

/// The first of the highest numbers.
fn highest(numbers: &[f32]) -> usize {
    let first = (0, f32::NEG_INFINITY);
    numbers.iter().copied().enumerate().fold(first, |top, one| if one.1 > top.1 { one } else { top }).0
}

#[cfg(test)]
mod tests {
    use super::{Transitions, best_path};

    #[test]
    fn the_inside_of_a_span_follows_its_own_beginning() {
        // Outside, B-a, I-a, B-b, I-b: the best tag of the second character alone would be the inside of the other span.
        let emissions = [0.0, 5.0, 9.0, 1.0, 9.0, 0.0, 0.0, 2.0, 0.0, 3.0];
        assert_eq!(best_path(&emissions, 5, Transitions::Free), [1, 2]);
    }

    #[test]
    fn learned_transitions_count() {
        let keep = vec![vec![0.0, 0.0, -9.0], vec![-9.0, 0.0, 4.0], vec![0.0, 0.0, 0.0]];
        assert_eq!(best_path(&[0.0, 1.0, 0.0, 3.0, 0.0, 0.0], 3, Transitions::Learned(&keep)), [1, 2]);
    }
}
