//! Owns slips in numbers, dates, sums, terms and articles.

use casefile::ValueKind;
use casefile::value::{ArticleNumber, Date, Money};
use serde_json::Value as Json;

use crate::crosscheck::change::World;
use crate::crosscheck::site::Site;
use crate::random::Random;

/// Kinds whose digits are typed one by one.
fn has_typed_digits(site: &Site) -> bool {
    matches!(
        site.kind(),
        ValueKind::CaseNumber
            | ValueKind::Date
            | ValueKind::Money
            | ValueKind::Identity
            | ValueKind::DocumentNumber
            | ValueKind::Address
    )
}

/// The text if it means something else than the true one. A date or number that does not exist is refused by the form
/// into which it is typed, so it is no slip to find.
fn other(site: &Site, text: String) -> Option<Json> {
    let canonical = site.canonical(&text)?;
    (site.canonical(&site.text)? != canonical).then_some(Json::String(text))
}

/// Tries the edit at the digits in random order.
fn at_some_digit(site: &Site, random: &mut Random, edit: fn(&mut Vec<char>, usize, &mut Random)) -> Option<Json> {
    if !has_typed_digits(site) {
        return None;
    }
    let chars: Vec<char> = site.text.chars().collect();
    let mut digits: Vec<usize> = (0..chars.len()).filter(|&at| chars[at].is_ascii_digit()).collect();
    random.shuffle(&mut digits);
    digits.into_iter().find_map(|at| {
        let mut edited = chars.clone();
        edit(&mut edited, at, random);
        // A year of the Ming dynasty or of the next century is no slip that anybody makes.
        let text: String = edited.into_iter().collect();
        let is_odd_date =
            site.kind() == ValueKind::Date && !Date::parse(&text).is_ok_and(|date| (1900..2100).contains(&date.year()));
        if is_odd_date { None } else { other(site, text) }
    })
}

pub(super) fn wrong_digit(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    at_some_digit(site, random, |chars, at, random| {
        let digit = chars[at].to_digit(10).unwrap_or(0);
        let wrong = (digit + 1 + random.below(9) as u32) % 10;
        chars[at] = char::from_digit(wrong, 10).unwrap_or('0');
    })
}

pub(super) fn swapped_digits(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    at_some_digit(site, random, |chars, at, _| {
        if chars.get(at + 1).is_some_and(char::is_ascii_digit) {
            chars.swap(at, at + 1);
        }
    })
}

pub(super) fn dropped_digit(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    at_some_digit(site, random, |chars, at, _| {
        chars.remove(at);
    })
}

pub(super) fn doubled_digit(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    at_some_digit(site, random, |chars, at, _| chars.insert(at, chars[at]))
}

pub(super) fn year_off_by_one(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    if !matches!(site.kind(), ValueKind::Date | ValueKind::CaseNumber) {
        return None;
    }
    let start = site.text.find(|c: char| c.is_ascii_digit())?;
    let year: u32 = site.text.get(start..start + 4)?.parse().ok()?;
    let wrong = if random.below(2) == 0 { year - 1 } else { year + 1 };
    other(site, site.text.replacen(&year.to_string(), &wrong.to_string(), 1))
}

fn date_of(site: &Site) -> Option<Date> {
    if site.kind() == ValueKind::Date { Date::parse(&site.text).ok() } else { None }
}

pub(super) fn month_and_day_swapped(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let date = date_of(site)?;
    let swapped = Date::new(date.year(), date.day()?, date.month()?).ok()?;
    other(site, swapped.to_string())
}

pub(super) fn day_off_by_one(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let days = if random.below(2) == 0 { -1 } else { 1 };
    other(site, date_of(site)?.add_days(days)?.to_string())
}

fn sum_of(site: &Site) -> Option<i64> {
    let sum = if site.kind() == ValueKind::Money { Money::parse(&site.text).ok() } else { None };
    sum.map(Money::fen).filter(|&fen| fen != 0)
}

fn sum(site: &Site, fen: i64) -> Option<Json> {
    other(site, Money::from_fen(fen).to_string())
}

pub(super) fn ten_thousandfold(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = sum_of(site)?;
    sum(site, if fen % 10_000 == 0 { fen / 10_000 } else { fen.checked_mul(10_000)? })
}

pub(super) fn decimal_shift(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let fen = sum_of(site)?;
    sum(site, if fen % 10 == 0 && random.below(2) == 0 { fen / 10 } else { fen.checked_mul(10)? })
}

pub(super) fn fee_halved_or_not(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let fen = sum_of(site).filter(|_| site.key() == "case_fee")?;
    sum(site, if fen % 2 == 0 && random.below(2) == 0 { fen / 2 } else { fen.checked_mul(2)? })
}

/// The years and months of a term that has both.
fn term_of(site: &Site) -> Option<(u32, u32)> {
    let months: u32 = if site.kind() == ValueKind::Months { site.text.parse().ok()? } else { return None };
    (months > 12 && !months.is_multiple_of(12)).then_some((months / 12, months % 12))
}

/// 1年6个月 typed as 16个月.
pub(super) fn term_as_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let (years, months) = term_of(site)?;
    other(site, format!("{years}{months}"))
}

pub(super) fn months_left_out(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let (years, _) = term_of(site)?;
    other(site, (years * 12).to_string())
}

/// The number of the case before or after.
pub(super) fn case_serial_off(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::CaseNumber {
        return None;
    }
    let (head, tail) = site.text.split_at(site.text.rfind('号')?);
    let start = head
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let serial: u64 = head[start..].parse().ok()?;
    let wrong = if serial > 1 && random.below(2) == 0 { serial - 1 } else { serial + 1 };
    other(site, format!("{}{wrong}{tail}", &head[..start]))
}

pub(super) fn article_off_by_one(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let article = if site.kind() == ValueKind::Article { ArticleNumber::parse(&site.text).ok()? } else { return None };
    let number = article.number();
    let wrong = if number > 1 && random.below(2) == 0 { number - 1 } else { number + 1 };
    other(site, format!("第{wrong}条"))
}
