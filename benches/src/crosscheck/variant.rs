//! The list of harmless variants: other ways to write the same value. Flagging one is a false flag.

use casefile::value::{ArticleNumber, Date, numeral};
use casefile::{Value, ValueKind};
use serde_json::Value as Json;

use super::change::{Change, Make, World};
use super::site::Site;
use crate::input::Record;
use crate::random::Random;

/// Every harmless variant.
pub(super) const VARIANTS: &[Change] = &[
    Change { name: "ethnic_group_without_zu", make: Make::Value(without_zu) },
    Change { name: "half_width_brackets", make: Make::Value(half_width_brackets) },
    Change { name: "square_brackets", make: Make::Value(square_brackets) },
    Change { name: "full_width_digits", make: Make::Value(full_width_digits) },
    Change { name: "charge_without_zui", make: Make::Value(charge_without_zui) },
    Change { name: "cause_without_jiufen", make: Make::Value(cause_without_jiufen) },
    Change { name: "court_without_province", make: Make::Value(court_without_province) },
    Change { name: "sum_with_decimals", make: Make::Value(sum_with_decimals) },
    Change { name: "sum_with_commas", make: Make::Value(sum_with_commas) },
    Change { name: "sum_in_ten_thousands", make: Make::Value(sum_in_ten_thousands) },
    Change { name: "date_with_characters", make: Make::Value(date_with_characters) },
    Change { name: "date_with_slashes", make: Make::Value(date_with_slashes) },
    Change { name: "term_in_words", make: Make::Value(term_in_words) },
    Change { name: "article_in_digits", make: Make::Value(article_in_digits) },
    Change { name: "law_in_book_marks", make: Make::Value(law_in_book_marks) },
    Change { name: "law_without_country", make: Make::Value(law_without_country) },
    Change { name: "space_inside_name", make: Make::Value(space_inside_name) },
    Change { name: "procedure_without_chengxu", make: Make::Value(procedure_without_chengxu) },
    Change { name: "lower_case_identity", make: Make::Value(lower_case_identity) },
    Change { name: "parties_in_other_order", make: Make::Whole(parties_reversed) },
    Change { name: "judges_in_other_order", make: Make::Whole(judges_reversed) },
    Change { name: "statutes_in_other_order", make: Make::Whole(statutes_reversed) },
];

fn word(text: String) -> Option<Json> {
    Some(Json::String(text))
}

/// The text without an ending, where something is left.
fn without(site: &Site, kind: ValueKind, ending: &str) -> Option<Json> {
    let rest = site.text.strip_suffix(ending).filter(|rest| !rest.is_empty() && site.kind() == kind)?;
    word(rest.to_string())
}

fn without_zu(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without(site, ValueKind::Ethnicity, "族")
}

fn charge_without_zui(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without(site, ValueKind::Charge, "罪")
}

fn cause_without_jiufen(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without(site, ValueKind::Cause, "纠纷")
}

fn procedure_without_chengxu(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    if site.key() != "applied_procedure" {
        return None;
    }
    without(site, ValueKind::Choice, "程序")
}

fn half_width_brackets(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let bracketed = site.kind() == ValueKind::CaseNumber && site.text.contains('（');
    bracketed.then(|| site.text.replace('（', "(").replace('）', ")")).and_then(word)
}

fn square_brackets(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let bracketed = site.kind() == ValueKind::DocumentNumber && site.text.contains(['（', '〔', '［']);
    let text = site.text.replace(['（', '〔', '［'], "[").replace(['）', '〕', '］'], "]");
    bracketed.then_some(text).and_then(word)
}

fn full_width_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let wide = |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c };
    (site.kind() == ValueKind::CaseNumber).then(|| site.text.chars().map(wide).collect()).and_then(word)
}

fn court_without_province(site: &Site, world: &World<'_>, _: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Court {
        return None;
    }
    let province = &world.catalog.courts().by_name(&site.text)?.province;
    let rest = site.text.strip_prefix(&**province).filter(|rest| !rest.is_empty())?;
    world.catalog.courts().same(rest, &site.text).then(|| rest.to_string()).and_then(word)
}

/// The sum in fen.
fn fen(site: &Site) -> Option<i64> {
    match Value::parse(site.kind(), &site.text) {
        Ok(Value::Money(money)) => Some(money.fen()),
        _ => None,
    }
}

fn sum_with_decimals(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen(site)?;
    word(format!("{}.{:02}元", fen / 100, fen % 100))
}

fn sum_with_commas(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen(site).filter(|fen| *fen >= 100_000)?;
    let (thousands, rest) = (fen / 100_000, fen % 100_000);
    (thousands < 1000).then(|| format!("{thousands},{:03}.{:02}", rest / 100, rest % 100)).and_then(word)
}

fn sum_in_ten_thousands(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen(site).filter(|fen| *fen > 0 && fen % 1_000_000 == 0)?;
    word(format!("{}万元", fen / 1_000_000))
}

fn date(site: &Site) -> Option<(u32, u32, u32)> {
    if site.kind() != ValueKind::Date {
        return None;
    }
    let date = Date::parse(&site.text).ok()?;
    Some((date.year(), date.month()?, date.day()?))
}

fn date_with_characters(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let (year, month, day) = date(site)?;
    word(format!("{year}年{month}月{day}日"))
}

fn date_with_slashes(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let (year, month, day) = date(site)?;
    word(format!("{year}/{month}/{day}"))
}

fn term_in_words(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Months {
        return None;
    }
    let months: u32 = site.text.parse().ok()?;
    let count = numeral::ordinal_to_chinese;
    let text = match (months / 12, months % 12) {
        (0, months) => format!("{}个月", count(months)),
        (years, 0) => format!("{}年", count(years)),
        (years, months) => format!("{}年{}个月", count(years), count(months)),
    };
    word(text)
}

fn article_in_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Article {
        return None;
    }
    let article = ArticleNumber::parse(&site.text).ok().filter(|article| article.inserted() == 0)?;
    word(format!("第{}条", article.number()))
}

fn law_in_book_marks(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    (site.kind() == ValueKind::Law).then(|| format!("《{}》", site.text)).and_then(word)
}

fn law_without_country(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::Law {
        return None;
    }
    site.text.strip_prefix("中华人民共和国").map(str::to_string).and_then(word)
}

fn space_inside_name(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let mut chars = site.text.chars();
    let first = chars.next().filter(|_| site.kind() == ValueKind::Person && site.text.chars().count() == 2)?;
    word(format!("{first}　{}", chars.as_str()))
}

fn lower_case_identity(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    (site.kind() == ValueKind::Identity).then(|| site.text.to_lowercase()).and_then(word)
}

/// Turns a list of the record round, where it has at least two items.
fn reversed(record: &mut Record, key: &str) -> Option<()> {
    let items = record.get_mut(key)?.as_array_mut().filter(|items| items.len() > 1)?;
    items.reverse();
    Some(())
}

fn parties_reversed(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reversed(record, "parties").map(|()| "parties.name")
}

fn judges_reversed(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reversed(record, "judges").map(|()| "judges")
}

fn statutes_reversed(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reversed(record, "statutes").map(|()| "statutes.article")
}
