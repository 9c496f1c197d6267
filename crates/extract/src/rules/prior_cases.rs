//! Reads the earlier decisions of the same dispute that a document reviews, executes or follows: judgments below, the
//! basis of enforcement, arbitration awards, notarial deeds, administrative decisions. Other suits that are mentioned as
//! evidence and earlier convictions do not count.

use std::ops::Range;

use casefile::value::CaseNumber;
use casefile::{Extraction, Record, Value};
use catalog::SectionKind;

use crate::context::Context;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;
use crate::rules::mentions::{Mentions, shifted};

mod bodies;
mod numbers;

use numbers::Number;

pub(super) const RULE: Rule = Rule { name: "prior_cases", fills: &["prior_cases"], from: Material::Decision, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let own = own_number(record);
    let mentions = Mentions::of(cx, record);
    let mut seen: Vec<Number> = Vec::new();
    for place in places(cx) {
        let text = cx.slice(place.clone());
        for number in numbers::in_text(text) {
            if !counts(cx, text, &number, own.as_ref()) || seen.iter().any(|known| known.is_same(&number)) {
                continue;
            }
            add(cx, record, &mentions, &number, place.start);
            seen.push(number);
        }
    }
}

fn own_number(record: &Record<Extraction>) -> Option<CaseNumber> {
    match record.one("case_number").map(|leaf| &leaf.chosen.value) {
        Some(Value::CaseNumber(number)) => Some(number.clone()),
        _ => None,
    }
}

/// Where earlier decisions are told: the course of the case, into which the party block may run, and the disposition
/// where it changes them.
fn places(cx: &Context) -> Vec<Range<usize>> {
    let course = cx.section(SectionKind::Course);
    let heading = cx.section(SectionKind::Heading);
    let end = if course.is_empty() { cx.section(SectionKind::Reasoning).start } else { course.end };
    let course = heading.end..end.max(heading.end);
    match cx.profile.procedure {
        Procedure::First | Procedure::Special | Procedure::Preservation => vec![course],
        _ => vec![course, cx.section(SectionKind::Disposition)],
    }
}

/// Whether a number stands for an earlier decision of this dispute.
fn counts(cx: &Context, text: &str, number: &Number, own: Option<&CaseNumber>) -> bool {
    if let (Some(case), Some(own)) = (&number.case, own)
        && (case.same_case(own) || case.to_string() == own.to_string())
    {
        return false;
    }
    let sentence = sentence_before(text, number.range.start);
    if is_of_another_kind(cx.profile.category, number) || revokes_probation(text, sentence, number) {
        return false;
    }
    match cx.profile.procedure {
        // A first instance follows an earlier decision only when it says so: after a remittal, after arbitration.
        Procedure::First => {
            const SIGNS: &[&str] = &["不服", "发回重审", "撤销", "仲裁", "指令", "申请再审"];
            let around = sentence_around(text, number.range.clone());
            number.is_decision(text) && SIGNS.iter().any(|sign| around.contains(sign)) && !is_of_others(sentence)
        }
        Procedure::Special | Procedure::Preservation => number.case.is_none() && number.is_decision(text),
        _ => number.is_decision(text) && !is_of_others(sentence),
    }
}

/// Whether the sentence tells of an earlier conviction or of another suit.
fn is_of_others(sentence: &str) -> bool {
    const SIGNS: &[&str] = &["曾因", "因犯", "前科", "刑满释放", "另案"];
    SIGNS.iter().any(|sign| sentence.contains(sign))
}

/// A suit of another kind is another suit: civil numbers in an administrative case, criminal ones in a civil case.
fn is_of_another_kind(category: Category, number: &Number) -> bool {
    let kind = number.case.as_ref().map_or(number.text.as_str(), CaseNumber::type_code);
    let others: &[char] = match category {
        Category::Administrative => &['民', '刑', '商'],
        Category::Civil => &['刑', '行'],
        Category::Criminal => &['民', '行', '商'],
        _ => &[],
    };
    let is_suit = kind.contains(['初', '终', '再', '申']);
    is_suit && kind.contains(others) && !kind.contains("刑附民")
}

/// 撤销某法院某号判决的缓刑部分 concerns an earlier conviction.
fn revokes_probation(text: &str, sentence: &str, number: &Number) -> bool {
    let behind = &text[number.range.end..];
    let clause = behind.find(['，', '；', '。']).map_or(behind, |end| &behind[..end]);
    let more: String = behind.chars().take(80).collect();
    sentence.contains("撤销") && (clause.contains("缓刑") || more.contains("缓刑部分") || more.contains("宣告缓刑的"))
}

fn sentence_before(text: &str, at: usize) -> &str {
    let start = text[..at].rfind(['。', '；', '\n']).map_or(0, |cut| cut + 1);
    let start = (start..=at).find(|&i| text.is_char_boundary(i)).unwrap_or(at);
    &text[start..at]
}

fn sentence_around(text: &str, range: Range<usize>) -> &str {
    let start = range.start - sentence_before(text, range.start).len();
    let end = text[range.end..].find(['。', '\n']).map_or(text.len(), |at| range.end + at);
    &text[start..end]
}

fn add(cx: &mut Context, record: &mut Record<Extraction>, mentions: &Mentions, number: &Number, base: usize) {
    let mut item = Record::default();
    let range = shifted(number.range.clone(), base);
    if let Some(body) = bodies::of(cx, record, mentions, number, base) {
        let extraction = cx.extraction(Value::Text(body.name), body.range, body.method, body.confidence);
        cx.put_extraction(&mut item, "prior_cases.court", extraction);
    }
    let (value, confidence) = match &number.case {
        Some(case) => (Value::CaseNumber(case.clone()), 0.96),
        None => (Value::Text(number.text.clone()), 0.9),
    };
    cx.put(&mut item, "prior_cases.case_number", value, range, "prior_cases.number", confidence);
    cx.add_item(record, "prior_cases", item);
}
