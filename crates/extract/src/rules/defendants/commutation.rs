//! Owns what is in force after a term is reduced 减刑 or a prisoner paroled 假释: the conviction from the history, the penalty
//! as far as history and change together state it.

use std::sync::LazyLock;

use catalog::SectionKind;
use regex::Regex;

use super::clauses::{self, Wording};
use super::penalties::{self, PENALTY, Penalty, Principal, TERM_DAYS};
use super::people::People;
use super::sentence::{self, Sentence, Shown};
use crate::context::Context;
use crate::pattern::pattern;

/// Changes to a penalty: 减为有期徒刑十九年, 减去有期徒刑九个月, 减刑八个月.
static CHANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<becomes>(?:减为|改为|减刑为|减至)(?P<new>无期徒刑|有期徒刑(?:[0-9一二三四五六七八九十]{1,3}年)?(?:[零又]?[0-9一二三四五六七八九十]{1,3}个?月)?))|减(?:去|刑|少|余刑)(?:余刑|刑期)?(?:有期徒刑)?(?P<cut>(?:[0-9一二三四五六七八九十]{1,3}年)?(?:[零又]?[0-9一二三四五六七八九十]{1,3}个?月)?)",
    )
});

/// Confidence of a term that is reckoned from the history.
const RECKONED: f64 = 0.85;

pub(super) fn sentences(cx: &Context, people: &People) -> Vec<Sentence> {
    let decision = cx.section(SectionKind::Disposition);
    let heading = cx.section(SectionKind::Heading);
    let history = heading.end..decision.start.max(heading.end);
    let clauses = clauses::read(cx, people, history.clone(), Wording::History);
    let mut first = true;
    (0..people.all.len())
        .map(|person| {
            let mut sentence = sentence::of_person(&clauses, person);
            if std::mem::take(&mut first) {
                apply(cx, &mut sentence, history.clone());
                apply_rights(cx, &mut sentence, decision.clone());
                apply(cx, &mut sentence, decision.clone());
                apply_days(cx, &mut sentence, decision.clone());
            }
            sentence
        })
        .collect()
}

/// Applies the changes that a range states, one after another.
fn apply(cx: &Context, sentence: &mut Sentence, range: std::ops::Range<usize>) {
    let is_decision = range.start >= cx.section(SectionKind::Disposition).start;
    for found in CHANGE.captures_iter(cx.slice(range.clone())) {
        let whole = found.get(0).expect("group 0 always matches");
        let place = range.start + whole.start()..range.start + whole.end();
        let after = cx.slice(place.end..range.end);
        // 建议减刑六个月 is not yet a change.
        let before = &cx.text()[..place.start];
        let proposed =
            !is_decision && ["建议", "提请", "报请", "予以", "对罪犯"].iter().any(|word| before.ends_with(word));
        if proposed || after.starts_with("建议") {
            continue;
        }
        if let Some(new) = found.name("new") {
            let kind = if new.as_str().starts_with("无期") { Principal::Life } else { Principal::FixedTerm };
            let months = penalties::months_of(new.as_str());
            let new_place = range.start + new.start()..range.start + new.end();
            sentence.principal = Some(Shown { value: (kind, months), ranges: vec![new_place], confidence: 0.97 });
        } else if let Some(cut) = found.name("cut").and_then(|cut| penalties::months_of(cut.as_str()))
            && let Some(principal) = &mut sentence.principal
        {
            principal.value.1 =
                principal.value.1.and_then(|months| months.checked_sub(cut)).filter(|months| *months > 0);
            principal.ranges.push(place);
            principal.confidence = RECKONED;
        }
    }
}

/// The loss of political rights after the change: 剥夺政治权利七年不变, 改为九年.
fn apply_rights(cx: &Context, sentence: &mut Sentence, range: std::ops::Range<usize>) {
    let history = cx.section(SectionKind::Heading).end..range.end;
    let last = PENALTY.captures_iter(cx.slice(history.clone())).filter_map(|found| {
        let place = found.get(0)?;
        match penalties::of_match(&found)? {
            Penalty::Rights(lost) => Some((lost, history.start + place.start()..history.start + place.end())),
            _ => None,
        }
    });
    if let Some((value, place)) = last.last() {
        sentence.rights = Some(Shown { value, ranges: vec![place], confidence: 0.93 });
    }
}

fn apply_days(cx: &Context, sentence: &mut Sentence, range: std::ops::Range<usize>) {
    sentence.from = None;
    sentence.to = None;
    let Some(found) = TERM_DAYS.captures(cx.slice(range.clone())) else { return };
    let Some((from, to)) = penalties::days_of(&found) else { return };
    let place = |name: &str| {
        let group = found.name(name).expect("the group is no option");
        std::iter::once(range.start + group.start()..range.start + group.end()).collect::<Vec<_>>()
    };
    sentence.from = Some(Shown { value: from, ranges: place("from"), confidence: 0.98 });
    sentence.to = Some(Shown { value: to, ranges: place("to"), confidence: 0.98 });
}
