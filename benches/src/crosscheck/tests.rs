//! Every slip and variant does something on the samples; slips change the meaning, and the counting tells them apart.

use std::collections::BTreeSet;
use std::path::Path;

use casefile::EnteredRecord;
use catalog::Catalog;
use serde_json::{Map, Value as Json};

use super::change::{Change, Changed, apply, concerns};
use super::*;
use crate::input::{self, Record};

fn samples() -> Vec<Record> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples");
    let directories = input::case_directories(&directory).expect("the samples are part of the repository");
    directories.iter().map(|path| input::expected(path).expect("every sample says what is expected")).collect()
}

fn entered(record: &Record) -> EnteredRecord {
    let bytes = serde_json::to_vec(record).expect("a JSON object can be written");
    entry::read_json(&bytes, "entered.json", Catalog::embedded()).expect("a changed record is a record").record
}

/// The record as it is understood, whatever the way in which it was typed.
fn understood(record: &Record) -> Map<String, Json> {
    entry::record_json(&entered(record), Catalog::embedded())
}

fn all_changes(change: &Change, truths: &[Record]) -> Vec<(usize, Changed)> {
    let mut out = Vec::new();
    for at in 0..truths.len() {
        let mut random = Random::named(at as u64, change.name);
        out.extend(apply(change, truths, at, 5, &mut random).into_iter().map(|changed| (at, changed)));
    }
    out
}

#[test]
fn kinds_are_many_and_have_names_of_their_own() {
    let names: BTreeSet<&str> = SLIPS.iter().chain(VARIANTS).map(|change| change.name).collect();
    assert_eq!(names.len(), SLIPS.len() + VARIANTS.len());
    assert!(SLIPS.len() >= 20 && VARIANTS.len() >= 15);
}

#[test]
fn every_slip_applies_and_changes_the_meaning() {
    let truths = samples();
    let originals: Vec<_> = truths.iter().map(understood).collect();
    for slip in SLIPS {
        let changes = all_changes(slip, &truths);
        assert!(!changes.is_empty(), "{} never applies", slip.name);
        for (at, changed) in changes {
            assert_ne!(understood(&changed.record), originals[at], "{}: {}", slip.name, changed.to);
        }
    }
}

#[test]
fn every_variant_applies_and_changes_what_is_typed() {
    let truths = samples();
    for variant in VARIANTS {
        let changes = all_changes(variant, &truths);
        assert!(!changes.is_empty(), "{} never applies", variant.name);
        for (at, changed) in changes {
            assert_ne!(changed.record, truths[at], "{}", variant.name);
            entered(&changed.record);
        }
    }
}

/// Dates, sums, terms and articles have one canonical form, so a variant of them reads as the very same value.
#[test]
fn variants_of_numbers_read_as_the_same_value() {
    let truths = samples();
    let originals: Vec<_> = truths.iter().map(understood).collect();
    let mut seen = 0;
    for variant in VARIANTS {
        let is_number = ["sum", "date", "term", "article"].iter().any(|sort| variant.name.starts_with(sort));
        for (at, changed) in all_changes(variant, &truths).into_iter().filter(|_| is_number) {
            assert_eq!(understood(&changed.record), originals[at], "{}: {}", variant.name, changed.to);
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[test]
fn a_seed_gives_the_same_slips() {
    let truths = samples();
    for slip in SLIPS {
        let values = || all_changes(slip, &truths).into_iter().map(|(_, changed)| changed.to).collect::<Vec<_>>();
        assert_eq!(values(), values());
    }
}

#[test]
fn flags_concern_the_field_or_the_labels_of_its_group() {
    assert!(concerns("court", "court"));
    assert!(concerns("statutes.article", "statutes.law"));
    assert!(!concerns("court", "case_number"));
    assert!(!concerns("parties.sex", "parties.name"));
    assert!(!concerns("parties.name", "statutes.law"));
}

#[test]
fn a_sample_is_measured_from_its_file_to_the_counts() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/civil-withdrawal");
    let cases = case::from_directories(std::slice::from_ref(&directory)).expect("the sample can be read");
    let arguments =
        Arguments { cases: vec![directory], gold: None, texts: None, seed: 1, per_case: 1, list: None, json: false };
    let measured = measure(&cases, &arguments).expect("the sample can be measured");
    assert_eq!((measured.cases, measured.false_flags[rank(Tier::Error)]), (1, 0));
    assert!(measured.clean_fields > 20);
    let (name, count) = &measured.slips[0];
    assert_eq!((*name, count.all, count.flagged()), ("wrong_digit", 1, 1));
    let slips: u32 = measured.slips.iter().map(|(_, count)| count.all).sum();
    assert!(slips > 10);
}
