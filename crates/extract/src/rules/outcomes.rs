//! Reads the outcome from the disposition 主文. Which words show which outcome is catalogue data; this file knows where
//! the disposition stands and what holds when no pattern fits.

use std::ops::Range;

use casefile::{Extraction, Record, Value};
use catalog::SectionKind;

use crate::context::Context;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule { name: "outcomes", fills: &["outcomes"], from: Material::Decision, read };

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let disposition = cx.section(SectionKind::Disposition);
    if cx.slice(disposition.clone()).trim().is_empty() {
        read_order(cx, record);
        return;
    }
    let text = cx.slice(disposition.clone());
    let profile = &cx.profile;
    let (category, procedure) = (profile.category.as_str(), profile.procedure.as_str());
    for pattern in cx.catalog.outcomes() {
        if !pattern.applies(category, procedure, profile.document_type) || !cx.may_match(&pattern.keywords) {
            continue;
        }
        let Some(found) = pattern.regex.find(text) else { continue };
        let shown = shown(text, found.start()..found.end());
        let range = disposition.start + shown.start..disposition.start + shown.end;
        let value = Value::Text(pattern.outcome.to_string());
        let confidence = confidence(cx, &pattern.outcome);
        cx.put(record, "outcomes", value, range, &pattern.id, confidence);
        return;
    }
    let first = first_sentence(text);
    let range = disposition.start + first.start..disposition.start + first.end;
    let value = Value::Text(without_pattern(cx).to_string());
    cx.put(record, "outcomes", value, range, "outcomes.none", 0.8);
}

/// An enforcement order has no disposition: it commands in its only paragraph.
fn read_order(cx: &Context, record: &mut Record<Extraction>) {
    let course = cx.section(SectionKind::Course);
    let commanded = cx.slice(course.clone()).find("责令").filter(|_| cx.profile.category == Category::Enforcement);
    let Some(at) = commanded else { return };
    let end = cx.slice(course.clone())[at..].find(['。', '\n']).map_or(course.end, |len| course.start + at + len);
    let value = Value::Text("其他".to_string());
    cx.put(record, "outcomes", value, course.start + at..end, "outcomes.order", 0.85);
}

/// Whether a plea was granted in whole is a judgment that the words alone do not always show.
fn confidence(cx: &Context, outcome: &str) -> f64 {
    let is_known_kind = cx.profile.category != Category::Other && cx.profile.procedure != Procedure::Other;
    match outcome {
        "判决支持" => 0.85,
        _ if is_known_kind => 0.97,
        _ => 0.88,
    }
}

/// A judgment on a claim that refuses nothing grants it; a mediation statement records what was agreed.
fn without_pattern(cx: &Context) -> &'static str {
    if cx.profile.document_type == "调解书" {
        return "调解";
    }
    let is_on_claim = matches!(cx.profile.category, Category::Civil | Category::Administrative);
    let is_judgment = cx.profile.is_judgment() && cx.profile.procedure == Procedure::First;
    if is_on_claim && is_judgment { "判决支持" } else { "其他" }
}

/// A verb alone proves nothing to a reader: a short match is shown with its clause.
fn shown(text: &str, found: Range<usize>) -> Range<usize> {
    const SHORT_CHARS: usize = 8;
    const ENDS: [char; 3] = ['。', '；', '\n'];
    if text[found.clone()].chars().count() > SHORT_CHARS {
        return found;
    }
    let start =
        text[..found.start].rfind(ENDS).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[found.end..].find(ENDS).map_or(text.len(), |at| found.end + at);
    start..end
}

fn first_sentence(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start_matches(['：', '；', ' ', '\n']).len();
    let end = text[start..].find(['。', '\n']).map_or(text.len(), |at| start + at);
    start..end
}
