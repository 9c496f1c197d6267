//! Owns the cutting of a cause out of the clause that names it. The names of the parties are the best border; where they
//! are not known, the longest cause of the catalogue that ends the clause is taken.

use std::ops::Range;
use std::sync::LazyLock;

use catalog::CauseList;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Category;
use crate::rules::mentions::Mentions;

/// A cause inside a clause.
pub(super) struct Phrase {
    /// Where it stands in the clause.
    pub(super) range: Range<usize>,
    /// The id of the way it was found.
    pub(super) method: &'static str,
    /// How sure it is.
    pub(super) confidence: f64,
}

/// Words that stand between a name and the cause, or before names, and belong to neither.
const CONNECTIVES: &[&str] = &[
    "之间的",
    "之间",
    "两人",
    "二人",
    "三人",
    "的",
    "因",
    "为",
    "就",
    "由于",
    "关于",
    "有关",
    "要求",
    "请求",
    "等",
    "与",
    "和",
    "及",
    "诉",
    "不服",
    "、",
    "，",
    "；",
    "其他",
    "一审",
    "二审",
    "再审",
    "认为",
    "所涉",
    "涉及",
    "发生",
    "产生",
];

/// Titles of parties: a text that holds one is not yet the cause alone.
static ROLE: LazyLock<Regex> =
    LazyLock::new(|| pattern("原告|被告|第三人|上诉人|申请人|被执行人|执行人|异议人|申诉人|本院|受理|作出|判决|裁定"));

/// What follows the cause and is no part of it.
static TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:管辖权?(?:异议)?(?:纠纷)?|提出管辖权异议|审判监督|再审|上诉|执行|的(?:案件)?|案)$"));

/// A bracket that says how somebody is called, and so closes a name.
static NAME_NOTE: LazyLock<Regex> =
    LazyLock::new(|| pattern("简称|以下|下称|原名|曾用名|又名|系|告|人|原|公司$|局$|政府$|银行$|厂$"));

static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:于)?\d{4}年\d{1,2}月\d{1,2}日(?:的|作出的)?"));

/// Longest cause in characters; the longest of the catalogue has 33.
const CAUSE_CHARS_MAX: usize = 34;

/// The causes that a clause ending before 一案 names, in order; mostly one.
pub(super) fn in_clause(cx: &Context, mentions: &Mentions, clause: &str) -> Vec<Phrase> {
    let chunks = chunks(mentions, clause);
    let Some((last, earlier)) = chunks.split_last() else { return Vec::new() };
    let mut out: Vec<Phrase> = Vec::new();
    if cx.profile.category == Category::Administrative {
        for chunk in earlier {
            let range = trimmed(clause, chunk.range.clone());
            let text = &clause[range.clone()];
            let confidence = if is_known(cx, text) { 0.93 } else { 0.85 };
            let ends_in_cause =
                chunk.follows_name && is_plausible(text) && known_suffix(cx, clause, range.clone()).is_some();
            if confidence > 0.9 || ends_in_cause {
                out.push(Phrase { range, method: "causes.named_between", confidence });
            }
        }
    }
    out.extend(in_last_chunk(cx, clause, last));
    out
}

/// A part of the clause between known names and brackets.
struct Chunk {
    range: Range<usize>,
    /// Whether a known name or a bracket stands right before it.
    follows_name: bool,
}

fn chunks(mentions: &Mentions, clause: &str) -> Vec<Chunk> {
    let mut out = Vec::new();
    let (mut at, mut start, mut follows_name) = (0, 0, false);
    let push = |out: &mut Vec<Chunk>, range: Range<usize>, follows_name: bool| {
        if !trimmed(clause, range.clone()).is_empty() {
            out.push(Chunk { range, follows_name });
        }
    };
    while at < clause.len() {
        let rest = &clause[at..];
        let separator = mentions.at_start(rest).map(|mention| mention.len).or_else(|| name_note(rest));
        match separator {
            Some(len) => {
                push(&mut out, start..at, follows_name);
                at += len;
                (start, follows_name) = (at, true);
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push(&mut out, start..clause.len(), follows_name);
    out
}

/// The length of a bracket at the start that belongs to a name.
fn name_note(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('（')?;
    let end = inner.find('）')?;
    let is_note = inner[..end].chars().count() > 8 || NAME_NOTE.is_match(&inner[..end]);
    is_note.then_some('（'.len_utf8() + end + '）'.len_utf8())
}

/// Without connectives and marks at the start, and without what follows the cause at the end.
fn trimmed(clause: &str, range: Range<usize>) -> Range<usize> {
    let mut text = &clause[range.clone()];
    loop {
        let before = text.len();
        text = text.trim_start();
        if let Some(found) = DATE.find(text) {
            text = &text[found.end()..];
        }
        for word in CONNECTIVES {
            let after = text.strip_prefix(word).unwrap_or(text);
            let is_part_of_cause = *word == "诉" && after.starts_with(['前', '中', '讼']);
            text = if is_part_of_cause { text } else { after };
        }
        if text.len() == before {
            break;
        }
    }
    let start = range.end - text.len();
    start..start + text.trim_end_matches(['、', '，', '；', ' ']).len()
}

fn in_last_chunk(cx: &Context, clause: &str, chunk: &Chunk) -> Option<Phrase> {
    let whole = before_tail(cx, clause, chunk.range.clone());
    if chunk.follows_name && is_known(cx, &clause[whole.clone()]) {
        return Some(Phrase { range: whole, method: "causes.known", confidence: 0.985 });
    }
    let free = after_because(cx, clause, trimmed(clause, whole.clone()));
    let is_behind_because = clause[..free.start].ends_with('因');
    let has_border = chunk.follows_name || is_behind_because;
    if has_border && is_known(cx, &clause[free.clone()]) {
        return Some(Phrase { range: free, method: "causes.known", confidence: 0.985 });
    }
    let starts_clean = is_behind_because || starts_with_plain_link(clause, &whole, &free);
    if has_border && starts_clean && is_plausible(&clause[free.clone()]) {
        let confidence = if clause[free.clone()].ends_with("纠纷") { 0.95 } else { 0.9 };
        return Some(Phrase { range: free, method: "causes.after_name", confidence });
    }
    let suffix = known_suffix(cx, clause, whole);
    let organisation = after_organisation(clause, free);
    match (suffix, organisation) {
        (Some(suffix), Some(named)) if suffix.start <= named.start => by_suffix(suffix),
        (_, Some(named)) => Some(Phrase { range: named, method: "causes.after_organisation", confidence: 0.88 }),
        (Some(suffix), None) => by_suffix(suffix),
        (None, None) => None,
    }
}

fn by_suffix(range: Range<usize>) -> Option<Phrase> {
    Some(Phrase { range, method: "causes.suffix", confidence: 0.9 })
}

/// Whether free words can be a cause: not a sentence, not a charge, no party in it.
fn is_plausible(text: &str) -> bool {
    const FREE_CHARS_MAX: usize = 20;
    let count = text.chars().count();
    let max = if text.ends_with("纠纷") { CAUSE_CHARS_MAX } else { FREE_CHARS_MAX };
    let is_charge = text.contains('犯') && text.contains('罪');
    (3..=max).contains(&count) && !ROLE.is_match(text) && !is_charge && !text.contains(['《', '号'])
}

/// What follows the name of an organisation that is no known party, where nothing but the cause can.
fn after_organisation(clause: &str, range: Range<usize>) -> Option<Range<usize>> {
    const ENDINGS: &[&str] = &[
        "公司",
        "局",
        "厅",
        "政府",
        "委员会",
        "办事处",
        "大队",
        "支队",
        "总队",
        "中心",
        "银行",
        "支行",
        "分行",
        "医院",
        "学校",
        "大学",
        "管委会",
        "派出所",
        "合作社",
        "居委会",
        "村委会",
        "信用社",
    ];
    let text = &clause[range.clone()];
    let at = ENDINGS.iter().filter_map(|ending| text.rfind(ending).map(|at| at + ending.len())).max()?;
    let behind = trimmed(clause, range.start + at..range.end);
    let is_name_before = text[..at].chars().count() >= 4;
    let is_free = !clause[behind.clone()].contains('、') && !clause[behind.clone()].starts_with("申请");
    (is_name_before && is_free && is_plausible(&clause[behind.clone()])).then_some(behind)
}

/// Cuts what follows the cause: everything behind the last 纠纷, a note on jurisdiction, a bracket.
fn before_tail(cx: &Context, clause: &str, range: Range<usize>) -> Range<usize> {
    let text = &clause[range.clone()];
    if let Some(bracket) = text.find('（')
        && is_known(cx, &text[..bracket])
    {
        return range.start..range.start + bracket;
    }
    let mut end = match text.rfind("纠纷") {
        Some(at) => at + "纠纷".len(),
        None => text.len(),
    };
    while let Some(found) = TAIL.find(&text[..end]).filter(|found| found.start() > 0) {
        end = found.start();
    }
    range.start..range.start + end
}

/// 甲因乙纠纷: the cause stands behind the last 因 if a party stands before it and a cause behind it.
fn after_because(cx: &Context, clause: &str, range: Range<usize>) -> Range<usize> {
    let text = &clause[range.clone()];
    let Some(at) = text.rfind('因').filter(|at| ROLE.is_match(&text[..*at])) else { return range };
    let behind = range.start + at + '因'.len_utf8()..range.end;
    let is_cause = clause[behind.clone()].ends_with("纠纷") || known_suffix(cx, clause, behind.clone()).is_some();
    if is_cause && !ROLE.is_match(&clause[behind.clone()]) && !clause[behind.clone()].starts_with(['诉', '与', '不'])
    {
        behind
    } else {
        range
    }
}

/// Whether nothing but 之间, 的, 因, 为 was dropped before the cause: 与, 和, 、 announce another name.
fn starts_with_plain_link(clause: &str, whole: &Range<usize>, free: &Range<usize>) -> bool {
    free.start <= whole.end && !clause[whole.start..free.start].contains(['与', '和', '及', '、', '，', '；'])
}

/// Which lists of causes count for a case.
fn lists(category: Category) -> &'static [CauseList] {
    match category {
        Category::Administrative => &[CauseList::Administrative, CauseList::Civil],
        Category::Compensation => &[CauseList::Compensation, CauseList::Administrative],
        Category::Enforcement => &[CauseList::Civil, CauseList::Enforcement, CauseList::Administrative],
        _ => &[CauseList::Civil],
    }
}

fn is_known(cx: &Context, text: &str) -> bool {
    let causes = cx.catalog.causes();
    text.chars().count() >= 2 && lists(cx.profile.category).iter().any(|list| causes.find(*list, text).is_some())
}

/// The longest cause of the catalogue with which a text ends.
fn known_suffix(cx: &Context, clause: &str, range: Range<usize>) -> Option<Range<usize>> {
    let text = &clause[range.clone()];
    let count = text.chars().count();
    let starts = text.char_indices().skip(count.saturating_sub(CAUSE_CHARS_MAX));
    starts.map(|(at, _)| range.start + at..range.end).find(|suffix| is_known(cx, &clause[suffix.clone()]))
}
