//! Owns the sentences that tell the reviewer what was found and why, naming both values. They are shown beside the words
//! of the document and never parsed.

use casefile::{EnteredLeaf, Extraction, Value, ValueKind};
use catalog::Catalog;

use crate::slip::{self, Slip};

/// What the sentences need to know besides the values.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    /// The field's Chinese name.
    pub(crate) name: &'a str,
    /// What kind of value it holds.
    pub(crate) kind: ValueKind,
    /// What the file is called: 判决书.
    pub(crate) document: &'a str,
}

/// Two values differ.
pub(crate) fn different(
    wording: Wording<'_>,
    entered: &EnteredLeaf,
    extracted: &Extraction,
    slip: Option<Slip>,
    remark: Option<&str>,
) -> String {
    let right = &extracted.chosen.value;
    let mut sentence =
        format!("录入为{}，{}记载为{}", typed(wording.kind, entered), wording.document, shown(wording.kind, right));
    let is_of_year = matches!(slip, Some(Slip::YearOffByOne | Slip::OtherYear));
    for part in slip.map(|slip| slip.sentence()).iter().map(String::as_str).chain(remark) {
        sentence.push('，');
        sentence.push_str(part);
    }
    if let Some(days) = slip::days_apart(&entered.value, right).filter(|_| !is_of_year) {
        sentence.push_str(&format!("，相差{days}日"));
    }
    sentence
}

/// The file states a value that was not entered.
pub(crate) fn absent_in_entry(wording: Wording<'_>, extracted: &Extraction) -> String {
    let value = shown(wording.kind, &extracted.chosen.value);
    match wording.kind {
        ValueKind::Flag => format!("{}认定{}，录入中未勾选", wording.document, wording.name),
        _ => format!("{}记载{}为{value}，录入中没有", wording.document, wording.name),
    }
}

/// A whole group was not entered.
pub(crate) fn group_absent_in_entry(wording: Wording<'_>, extracted: &Extraction, count: usize) -> String {
    let value = shown(wording.kind, &extracted.chosen.value);
    format!("{}记载{count}项（如{value}），录入中整组为空", wording.document)
}

/// A value was entered that the file does not state.
pub(crate) fn absent_in_file(wording: Wording<'_>, entered: &EnteredLeaf) -> String {
    match wording.kind {
        ValueKind::Flag => format!("录入勾选了{}，{}未见记载", wording.name, wording.document),
        _ => format!("录入{}为{}，{}未见记载", wording.name, typed(wording.kind, entered), wording.document),
    }
}

/// The file hides a part of the value.
pub(crate) fn masked(wording: Wording<'_>, entered: &EnteredLeaf, extracted: &Extraction) -> String {
    let right = shown(wording.kind, &extracted.chosen.value);
    format!("录入为{}，{}记载为{right}，有隐去部分，无法核对", typed(wording.kind, entered), wording.document)
}

/// A side cannot be read.
pub(crate) fn unreadable(wording: Wording<'_>, entered: &EnteredLeaf) -> String {
    format!("录入为{}，{}此处字迹无法辨认", typed(wording.kind, entered), wording.document)
}

/// The slip that may explain a difference.
pub(crate) fn slip_of(
    kind: ValueKind,
    entered: &EnteredLeaf,
    extracted: &Extraction,
    catalog: &Catalog,
) -> Option<Slip> {
    slip::kind_of_slip(kind, &entered.value, &extracted.chosen.value, catalog)
}

/// A value as people read it.
fn shown(kind: ValueKind, value: &Value) -> String {
    match value {
        Value::Money(money) => format!("{}元", plain_yuan(money.fen())),
        Value::Months(months) => slip::term_in_words(*months),
        Value::Flag => "是".to_string(),
        Value::Text(text) if is_phrase(kind) => format!("“{text}”"),
        value => value.canonical(),
    }
}

/// A typed value: as parsed, or as typed where it did not parse.
fn typed(kind: ValueKind, entered: &EnteredLeaf) -> String {
    match &entered.value {
        // 16个月 is what was typed; 1年4个月 would hide how the slip came about.
        Value::Months(months) => format!("{months}个月"),
        Value::Text(_) => format!("“{}”", entered.typed.trim()),
        value => shown(kind, value),
    }
}

fn is_phrase(kind: ValueKind) -> bool {
    !matches!(kind, ValueKind::Identity)
}

/// Yuan without idle zeros: 20000, 0.5.
fn plain_yuan(fen: i64) -> String {
    let (sign, fen) = (if fen < 0 { "-" } else { "" }, fen.unsigned_abs());
    match fen % 100 {
        0 => format!("{sign}{}", fen / 100),
        rest if rest % 10 == 0 => format!("{sign}{}.{}", fen / 100, rest / 10),
        rest => format!("{sign}{}.{rest:02}", fen / 100),
    }
}
