//! Owns the targets of the value readers: no text makes one panic, and what parses prints a canonical form that parses
//! to the same value. A target takes every line and every tab-separated cell of its bytes as a text, so that tables of
//! examples can be its seeds.

use casefile::ValueKind;
use casefile::value::date::{Date, sentence_end};
use casefile::value::identity::Identity;
use casefile::value::statute::{self, ArticleNumber};
use casefile::value::{CaseNumber, Duration, Money, Value, name, numeral};

use crate::Input;

/// Case numbers, alone and within a text.
pub fn case_numbers(data: &[u8]) -> Input {
    each_text(data, |text| {
        if let Ok(number) = CaseNumber::parse(text) {
            assert_eq!(CaseNumber::parse(&number.to_string()).as_ref(), Ok(&number));
            assert!(number.same_case(&number));
        }
        for (range, number) in CaseNumber::find_all(text) {
            assert_eq!(CaseNumber::parse(&text[range]), Ok(number));
        }
    })
}

/// Dates: whole, partly visible, and relative to another.
pub fn dates(data: &[u8]) -> Input {
    let anchor = Date::new(2018, 5, 31).expect("a day");
    each_text(data, |text| {
        for date in
            [Date::parse(text), Date::parse_visible(text), Date::parse_relative(text, anchor)].into_iter().flatten()
        {
            assert_eq!(Date::parse_visible(&date.to_string()), Ok(date));
            assert!(date.agrees(date));
        }
    })
}

/// Sums of money.
pub fn sums(data: &[u8]) -> Input {
    each_text(data, |text| {
        if let Ok(money) = Money::parse(text) {
            assert_eq!(Money::parse(&money.to_string()), Ok(money));
        }
    })
}

/// Terms, and the day on which a sentence of such a term ends.
pub fn durations(data: &[u8]) -> Input {
    let start = Date::new(2016, 2, 29).expect("a day");
    each_text(data, |text| {
        if let Ok(term) = Duration::parse(text) {
            assert_eq!(Duration::parse(&term.to_string()), Ok(term));
            assert!(sentence_end(start, term).is_none_or(|end| end.days_until(start).is_some()));
        }
    })
}

/// Numerals.
pub fn numerals(data: &[u8]) -> Input {
    each_text(data, |text| {
        if let Some(number) = numeral::integer(text) {
            assert_eq!(numeral::integer(&number.to_string()), Some(number));
            if let Ok(short) = u32::try_from(number) {
                assert_eq!(numeral::integer(&numeral::ordinal_to_chinese(short)), Some(number));
            }
        }
        if let Ok(number) = numeral::number(text) {
            let _ = (number.whole(), number.hundredths());
        }
    })
}

/// Articles of laws, alone and within a text.
pub fn articles(data: &[u8]) -> Input {
    each_text(data, |text| {
        if let Ok(article) = ArticleNumber::parse(text) {
            assert_eq!(ArticleNumber::parse(&article.to_string()), Ok(article));
        }
        for article in statute::parse_articles(text) {
            assert_eq!(ArticleNumber::parse(&article.to_string()), Ok(article));
        }
        for (range, _) in statute::find_articles(text) {
            assert!(!text[range].is_empty());
        }
    })
}

/// Identity numbers and credit codes.
pub fn identities(data: &[u8]) -> Input {
    each_text(data, |text| {
        let identity = Identity::read(text);
        let again = Identity::read(identity.as_str());
        assert_eq!(again.as_str(), identity.as_str());
        assert_eq!(again.verdict(), identity.verdict());
        let _ = (identity.birth_date(), identity.sex());
        if let Some(longer) = identity.upgraded() {
            assert_eq!(Identity::read(&longer).birth_date(), identity.birth_date());
        }
    })
}

/// Names: tidied, cut into surname and rest, compared with what masks them.
pub fn names(data: &[u8]) -> Input {
    each_text(data, |text| {
        let tidy = name::tidy(text);
        assert_eq!(name::tidy(&tidy), tidy);
        assert!(text.starts_with(name::surname(text)));
        let _ = (name::is_masked(text), name::masks(text, &tidy), name::split_spaced(text));
    })
}

/// Every kind of value of a record.
pub fn kinds(data: &[u8]) -> Input {
    each_text(data, |text| {
        for &kind in ValueKind::ALL {
            if let Ok(value) = Value::parse(kind, text) {
                assert_eq!(Value::parse(kind, &value.canonical()), Ok(value));
            }
        }
    })
}

fn each_text(data: &[u8], check: impl Fn(&str)) -> Input {
    let Ok(text) = std::str::from_utf8(data) else { return Input::Foreign };
    check(text);
    text.split(['\n', '\t']).for_each(check);
    Input::Used
}
