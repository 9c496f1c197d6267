//! Every table under `tests/vectors` against the code that reads such texts.

use std::fmt::Display;

use casefile::fees;
use casefile::value::case_number::Style;
use casefile::value::date::sentence_end;
use casefile::value::identity::{Identity, Scheme, Verdict};
use casefile::value::statute::{self, ArticleNumber};
use casefile::value::{CaseNumber, Date, Duration, Money, Value, name, numeral};
use casefile::{ValueError, ValueKind};
use expect_test::expect;

/// The tables that a test below reads.
const TABLES: &[&str] = &[
    "articles.tsv",
    "case_numbers.tsv",
    "court_fees.tsv",
    "dates.tsv",
    "identities.tsv",
    "masked_names.tsv",
    "money.tsv",
    "names.tsv",
    "numerals.tsv",
    "relative_dates.tsv",
    "same_cases.tsv",
    "sentence_ranges.tsv",
    "spaced_names.tsv",
    "terms.tsv",
    "values.tsv",
    "visible_dates.tsv",
];

/// Compares each row's expectation (the given column) with what `read` makes of the row.
#[track_caller]
fn check(table: &str, expected: usize, read: impl Fn(&[&str]) -> String) {
    assert!(TABLES.contains(&table), "{table} is not listed");
    let path = format!("{}/tests/vectors/{table}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("the table is in the repository");
    let mut rows = 0;
    let mut wrong = Vec::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let got = read(&cells);
        rows += 1;
        if got != cells[expected] {
            wrong.push(format!("{line}\n    got {got}"));
        }
    }
    assert!(rows > 0, "{table} has no rows");
    assert!(wrong.is_empty(), "{} of {rows} rows of {table}:\n{}", wrong.len(), wrong.join("\n"));
}

fn shown<T: Display>(value: Result<T, ValueError>) -> String {
    match value {
        Ok(value) => value.to_string(),
        Err(ValueError::Form(_)) => "FORM".to_string(),
        Err(ValueError::Impossible(_)) => "IMPOSSIBLE".to_string(),
        Err(ValueError::Masked(_)) => "MASKED".to_string(),
        Err(ValueError::Approximate(_)) => "APPROX".to_string(),
    }
}

fn yes_or_no(answer: bool) -> String {
    if answer { "yes" } else { "no" }.to_string()
}

#[test]
fn every_table_is_read() {
    let folder = format!("{}/tests/vectors", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).expect("the folder is in the repository");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, TABLES);
}

#[test]
fn dates() {
    check("dates.tsv", 1, |row| shown(Date::parse(row[0])));
}

#[test]
fn visible_parts_of_dates() {
    check("visible_dates.tsv", 1, |row| shown(Date::parse_visible(row[0])));
}

#[test]
fn relative_dates() {
    check("relative_dates.tsv", 2, |row| {
        let anchor = Date::parse(row[0]).expect("anchors are dates");
        shown(Date::parse_relative(row[1], anchor))
    });
}

#[test]
fn money() {
    check("money.tsv", 1, |row| shown(Money::parse(row[0])));
}

#[test]
fn terms() {
    check("terms.tsv", 1, |row| shown(Duration::parse(row[0])));
}

#[test]
fn sentence_ranges() {
    check("sentence_ranges.tsv", 2, |row| {
        let start = Date::parse(row[0]).expect("starts are dates");
        let end = Duration::parse(row[1]).ok().and_then(|term| sentence_end(start, term));
        end.map_or("INVALID".to_string(), |end| end.to_string())
    });
}

#[test]
fn values_of_every_kind() {
    check("values.tsv", 2, |row| {
        let kind =
            ValueKind::ALL.iter().find(|kind| format!("{kind:?}") == row[0]).expect("kinds are named as in the code");
        shown(Value::parse(*kind, row[1]))
    });
}

#[test]
fn numerals() {
    check("numerals.tsv", 1, |row| numeral::integer(row[0]).map_or(String::new(), |number| number.to_string()));
    check("numerals.tsv", 2, |row| match numeral::integer(row[0]) {
        Some(number) => numeral::ordinal_to_chinese(u32::try_from(number).expect("the table has no longer number")),
        None => String::new(),
    });
}

#[test]
fn same_cases() {
    check("same_cases.tsv", 2, |row| {
        let number = |text| CaseNumber::parse(text).expect("the table has case numbers");
        yes_or_no(number(row[0]).same_case(&number(row[1])))
    });
    check("same_cases.tsv", 2, |row| {
        let number = |text| CaseNumber::parse(text).expect("the table has case numbers");
        yes_or_no(number(row[1]).same_case(&number(row[0])))
    });
}

#[test]
fn case_numbers() {
    let canonical = |row: &[&str]| CaseNumber::parse(row[0]).map_or("INVALID".to_string(), |n| n.to_string());
    check("case_numbers.tsv", 1, canonical);
    let style = |number: &CaseNumber| match number.style() {
        Style::Modern if number.is_suspect() => "suspect",
        Style::Modern => "modern",
        Style::Old => "old",
    };
    let part = |column: usize| {
        move |row: &[&str]| {
            let Ok(number) = CaseNumber::parse(row[0]) else { return String::new() };
            match column {
                2 => number.year().to_string(),
                3 => number.court_alias().to_string(),
                4 => number.type_code().to_string(),
                5 => number.serial().to_string(),
                6 => number.suffix().to_string(),
                _ => style(&number).to_string(),
            }
        }
    };
    for column in 2..=7 {
        check("case_numbers.tsv", column, part(column));
    }
}

#[test]
fn case_numbers_are_found_where_they_stand() {
    check("case_numbers.tsv", 1, |row| {
        let text = format!("（以下简称甲）不服{}民事判决，于（2020年）上诉。", row[0]);
        let found = CaseNumber::find_all(&text);
        let (range, number) = match found.first() {
            Some(found) => found,
            None if !row[0].starts_with('2') => return "INVALID".to_string(),
            // Without its bracket a number is read only where it stands alone.
            None => return row[1].to_string(),
        };
        if &text[range.clone()] == row[0] { number.to_string() } else { format!("found at {}", &text[range.clone()]) }
    });
}

#[test]
fn identities() {
    let read = |row: &[&str]| match row[0] {
        "GB11643" => Identity::read_as(Scheme::Citizen, row[1]),
        "GB32100" => Identity::read_as(Scheme::CreditCode, row[1]),
        "GB11714" => Identity::read_as(Scheme::OrganisationCode, row[1]),
        _ => Identity::read(row[1]),
    };
    check("identities.tsv", 2, |row| {
        let verdict = match read(row).verdict() {
            Verdict::Valid => "valid",
            Verdict::WrongCheckDigit => "wrong_check_digit",
            Verdict::Legacy15 => "legacy_15",
            Verdict::Masked => "masked",
            Verdict::IllegalCharacter { .. } => "illegal_character",
            Verdict::WrongLength => "wrong_length",
            Verdict::ImpossibleBirthDate => "impossible_birth_date",
            Verdict::Unchecked => "unchecked",
        };
        verdict.to_string()
    });
    check("identities.tsv", 3, |row| match read(row).verdict() {
        Verdict::IllegalCharacter { suggestion } => suggestion.clone().unwrap_or_default(),
        _ => String::new(),
    });
    check("identities.tsv", 0, |row| {
        let scheme = match Identity::read(row[1]).scheme() {
            Scheme::Citizen => "GB11643",
            Scheme::CreditCode => "GB32100",
            Scheme::OrganisationCode => "GB11714",
            Scheme::BusinessNumber => "business",
            // A code that lost a character has the length of no scheme.
            Scheme::Other if row[2] == "wrong_length" => row[0],
            Scheme::Other => "other",
        };
        scheme.to_string()
    });
}

#[test]
fn citizen_numbers_tell_birth_and_sex() {
    let tell = |text: &str| {
        let identity = Identity::read(text);
        let birth = identity.birth_date().map(|date| date.to_string());
        format!("{birth:?} {:?} {:?}", identity.sex(), identity.upgraded())
    };
    let numbers = ["11010519491231002X", "110105491231002", "370102199003072011", "91350100M000100Y43"];
    expect![[r#"
        Some("1949-12-31") Some(Female) Some("11010519491231002X")
        Some("1949-12-31") Some(Female) Some("11010519491231002X")
        Some("1990-03-07") Some(Male) Some("370102199003072011")
        None None None"#]]
    .assert_eq(&numbers.map(tell).join("\n"));
}

#[test]
fn masked_names() {
    check("masked_names.tsv", 1, |row| yes_or_no(name::is_masked(row[0])));
    check("masked_names.tsv", 2, |row| name::surname(row[0]).to_string());
}

#[test]
fn names_behind_masks() {
    check("names.tsv", 2, |row| yes_or_no(name::masks(row[0], row[1])));
}

#[test]
fn spaced_names() {
    check("spaced_names.tsv", 1, |row| name::split_spaced(row[0]).join(" "));
}

#[test]
fn lists_of_articles() {
    check("articles.tsv", 1, |row| {
        let articles = statute::parse_articles(row[0]);
        articles.iter().map(ArticleNumber::to_string).collect::<Vec<_>>().join(" ")
    });
}

#[test]
fn court_fees() {
    let fee = |row: &[&str]| {
        let amount = Money::parse(row[1]).expect("amounts are sums");
        match row[0] {
            "property" => fees::property_fee(amount),
            "exec" => fees::execution_fee(amount),
            _ => fees::preservation_fee(amount),
        }
    };
    check("court_fees.tsv", 2, |row| fee(row).to_string());
    check("court_fees.tsv", 3, |row| match row[0] {
        "property" => fees::half_fee(fee(row)).to_string(),
        _ => String::new(),
    });
}
