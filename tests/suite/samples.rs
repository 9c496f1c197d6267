//! Every sample case gives the record and the discrepancies that its `expected.json` states. What still differs stands
//! in one list; a difference that no longer occurs must leave the list.

use std::collections::BTreeSet;

use casefile::{EnteredRecord, Record, Tier, Value};
use pipeline::Processed;
use serde_json::Value as Json;

use crate::fixture::{self, SampleCase, catalogue};

/// What is still read wrong: case, line of the difference, why.
const KNOWN_DIFFERENCES: &[(&str, &str, &str)] = &[
    (
        "admin-enforcement-of-penalty",
        "check - award_amounts[3255.00] absent_in_file: 3255.00 for nothing",
        "sums in an unnumbered 准予强制执行 are taken as the penalty decision's, not as ordered",
    ),
    (
        "admin-enforcement-of-penalty",
        "check - award_amounts[32550.00] absent_in_entry: nothing for 32550.00",
        "the same",
    ),
    ("admin-enforcement-of-penalty", "record - award_amounts[32550.00] = 32550.00", "the same"),
    ("admin-enforcement-of-penalty", "record - award_amounts[46500.00] = 46500.00", "the same"),
    (
        "enforcement-objection-dismissed",
        "record - prior_cases[（2023）桂0103民初11562号 广西壮族自治区南宁市青秀区人民法院].case_number = （2023）桂0103民初11562号",
        "the executed judgment is named only in the facts found, where other suits stand too",
    ),
    (
        "enforcement-objection-dismissed",
        "record - prior_cases[（2023）桂0103民初11562号 广西壮族自治区南宁市青秀区人民法院].court = 广西壮族自治区南宁市青秀区人民法院",
        "the same",
    ),
];

#[test]
fn records_are_as_expected() {
    compare_all("record", record_differences);
}

#[test]
fn discrepancies_are_the_planted_ones() {
    compare_all("check", discrepancy_differences);
}

/// An expected record in another than the canonical form could never be met.
#[test]
fn expected_records_are_canonical() {
    for case in fixture::cases() {
        let printed = Json::Object(entry::record_json(&expected_record(case), catalogue()));
        assert_eq!(lines_of(&printed), lines_of(&case.expected["record"]), "{}", case.name);
    }
}

/// Compares every case, and what differs with the known differences of this kind.
fn compare_all(kind: &str, differences: impl Fn(&SampleCase) -> Vec<String>) {
    let mut found = BTreeSet::new();
    for case in fixture::cases() {
        found.extend(differences(case).into_iter().map(|line| (case.name.clone(), format!("{kind} {line}"))));
    }
    let known: BTreeSet<(String, String)> = KNOWN_DIFFERENCES
        .iter()
        .filter(|(_, line, _)| line.starts_with(kind))
        .map(|(case, line, _)| (case.to_string(), line.to_string()))
        .collect();
    let print = |lines: BTreeSet<&(String, String)>| {
        let lines = lines.into_iter().map(|(case, line)| format!("    (\"{case}\", \"{line}\", \"\"),\n"));
        lines.collect::<String>()
    };
    let new = print(found.difference(&known).collect());
    let gone = print(known.difference(&found).collect());
    assert!(new.is_empty(), "- is expected and missing, + is there and not expected:\n{new}");
    assert!(gone.is_empty(), "no longer different, delete from KNOWN_DIFFERENCES:\n{gone}");
}

/// Every known difference names its kind, a case that exists, and its reason.
#[test]
fn known_differences_are_complete() {
    for (case, line, reason) in KNOWN_DIFFERENCES {
        assert!(fixture::cases().iter().any(|sample| sample.name == *case), "no sample case {case}");
        assert!(line.starts_with("record ") || line.starts_with("check "), "{case}: {line}");
        assert!(!reason.is_empty(), "{case}: {line}: no reason");
    }
}

fn record_differences(case: &SampleCase) -> Vec<String> {
    let record = merged(case);
    let expected = expected_record(case);
    let lines = difference(&leaves(&expected), &leaves(&record));
    let same_json = entry::record_json(&expected, catalogue()) == entry::record_json(&record, catalogue());
    // The same leaves in another order, which paths by name do not show.
    match lines.is_empty() && !same_json {
        true => vec!["~ the order of values".to_string()],
        false => lines,
    }
}

fn discrepancy_differences(case: &SampleCase) -> Vec<String> {
    let entered = entry::read_json(&case.entered, "entered.json", catalogue()).expect("entered.json is valid").record;
    let checked = pipeline::check(merged(case), &entered, catalogue());
    let loud = checked.report.discrepancies.iter().filter(|found| found.tier != Tier::Notice);
    let found: Vec<String> = loud
        .map(|found| {
            let entered = found.entered.as_ref().map(|leaf| leaf.value.canonical());
            let extracted = found.extracted.as_ref().map(|leaf| leaf.chosen.value.canonical());
            discrepancy_line(found.path.as_str(), found.outcome.as_str(), entered, extracted)
        })
        .collect();
    let planted = case.expected["discrepancies"].as_array().expect("a list of discrepancies").iter();
    let planted: Vec<String> = planted
        .map(|planted| {
            let word = |key: &str| planted[key].as_str().map(str::to_string);
            let required = |key: &str| word(key).unwrap_or_else(|| panic!("{}: no {key} in {planted}", case.name));
            discrepancy_line(&required("path"), &required("outcome"), word("entered"), word("extracted"))
        })
        .collect();
    difference(&planted, &found)
}

fn discrepancy_line(path: &str, outcome: &str, entered: Option<String>, extracted: Option<String>) -> String {
    let side = |side: Option<String>| side.unwrap_or_else(|| "nothing".to_string());
    format!("{path} {outcome}: {} for {}", side(entered), side(extracted))
}

fn merged(case: &SampleCase) -> Record<casefile::Extraction> {
    let documents: Vec<&Processed> = case.files.iter().map(|file| &file.processed).collect();
    pipeline::merge(&documents)
}

fn expected_record(case: &SampleCase) -> EnteredRecord {
    let bytes = case.expected["record"].to_string();
    let read = entry::read_json(bytes.as_bytes(), "expected.json", catalogue());
    let read = read.unwrap_or_else(|error| panic!("{}: {error}", case.name));
    assert!(read.warnings.is_empty(), "{}: {:?}", case.name, read.warnings);
    read.record
}

/// One line per leaf: path and value.
pub fn leaves<T: AsRef<Value>>(record: &Record<T>) -> Vec<String> {
    let leaves = record.leaves(catalogue());
    leaves.into_iter().map(|(path, _, leaf)| format!("{path} = {}", leaf.as_ref().canonical())).collect()
}

/// Lines of the first alone with `-`, of the second alone with `+`.
pub fn difference(expected: &[String], found: &[String]) -> Vec<String> {
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("- {line}"));
    let surplus = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {line}"));
    missing.chain(surplus).collect()
}

/// A JSON value over many lines, where a difference is found by eye.
fn lines_of(json: &Json) -> String {
    serde_json::to_string_pretty(json).expect("JSON prints")
}
