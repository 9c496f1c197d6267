//! Owns what a sum does in an item of the disposition: whether it is to be paid, or only counts, limits or repeats.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Money;
use regex::Regex;

use crate::rules::sums::{self, Sum};

/// A sum that is to be paid.
pub(super) struct Award {
    pub(super) money: Money,
    pub(super) range: Range<usize>,
    pub(super) confidence: f64,
}

/// Verbs of payment; an item without one orders no payment.
const PAYS: &[&str] = &[
    "支付",
    "给付",
    "偿还",
    "归还",
    "返还",
    "退还",
    "赔偿",
    "清偿",
    "付清",
    "偿付",
    "补偿",
    "付给",
    "交纳",
    "缴纳",
    "赔付",
    "退赔",
    "还款",
    "还清",
    "偿清",
    "交付",
    "退回",
    "返回",
    "承担",
    "负担",
    "履行",
    "结清",
    "付款",
    "付",
    "还",
    "赔",
    "补给",
    "折价款",
    "给",
];

/// Items that order no payment whatever sums they name.
const ORDERS_NOTHING: &[&str] =
    &["驳回", "不予支持", "撤销", "解除", "确认", "不承担", "无需", "无须", "不支付", "不予支付", "准许", "准予"];

/// A note that states an interest accrued up to a day, which is a sum of its own.
pub(super) fn is_stated_interest(note: &str) -> bool {
    static STATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(r"(?:利息|罚息|复利|违约金|滞纳金)(?:人民币|共计|合计|计|为|是|金额|数额)*(?:{})", sums::SUM))
    });
    static FORMULA: LazyLock<Regex> = LazyLock::new(|| pattern(r"[×*÷/／=＝+]"));
    if note.starts_with('即') && PAYS.iter().any(|verb| note.contains(verb)) && !FORMULA.is_match(note) {
        return true;
    }
    STATED.is_match(note) && !FORMULA.is_match(note) && !note.contains("其中") && !note.contains('含')
}

/// The words before a sum in its clause that say that it counts, limits or was paid before.
static COUNTS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:限额|额度|限度|最高额|保额|总价|总额|价值|价格|单价|估价|售价|货值|面值|面额|标的额|价为|票面金额)(?:为|内|是|人民币|共计|计|不超过|：)*$|(?:扣除|扣减|抵扣|抵销|折抵|抵扣|减去|已支付|已付|已经支付|已给付|已归还|已偿还|已经偿还|已赔偿|已赔付|已垫付|其中|包含|包括|含|相当于|低于|高于|超过|不足|少于|未超过|不超过)[^，。；]{0,16}$|(?:每逾期一日|逾期一日|每延迟一日)[^，。；]{0,12}$",
    )
});

/// The words behind a sum that say that it counts or limits.
static COUNTS_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:的)?(?:人民币)?(?:整)?(?:/|／|每月|每天|每日|每年|每平方米)|^[^，。；]{0,14}?(?:为基数|为本金|为基准|为计算|为标准|为限|作为基数|作为本金|的基数|的本金|的标准|为计息)|^[^，。；]{0,12}?(?:范围内|范围以内|限额内|额度内|限度内|限额|之内)|^(?:及[^，。；]{0,8})?实际(?:清偿|付清|给付|履行|支付)(?:之|完毕)?|^(?:的)?(?:库存|房屋|货物|商品|车辆|债权(?:享有|为))|^(?:的)?\d{1,3}(?:\.\d+)?%",
    )
});

/// 以…为基数, 按…计算: a sum between the two feeds a formula.
static BASE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[，；。及和并与、])?(?:以|按照?|依照?|就)[^，。；、以按]{0,30}$"));
static BASE_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^。；]{0,40}?(?:基数|基准|计算|计付|计息|利率|为本金|本金)"));

/// 对上述款项中的5000元承担连带责任: the sum is ordered elsewhere.
static JOINT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^。；]{0,80}?(?:连带|补充|保证|担保|共同)[^。；]{0,12}责任"));
static OF_ANOTHER_ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:对|就|在)[^。；]{0,60}$"));

/// The share of a total, worked out.
static SHARE_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"%(?:的责任|责任|的赔偿责任)?[^。；元]{0,4}(?:即|计|为)[^。；元]{0,8}$"));

/// 垫付的5000元 was paid before, unless it is the very thing to be given back.
static ADVANCED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:垫付|先行支付)[^，。；]{0,16}$"));
static GIVES_BACK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:赔偿|返还|支付|给付|退还|偿还|归还)[^，。；]*(?:垫付|先行支付)"));

/// Words directly before a total.
static TOTAL_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:共计|合计|总计|总共|共|计|小计|累计|本息)(?:为|人民币|约|：| |，)*$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is constant and compiled by every test run")
}

/// The sums that an item orders to be paid, in order. An item is the list of its sentences.
pub(super) fn awards_in(text: &str, item: &[Range<usize>]) -> Vec<Award> {
    let Some(first) = item.first() else { return Vec::new() };
    let mut out = Vec::new();
    let body = ordered_part(text, first.start..item.last().map_or(first.end, |last| last.end));
    if orders_nothing(&text[body.clone()]) {
        return Vec::new();
    }
    for sentence in item {
        let range = sentence.start.max(body.start)..sentence.end;
        if range.start < range.end && PAYS.iter().any(|verb| text[range.clone()].contains(verb)) {
            out.extend(in_sentence(text, range));
        }
    }
    out
}

/// Of 变更第一项为：… only what stands behind 为 is ordered.
fn ordered_part(text: &str, item: Range<usize>) -> Range<usize> {
    static CHANGED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:变更|改判|更改|变更判项)[^。；]{0,200}?(?:为：|为“|变更为|改为|项为|款为|为)"));
    let found = CHANGED.find(&text[item.clone()]);
    let start = found.map_or(item.start, |found| item.start + found.end());
    start..item.end
}

/// Whether an item refuses, revokes or establishes, and pays nothing.
fn orders_nothing(item: &str) -> bool {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[ \n：；。]*(?:（?[一二三四五六七八九十]{1,3}）?[、.]|\d{1,2}[、.])?[ ]*"));
    let start = NUMBER.find(item).map_or(0, |found| found.end());
    let text = &item[start..];
    if !PAYS.iter().any(|verb| text.contains(verb)) {
        return true;
    }
    if text.contains("优先受偿") && !text.contains("支付") && !text.contains("偿还") {
        return true;
    }
    let opening: String = text.chars().take(60).collect();
    let refuses = ["驳回", "不予支持", "撤销", "无需", "无须", "不承担", "不支付", "不予支付"];
    let establishes = ORDERS_NOTHING.iter().any(|word| text.starts_with(word));
    let later_pays =
        ["，支付", "，由", "，并支付", "，偿还", "，返还", "，赔偿", "，限"].iter().any(|words| text.contains(words));
    if refuses.iter().any(|word| opening.contains(word)) {
        return true;
    }
    establishes && !later_pays
}

fn in_sentence(text: &str, sentence: Range<usize>) -> Vec<Award> {
    let sums = sums::find_all(&text[sentence.clone()]);
    let sums: Vec<Sum> = sums
        .into_iter()
        .map(|sum| Sum { range: sentence.start + sum.range.start..sentence.start + sum.range.end, money: sum.money })
        .collect();
    let mut kept: Vec<Sum> = Vec::new();
    let breakdown = text[sentence.clone()].find("其中").map_or(sentence.end, |at| sentence.start + at);
    for sum in &sums {
        let before = clause_before(text, &sentence, sum.range.start);
        let behind = &text[sum.range.end..sentence.end];
        let is_part = sum.range.start > breakdown && !kept.is_empty();
        if SHARE_BEFORE.is_match(&text[sentence.start..sum.range.start]) {
            // 以上共计100000元的80%，即80000元: what stands before was only counted.
            kept.clear();
        }
        if is_part || only_counts(text, &sentence, before, behind, sum) || is_total(text, before, &kept, sum) {
            continue;
        }
        kept.push(sum.clone());
    }
    without_leading_total(text, &sentence, kept)
        .into_iter()
        .map(|sum| Award { money: sum.money, range: sum.range, confidence: 0.93 })
        .collect()
}

fn clause_before<'t>(text: &'t str, sentence: &Range<usize>, at: usize) -> &'t str {
    let part = &text[sentence.start..at];
    part.rfind(['，', '；']).map_or(part, |cut| &part[cut + '，'.len_utf8()..])
}

fn only_counts(text: &str, sentence: &Range<usize>, before: &str, behind: &str, sum: &Sum) -> bool {
    if COUNTS_BEFORE.is_match(before) || COUNTS_BEHIND.is_match(behind) {
        return true;
    }
    if ADVANCED.is_match(before) && !GIVES_BACK.is_match(before) {
        return true;
    }
    if BASE.is_match(before) && BASE_END.is_match(behind) {
        return true;
    }
    let whole_before = &text[sentence.start..sum.range.start];
    if JOINT.is_match(behind) && OF_ANOTHER_ITEM.is_match(before) {
        return true;
    }
    ["如逾期", "若逾期", "逾期", "如未", "若未", "否则"].iter().any(|word| {
        whole_before
            .rfind(['；', '。'])
            .map_or(whole_before, |cut| &whole_before[cut..])
            .trim_start_matches(['；', '。', ' '])
            .starts_with(word)
    })
}

/// Whether a sum adds up the sums before it in the item.
fn is_total(text: &str, before: &str, kept: &[Sum], sum: &Sum) -> bool {
    if kept.len() < 2 {
        return before.contains("上述") && TOTAL_BEFORE.is_match(before);
    }
    let all: i64 = kept.iter().map(|sum| sum.money.fen()).sum();
    let added_last = kept.iter().rev().scan(0, |total, sum| {
        *total += sum.money.fen();
        Some(*total)
    });
    let last_two_or_more = added_last.skip(1).any(|total| total == sum.money.fen());
    let gap = &text[kept[kept.len() - 1].range.end..sum.range.start];
    TOTAL_BEFORE.is_match(before) && (all == sum.money.fen() || last_two_or_more || gap.chars().count() <= 8)
}

/// 欠款80000元，于3月付30000元，于4月付50000元: the first sum is what the instalments add up to.
fn without_leading_total(text: &str, sentence: &Range<usize>, mut kept: Vec<Sum>) -> Vec<Sum> {
    let Some((first, rest)) = kept.split_first() else { return kept };
    let added: i64 = rest.iter().map(|sum| sum.money.fen()).sum();
    let in_parts = ["分期", "余款", "余下", "剩余", "前支付", "前给付", "前偿还", "前付清", "分别", "每月", "各"]
        .iter()
        .any(|word| text[sentence.clone()].contains(word));
    if rest.len() >= 2 && added == first.money.fen() && in_parts {
        kept.remove(0);
    }
    kept
}
