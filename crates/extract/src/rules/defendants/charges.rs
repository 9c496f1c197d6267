//! Owns the reading of charges 罪名 at a place in the text. Does not know who is charged.

use std::ops::Range;

use crate::context::Context;

/// Longest charge of the law with room for selective forms, in characters.
const CHARGE_CHARS_MAX: usize = 42;

/// A charge in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Charge {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Whether 罪 is said only once for several charges, or not at all: 抢劫 in 抢劫、盗窃罪.
    lacks_ending: bool,
}

/// The name of a charge with its ending.
pub(super) fn name(cx: &Context, charge: &Charge) -> String {
    let printed = cx.reading.printed(charge.range.clone());
    if charge.lacks_ending { format!("{printed}罪") } else { printed }
}

/// What a charge that no list has may be followed by; anything else means that 罪 stands inside a longer word.
const BOUNDARIES: &[char] = &[
    '、', '，', '。', '；', '：', '（', '）', '\n', '”', '"', '和', '及', '与', '以', '的', '判', '一', '两', '二',
    '三', '单', '处', '并', '提', '向', '追', '移', '免', '均', '各', '被', '定', '对', '成', '罪', '事', '而', '数',
    '于', '已', '决', '应', '但', '由', '且', '等', '是', '暨', '分', '同', '从', '依', '未',
];

/// The charges that stand at a place, in order: 故意杀人罪、强奸罪. Empty if none stands there.
pub(super) fn list_at(cx: &Context, from: usize, limit: usize) -> Vec<Charge> {
    let mut out = Vec::new();
    let mut at = from;
    while let Some(charge) = one_at(cx, at, limit) {
        at = charge.end;
        out.extend(parts(cx, charge));
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

/// A charge named without 罪 right before a word that closes it: 盗窃 in 被控盗窃一案. Only listed ones can be told from other
/// words.
pub(super) fn bare_at(cx: &Context, from: usize, limit: usize) -> Option<Charge> {
    let text = cx.slice(from..limit);
    let end = ["一案", "案", "，", "。"].iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    let is_charge = end > 0 && !text.starts_with(['犯', '罪']) && is_listed_name(cx, &text[..end]);
    is_charge.then(|| Charge { range: from..from + end, lacks_ending: true })
}

/// Whether the catalogue lists the charge.
pub(super) fn is_listed(cx: &Context, charge: &Charge) -> bool {
    is_listed_name(cx, cx.slice(charge.range.clone()))
}

fn is_listed_name(cx: &Context, name: &str) -> bool {
    cx.catalog.causes().charge(name).is_some()
}

/// One charge, or several that share a 罪: 抢劫、盗窃罪 is no charge of the law, but each part is.
fn parts(cx: &Context, range: Range<usize>) -> Vec<Charge> {
    const JOINTS: &[char] = &['、', '和', '及', '与'];
    let text = cx.slice(range.clone());
    let whole = Charge { range: range.clone(), lacks_ending: false };
    let is_joint = !is_listed_name(cx, text) && text.contains(JOINTS);
    if !is_joint || !text.split(JOINTS).all(|part| is_listed_name(cx, part)) {
        return vec![whole];
    }
    let mut at = range.start;
    text.split_inclusive(JOINTS)
        .map(|part| {
            let name = part.trim_end_matches(JOINTS);
            let charge = Charge { range: at..at + name.len(), lacks_ending: !name.ends_with('罪') };
            at += part.len();
            charge
        })
        .collect()
}

/// The charge that starts at a place. A selective charge (运输毒品罪) stands in no list, so its form decides: it ends in a 罪 that
/// is not 犯罪 and is followed by a boundary.
fn one_at(cx: &Context, from: usize, limit: usize) -> Option<Range<usize>> {
    let text = cx.slice(from..limit);
    // The catalogue takes 犯盗窃罪 for 盗窃罪; here 犯 stands before the charge and is no part of it.
    let is_lead = text.starts_with('以') && !text.starts_with("以危险方法");
    if text.starts_with(['犯', '罪']) || is_lead {
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
        // The 罪 of 犯罪 ends no charge: 掩饰、隐瞒犯罪所得罪.
        if c == '罪' && before != '犯' {
            // A listed charge is complete, unless 罪 belongs to 罪犯 or 罪行.
            let is_whole = !text[end..].starts_with(['犯', '行', '责']) && is_listed_name(cx, &text[..end]);
            let bounded = text[end..].chars().next().is_none_or(|next| BOUNDARIES.contains(&next));
            let is_word = index >= 2 && bounded && looks_like_charge(&text[..end]);
            if is_whole || is_word {
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
    let names_deed = text.match_indices('犯').any(|(at, _)| !text[at..].starts_with("犯罪"));
    !names_deed && !PHRASES.iter().any(|phrase| text.contains(phrase))
}
