//! Every mistake that a hand can make in the data is refused, with file and line.

use catalog::{Catalog, embedded_files};
use expect_test::{Expect, expect};

/// Changes one text in one file of the embedded data and lists what the loader says.
fn check(file: &str, from: &str, to: &str, expected: Expect) {
    let mut files = embedded_files();
    let text = files.get(file).expect("a file of the catalogue");
    assert!(text.contains(from), "{file} has no {from:?}");
    let changed = text.replacen(from, to, 1);
    files.insert(file.to_string(), changed);
    let found = Catalog::load(&files).err().unwrap_or_default();
    let lines: Vec<String> = found.iter().map(|error| format!("{error}\n")).collect();
    expected.assert_eq(&lines.concat());
}

const FIELD: &str = "fields/public_hearing.toml";

#[test]
fn unknown_key() {
    check(
        FIELD,
        "department =",
        "departement =",
        expect![[r#"
        fields/public_hearing.toml:4: unknown field `departement`, expected one of `key`, `name`, `group`, `department`, `kind`, `list`, `choices`, `doc`, `basis`, `pitfalls`, `applies`, `code`, `rule`, `example`
    "#]],
    );
}

#[test]
fn unknown_kind() {
    check(
        FIELD,
        "kind = \"choice\"",
        "kind = \"chioce\"",
        expect![[r#"
        fields/public_hearing.toml:5: "chioce" is no kind of value
    "#]],
    );
}

#[test]
fn unknown_section() {
    check(
        FIELD,
        "\"course\"",
        "\"curse\"",
        expect![[r#"
        fields/public_hearing.toml:22: "curse" is no section
    "#]],
    );
}

#[test]
fn unknown_fragment() {
    check(
        "fields/filing_date.toml",
        "$date",
        "$dates",
        expect![[r#"
        fields/filing_date.toml:20: filing-same-day on "于2021年3月1日向本院提起公诉，本院于同日立案，依法适用简易程序": expected "2021年3月1日", found ""
        fields/filing_date.toml:20: filing-same-day on "申请人张甲于2021年4月2日向本院提出申请。本院于同日受理本案后，依法组成合议庭": expected "2021年4月2日", found ""
        fields/filing_date.toml:22: "$dates" is no fragment
    "#]],
    );
}

#[test]
fn key_without_file() {
    check(
        "record.toml",
        "\"court\",",
        "\"court\", \"chamber\",",
        expect![[r#"
        record.toml:8: "chamber" is no field with a file
    "#]],
    );
}

#[test]
fn label_of_another_group() {
    check(
        "record.toml",
        "labels = [\"fee_payers.name\"]",
        "labels = [\"parties.name\"]",
        expect![[r#"
        record.toml:75: "parties.name" is no field of the group
    "#]],
    );
}

#[test]
fn pattern_without_value() {
    check(
        FIELD,
        "(?P<value>不公开)",
        "(?:不公开)",
        expect![[r#"
        fields/public_hearing.toml:21: hearing-closed on "本院于2021年4月2日不公开开庭进行了审理": expected "不公开", found ""
        fields/public_hearing.toml:23: the pattern of hearing-closed has no (?P<value>...)
    "#]],
    );
}

#[test]
fn pattern_that_does_not_compile() {
    check(
        FIELD,
        "(?P<value>不公开)",
        "(?P<value>不公开))",
        expect![[r#"
        fields/public_hearing.toml:21: the pattern of hearing-closed does not compile: error: unopened group
    "#]],
    );
}

#[test]
fn pattern_too_large() {
    check(
        FIELD,
        "(?P<value>不公开)",
        r"(?P<value>不公开)(?:\p{Han}{1,500}){1,50}",
        expect![[r#"
        fields/public_hearing.toml:21: the pattern of hearing-closed does not compile: Compiled regex exceeds size limit of 4194304 bytes.
    "#]],
    );
}

#[test]
fn rule_without_keywords() {
    check(
        FIELD,
        "keywords = [\"不公开\"]",
        "keywords = []",
        expect![[r#"
        fields/public_hearing.toml:21: hearing-closed has no keywords
        fields/public_hearing.toml:21: no keyword of hearing-closed stands in its hit "本院于2021年4月2日不公开开庭进行了审理"
    "#]],
    );
}

#[test]
fn keywords_that_hide_a_hit() {
    check(
        FIELD,
        "keywords = [\"不公开\"]",
        "keywords = [\"秘密\"]",
        expect![[r#"
        fields/public_hearing.toml:21: no keyword of hearing-closed stands in its hit "本院于2021年4月2日不公开开庭进行了审理"
    "#]],
    );
}

#[test]
fn hit_that_is_not_found() {
    check(
        FIELD,
        "本院于2021年4月2日不公开开庭",
        "本院于2021年4月2日不公开质证",
        expect![[r#"
        fields/public_hearing.toml:21: hearing-closed on "本院于2021年4月2日不公开质证进行了审理": expected "不公开", found ""
    "#]],
    );
}

#[test]
fn miss_that_is_found() {
    check(
        FIELD,
        "miss = [\"公开开庭进行了审理\"]",
        "miss = [\"不公开开庭进行了审理\"]",
        expect![[r#"
        fields/public_hearing.toml:21: hearing-closed on "不公开开庭进行了审理": expected "", found "不公开"
    "#]],
    );
}

#[test]
fn value_that_is_no_choice() {
    check(
        FIELD,
        "choices = [\"公开\", \"不公开\"]",
        "choices = [\"公开\"]",
        expect![[r#"
        fields/public_hearing.toml:21: "不公开" is no choice of its field
    "#]],
    );
}

#[test]
fn undated_law() {
    check(
        FIELD,
        "valid_from = \"2024-01-01\"",
        "",
        expect![[r#"
        fields/public_hearing.toml:13: the law "中华人民共和国民事诉讼法" has no valid_from date
    "#]],
    );
}

#[test]
fn rule_id_that_stands_twice() {
    check(
        FIELD,
        "id = \"hearing-open\"",
        "id = \"hearing-closed\"",
        expect![[r#"
        fields/public_hearing.toml:34: rule "hearing-closed" stands twice
    "#]],
    );
}

#[test]
fn outcome_that_is_no_choice() {
    check(
        "outcomes.toml",
        "gives = \"补正\"",
        "gives = \"补充\"",
        expect![[r#"
        outcomes.toml:5: "补充" is no choice of its field
    "#]],
    );
}

#[test]
fn marker_that_nothing_asks_for() {
    check(
        "markers.toml",
        "id = \"concluded\"",
        "id = \"concluding\"",
        expect![[r#"
        markers.toml:1: "concluded" is no marker of this file, though needed
        markers.toml:40: "concluding" is no marker
    "#]],
    );
}

#[test]
fn row_with_a_missing_cell() {
    check(
        "ethnic_groups.tsv",
        "01\t汉族",
        "01",
        expect![[r#"
        ethnic_groups.tsv:3: the row has 1 cells, not 2
    "#]],
    );
}

#[test]
fn table_with_other_columns() {
    check(
        "ethnic_groups.tsv",
        "code\tname",
        "code\ttitle",
        expect![[r#"
        ethnic_groups.tsv:2: the columns must be: code, name
    "#]],
    );
}

#[test]
fn court_under_no_court() {
    check(
        "courts.tsv",
        "basic\tF10\t山东省",
        "basic\tF1_\t山东省",
        expect![[r#"
        courts.tsv:1747: "F1_" is no court
    "#]],
    );
}

#[test]
fn two_courts_with_one_code() {
    check(
        "courts.tsv",
        "鲁0103",
        "鲁0102",
        expect![[r#"
        courts.tsv:1748: court code "鲁0102" stands twice
    "#]],
    );
}

#[test]
fn category_of_a_case_type_that_is_no_choice() {
    check(
        "case_types.tsv",
        "民事案件\t民事\t一审",
        "民事案件\t民商\t一审",
        expect![[r#"
        case_types.tsv:35: "民商" is no choice of its field
    "#]],
    );
}

#[test]
fn missing_and_unknown_files() {
    let mut files = embedded_files();
    files.remove("roles.tsv");
    files.insert("notes.txt".into(), String::new());
    let found = Catalog::load(&files).err().unwrap_or_default();
    let lines: Vec<String> = found.iter().map(|error| format!("{error}\n")).collect();
    expect![[r#"
        notes.txt:0: no such file belongs to the catalogue
        roles.tsv:0: the file is missing
        roles.tsv:1: the columns must be: name, side, categories, kind
    "#]]
    .assert_eq(&lines.concat());
}
