//! Owns who bears a fee: 由原告负担, 由甲、乙共同负担, 甲负担100元，乙负担200元, 各半负担.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Money;
use regex::Regex;

use super::clause::Group;
use crate::context::Context;
use crate::pattern::pattern;
use crate::rules::mentions::{Mention, Mentions, folded};
use crate::rules::sums;

/// Somebody who bears a fee, or a share of it.
#[derive(Clone, Debug)]
pub(super) struct Payer {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) amount: Option<Money>,
    pub(super) amount_range: Range<usize>,
    pub(super) method: &'static str,
    pub(super) confidence: f64,
}

/// Somebody called by name or role.
struct Called {
    name: String,
    range: Range<usize>,
    method: &'static str,
    confidence: f64,
}

/// The verb, with how the fee is shared before it and the share behind it.
static BEARS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<mode>(?:各自|各半|各|均|平均|共同|连带|分别|自行|自愿|对半|同等| )*)(?:负担|承担|分担)(?P<filler>(?:人民币|各|一半|各半|为|其中的?|案件受理费|诉讼费|受理费|：| )*)(?P<sum>{})?(?P<next>的|部分|之|义务)?",
        sums::SUM
    ))
});

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:上述|以上|该|全部|各|其余)*[一二两三四五六七八九十\d]*(?:名|位|个)?)(?P<role>原、?被告(?:双方)?|(?:双方)?当事人|双方|(?:原审|一审|二审)?(?:反诉|再审|附带民事诉讼)?(?:原告人?|被告人?|被上诉人|上诉人|第三人|申请执行人|被申请执行人|被执行人|被申请人|申请人|起诉人|异议人|申诉人))",
    )
});

const LINKS: &[&str] = &[
    "均由",
    "应由",
    "应当由",
    "全部由",
    "其中由",
    "其中",
    "由",
    "以及",
    "和",
    "与",
    "及",
    "、",
    "，",
    "；",
    " ",
    "均",
    "各",
    "共",
    "本院决定",
    "现",
];

/// The payers of a group, in order. `plain` is the blanked text that starts at `base` of the document.
pub(super) fn read(cx: &Context, mentions: &Mentions, plain: &str, group: &Group, base: usize) -> Vec<Payer> {
    let rest = group.rest.start - base..group.rest.end - base;
    let text = &plain[rest.clone()];
    let mut out: Vec<Payer> = Vec::new();
    let mut from = 0;
    for found in BEARS.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let subject = subject_start(text, from, whole.start())..whole.start();
        from = whole.end();
        if found.name("next").is_some() {
            continue;
        }
        let offset = group.rest.start + subject.start;
        let called = called(cx, mentions, &text[subject.clone()], offset);
        let sum = found.name("sum").and_then(|sum| {
            let range = group.rest.start + sum.start()..group.rest.start + sum.end();
            Some((Money::parse(sum.as_str()).ok()?, range))
        });
        let share = Share {
            mode: format!("{}{}", &found["mode"], &found["filler"]),
            sum,
            verb: group.rest.start + whole.start()..group.rest.start + whole.end(),
        };
        out.extend(shared(group, called, &share));
    }
    out
}

struct Share {
    mode: String,
    sum: Option<(Money, Range<usize>)>,
    verb: Range<usize>,
}

/// The subject begins behind the last sum, or behind 由.
fn subject_start(text: &str, from: usize, verb: usize) -> usize {
    let part = &text[from..verb];
    let by = part.rfind('由').map(|at| at + '由'.len_utf8());
    let after_sum = sums::find_all(part).last().map(|sum| sum.range.end);
    from + by.into_iter().chain(after_sum).max().unwrap_or(0)
}

fn shared(group: &Group, called: Vec<Called>, share: &Share) -> Vec<Payer> {
    let count = i64::try_from(called.len()).unwrap_or(i64::MAX);
    let is_each = share.mode.contains('各') || share.mode.contains("分别");
    let is_halved = share.mode.contains("半") || share.mode.contains("平均") || share.mode.contains("同等");
    let whole = group.total.unwrap_or(group.fee);
    let whole_range = group.total_range.clone().unwrap_or_else(|| group.fee_range.clone());
    let (amount, range) = match (&share.sum, called.len()) {
        (Some((sum, range)), 1) => (Some(*sum), range.clone()),
        (Some((sum, range)), _) if is_each => (Some(*sum), range.clone()),
        (Some(_), _) => (None, share.verb.clone()),
        (None, 1) => (Some(whole), whole_range),
        (None, _) if is_halved && count > 0 => (Some(Money::from_fen(whole.fen() / count)), whole_range),
        (None, _) => (None, share.verb.clone()),
    };
    called
        .into_iter()
        .map(|called| Payer {
            name: called.name,
            range: called.range,
            amount,
            amount_range: range.clone(),
            method: called.method,
            confidence: called.confidence,
        })
        .collect()
}

/// Everybody whom a subject names; nobody if it holds words that are no names.
fn called(cx: &Context, mentions: &Mentions, subject: &str, base: usize) -> Vec<Called> {
    let mut out: Vec<Called> = Vec::new();
    let mut at = 0;
    while at < subject.len() {
        let rest = &subject[at..];
        if let Some(mention) = mentions.at_start(rest) {
            push(&mut out, by_mention(cx, mentions, mention, base + at));
            at += mention.len;
            continue;
        }
        if let Some(link) = LINKS.iter().find(|link| rest.starts_with(**link)) {
            at += link.len();
            continue;
        }
        if let Some(found) = ROLE.captures(rest) {
            let len = found[0].len();
            let behind = rest[len..].trim_start_matches([' ', '：']);
            let skipped = rest.len() - behind.len();
            let is_alone = behind.is_empty() || LINKS.iter().any(|link| behind.starts_with(*link));
            if is_alone {
                for called in by_role(mentions, &found["role"], base + at..base + at + len) {
                    push(&mut out, called);
                }
            }
            at += skipped;
            continue;
        }
        let Some((called, len)) = by_unknown_name(cx, mentions, rest, base + at) else { return Vec::new() };
        push(&mut out, called);
        at += len;
    }
    out
}

fn push(out: &mut Vec<Called>, called: Called) {
    if out.iter().all(|known| known.name != called.name) {
        out.push(called);
    }
}

fn by_mention(cx: &Context, mentions: &Mentions, mention: Mention, at: usize) -> Called {
    let range = at..at + mention.len;
    let name = match mention.party {
        Some(party) => mentions.parties[party].name.clone(),
        None => cx.reading.printed(range.clone()),
    };
    let confidence = if mention.party.is_some() { 0.97 } else { 0.85 };
    Called { name, range, method: "fees.by_name", confidence }
}

fn by_role(mentions: &Mentions, role: &str, range: Range<usize>) -> Vec<Called> {
    let is_both = role.starts_with("原、") || role.starts_with("原被") || role.contains("双方") || role == "当事人";
    let parties = match is_both {
        true => {
            let mut both = mentions.with_role("原告");
            both.extend(mentions.with_role("被告"));
            both.sort_unstable();
            both
        }
        false => mentions.with_role(role),
    };
    let confidence = if parties.len() == 1 { 0.95 } else { 0.9 };
    let call = |party: usize| Called {
        name: mentions.parties[party].name.clone(),
        range: range.clone(),
        method: "fees.by_role",
        confidence,
    };
    parties.into_iter().map(call).collect()
}

/// A name that no party bears: a short form of a party's name, or as printed.
fn by_unknown_name(cx: &Context, mentions: &Mentions, text: &str, at: usize) -> Option<(Called, usize)> {
    const NAME_CHARS_MAX: usize = 40;
    const NO_NAME_STARTS: &[&str] = &["已", "应", "于", "限", "按", "上述", "此款", "该款", "余", "下余", "剩余"];
    const NO_NAME: &[&str] = &["同意", "判决", "生效", "预交", "受理费", "费用", "日起", "之日", "给付", "支付"];
    let len = unknown_name_len(text);
    let name = &text[..len];
    let count = name.chars().count();
    let is_no_name =
        NO_NAME_STARTS.iter().any(|word| name.starts_with(word)) || NO_NAME.iter().any(|word| name.contains(word));
    if !(2..=NAME_CHARS_MAX).contains(&count) || is_no_name {
        return None;
    }
    let mut shortened = mentions.parties.iter().filter(|party| is_short_form(name, &folded(&party.name)));
    let (full, confidence) = match (shortened.next(), shortened.next()) {
        (Some(party), None) => (party.name.clone(), 0.9),
        _ => (cx.reading.printed(at..at + len), 0.8),
    };
    Some((Called { name: full, range: at..at + len, method: "fees.by_unknown_name", confidence }, len))
}

/// Endings that close the name of an organisation before 和.
const ORGANISATION_ENDINGS: &[&str] = &[
    "公司", "局", "厅", "府", "会", "室", "院", "行", "社", "部", "厂", "店", "处", "所", "中心", "学校", "大学", "队",
    "村", "组",
];

/// Up to the next mark; 和, 与, 及 part names only where something like a name stands on both sides, since names hold
/// them too (张海和).
fn unknown_name_len(text: &str) -> usize {
    let end = text.find(['、', '，', '；', ' ']).unwrap_or(text.len());
    let links = text[..end].match_indices(['和', '与', '及']);
    let parting = |(at, link): &(usize, &str)| {
        let before = &text[..*at];
        let count = before.chars().count();
        let is_name = (2..=4).contains(&count) || ORGANISATION_ENDINGS.iter().any(|ending| before.ends_with(ending));
        count >= 2 && is_name && text[at + link.len()..end].chars().count() >= 2
    };
    links.into_iter().find(parting).map_or(end, |(at, _)| at)
}

/// Whether a name leaves characters out of a full name and changes none.
fn is_short_form(short: &str, full: &str) -> bool {
    let mut rest = full.chars();
    short.chars().count() >= 3 && short.chars().all(|c| rest.any(|other| other == c))
}
