//! Properties of the values: canonical forms parse back to themselves, arithmetic can be undone, and no text makes a
//! reader panic.

use casefile::ValueKind;
use casefile::value::date::{Date, sentence_end};
use casefile::value::identity::Identity;
use casefile::value::{CaseNumber, Duration, Money, Value, name, numeral, statute};
use proptest::prelude::*;

/// Texts made of the characters that the readers care about.
fn legal_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "（",
        "）",
        "(",
        "[",
        "〔",
        "〕",
        "《",
        "》",
        "2019",
        "二〇一九",
        "1",
        "0",
        "23",
        "x",
        "X",
        "O",
        "○",
        "×",
        "某",
        "年",
        "月",
        "日",
        "同",
        "次",
        "元",
        "角",
        "分",
        "整",
        "万",
        "亿",
        "十",
        "百",
        "千",
        "零",
        "两",
        "半",
        "个",
        "余",
        "约",
        "至",
        "-",
        "—",
        ".",
        "，",
        "、",
        "第",
        "条",
        "款",
        "之",
        "一",
        "三",
        "鲁",
        "0102",
        "民",
        "初",
        "刑",
        "终",
        "字",
        "号",
        "甲",
        "·",
        " ",
        "　",
        "\n",
        "\u{200B}",
        "\u{2028}",
        "人民币",
        "￥",
        "有期徒刑",
        "终身",
        "是",
        "a",
        "B",
        ":",
        "T",
        "m",
        "d",
        "𠮷",
    ]);
    prop::collection::vec(pieces, 0..14).prop_map(|pieces| pieces.concat())
}

fn date() -> impl Strategy<Value = Date> {
    (1_100u32..=9_900, 1u32..=12, 1u32..=31).prop_filter_map("no such day", |(y, m, d)| Date::new(y, m, d).ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_parses_back_from_its_canonical_form(text in legal_text(), kind in prop::sample::select(ValueKind::ALL)) {
        if let Ok(value) = Value::parse(kind, &text) {
            prop_assert_eq!(Value::parse(kind, &value.canonical()), Ok(value));
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in prop_oneof![legal_text(), any::<String>()], anchor in date()) {
        for &kind in ValueKind::ALL {
            let _ = Value::parse(kind, &text);
        }
        for (range, number) in CaseNumber::find_all(&text) {
            prop_assert_eq!(CaseNumber::parse(&text[range]), Ok(number));
        }
        for (range, _) in statute::find_articles(&text) {
            prop_assert!(!text[range].is_empty());
        }
        let _ = Date::parse_relative(&text, anchor);
        let _ = Date::parse_visible(&text);
        let _ = name::masks(&text, &text);
        let _ = name::split_spaced(&text);
        let _ = (name::surname(&text), Identity::read(&text).birth_date());
    }

    #[test]
    fn ordinals_read_back(number in any::<u32>()) {
        let text = numeral::ordinal_to_chinese(number);
        prop_assert_eq!(numeral::integer(&text), Some(u64::from(number)));
    }

    #[test]
    fn sums_read_back(fen in any::<i64>().prop_filter("has no opposite", |fen| *fen != i64::MIN)) {
        let money = Money::from_fen(fen);
        prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
    }

    #[test]
    fn financial_numerals_equal_digits(yuan in 0u32..1_000_000_000, jiao in 1u32..10, fen in 1u32..10) {
        let digits = Money::parse(&format!("{yuan}.{jiao}{fen}元"));
        let financial = format!("人民币{}元{}角{}分", numeral::ordinal_to_chinese(yuan), jiao, fen);
        prop_assert_eq!(Money::parse(&financial), digits);
    }

    #[test]
    fn terms_read_back(months in 0u32..=1_200, days in 0u32..=36_600) {
        let term = Duration::new(months, days);
        prop_assert_eq!(Duration::parse(&term.to_string()), Ok(term));
    }

    #[test]
    fn days_can_be_undone(date in date(), days in -3_000i64..3_000) {
        let moved = date.add_days(days).expect("far from the end of the calendar");
        prop_assert_eq!(date.days_until(moved), Some(days));
        prop_assert_eq!(moved.add_days(-days), Some(date));
        prop_assert_eq!(moved.cmp(&date), days.cmp(&0));
    }

    #[test]
    fn months_keep_the_day_or_end_the_month(date in date(), months in 0i64..60) {
        let moved = date.add_months(months).expect("far from the end of the calendar");
        let is_clamped = moved.day() < date.day();
        prop_assert!(moved.day() == date.day() || is_clamped);
        if is_clamped {
            let next = moved.add_days(1).expect("far from the end of the calendar");
            prop_assert_eq!(next.day(), Some(1));
        }
    }

    #[test]
    fn a_longer_term_ends_later(start in date(), months in 1u32..300, days in 0u32..30) {
        let end = sentence_end(start, Duration::new(months, days)).expect("far from the end of the calendar");
        let later = sentence_end(start, Duration::new(months, days + 1)).expect("far from the end of the calendar");
        prop_assert_eq!(end.days_until(later), Some(1));
    }

    #[test]
    fn articles_read_back(number in 1u32..10_000, inserted in 0u32..30) {
        let suffix = if inserted > 0 { format!("之{inserted}") } else { String::new() };
        let article = statute::ArticleNumber::parse(&format!("第{number}条{suffix}")).expect("in form");
        prop_assert_eq!((article.number(), article.inserted()), (number, inserted));
        prop_assert_eq!(statute::ArticleNumber::parse(&article.to_string()), Ok(article));
        prop_assert_eq!(statute::parse_articles(&article.to_string()), vec![article]);
    }
}
