//! Owns the comparison of addresses: one that goes less far, or leaves out province and city, is the same address.

use super::{Relation, relate_masked};

const LEAD_WORDS: &[&str] =
    &["户籍所在地", "户籍地址", "户籍地", "住所地", "经常居住地", "现住址", "现住", "地址", "住址", "住", "中国"];

/// Shortest part of an address that still names a place: 历下区某路.
const PART_CHARS_MIN: usize = 5;

/// Compares two plain addresses.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let (a, b) = (bare(a), bare(b));
    if a == b {
        return Relation::Same;
    }
    if let Some(masked) = relate_masked(&a, &b) {
        return masked;
    }
    if let Some(slip) = last_character(&a, &b) {
        return slip;
    }
    if contains(&a, &b) {
        return Relation::SameWithNote("地址详略不同");
    }
    let (a, b) = (without_levels(&a), without_levels(&b));
    match a == b || contains(&a, &b) {
        true => Relation::Doubtful("地址只有行政区划写法不同"),
        false => Relation::Different,
    }
}

/// Two addresses that differ by their last character: one typed twice (某某区区) is a slip, and one left out (某某 for
/// 某某区, 49 for 49号) may be.
fn last_character(a: &str, b: &str) -> Option<Relation> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.strip_prefix(short)?.chars();
    let last = rest.next().filter(|_| rest.next().is_none())?;
    match short.ends_with(last) {
        true => Some(Relation::Different),
        false => Some(Relation::Doubtful("地址末字有无不同")),
    }
}

fn bare(address: &str) -> String {
    let mut rest = address.trim_start_matches(['：', ':']);
    while let Some(after) = LEAD_WORDS.iter().find_map(|word| rest.strip_prefix(word)).filter(|after| !after.is_empty())
    {
        rest = after.trim_start_matches(['：', ':']);
    }
    rest.chars().filter(|c| c.is_alphanumeric() || matches!(c, '*' | '×' | '-')).collect()
}

fn contains(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= PART_CHARS_MIN && (long.starts_with(short) || ends_with_part(long, short))
}

/// Whether the long address ends in the short one or holds it, beginning after the name of a region, so that 12号 is not
/// taken for a part of 112号.
fn ends_with_part(long: &str, short: &str) -> bool {
    long.match_indices(short)
        .any(|(at, _)| long[..at].ends_with(['省', '市', '区', '县', '州', '盟', '旗', '镇', '乡', '国']))
}

fn without_levels(address: &str) -> String {
    address
        .replace("维吾尔自治区", "")
        .replace("壮族自治区", "")
        .replace("回族自治区", "")
        .replace("自治区", "")
        .replace(['省', '市', '县', '区'], "")
}
