//! The list of harmless variants: the same value typed in another way. None of them may be flagged.

use casefile::ValueKind;
use casefile::value::numeral::ordinal_to_chinese;
use casefile::value::{ArticleNumber, Date, Money};
use serde_json::Value as Json;

use super::change::{Change, Make, World};
use super::site::Site;
use crate::input::Record;
use crate::random::Random;

/// Every harmless variant.
pub(super) const VARIANTS: &[Change] = &[
    Change { name: "ethnic_group_without_zu", make: Make::Value(ethnic_group_without_zu) },
    Change { name: "half_width_brackets", make: Make::Value(half_width_brackets) },
    Change { name: "square_brackets", make: Make::Value(square_brackets) },
    Change { name: "charge_without_zui", make: Make::Value(charge_without_zui) },
    Change { name: "cause_without_jiufen", make: Make::Value(cause_without_jiufen) },
    Change { name: "court_without_province", make: Make::Value(court_without_province) },
    Change { name: "court_official_name", make: Make::Value(court_official_name) },
    Change { name: "sum_in_ten_thousands", make: Make::Value(sum_in_ten_thousands) },
    Change { name: "sum_with_decimals", make: Make::Value(sum_with_decimals) },
    Change { name: "sum_with_commas", make: Make::Value(sum_with_commas) },
    Change { name: "date_with_characters", make: Make::Value(date_with_characters) },
    Change { name: "date_unpadded", make: Make::Value(date_unpadded) },
    Change { name: "date_with_slashes", make: Make::Value(date_with_slashes) },
    Change { name: "date_in_chinese", make: Make::Value(date_in_chinese) },
    Change { name: "article_in_digits", make: Make::Value(article_in_digits) },
    Change { name: "law_without_country", make: Make::Value(law_without_country) },
    Change { name: "law_in_book_marks", make: Make::Value(law_in_book_marks) },
    Change { name: "space_inside_name", make: Make::Value(space_inside_name) },
    Change { name: "spaces_around", make: Make::Value(spaces_around) },
    Change { name: "full_width_digits", make: Make::Value(full_width_digits) },
    Change { name: "lower_case_identity", make: Make::Value(lower_case_identity) },
    Change { name: "choice_short", make: Make::Value(choice_short) },
    Change { name: "instance_in_full", make: Make::Value(instance_in_full) },
    Change { name: "term_in_digits", make: Make::Value(term_in_digits) },
    Change { name: "term_in_words", make: Make::Value(term_in_words) },
    Change { name: "parties_in_other_order", make: Make::Whole(parties_in_other_order) },
    Change { name: "names_in_other_order", make: Make::Whole(names_in_other_order) },
    Change { name: "statutes_in_other_order", make: Make::Whole(statutes_in_other_order) },
    Change { name: "awards_in_other_order", make: Make::Whole(awards_in_other_order) },
];

fn word(text: String) -> Option<Json> {
    Some(Json::String(text))
}

/// The text without an ending that it has.
fn without_end(site: &Site, kind: ValueKind, end: &str) -> Option<Json> {
    let short = site.text.strip_suffix(end).filter(|short| site.kind() == kind && short.chars().count() > 0)?;
    word(short.to_string())
}

fn ethnic_group_without_zu(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without_end(site, ValueKind::Ethnicity, "族")
}

fn charge_without_zui(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without_end(site, ValueKind::Charge, "罪")
}

fn cause_without_jiufen(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    without_end(site, ValueKind::Cause, "纠纷")
}

fn is_text(site: &Site) -> bool {
    !matches!(site.kind(), ValueKind::Money | ValueKind::Months | ValueKind::Date | ValueKind::Flag)
}

fn half_width_brackets(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let has = is_text(site) && site.text.contains(['（', '）']);
    has.then(|| Json::String(site.text.replace('（', "(").replace('）', ")")))
}

/// The brackets around the year of a document number, in the other forms that keyboards give.
fn square_brackets(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    if site.kind() != ValueKind::DocumentNumber {
        return None;
    }
    let (open, close) = *random.pick(&[('[', ']'), ('〔', '〕'), ('（', '）'), ('［', '］'), ('【', '】')])?;
    let bracket = |c: char| match c {
        '[' | '〔' | '（' | '［' | '【' | '(' => open,
        ']' | '〕' | '）' | '］' | '】' | ')' => close,
        c => c,
    };
    word(site.text.chars().map(bracket).collect())
}

fn court_without_province(site: &Site, world: &World<'_>, _: &mut Random) -> Option<Json> {
    // The high court and the railway courts of a province are named after it.
    let is_local = site.kind() == ValueKind::Court && !site.text.contains("高级") && !site.text.contains("铁路");
    let provinces = world.catalog.provinces().iter().filter(|_| is_local);
    let rest = provinces.filter_map(|province| site.text.strip_prefix(&*province.name)).next()?;
    // A municipality's courts are named after it: 市第一中级人民法院 is no name.
    (!rest.starts_with('第') && rest.chars().count() > 5).then(|| Json::String(rest.to_string()))
}

fn court_official_name(site: &Site, world: &World<'_>, _: &mut Random) -> Option<Json> {
    let court =
        if site.kind() == ValueKind::Court { world.catalog.courts().by_name(&site.text)? } else { return None };
    word(court.name.to_string())
}

fn fen_of(site: &Site) -> Option<i64> {
    if site.kind() == ValueKind::Money { Money::parse(&site.text).ok().map(Money::fen) } else { None }
}

fn sum_in_ten_thousands(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen_of(site).filter(|fen| *fen >= 1_000_000 && fen % 100 == 0)?;
    let (wan, rest) = (fen / 1_000_000, fen / 100 % 10_000);
    let digits = format!("{wan}.{rest:04}");
    word(format!("{}万元", digits.trim_end_matches('0').trim_end_matches('.')))
}

fn sum_with_decimals(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen_of(site)?;
    word(format!("{}.{:02}", fen / 100, fen % 100))
}

fn sum_with_commas(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let fen = fen_of(site).filter(|fen| *fen >= 100_000)?;
    let digits = (fen / 100).to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    word(if fen % 100 == 0 { format!("{grouped}元") } else { format!("{grouped}.{:02}元", fen % 100) })
}

/// Year, month and day of a full date.
fn date_of(site: &Site) -> Option<(u32, u32, u32)> {
    let date = if site.kind() == ValueKind::Date { Date::parse(&site.text).ok()? } else { return None };
    Some((date.year(), date.month()?, date.day()?))
}

fn date_with_characters(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    date_of(site).and_then(|(year, month, day)| word(format!("{year}年{month}月{day}日")))
}

fn date_unpadded(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    date_of(site).and_then(|(year, month, day)| word(format!("{year}-{month}-{day}")))
}

fn date_with_slashes(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    date_of(site).and_then(|(year, month, day)| word(format!("{year}/{month:02}/{day:02}")))
}

fn date_in_chinese(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let (year, month, day) = date_of(site)?;
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let year: String = year.to_string().chars().filter_map(|c| digits.get(c.to_digit(10)? as usize)).collect();
    word(format!("{year}年{}月{}日", ordinal_to_chinese(month), ordinal_to_chinese(day)))
}

fn article_in_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let article = if site.kind() == ValueKind::Article { ArticleNumber::parse(&site.text).ok()? } else { return None };
    let inserted = match article.inserted() {
        0 => String::new(),
        inserted => format!("之{}", ordinal_to_chinese(inserted)),
    };
    word(format!("第{}条{inserted}", article.number()))
}

fn law_without_country(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let short = site.text.strip_prefix("中华人民共和国").filter(|_| site.kind() == ValueKind::Law)?;
    word(short.to_string())
}

fn law_in_book_marks(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let is_plain = site.kind() == ValueKind::Law && !site.text.contains(['《', '<', '〈']);
    is_plain.then(|| Json::String(format!("《{}》", site.text)))
}

fn space_inside_name(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let is_person = site.kind() == ValueKind::Person && site.text.chars().count() == 2;
    is_person.then(|| Json::String(site.text.chars().map(String::from).collect::<Vec<_>>().join("\u{3000}")))
}

fn spaces_around(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    is_text(site).then(|| Json::String(format!(" {} ", site.text)))
}

fn full_width_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let wide = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('０') + digit).unwrap_or(c),
        None => c,
    };
    // Terms in months are numbers of a list in every form; nobody types them wide.
    let has = site.kind() != ValueKind::Months && site.text.contains(|c: char| c.is_ascii_digit());
    has.then(|| Json::String(site.text.chars().map(wide).collect()))
}

fn lower_case_identity(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    (site.kind() == ValueKind::Identity).then(|| Json::String(site.text.to_lowercase()))
}

fn choice_short(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let short = match (site.key(), site.text.as_str()) {
        ("applied_procedure", "普通程序") => "普通",
        ("applied_procedure", "简易程序") => "简易",
        ("applied_procedure", "速裁程序") => "速裁",
        ("applied_procedure", "小额诉讼程序") => "小额诉讼",
        ("tribunal", "独任") => "独任审理",
        ("document_type", "判决书") => "判决",
        ("document_type", "裁定书") => "裁定",
        _ => return None,
    };
    word(short.to_string())
}

fn instance_in_full(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    let full = match (site.key(), site.text.as_str()) {
        ("trial_procedure", "一审") => "第一审",
        ("trial_procedure", "二审") => "第二审",
        _ => return None,
    };
    word(full.to_string())
}

fn term_of(site: &Site) -> Option<(u32, u32)> {
    let months: u32 = if site.kind() == ValueKind::Months { site.text.parse().ok()? } else { return None };
    Some((months / 12, months % 12))
}

fn term_in_digits(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    match term_of(site)? {
        (0, months) => word(format!("{months}个月")),
        (years, 0) => word(format!("{years}年")),
        (years, months) => word(format!("{years}年{months}个月")),
    }
}

fn term_in_words(site: &Site, _: &World<'_>, _: &mut Random) -> Option<Json> {
    match term_of(site)? {
        (0, months) => word(format!("{}个月", ordinal_to_chinese(months))),
        (years, 0) => word(format!("{}年", ordinal_to_chinese(years))),
        (years, months) => word(format!("{}年{}个月", ordinal_to_chinese(years), ordinal_to_chinese(months))),
    }
}

/// Turns the order of a list around; a list of one has no other order.
fn reverse(record: &mut Record, key: &'static str) -> Option<&'static str> {
    let items = record.get_mut(key).and_then(Json::as_array_mut).filter(|items| items.len() > 1)?;
    items.reverse();
    Some(key)
}

fn parties_in_other_order(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reverse(record, "parties")
}

fn names_in_other_order(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    ["judges", "assessors", "clerks", "prosecutors"].into_iter().find_map(|key| reverse(record, key))
}

fn statutes_in_other_order(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reverse(record, "statutes")
}

fn awards_in_other_order(record: &mut Record, _: &World<'_>, _: &mut Random) -> Option<&'static str> {
    reverse(record, "award_amounts")
}
