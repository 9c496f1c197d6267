//! Owns the division of a disposition into its numbered items, without the sentences that order nothing: what happens on
//! default, fees, the right to appeal.

use crate::pattern::pattern;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// 一、 … 二、 … or 1. … 2. …, at the start of a line or behind the end of an item.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?:^|[\n。；：])[ ]*(?P<at>(?:（?[一二三四五六七八九十]{1,3}）?[、.]|\d{1,2}[、.](?:[^\d]|$)))";
    pattern(words)
});

/// Sentences of the disposition or behind it that order no payment between the parties.
const NO_ORDER: &[&str] = &[
    "受理费",
    "诉讼费",
    "申请费",
    "执行费",
    "鉴定费由",
    "公告费由",
    "如不服",
    "未按本判决",
    "未按照本判决",
    "未按本调解",
    "未按判决",
    "未按期履行",
    "迟延履行期间",
    "延迟履行期间",
    "终审判决",
    "上诉于",
    "户名",
    "账号",
    "帐号",
    "开户行",
];

/// Sentences on costs, and sentences that only add up what was ordered before.
static COSTS_OR_RECAP: LazyLock<Regex> = LazyLock::new(|| {
    let words =
        r"保全费[^。]{0,40}(?:负担|承担)|^\s*(?:以上|上述|前述|前款|综上)[^，。；]{0,16}(?:合计|共计|总计|总额)";
    pattern(words)
});

/// The parts of a disposition in which payments may be ordered: one per numbered item, cut at its sentences.
pub(super) fn split(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut starts: Vec<usize> = ITEM.captures_iter(text).filter_map(|found| Some(found.name("at")?.start())).collect();
    if starts.first().is_none_or(|first| *first > 0) {
        starts.insert(0, 0);
    }
    let mut out = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        let sentences = sentences(text, *start..end);
        if !sentences.is_empty() {
            out.push(sentences);
        }
    }
    out
}

fn sentences(text: &str, item: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = item.start;
    for sentence in text[item].split_inclusive(['。', '\n']) {
        let range = at..at + sentence.len();
        at = range.end;
        let is_order = !NO_ORDER.iter().any(|words| sentence.contains(words)) && !COSTS_OR_RECAP.is_match(sentence);
        if is_order && !sentence.trim().is_empty() {
            out.push(range);
        }
    }
    out
}
