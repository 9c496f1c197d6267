//! Owns which court or body a decision is ascribed to: the nearest one named before its number in the same sentence.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record};
use regex::Regex;

use crate::context::Context;
use crate::rules::mentions::Mentions;

/// The court or body of a decision.
pub(super) struct Body {
    pub(super) name: String,
    pub(super) range: Range<usize>,
    pub(super) method: &'static str,
    pub(super) confidence: f64,
}

/// Courts, arbitration commissions, notaries.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    let names = r"(?:[\p{Han}]{2,24}?(?:人民法院|军事法院|海事法院|知识产权法院|铁路运输法院|铁路运输中级法院|互联网法院|金融法院|专门法院)|[\p{Han}]{2,24}?(?:仲裁委员会|仲裁院|公证处))";
    Regex::new(names).expect("the pattern is constant and compiled by every test run")
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

/// The body before a number that starts at a place of the document; none if the sentence names none.
pub(super) fn of(cx: &Context, record: &Record<Extraction>, mentions: &Mentions, number: usize) -> Option<Body> {
    let text = cx.text();
    let start =
        text[..number].rfind(['。', '\n']).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let sentence = &text[start..number];
    let named = BODY.find_iter(sentence).last().map(|found| start + found.start()..start + found.end());
    let own = sentence.rfind("本院").map(|at| start + at..start + at + "本院".len());
    match (named, own) {
        (Some(named), Some(own)) if own.start > named.start => this_court(record, own),
        (None, Some(own)) => this_court(record, own),
        (Some(named), _) => Some(named_body(cx, named)),
        (None, None) => deciding_party(cx, mentions, start..number),
    }
}

fn this_court(record: &Record<Extraction>, range: Range<usize>) -> Option<Body> {
    let name = record.text("court")?;
    Some(Body { name, range, method: "prior_cases.this_court", confidence: 0.93 })
}

/// The name without words that run into it, cut to a court of the catalogue where one ends it.
fn named_body(cx: &Context, range: Range<usize>) -> Body {
    let text = cx.slice(range.clone());
    let courts = cx.catalog.courts();
    let known = text.char_indices().map(|(at, _)| at).find(|at| courts.by_name(&text[*at..]).is_some());
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
    let (party, range) = last.filter(|_| text.contains("作出") || text.contains("下达"))?;
    let name = mentions.parties[party].name.clone();
    Some(Body { name, range, method: "prior_cases.party", confidence: 0.85 })
}
