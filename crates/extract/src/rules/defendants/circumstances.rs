//! Owns the circumstances of sentencing that the court finds for a person: 自首, 累犯, 认罪认罚. What prosecution or defence only
//! claim is none.

use std::ops::Range;
use std::sync::LazyLock;

use catalog::SectionKind;
use regex::Regex;

use super::people::{self, People, Run};
use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Procedure;

/// The circumstances in the order of `Circumstance::ALL`, with the words that show them.
pub(super) type Found = [Option<(Range<usize>, f64)>; 3];

/// A circumstance of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Circumstance {
    /// 自首
    Surrender,
    /// 累犯
    Recidivist,
    /// 认罪认罚
    PleaLeniency,
}

impl Circumstance {
    /// Every circumstance.
    pub(super) const ALL: [Circumstance; 3] =
        [Circumstance::Surrender, Circumstance::Recidivist, Circumstance::PleaLeniency];

    fn word(self) -> &'static str {
        match self {
            Circumstance::Surrender => "自首",
            Circumstance::Recidivist => "累犯",
            Circumstance::PleaLeniency => "认罪认罚",
        }
    }

    /// The leaf of the field.
    pub(super) fn leaf(self) -> &'static str {
        match self {
            Circumstance::Surrender => "surrender",
            Circumstance::Recidivist => "recidivist",
            Circumstance::PleaLeniency => "plea_leniency",
        }
    }
}

/// Words in the clause of a circumstance that deny it.
const DENIALS: &[&str] = &[
    "不构成",
    "不属于",
    "不属",
    "不符合",
    "不能认定",
    "不应认定",
    "不予认定",
    "不认定",
    "不是",
    "不具有",
    "不具备",
    "没有",
    "并非",
    "未认定",
    "不存在",
    "无自首",
    "非自首",
    "不宜认定",
    "不能成立",
    "不成立",
    "不应以",
    "不以",
    "未构成",
    "不系",
    "尚不",
    "难以认定",
    "不视为",
    "除外",
    "虽不",
    "无法认定",
    "不适用",
    "未签",
    "不认罪认罚",
    "不再",
    "不可",
    "缺乏",
    "不能视为",
    "不能构成",
];

/// Words of a sentence in which somebody other than the court speaks.
const CLAIMS: &[&str] = &[
    "辩护人提",
    "辩护人认为",
    "辩护人关于",
    "辩护人辩",
    "辩护意见",
    "辩称",
    "辩解",
    "辩护称",
    "所提",
    "提出",
    "上诉称",
    "上诉理由",
    "的意见",
    "请求",
    "公诉机关关于",
    "公诉机关认为",
    "公诉人认为",
    "建议",
    "主张",
    "认为原判",
];

/// How the court answers.
const REFUSED: &[&str] = &[
    "不予采纳",
    "不予采信",
    "不予支持",
    "不能成立",
    "不成立",
    "不予认定",
    "不符",
    "无据",
    "不采纳",
    "不足采信",
    "不当",
    "相悖",
    "依据不足",
    "证据不足",
    "不能采纳",
];
const ACCEPTED: &[&str] = &[
    "采纳",
    "支持",
    "成立",
    "属实",
    "采信",
    "予以认定",
    "有理",
    "予以确认",
    "予以考虑",
    "正确",
    "予以体现",
    "酌情考虑",
    "相符",
];

/// Words that make a circumstance everybody's.
static EVERYBODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:各|诸|全部|上述|以上|全体|上列|该)[二两三四五六七八九十0-9]*(?:名|位)?(?:原审)?(?:被告人|被告|上诉人)|(?P<count>[二两三四五六七八九十]|[0-9]{1,2})(?:名|位)?(?:原审)?(?:被告人|被告|上诉人|人)均?",
    )
});

/// What a court says of a circumstance at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Found,
    /// Denied by the court in its own words, which overrides a court below.
    Denied,
    /// Claimed by somebody, or refused to somebody who claimed it.
    Open,
}

/// How the court speaks in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// The reasoning of this court.
    Reasoning,
    /// The reasoning of the court below, or findings of fact; only plain conclusions count.
    Other,
}

impl Zone {
    fn confidence(self) -> f64 {
        match self {
            Zone::Reasoning => 0.95,
            Zone::Other => 0.86,
        }
    }
}

/// What is known of every person while reading.
struct Findings {
    found: Vec<Found>,
    denied: Vec<[bool; 3]>,
}

/// The findings about every person, in order.
pub(super) fn of_people(cx: &Context, people: &People) -> Vec<Found> {
    let count = people.all.len();
    let mut findings = Findings { found: vec![[None, None, None]; count], denied: vec![[false; 3]; count] };
    for (range, zone) in zones(cx) {
        let mut last: Option<Run> = None;
        for sentence in sentences(cx, range) {
            read(cx, people, sentence, zone, &mut last, &mut findings);
        }
    }
    findings.found
}

/// Where the court speaks: its reasoning, and below it the reasoning of the court below, which an appeal that does not disagree
/// leaves standing.
fn zones(cx: &Context) -> Vec<(Range<usize>, Zone)> {
    let own = cx.section(SectionKind::Reasoning);
    let mut zones = vec![(own.clone(), Zone::Reasoning)];
    let facts = cx.section(SectionKind::Course).start..own.start.max(cx.section(SectionKind::Course).start);
    if cx.profile.procedure != Procedure::First {
        zones.extend(reasoning_below(cx, facts).map(|range| (range, Zone::Other)));
    } else {
        zones.extend(findings(cx, facts).map(|range| (range, Zone::Other)));
    }
    zones
}

/// 原判认为… up to the recited decision.
fn reasoning_below(cx: &Context, range: Range<usize>) -> Option<Range<usize>> {
    static BELOW: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "(?:原判|原审法院|原审|一审法院|一审|原审判决|原判决|人民法院|该院)(?:判决)?(?:据此|综合|依法)?认为|据此认为|原判认定的?上述",
        )
    });
    let text = cx.slice(range.clone());
    let found = BELOW.find(text)?;
    let rest = &text[found.start()..];
    let end = ["上诉人", "上诉称", "宣判后", "不服"].iter().filter_map(|word| rest.find(&format!("\n{word}"))).min();
    let end = end.unwrap_or(rest.len()).min(floor(rest, 9_000));
    Some(range.start + found.start()..range.start + found.start() + end)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What the court found on the facts: from 经审理查明 on.
fn findings(cx: &Context, range: Range<usize>) -> Option<Range<usize>> {
    let text = cx.slice(range.clone());
    let at = ["经审理查明", "本院查明", "另查明", "审理查明"].iter().filter_map(|word| text.find(word)).min()?;
    Some(range.start + at..range.end)
}

fn read(
    cx: &Context,
    people: &People,
    sentence: Range<usize>,
    zone: Zone,
    last: &mut Option<Run>,
    findings: &mut Findings,
) {
    let text = cx.slice(sentence.clone());
    let runs = people::runs(cx, people, sentence.clone());
    for (index, circumstance) in Circumstance::ALL.into_iter().enumerate() {
        for (offset, word) in text.match_indices(circumstance.word()) {
            let place = offset..offset + word.len();
            let verdict = match zone {
                Zone::Other if is_in_plea(cx, sentence.start) => Verdict::Open,
                _ => verdict(text, place.clone(), zone),
            };
            if verdict == Verdict::Open {
                continue;
            }
            let shown = clause(text, place);
            let shown = sentence.start + shown.start..sentence.start + shown.end;
            for person in subjects(cx, people, sentence.start..sentence.start + offset, &runs, last.as_ref()) {
                let is_open = findings.found[person][index].is_none() && !findings.denied[person][index];
                match verdict {
                    Verdict::Found if is_open => {
                        findings.found[person][index] = Some((shown.clone(), zone.confidence()))
                    }
                    Verdict::Denied if zone == Zone::Reasoning => findings.denied[person][index] = true,
                    _ => {}
                }
            }
        }
    }
    if let Some(run) = runs.last() {
        *last = Some(run.clone());
    }
}

/// Whether the paragraph before a place lets the defence speak: its points may follow in sentences of their own.
fn is_in_plea(cx: &Context, at: usize) -> bool {
    let before = &cx.text()[..at];
    let paragraph = before.rfind('\n').map_or(before, |start| &before[start..]);
    ["辩护人", "辩称", "辩护意见", "上诉称"].iter().any(|word| paragraph.contains(word))
}

/// What the court says where the word stands.
fn verdict(text: &str, word: Range<usize>, zone: Zone) -> Verdict {
    let clause = &text[clause(text, word.clone())];
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // 《…自首和立功…的解释》 names a law.
    let in_title = text[..word.start].matches('《').count() > text[..word.start].matches('》').count();
    if in_title || text[word.end..].starts_with("制度") {
        return Verdict::Open;
    }
    let corrects = clause.contains("原") && clause.contains("认定") && has(&["错误", "不当", "有误"]);
    if corrects || DENIALS.iter().any(|denial| clause.contains(denial)) {
        return if has(CLAIMS) && !corrects { Verdict::Open } else { Verdict::Denied };
    }
    if has(CLAIMS) {
        return if has(ACCEPTED) && !has(REFUSED) { Verdict::Found } else { Verdict::Open };
    }
    // Outside the reasoning only a conclusion counts, not evidence of some earlier finding.
    let concludes = ["系", "构成", "属", "是", "具有", "应认定", "认定为"].iter().any(|word| clause.contains(word));
    let cites = has(&["判决书", "证实", "证明", "曾因"]);
    match zone {
        Zone::Reasoning => Verdict::Found,
        Zone::Other if concludes && !cites => Verdict::Found,
        Zone::Other => Verdict::Open,
    }
}

/// The clause between commas that holds a place.
fn clause(text: &str, word: Range<usize>) -> Range<usize> {
    const MARKS: &[char] = &['，', '；', '。', '\n', '：'];
    let start = text[..word.start].rfind(MARKS).map_or(0, |at| at + '，'.len_utf8().min(text.len() - at));
    let start = if text.is_char_boundary(start) { start } else { word.start };
    let end = text[word.end..].find(MARKS).map_or(text.len(), |at| word.end + at);
    start..end
}

/// Whose the circumstance is: the names last said before it, everybody where the court says so, the last person spoken of
/// where a sentence names nobody.
fn subjects(cx: &Context, people: &People, before: Range<usize>, runs: &[Run], last: Option<&Run>) -> Vec<usize> {
    let everybody = 0..people.all.len();
    if people.all.len() == 1 {
        return everybody.collect();
    }
    let named = runs.iter().rfind(|run| run.range.end <= before.end);
    let from = named.map_or(before.start, |run| run.range.end);
    let names_unit = cx.slice(from..before.end).contains("被告单位");
    if names_unit && people.all.iter().any(|person| person.is_unit) {
        return everybody.filter(|index| people.all[*index].is_unit).collect();
    }
    if let Some(found) = EVERYBODY.captures_iter(cx.slice(from..before.end)).last() {
        let count = found.name("count").and_then(|count| casefile::value::numeral::integer(count.as_str()));
        let count = count.and_then(|count| usize::try_from(count).ok());
        match count {
            Some(count) if count < people.all.len() => {
                let same = runs.iter().rev().chain(last).find(|run| run.people.len() == count);
                if let Some(run) = same {
                    return run.people.clone();
                }
            }
            _ => return everybody.collect(),
        }
    }
    match named.or(last) {
        Some(run) => run.people.clone(),
        None => Vec::new(),
    }
}

fn sentences(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    cx.slice(range)
        .split_inclusive(['。', '\n', '；'])
        .map(|sentence| {
            let start = at;
            at += sentence.len();
            start..at
        })
        .collect()
}
