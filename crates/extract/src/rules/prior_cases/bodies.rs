//! Owns which court or body a decision is ascribed to: the nearest one named before its number in the same sentence.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record};
use regex::Regex;

use super::numbers::Number;
use crate::context::Context;
use crate::pattern::pattern;
use crate::rules::mentions::Mentions;

/// The court or body of a decision.
pub(super) struct Body {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) method: &'static str,
    pub(super) confidence: f64,
}

static COURT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\p{Han}]{2,24}?(?:人民法院|军事法院|海事法院|知识产权法院|铁路运输法院|铁路运输中级法院|互联网法院|金融法院)",
    )
});

/// Arbitration commissions and notaries.
static TRIBUNAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{Han}]{2,24}?(?:仲裁委员会|仲裁院|公证处)"));

/// 申请执行人某局于…, where the party block is missing.
static APPLICANT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"申请(?:执行)?人(?P<name>[\p{Han}]{4,30}?)(?:（[^）]*）)?(?:于|向|依据|以|对|与|申请|作出)")
});

/// Words that stand before a body's name and do not belong to it.
const BEFORE_BODY: &[&str] = &[
    "不服",
    "经由",
    "依据",
    "根据",
    "撤销",
    "维持",
    "变更",
    "终结",
    "执行",
    "对于",
    "关于",
    "已由",
    "业经",
    "服从",
    "原审",
    "一审",
    "二审",
    "现由",
    "案外人",
    "申请",
    "指令",
    "本案",
    "后",
    "由",
    "经",
    "对",
    "向",
    "与",
    "和",
    "及",
    "被",
    "于",
    "在",
    "因",
    "就",
    "将",
    "的",
    "以",
    "从",
    "依",
    "据",
    "服",
    "按照",
    "上诉于",
];

/// The body of a number found in a text that starts at `base` of the document; none if the sentence names none.
pub(super) fn of(
    cx: &Context,
    record: &Record<Extraction>,
    mentions: &Mentions,
    number: &Number,
    base: usize,
) -> Option<Body> {
    let text = cx.text();
    let at = base + number.range.start;
    let start =
        text[..at].rfind(['。', '\n']).map_or(0, |cut| cut + text[cut..].chars().next().map_or(0, char::len_utf8));
    let sentence = &text[start..at];
    if number.case.is_none() {
        let tribunal = TRIBUNAL.find_iter(sentence).last();
        return match tribunal {
            Some(found) => Some(named_body(cx, start + found.start()..start + found.end())),
            None => deciding_party(cx, mentions, start..at).or_else(|| applicant(cx, start..at)),
        };
    }
    let named = COURT.find_iter(sentence).last().map(|found| start + found.start()..start + found.end());
    let own = sentence.rfind("本院").map(|own| start + own..start + own + "本院".len());
    match (named, own) {
        (Some(named), Some(own)) if own.start > named.start => this_court(record, own),
        (None, Some(own)) => this_court(record, own),
        (Some(named), _) => Some(named_body(cx, named)),
        (None, None) => None,
    }
}

fn this_court(record: &Record<Extraction>, range: Range<usize>) -> Option<Body> {
    let name = record.text("court")?;
    Some(Body { name, range, method: "prior_cases.this_court", confidence: 0.93 })
}

/// The name without words that run into it. A court of the catalogue that ends it is taken, unless what stands before
/// belongs to the name: 某市东河区人民法院 is not the 东河区人民法院 of another place.
fn named_body(cx: &Context, range: Range<usize>) -> Body {
    let text = cx.slice(range.clone());
    let courts = cx.catalog.courts();
    let known = text.char_indices().map(|(at, _)| at).find(|at| courts.by_name(&text[*at..]).is_some());
    let known = known.filter(|at| !text[..*at].ends_with(['省', '市', '州', '区', '县', '盟', '旗', '团']));
    let start = known.unwrap_or_else(|| loose_start(text));
    let range = range.start + start..range.end;
    let confidence = if known.is_some() { 0.96 } else { 0.9 };
    Body { name: cx.reading.printed(range.clone()), range, method: "prior_cases.court", confidence }
}

fn loose_start(text: &str) -> usize {
    let behind = |word: &&str| text.rfind(*word).map(|at| at + word.len()).filter(|at| *at < text.len());
    BEFORE_BODY.iter().filter_map(behind).filter(|at| text[*at..].chars().count() >= 5).max().unwrap_or(0)
}

/// An administrative body is a party or is called by a party's short name: 某局作出的….
fn deciding_party(cx: &Context, mentions: &Mentions, sentence: Range<usize>) -> Option<Body> {
    let text = cx.slice(sentence.clone());
    let mut at = 0;
    let mut last = None;
    while at < text.len() {
        match mentions.at_start(&text[at..]) {
            Some(mention) => {
                if let Some(party) = mention.party {
                    last = Some((party, sentence.start + at..sentence.start + at + mention.len));
                }
                at += mention.len;
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    let (party, range) = last.filter(|_| ["作出", "下达", "执行"].iter().any(|verb| text.contains(verb)))?;
    let name = mentions.parties[party].name.clone();
    Some(Body { name, range, method: "prior_cases.party", confidence: 0.85 })
}

/// Who asks for the enforcement of an administrative decision has made it.
fn applicant(cx: &Context, sentence: Range<usize>) -> Option<Body> {
    let name = APPLICANT.captures(cx.slice(sentence.clone()))?.name("name")?;
    let range = sentence.start + name.start()..sentence.start + name.end();
    Some(Body { name: cx.reading.printed(range.clone()), range, method: "prior_cases.applicant", confidence: 0.85 })
}
