//! Owns what each person is accused of by the prosecution.

use std::ops::Range;
use std::sync::LazyLock;

use catalog::SectionKind;
use regex::Regex;

use super::charges::{self, Charge};
use super::people::{self, People};
use crate::context::Context;
use crate::pattern::pattern;

/// Charges with how sure they are the accused person's.
pub(super) type Accused = Vec<(Charge, f64)>;

/// Words that open an accusation, with what reaches up to the charge.
static ACCUSES: LazyLock<Regex> = LazyLock::new(|| pattern("指控|被控|提起公诉|公诉|起诉|审理|提起自诉|控诉"));

/// Words before a charge.
static LEAD: LazyLock<Regex> =
    LazyLock::new(|| pattern("被控犯|被控|涉嫌犯有|涉嫌犯|涉嫌|所犯|犯有|犯了|犯|构成|以|按"));

/// Where the accusation of a sentence ends and the decision on it begins.
const ENDS: &[&str] = &["一案", "之罪", "认定", "作出", "判决", "辩护", "，于", "向本院", "，向"];

/// The charges of every person, in order. The course of the proceedings recites the indictment; where it does not, the
/// prosecution's own words in the facts do.
pub(super) fn of_people(cx: &Context, people: &People) -> Vec<Accused> {
    let mut all: Vec<Accused> = vec![Vec::new(); people.all.len()];
    let course = cx.section(SectionKind::Course);
    for sentence in sentences(cx, course) {
        let text = cx.slice(sentence.clone());
        if ACCUSES.is_match(text) {
            let start = sentence.start + text.find("指控").unwrap_or(0);
            let end = end_of(cx, start..sentence.end);
            read(cx, people, start..end, 0.97, &mut all);
        }
    }
    if all.iter().any(|accused| !accused.is_empty()) {
        return all;
    }
    for sentence in sentences(cx, facts_of_prosecution(cx)) {
        let text = cx.slice(sentence.clone());
        let speaks = ["公诉机关", "检察院", "指控", "起诉书", "自诉人"].iter().any(|word| text.contains(word));
        let accuses = ["构成", "追究", "罪"].iter().any(|word| text.contains(word));
        if speaks && accuses {
            read(cx, people, sentence, 0.85, &mut all);
        }
    }
    all
}

/// The facts up to where the court begins to speak.
fn facts_of_prosecution(cx: &Context) -> Range<usize> {
    let facts = cx.section(SectionKind::Facts);
    let text = cx.slice(facts.clone());
    let own = ["经审理查明", "本院查明", "审理查明"].iter().filter_map(|word| text.find(word)).min();
    facts.start..own.map_or(facts.end, |at| facts.start + at)
}

fn end_of(cx: &Context, range: Range<usize>) -> usize {
    let text = cx.slice(range.clone());
    // A charge must stand before the end, or the words belong to the way to it.
    let first_charge = text.find('罪').unwrap_or(0);
    let ends = ENDS.iter().filter_map(|word| text[first_charge..].find(word)).min();
    ends.map_or(range.end, |at| range.start + first_charge + at)
}

fn read(cx: &Context, people: &People, range: Range<usize>, confidence: f64, all: &mut [Accused]) {
    let text = cx.slice(range.clone());
    let runs = people::runs(cx, people, range.clone());
    let mut charge_end = range.start;
    let leads = LEAD.find_iter(text).map(|lead| range.start + lead.end());
    // 指控被告人张三盗窃罪: the charge follows the name without a word between.
    let names = runs.iter().map(|run| run.range.end);
    let mut places: Vec<usize> = leads.chain(names).collect();
    places.sort_unstable();
    for at in places {
        if at < charge_end {
            continue;
        }
        // A name ends a list of charges: 张三犯盗窃罪、李四犯抢劫罪.
        let limit = runs.iter().map(|run| run.range.start).find(|start| *start > at).unwrap_or(range.end);
        let mut list = charges::list_at(cx, at, limit);
        if list.is_empty() {
            list.extend(charges::bare_at(cx, at, limit));
        }
        let bare = runs.iter().any(|run| run.range.end == at);
        let Some(last) = list.last() else { continue };
        if bare && !charges::is_listed(cx, &list[0]) {
            continue;
        }
        charge_end = last.range.end;
        let run = runs.iter().rfind(|run| run.range.end <= at);
        let accused: Vec<usize> = match run {
            Some(run) => run.people.clone(),
            None => (0..people.all.len()).collect(),
        };
        for person in accused {
            add(cx, &list, confidence, &mut all[person]);
        }
    }
}

fn add(cx: &Context, list: &[Charge], confidence: f64, to: &mut Accused) {
    for charge in list {
        let is_known = to.iter().any(|(known, _)| charges::name(cx, known) == charges::name(cx, charge));
        if !is_known {
            let doubt = if charges::is_listed(cx, charge) { 0.0 } else { 0.02 };
            to.push((charge.clone(), confidence - doubt));
        }
    }
}

fn sentences(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    cx.slice(range)
        .split_inclusive(['。', '\n'])
        .map(|sentence| {
            let start = at;
            at += sentence.len();
            start..at
        })
        .collect()
}
