//! Owns how what the rules read and what a model labels become one record: agreement raises confidence, disagreement lowers
//! it, and the model fills what the rules miss. Knows neither how rules read nor how a model labels.

use std::ops::Range;

use casefile::{Extraction, Record, Value, ValueKind, limits};

use crate::context::Context;
use crate::tagger::{Tag, Tags};

mod confidence;
mod damage;
mod look;
mod parties;

pub(crate) use look::{Look, look};

/// Fields with one value that the model may confirm, doubt or fill.
const SCALARS: &[&str] = &[
    "court",
    "case_number",
    "judgment_date",
    "prosecution_date",
    "filing_date",
    "presiding_judge",
    "procuratorate",
    "indictment_number",
];

/// Fields with several values that the model may confirm or fill.
const LISTS: &[&str] = &["judges", "assessors", "judge_assistants", "clerks", "prosecutors", "hearing_dates", "causes"];

/// Whether the text was damaged so much that it had to be mended before the rules could read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// As it came.
    Intact,
    /// With changes that the model proposed.
    Mended,
}

/// What a model says of a text, and in what state that is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Labelled<'t> {
    /// The labels.
    pub(crate) tags: &'t Tags,
    /// Whether the text was mended.
    pub(crate) text: Text,
    /// The share of its characters that are probably wrong.
    pub(crate) wrong_share: f64,
}

/// Brings the labels of the text that the rules have read into their record.
pub(crate) fn fuse(cx: &mut Context, record: &mut Record<Extraction>, labelled: Labelled) {
    let Labelled { tags, text, wrong_share } = labelled;
    if text == Text::Mended {
        confidence::lower_all(record);
    }
    for key in SCALARS {
        fuse_scalar(cx, record, key, &said(cx, &tags.fields, key), text);
    }
    for key in LISTS {
        fuse_list(cx, record, key, &said(cx, &tags.fields, key), text);
    }
    parties::fuse(cx, record, tags, text);
    confidence::allow_for(record, wrong_share);
}

/// A value that the model labels, at the place where it is surest of it.
#[derive(Clone, Debug)]
struct Said {
    value: Value,
    range: Range<usize>,
    probability: f64,
}

/// What the model labels with a key. Labels whose words are no value of the field are nobody's business.
fn said(cx: &Context, tags: &[Tag], key: &str) -> Vec<Said> {
    let mut out: Vec<Said> = Vec::new();
    for tag in tags.iter().filter(|tag| tag.label == key) {
        let Some(value) = value_of(cx, key, tag.range.clone()) else { continue };
        match out.iter_mut().find(|said| said.value == value) {
            Some(known) if known.probability < tag.probability => {
                (known.range, known.probability) = (tag.range.clone(), tag.probability);
            }
            Some(_) => {}
            None => out.push(Said { value, range: tag.range.clone(), probability: tag.probability }),
        }
    }
    out
}

/// The value of a field that stands at a range, if the words there can be one.
fn value_of(cx: &Context, key: &str, range: Range<usize>) -> Option<Value> {
    let field = cx.catalog.field(key)?;
    let words = cx.slice(range.clone());
    let value = Value::parse(field.kind, words).ok()?;
    let fits = match (field.kind, &value) {
        // A number that does not parse as one is an award's or a deed's, and those are not the document's own.
        (ValueKind::CaseNumber, value) => matches!(value, Value::CaseNumber(_)),
        (ValueKind::Date, Value::Date(date)) => date.is_full() || key.ends_with("birth_date"),
        (ValueKind::Court, _) => words.ends_with("法院"),
        (ValueKind::Person, _) => (2..=limits::MODEL_NAME_CHARS_MAX).contains(&words.chars().count()),
        _ => true,
    };
    let value = match value {
        Value::Text(_) => Value::Text(cx.reading.printed(range)),
        value => value,
    };
    fits.then_some(value)
}

fn fuse_scalar(cx: &Context, record: &mut Record<Extraction>, key: &str, said: &[Said], text: Text) {
    let surest = said.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
    let standing = record.fields.get_mut(key).and_then(|values| values.first_mut());
    match (standing, surest) {
        (Some(leaf), Some(surest)) => match said.iter().any(|said| said.value == leaf.chosen.value) {
            true => confidence::raise(leaf, text),
            false if surest.probability >= confidence::DISAGREES_MIN => {
                confidence::lower(leaf, text);
                let other = proposed(cx, key, surest, text).chosen;
                if leaf.losers.len() < limits::LOSERS_MAX && leaf.losers.iter().all(|l| l.value != other.value) {
                    leaf.losers.push(other);
                }
            }
            false => {}
        },
        (None, Some(surest)) if confidence::fills(surest.probability, text) => {
            cx.put_extraction(record, key, proposed(cx, key, surest, text));
        }
        _ => {}
    }
}

fn fuse_list(cx: &Context, record: &mut Record<Extraction>, key: &str, said: &[Said], text: Text) {
    let mut is_empty = true;
    for leaf in record.fields.get_mut(key).into_iter().flatten() {
        is_empty = false;
        if said.iter().any(|said| said.value == leaf.chosen.value) {
            confidence::raise(leaf, text);
        }
    }
    if !is_empty && text == Text::Intact {
        return;
    }
    for said in said.iter().filter(|said| confidence::fills(said.probability, text)) {
        // A name that the rules have read elsewhere in the signature block has one office, not two.
        let known = LISTS.iter().chain(&["presiding_judge"]).any(|other| holds(record, other, &said.value));
        if !known {
            cx.put_extraction(record, key, proposed(cx, key, said, text));
        }
    }
}

fn holds(record: &Record<Extraction>, key: &str, value: &Value) -> bool {
    record.all(key).iter().any(|leaf| leaf.chosen.value == *value)
}

/// A reading by the model alone.
fn proposed(cx: &Context, key: &str, said: &Said, text: Text) -> Extraction {
    let method = format!("model.{key}");
    cx.extraction(said.value.clone(), said.range.clone(), &method, confidence::of_model(text))
}
