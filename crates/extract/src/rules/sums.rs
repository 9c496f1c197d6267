//! Owns sums of money in running text: where they stand and what they come to. Does not know what they are paid for.

use crate::pattern::pattern;
use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Money;
use regex::Regex;

/// A number in Arabic or Chinese numerals before 元, with what is smaller behind it.
pub(super) const SUM: &str = r"(?:\d{1,3}(?:，\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[百千万亿]{0,2}[元圆](?:[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?(?:零?[0-9零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]分)?|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億]+[元圆](?:[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]角)?(?:零?[零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖]分)?";

/// A sum at a place of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) range: Range<usize>,
    pub(super) money: Money,
}

/// The exact sums of a text in order; what is said to be approximate is left out.
pub(super) fn find_all(text: &str) -> Vec<Sum> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(SUM));
    PATTERN
        .find_iter(text)
        .filter_map(|found| {
            let money = Money::parse(found.as_str()).ok()?;
            Some(Sum { range: found.range(), money })
        })
        .collect()
}
