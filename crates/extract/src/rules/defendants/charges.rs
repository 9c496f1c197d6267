//! Owns the reading of charges 罪名 at a place in the text. Does not know who is charged.

use std::ops::Range;

use crate::context::Context;

/// Longest charge of the law with room for selective forms, in characters.
const CHARGE_CHARS_MAX: usize = 42;

/// What a charge may be followed by; anything else means that 罪 stands inside a longer word.
const BOUNDARIES: &[char] = &[
    '、', '，', '。', '；', '：', '（', '）', '\n', '”', '"', '和', '及', '与', '以', '的', '判', '一', '两', '二',
    '三', '单', '处', '并', '提', '向', '追', '移', '免', '均', '各', '被', '定', '对', '成', '罪', '事', '而', '数',
    '于', '已', '决', '应', '但', '由', '且', '等', '是',
];

/// The charges that stand at a place, in order: 故意杀人罪、强奸罪. Empty if none stands there.
pub(super) fn list_at(cx: &Context, from: usize, limit: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(charge) = one_at(cx, at, limit) {
        at = charge.end;
        out.push(charge);
        let rest = cx.slice(at..limit);
        let joint = ["、", "和", "及", "与", "以及"]
            .iter()
            .filter(|word| rest.starts_with(**word))
            .map(|word| word.len())
            .max();
        match joint {
            Some(length) => at += length,
            None => break,
        }
    }
    out
}

/// Whether the catalogue lists the charge.
pub(super) fn is_listed(cx: &Context, charge: Range<usize>) -> bool {
    cx.catalog.causes().charge(cx.slice(charge)).is_some()
}

/// The charge that starts at a place. A selective charge (运输毒品罪) stands in no list, so its form decides: it ends in a 罪 that
/// is not 犯罪 and is followed by a boundary.
fn one_at(cx: &Context, from: usize, limit: usize) -> Option<Range<usize>> {
    let text = cx.slice(from..limit);
    // The catalogue takes 犯盗窃罪 for 盗窃罪; here 犯 stands before the charge and is no part of it.
    if text.starts_with(['犯', '罪']) {
        return None;
    }
    let mut before = '犯';
    for (index, (offset, c)) in text.char_indices().enumerate() {
        let is_border_note = text[offset..].starts_with("（边）") || (c == '）' && before == '边');
        let is_stop = matches!(c, '，' | '。' | '；' | '：' | '\n' | '（' | '）' | '“' | '”' | '《') && !is_border_note;
        if is_stop || index >= CHARGE_CHARS_MAX {
            return None;
        }
        let end = offset + c.len_utf8();
        if c == '罪' {
            let listed = cx.catalog.causes().charge(&text[..end]).is_some();
            let bounded = text[end..].chars().next().is_none_or(|next| BOUNDARIES.contains(&next));
            let is_word = index >= 2 && before != '犯' && bounded && looks_like_charge(&text[..end]);
            if (listed && bounded) || is_word {
                return Some(from..from + end);
            }
        }
        before = c;
    }
    None
}

/// Words that stand in no charge: the text before 罪 is a phrase.
fn looks_like_charge(text: &str) -> bool {
    const PHRASES: &[&str] = &[
        "被告",
        "上诉人",
        "判处",
        "有期",
        "本院",
        "数罪",
        "前罪",
        "该罪",
        "此罪",
        "其罪",
        "上述",
        "两罪",
        "罪名",
        "有罪",
        "无罪",
        "认罪",
        "悔罪",
        "同种",
        "指控",
    ];
    !PHRASES.iter().any(|phrase| text.contains(phrase))
}
