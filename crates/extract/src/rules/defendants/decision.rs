//! Owns which words of a document decide about the accused: its own decision at first instance, the recited judgment where
//! an appeal is dismissed, both where a judgment is changed in part, the history and the change where a term is reduced.

use std::ops::Range;
use std::sync::LazyLock;

use catalog::SectionKind;
use regex::Regex;

use super::clauses::{self, Clauses, Wording};
use super::commutation;
use super::people::People;
use super::sentence::{self, Sentence};
use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Procedure;

/// What this document leaves in force, for each person in order.
pub(super) fn sentences(cx: &Context, people: &People) -> Vec<Sentence> {
    let decision = cx.section(SectionKind::Disposition);
    let each = 0..people.all.len();
    if is_remand(cx.slice(decision.clone())) {
        return each.map(|_| Sentence::default()).collect();
    }
    match cx.profile.procedure {
        Procedure::SentenceChange => commutation::sentences(cx, people),
        Procedure::First => {
            let own = read_items(cx, people, decision);
            let mut own = own.changed;
            let is_misspelt = people.all.len() == 1 && own.counts.iter().all(|count| count.people.is_empty());
            if is_misspelt {
                clauses::adopt(&mut own);
            }
            let doubt = if is_misspelt { MISSPELT } else { 1.0 };
            each.map(|person| sentence::doubted(sentence::of_person(&own, person), doubt)).collect()
        }
        _ => {
            let own = read_items(cx, people, decision);
            let recited = recited(cx, people);
            each.map(|person| in_force(&own, &recited, person)).collect()
        }
    }
}

/// Confidence in a decision that spells the only accused person's name otherwise than the party block.
const MISSPELT: f64 = 0.8;

/// 发回重审 leaves nothing decided.
fn is_remand(decision: &str) -> bool {
    static REMAND: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"发回[^，。；\n]{0,40}(?:重新审判|重新审理|重审|审判|审理)|指令[^，。；\n]{2,30}再审")
    });
    REMAND.is_match(decision)
}

/// The decision by what its items do.
#[derive(Debug, Default)]
struct Items {
    /// Items that maintain, with what they recite.
    maintained: Clauses,
    /// Items that decide anew.
    changed: Clauses,
    /// Whether some item maintains 罚金 or other accessory penalties without reciting them.
    maintains_rest: bool,
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?m)(?:^|[。；：\n])(?P<item>(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,2}）|[0-9]{1,2}[、.])?(?P<verb>维持|驳回|准许|撤销|核准|变更|改判)|[一二三四五六七八九十]{1,3}、|(?:对)?(?:上诉人|原审被告人|原审上诉人|被告人)[^，。；\n]{2,30}犯)",
    )
});

fn read_items(cx: &Context, people: &People, decision: Range<usize>) -> Items {
    let text = cx.slice(decision.clone());
    let mut starts: Vec<(usize, &str)> = Vec::new();
    for found in ITEM.captures_iter(text) {
        let item = found.name("item").expect("the group is no option");
        let verb = found.name("verb").map_or("", |verb| verb.as_str());
        // Persons recited inside an item of 维持 or 撤销 begin no item of their own.
        let continues =
            verb.is_empty() && !item.as_str().contains('、') && is_recital_ahead(text, item.start(), &starts);
        if !continues {
            starts.push((item.start(), verb));
        }
    }
    if starts.first().is_none_or(|(start, _)| *start > 0) {
        starts.insert(0, (0, ""));
    }
    let mut items = Items::default();
    for (index, (start, verb)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |next| next.0);
        let range = decision.start + start..decision.start + end;
        match *verb {
            "撤销" => items.read_revoking(cx, people, range),
            "维持" | "驳回" | "准许" => {
                items.maintains_rest |=
                    ["罚金", "附加刑", "其余", "其他"].iter().any(|word| text[*start..end].contains(word));
                append(&mut items.maintained, clauses::read(cx, people, range, Wording::Decision));
            }
            _ => append(&mut items.changed, clauses::read(cx, people, range, Wording::Decision)),
        }
    }
    items
}

/// Whether the item before is one of 维持 or 撤销 whose recital (即…) goes on at `at`.
fn is_recital_ahead(text: &str, at: usize, starts: &[(usize, &str)]) -> bool {
    let Some((start, verb)) = starts.last() else { return false };
    let item = &text[*start..at];
    let opened = item.matches('“').count() > item.matches('”').count();
    let recites = item.contains('即') && !item.contains('\n');
    matches!(*verb, "维持" | "撤销") && (opened || recites)
}

impl Items {
    /// An item may revoke and decide in one sentence: 撤销原判…部分，维持其余部分; 撤销缓刑，与本罪并罚，决定执行….
    fn read_revoking(&mut self, cx: &Context, people: &People, range: Range<usize>) {
        const REST: &[&str] = &["维持其余", "维持其他", "维持原判其"];
        self.maintains_rest |= REST.iter().any(|word| cx.slice(range.clone()).contains(word));
        let Some(at) = cx.slice(range.clone()).find("改判") else { return };
        append(&mut self.changed, clauses::read(cx, people, range.start + at..range.end, Wording::Decision));
    }
}

fn append(to: &mut Clauses, more: Clauses) {
    to.counts.extend(more.counts);
    to.terms.extend(more.terms);
}

/// What is in force after an appeal, a retrial or a review of a death sentence.
fn in_force(own: &Items, recited: &Clauses, person: usize) -> Sentence {
    let base = sentence::of_person(recited, person);
    let kept = sentence::of_person(&own.maintained, person);
    let changed = sentence::of_person(&own.changed, person);
    if changed.is_empty() {
        return if base.principal.is_some() { filled(base, kept) } else { filled(kept, base) };
    }
    let is_whole = changed.principal.is_some() && !changed.charges.is_empty();
    let mut result = filled_accessories(changed, &kept);
    if !is_whole || own.maintains_rest {
        result = filled_accessories(result, &base);
    }
    if result.principal.is_none() {
        (result.principal, result.probation) = (kept.principal.clone().or(base.principal), base.probation);
    }
    if result.charges.is_empty() {
        result.charges = if kept.charges.is_empty() { base.charges } else { kept.charges.clone() };
    } else if kept.principal.is_some() {
        result.charges.splice(0..0, kept.charges);
    }
    result
}

/// The first sentence with what it lacks taken from the second.
fn filled(first: Sentence, second: Sentence) -> Sentence {
    if first.is_empty() {
        return second;
    }
    if second.is_empty() || first.principal.is_some() {
        return first;
    }
    let charges = if first.charges.is_empty() { second.charges } else { first.charges };
    Sentence {
        charges,
        principal: first.principal.or(second.principal),
        probation: first.probation.or(second.probation),
        fine: first.fine.or(second.fine),
        rights: first.rights.or(second.rights),
        property: first.property.or(second.property),
        from: first.from.or(second.from),
        to: first.to.or(second.to),
    }
}

/// A changed sentence with accessory penalties that were maintained.
fn filled_accessories(changed: Sentence, kept: &Sentence) -> Sentence {
    Sentence {
        fine: changed.fine.or_else(|| kept.fine.clone()),
        rights: changed.rights.or_else(|| kept.rights.clone()),
        property: changed.property.or_else(|| kept.property.clone()),
        ..changed
    }
}

/// Where a recited judgment begins.
static RECITAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:判决|裁判)(?:如下)?：|(?:如下|作出|以下)(?:的)?判决|(?:判决|判处)：|判决[，、]?(?:以|认定|被告人|原审被告人|撤销)|判处其|以(?:原审)?被告人|对(?:原审)?被告人[^，。；\n]{1,30}以|认定(?:原审)?被告人[^，。；：\n]{1,60}?犯|判决认定|以[^，。；：\n]{2,40}罪[，、]?(?:分别|各)?判处|分别以|(?:认定|判决)[^，。；\n]{2,30}犯[^，。；\n]{2,60}罪，(?:判处|免)|(?:判处|决定对)(?:原审)?被告人",
    )
});

/// Words of the sentences after it.
const RECITAL_ENDS: &[&str] = &[
    "不服",
    "提出上诉",
    "上诉提出",
    "上诉称",
    "上诉理由",
    "抗诉",
    "宣判后",
    "送达后",
    "经审理查明",
    "经二审",
    "本院",
    "辩护人",
    "提起上诉",
    "未上诉",
    "发生法律效力",
    "上诉及辩护",
];

/// The sentence of the court below as the document recites it: of several recitals the one that sentences most persons,
/// and of those the last, since a retried case was decided again.
fn recited(cx: &Context, people: &People) -> Clauses {
    let course = cx.section(SectionKind::Course);
    let reasoning = cx.section(SectionKind::Reasoning);
    let range = course.start..reasoning.start.max(course.start);
    let mut best = (0, Clauses::default());
    for block in recital_blocks(cx, range) {
        let clauses = clauses::read(cx, people, block, Wording::Recital);
        let sentenced =
            (0..people.all.len()).filter(|person| sentence::of_person(&clauses, *person).principal.is_some()).count();
        if sentenced > 0 && sentenced >= best.0 {
            best = (sentenced, clauses);
        }
    }
    best.1
}

fn recital_blocks(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for sentence in sentences_in(cx, range) {
        let text = cx.slice(sentence.clone());
        let punishes = ["判处", "决定执行", "刑事处罚", "单处", "合并执行"].iter().any(|word| text.contains(word));
        if punishes && open.is_none() && !is_evidence(text) {
            if RECITAL.is_match(text) {
                open = Some(sentence.start);
                blocks.push(sentence.clone());
            }
        } else if let (Some(_), Some(last)) = (open, blocks.last_mut()) {
            let ends = RECITAL_ENDS.iter().any(|word| text.contains(word));
            match punishes || !ends {
                true => last.end = sentence.end,
                false => open = None,
            }
        } else if open.is_none() && text.trim_end().ends_with('：') && RECITAL.is_match(text) {
            // 判决如下： and the items on lines of their own.
            open = Some(sentence.end);
            blocks.push(sentence.end..sentence.end);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// Documents of evidence recite earlier convictions.
fn is_evidence(sentence: &str) -> bool {
    ["证实", "证明", "释放证"].iter().any(|word| sentence.contains(word))
}

/// Sentences of a range, each with its closing mark. A colon at a line's end closes one too.
fn sentences_in(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    for (offset, mark) in cx.slice(range.clone()).match_indices(['。', '\n']) {
        let end = range.start + offset + mark.len();
        out.push(start..end);
        start = end;
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}
