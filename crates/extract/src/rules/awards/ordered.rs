//! Owns which sums of an item of the disposition are ordered to be paid.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Money;
use regex::Regex;

use super::counting;
use crate::pattern::pattern;
use crate::rules::sums::{self, Sum};

/// A sum that is to be paid.
pub(super) struct Award {
    pub(super) money: Money,
    pub(super) range: Range<usize>,
    pub(super) confidence: f64,
}

/// Verbs of payment; a sentence without one orders no payment.
const PAYS: &[&str] =
    &["付", "还", "赔", "偿", "缴", "交纳", "补足", "交付", "承担", "负担", "履行", "结清", "补给", "折价款", "给"];

/// How an item begins that refuses, revokes or establishes.
const ORDERS_NOTHING: &[&str] =
    &["驳回", "不予支持", "撤销", "解除", "确认", "不承担", "无需", "无须", "不支付", "不予支付", "准许", "准予"];

/// Words at the head of an item by which nothing is to be paid, wherever they stand.
const REFUSES: &[&str] = &["驳回", "不予支持", "撤销", "无需", "无须", "不承担", "不支付", "不予支付"];

/// A note that orders or states a sum of its own: an interest accrued up to a day, 即某人缴纳500元.
pub(super) fn states_a_sum(note: &str) -> bool {
    static STATED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(r"(?:利息|罚息|复利|违约金|滞纳金)(?:人民币|共计|合计|计|为|是|金额|数额)*(?:{})", sums::SUM))
    });
    static FORMULA: LazyLock<Regex> = LazyLock::new(|| pattern(r"[×*÷/／=＝+＋]"));
    if FORMULA.is_match(note) || note.starts_with("其中") || note.starts_with('含') || note.starts_with("包括") {
        return false;
    }
    STATED.is_match(note) || (note.starts_with('即') && PAYS.iter().any(|verb| note.contains(verb)))
}

/// The sums that an item orders to be paid, in order. An item is the list of its sentences.
pub(super) fn awards_in(text: &str, item: &[Range<usize>]) -> Vec<Award> {
    let (Some(first), Some(last)) = (item.first(), item.last()) else { return Vec::new() };
    let body = ordered_part(text, first.start..last.end);
    if orders_nothing(&text[body.clone()]) {
        return Vec::new();
    }
    let mut kept: Vec<Sum> = Vec::new();
    for sentence in item {
        let range = sentence.start.max(body.start)..sentence.end;
        if range.start < range.end && PAYS.iter().any(|verb| text[range.clone()].contains(verb)) {
            read_sentence(text, body.start, range, &mut kept);
        }
    }
    let award = |sum: Sum| Award { money: sum.money, range: sum.range, confidence: 0.93 };
    kept.into_iter().map(award).collect()
}

/// Of 变更第一项为：… only what stands behind 为 is ordered.
fn ordered_part(text: &str, item: Range<usize>) -> Range<usize> {
    static CHANGED: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?:变更|改判|更改)[^。；]{0,200}?(?:为：|为“|变更为|改为|项为|款为|为)"));
    let found = CHANGED.find(&text[item.clone()]);
    let start = found.map_or(item.start, |found| item.start + found.end());
    start..item.end
}

/// Whether an item refuses, revokes or establishes, and pays nothing.
fn orders_nothing(item: &str) -> bool {
    const OPENING_CHARS: usize = 60;
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[ \n：；。]*(?:（?[一二三四五六七八九十]{1,3}）?[、.]|\d{1,2}[、.])?[ ]*"));
    let start = NUMBER.find(item).map_or(0, |found| found.end());
    let text = &item[start..];
    let opening: String = text.chars().take(OPENING_CHARS).collect();
    if REFUSES.iter().any(|word| opening.contains(word)) {
        return true;
    }
    if text.contains("优先受偿") && !text.contains("支付") && !text.contains("偿还") {
        return true;
    }
    let establishes = ORDERS_NOTHING.iter().any(|word| text.starts_with(word));
    let also_pays = ["，支付", "，由", "，并支付", "，偿还", "，返还", "，赔偿", "，限", "缴纳", "交纳"]
        .iter()
        .any(|words| text.contains(words));
    establishes && !also_pays
}

/// Adds the sums that a sentence orders to those of the item so far, and takes back those that it only counted with.
fn read_sentence(text: &str, item_start: usize, sentence: Range<usize>, kept: &mut Vec<Sum>) {
    let before_sentence = kept.len();
    let breakdown = text[sentence.clone()].find("其中").map_or(sentence.end, |at| sentence.start + at);
    for found in sums::find_all(&text[sentence.clone()]) {
        let range = sentence.start + found.range.start..sentence.start + found.range.end;
        let sum = Sum { range, money: found.money };
        if counting::replaces_what_stands_before(&text[item_start..sum.range.start]) {
            kept.clear();
        }
        let is_part = sum.range.start > breakdown && !kept.is_empty();
        let place = counting::Place::of(text, &sentence, &sum);
        if !is_part && !counting::only_counts(&place) && !counting::is_total(text, &place, kept, &sum) {
            kept.push(sum);
        }
    }
    counting::drop_leading_total(&text[sentence], kept, before_sentence);
}
