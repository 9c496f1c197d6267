//! Owns the reading of a sentence on fees: which fees it names, which of them is this instance's case fee, and where the
//! words on who bears them stand. The sentence has its notes blanked.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Money;
use regex::Regex;

use crate::pattern::pattern;
use crate::profile::Procedure;
use crate::rules::sums::{self, Sum};

/// Fees that are decided together, with the case fee among them.
#[derive(Debug)]
pub(super) struct Group {
    /// The case fee that is really collected.
    pub(super) fee: Money,
    /// Where it stands.
    pub(super) fee_range: Range<usize>,
    /// The words on who bears the fees.
    pub(super) rest: Range<usize>,
    /// The printed total of all fees of the group, if it has one beside the case fee.
    pub(super) total: Option<Money>,
    /// Where the total stands.
    pub(super) total_range: Option<Range<usize>>,
    /// Whether something is paid back.
    pub(super) is_refunded: bool,
    /// How sure the fee is.
    pub(super) confidence: f64,
}

/// The name of a fee, up to its sum.
static FEE: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"(?P<name>(?:一、二审|一审、二审|一二审|[一二]审|原审|再审|本诉|反诉|上诉|本案|案件|保全|执行|鉴定|申请)*(?:受理费用?|诉讼费用?|诉费|申请执行费|申请费|执行费|保全费|公告费|鉴定费|评估费|审计费|勘验费|翻译费|邮寄费|送达费|速递费|上诉费|担保费|代理费|律师费))";
    let filler = r"(?P<filler>(?:人民币|各|为|共计|合计|共|计|：|应收取?|应交纳|原|预收|本应|已|实际|收取|征收|收|按|依法|因|适用|简易程序|小额诉讼程序|小额程序|审理|规定|减半|交纳|缴纳|后|即| |，)*)";
    pattern(&format!("{name}{filler}(?P<sum>{})", sums::SUM))
});

/// A total of several fees.
static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?:以上)?(?:诉讼费用?|费用|两项)?(?:共计|合计|总计|共)(?:为|人民币| )*(?P<sum>{})", sums::SUM))
});

/// 减半收取25元, 减半收取, 减收25元.
static HALVED: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<word>减半|减收|减交|减按)"));

/// The figure behind 减半收取.
static HALVED_SUM: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?P<filler>[^。；\d由负承退]{{0,16}}?)(?P<sum>{})", sums::SUM)));

struct Fee {
    range: Range<usize>,
    sum: Sum,
    is_case_fee: bool,
    is_halved_already: bool,
}

/// The groups with a case fee of this instance in a sentence.
pub(super) fn groups(sentence: &str, procedure: Procedure) -> Vec<Group> {
    const ADVICE: &[&str] =
        &["上诉于", "预交上诉", "递交上诉状", "上诉期", "交纳上诉", "缴纳上诉", "预缴上诉", "账号", "帐号"];
    let until = ADVICE.iter().filter_map(|sign| sentence.find(sign)).min().unwrap_or(sentence.len());
    let part = &sentence[..until];
    let fees = fees(part, procedure);
    let mut out = Vec::new();
    let mut first = 0;
    for index in 0..fees.len() {
        let next = fees.get(index + 1).map_or(part.len(), |fee| fee.range.start);
        let between = &part[fees[index].range.end..next];
        let is_last_of_group = next == part.len() || bears(between);
        if is_last_of_group {
            out.extend(group(part, &fees[first..=index], next));
            first = index + 1;
        }
    }
    out
}

fn bears(text: &str) -> bool {
    text.contains("负担") || text.contains("承担") || text.contains("分担") || text.contains("退")
}

fn fees(text: &str, procedure: Procedure) -> Vec<Fee> {
    FEE.captures_iter(text)
        .filter_map(|found| {
            let sum = found.name("sum")?;
            let money = Money::parse(sum.as_str()).ok()?;
            let whole = found.get(0)?;
            Some(Fee {
                range: whole.range(),
                sum: Sum { range: sum.range(), money },
                is_case_fee: is_case_fee(&found["name"], procedure),
                is_halved_already: found["filler"].contains("减半"),
            })
        })
        .collect()
}

/// Whether a fee of this name is the case fee of this instance.
fn is_case_fee(name: &str, procedure: Procedure) -> bool {
    let is_kind = ["受理费", "受理费用", "诉讼费", "诉讼费用", "诉费", "申请费", "申请执行费", "执行费", "上诉费"]
        .iter()
        .any(|kind| name.ends_with(kind));
    let is_both = name.starts_with("一、二审") || name.starts_with("一审、二审") || name.starts_with("一二审");
    let is_earlier = match procedure {
        Procedure::Second => (name.contains("一审") || name.contains("原审")) && !is_both,
        Procedure::Retrial => name.contains("一审") || name.contains("二审") || name.contains("原审"),
        _ => false,
    };
    is_kind && !is_earlier && !name.contains("保全") && !name.contains("鉴定")
}

fn group(text: &str, fees: &[Fee], end: usize) -> Option<Group> {
    let case_fees: Vec<&Fee> = fees.iter().filter(|fee| fee.is_case_fee).collect();
    let first = case_fees.first()?;
    let after_last = fees.last()?.range.end;
    let mut fee_fen = 0;
    let mut fee_range = first.sum.range.clone();
    let mut confidence = if case_fees.len() == 1 { 0.97 } else { 0.92 };
    for fee in &case_fees {
        let upto = fees.iter().map(|other| other.range.start).find(|start| *start > fee.range.start).unwrap_or(end);
        let (money, range) = collected(text, fee, upto);
        fee_fen += money.fen();
        fee_range = if fee.range == first.range { range } else { fee_range.start..range.end };
    }
    if first.range.end < first.sum.range.end {
        confidence = 0.9;
    }
    let tail = &text[after_last..end];
    let total = TOTAL.captures(tail).filter(|_| fees.len() > case_fees.len()).and_then(|found| {
        let sum = found.name("sum")?;
        Some((Money::parse(sum.as_str()).ok()?, after_last + sum.start()..after_last + sum.end()))
    });
    let free = ["免予收取", "免收", "免交", "不予收取"].iter().any(|word| text[first.range.start..end].contains(word));
    (!free).then(|| Group {
        fee: Money::from_fen(fee_fen),
        fee_range,
        rest: after_last..end,
        total: total.as_ref().map(|(money, _)| *money),
        total_range: total.map(|(_, range)| range),
        is_refunded: is_refunded(tail),
        confidence,
    })
}

fn is_refunded(text: &str) -> bool {
    ["退还", "退给", "退回", "予以退", "申请退", "退费"].iter().any(|word| text.contains(word))
}

/// What is collected of a fee: the figure after 减半收取 where there is one.
fn collected(text: &str, fee: &Fee, upto: usize) -> (Money, Range<usize>) {
    let printed = (fee.sum.money, fee.sum.range.clone());
    if fee.is_halved_already {
        return printed;
    }
    let behind = &text[fee.range.end..upto];
    let Some(found) = HALVED.captures(behind) else { return printed };
    let word = found.name("word").map_or(0..0, |word| word.range());
    let figure = HALVED_SUM.captures(&behind[word.end..]);
    if let Some((figure, sum)) = figure.as_ref().and_then(|figure| Some((figure, figure.name("sum")?)))
        && let Ok(money) = Money::parse(sum.as_str())
    {
        let start = fee.range.end + word.end;
        let range = start + sum.start()..start + sum.end();
        let is_cut = &found["word"] == "减收" || &found["word"] == "减交";
        let is_remainder = is_cut && !figure["filler"].contains('为');
        let rest = Money::from_fen(fee.sum.money.fen() - money.fen());
        return if is_remainder { (rest, fee.sum.range.start..range.end) } else { (money, range) };
    }
    let is_done = behind[..word.start].ends_with('已') || behind[word.end..].starts_with("后的");
    if is_done || &found["word"] != "减半" {
        return printed;
    }
    (Money::from_fen(fee.sum.money.fen() / 2), fee.sum.range.start..fee.range.end + word.end)
}
