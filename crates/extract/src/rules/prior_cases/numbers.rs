//! Owns the numbers of decisions in running text: case numbers of courts, and the document numbers of arbitration
//! commissions, notaries and administrative bodies.

use crate::pattern::pattern;
use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::CaseNumber;
use regex::Regex;

/// A number in a text.
pub(super) struct Number {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The number with round brackets around its year.
    pub(super) text: String,
    /// The same as a court's case number, if it is one.
    pub(super) case: Option<CaseNumber>,
}

/// 南劳人仲案字〔2015〕第12号, 〔2017〕891号, 2017年第42号.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<prefix>[\p{Han}（）]{0,30})(?P<year>[（〔<]\d{4}[）〕>])(?P<rest>[\p{Han}]{0,6}第?\d{1,20}(?:-\d{1,4})?号)",
    )
});

/// 编号为1234567890号: a number without a year.
static SERIAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:编号为?|第|作出的|的|：)(?P<number>\d{8,24}号)[^，。；]{0,20}(?:决定|裁决)"));

/// What an administrative or arbitral decision is called behind its number.
static DECISION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[》”’]?[^，。；\n\d]{0,24}?(?:决定|裁决|公证|执行证书|判决|裁定|调解书|支付令|认定书|确认书|征收|处罚|号)|^[》”]?(?:案|的执行)",
    )
});

/// What a judgment is called behind its number, with a few words between.
static JUDGMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:号|之[一二三四五六七八九十])?[》”’]?[^，。；\n\d]{0,16}?(?:判决|裁定|调解|决定|裁决|支付令|证书)|^(?:、|和|及|与|，)[（〔]\d{4}|^[^，。；\n]{0,6}(?:执行|一案|案件)",
    )
});

impl Number {
    /// Whether both name one decision, leading zeros aside.
    pub(super) fn is_same(&self, other: &Number) -> bool {
        match (&self.case, &other.case) {
            (Some(a), Some(b)) => a.same_case(b) && a.suffix() == b.suffix(),
            _ => self.text == other.text,
        }
    }

    /// Whether the words behind the number call it a decision.
    pub(super) fn is_decision(&self, text: &str) -> bool {
        let behind = &text[self.range.end..];
        if self.case.is_some() { JUDGMENT.is_match(behind) } else { DECISION.is_match(behind) }
    }
}

/// All numbers of a text in order.
pub(super) fn in_text(text: &str) -> Vec<Number> {
    let mut out: Vec<Number> = CaseNumber::find_all(text)
        .into_iter()
        .map(|(range, case)| Number { range, text: case.to_string(), case: Some(case) })
        .collect();
    for found in DOCUMENT.captures_iter(text) {
        let (Some(prefix), Some(rest)) = (found.name("prefix"), found.name("rest")) else { continue };
        let start = prefix.start() + name_start(prefix.as_str());
        let range = start..rest.end();
        if out.iter().any(|known| known.range.start < range.end && range.start < known.range.end) {
            continue;
        }
        let text = text[range.clone()].replace(['〔', '<'], "（").replace(['〕', '>'], "）");
        out.push(Number { range, text, case: None });
    }
    for found in SERIAL.captures_iter(text) {
        let Some(number) = found.name("number") else { continue };
        out.push(Number { range: number.range(), text: number.as_str().to_string(), case: None });
    }
    out.sort_by_key(|number| number.range.start);
    out
}

/// Words before the letters of a document number; what follows the last of them is the number.
const BEFORE_NUMBER: &[&str] = &[
    "作出",
    "依据",
    "根据",
    "执行",
    "编号",
    "不服",
    "履行",
    "下发",
    "下达",
    "送达",
    "签发",
    "委员会",
    "仲裁院",
    "公证处",
    "政府",
    "局",
    "的",
    "和",
    "与",
    "及",
    "对",
    "以",
    "为",
    "于",
    "在",
    "该",
    "是",
    "了",
];

/// Where the letters of a document number begin within the Chinese before its year.
fn name_start(before: &str) -> usize {
    let start = BEFORE_NUMBER.iter().filter_map(|word| before.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    let letters = &before[start..];
    let is_balanced = letters.matches('（').count() == letters.matches('）').count() && !letters.starts_with('）');
    let last_bracket = letters.rfind(['（', '）']).map_or(0, |at| at + '）'.len_utf8());
    if is_balanced { start } else { start + last_bracket }
}
