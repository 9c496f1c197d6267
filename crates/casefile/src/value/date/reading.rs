//! Owns how dates are read from text, alone or leaning on an earlier date. Knows no calendar arithmetic.

use super::{Date, KIND};
use crate::value::ValueError;
use crate::value::fold::fold_char;
use crate::value::numeral;

const FORM: ValueError = ValueError::Form(KIND);
const MASKED: ValueError = ValueError::Masked(KIND);

/// What a masked part does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Masks {
    /// The date is masked as a whole.
    Refused,
    /// The date is known only as far as it is visible.
    EndTheDate,
}

/// A part of a date.
enum Part {
    Known(u32),
    Masked,
}

pub(super) fn read(text: &str, masks: Masks) -> Result<Date, ValueError> {
    let text = compact(without_time(text));
    let [year, month, day] = split(&text).ok_or(FORM)?;
    let year = year_part(year)?;
    let month = month.map(month_part).transpose()?;
    let day = day.map(count_part).transpose()?;
    let has_mask = [Some(&year), month.as_ref(), day.as_ref()].into_iter().flatten().any(|p| matches!(p, Part::Masked));
    if has_mask && masks == Masks::Refused {
        return Err(MASKED);
    }
    let Part::Known(year) = year else { return Err(MASKED) };
    let month = known(month);
    let day = if month.is_some() { known(day) } else { None };
    Date::of(year, month, day)
}

pub(super) fn read_relative(text: &str, anchor: Date) -> Result<Date, ValueError> {
    let text = compact(text);
    let mut rest = text.as_str();
    let mut year = anchor.year();
    let mut month = anchor.month();
    if let Some((years, after)) =
        strip_any(rest, &[("同年", 0), ("当年", 0), ("该年", 0), ("次年", 1), ("翌年", 1), ("第二年", 1)])
    {
        (year, rest) = (year + years, after);
        if years > 0 {
            month = None;
        }
    }
    if let Some((months, after)) = strip_any(rest, &[("同月", 0), ("当月", 0), ("该月", 0), ("次月", 1), ("翌月", 1)])
    {
        let moved = Date::of(year, Some(anchor.month().ok_or(FORM)?), None)?.add_months(i64::from(months));
        let moved = moved.ok_or(ValueError::Impossible(KIND))?;
        (year, month, rest) = (moved.year(), moved.month(), after);
    }
    const DAYS: &[(&str, u32)] = &[
        ("同一日", 0),
        ("同一天", 0),
        ("同日", 0),
        ("同天", 0),
        ("当日", 0),
        ("当天", 0),
        ("即日", 0),
        ("该日", 0),
        ("次日", 1),
        ("翌日", 1),
        ("隔日", 1),
        ("第二日", 1),
        ("第二天", 1),
    ];
    if let Some((days, "")) = strip_any(rest, DAYS) {
        let same_day = Date::of(year, Some(month.ok_or(FORM)?), Some(anchor.day().ok_or(FORM)?))?;
        return same_day.add_days(i64::from(days)).ok_or(ValueError::Impossible(KIND));
    }
    if rest.contains('年') || !rest.contains(['月', '日', '号']) {
        return if rest.len() == text.len() { read(rest, Masks::Refused) } else { Err(FORM) };
    }
    let (month_text, day_text) = rest.split_once('月').map_or((None, rest), |(month, day)| (Some(month), day));
    let month = match month_text {
        Some(text) => Some(visible(month_part(text)?)?),
        None => month,
    };
    let day = match day_text.strip_suffix(['日', '号']) {
        Some(text) => Some(visible(count_part(text)?)?),
        None if day_text.is_empty() => None,
        None => return Err(FORM),
    };
    Date::of(year, Some(month.ok_or(FORM)?), day)
}

fn strip_any<'a>(text: &'a str, words: &[(&str, u32)]) -> Option<(u32, &'a str)> {
    words.iter().find_map(|(word, shift)| text.strip_prefix(word).map(|rest| (*shift, rest)))
}

fn known(part: Option<Part>) -> Option<u32> {
    match part {
        Some(Part::Known(number)) => Some(number),
        _ => None,
    }
}

fn visible(part: Part) -> Result<u32, ValueError> {
    match part {
        Part::Known(number) => Ok(number),
        Part::Masked => Err(MASKED),
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect()
}

/// Databases print a time of day behind a date: `2019-06-03 09:30:00`, `2019-06-03T00:00`.
fn without_time(text: &str) -> &str {
    let text = text.trim();
    let Some(colon) = text.find([':', '：']) else { return text };
    match text[..colon].rfind(|c: char| c == 'T' || c.is_whitespace()) {
        Some(at) => &text[..at],
        None => text,
    }
}

/// Year, month and day as printed; none if the text has no shape of a date.
fn split(text: &str) -> Option<[Option<&str>; 3]> {
    if let Some((year, rest)) = text.split_once('年') {
        if rest.is_empty() {
            return Some([Some(year), None, None]);
        }
        let (month, rest) = rest.split_once('月')?;
        if rest.is_empty() {
            return Some([Some(year), Some(month), None]);
        }
        let day = rest.strip_suffix(['日', '号'])?;
        return Some([Some(year), Some(month), Some(day)]);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some([Some(&text[..4]), Some(&text[4..6]), Some(&text[6..])]);
    }
    let mut parts = text.split(['-', '.', '/']);
    let all = [parts.next(), parts.next(), parts.next()];
    if parts.next().is_some() || text.chars().count() < 4 { None } else { Some(all) }
}

fn is_mask(c: char) -> bool {
    matches!(c, '×' | '*' | 'X' | 'x' | '某' | '＊' | '✕' | '╳' | '_' | '□' | '?' | '？')
}

/// Masks, or circles that stand for nothing but masks.
fn is_masked(text: &str) -> bool {
    text.contains(is_mask) || (!text.is_empty() && text.chars().all(|c| matches!(c, '○' | '◯' | '〇')))
}

fn year_part(text: Option<&str>) -> Result<Part, ValueError> {
    let text = text.ok_or(FORM)?;
    if is_masked(text) {
        return Ok(Part::Masked);
    }
    let is_four_digits = text.chars().count() == 4 && text.chars().all(|c| numeral::digit(c).is_some());
    let year = numeral::integer(text).and_then(|n| u32::try_from(n).ok());
    match year {
        Some(year) if is_four_digits || (1000..3000).contains(&year) => Ok(Part::Known(year)),
        _ => Err(FORM),
    }
}

fn month_part(text: &str) -> Result<Part, ValueError> {
    match text {
        "元" | "正" => Ok(Part::Known(1)),
        other => count_part(other),
    }
}

/// 三四月 is March or April.
fn is_pair(text: &str) -> bool {
    let mut digits = text.chars().map(|c| numeral::digit(c).filter(|d| *d > 0 && !c.is_ascii()));
    matches!((digits.next(), digits.next(), digits.next()), (Some(Some(a)), Some(Some(b)), None) if b == a + 1)
}

fn count_part(text: &str) -> Result<Part, ValueError> {
    if is_masked(text) {
        return Ok(Part::Masked);
    }
    if is_pair(text) {
        return Err(ValueError::Approximate(KIND));
    }
    let number = numeral::integer(text).and_then(|n| u32::try_from(n).ok()).ok_or(FORM)?;
    Ok(Part::Known(number))
}
