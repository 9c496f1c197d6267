//! Cases from upload to discrepancies.

use std::collections::BTreeSet;

use catalog::Catalog;
use pipeline::isolation::Parser;
use pipeline::{Options, Processed};
use store::case::CaseFilter;
use store::discrepancy::{self, DiscrepancyFilter};
use store::{PageRequest, Scope, Store, case, document, run, search};

use crate::bench::{Sample, add, case_row, file, samples, settings, start, until_idle};
use testbed::on_every_database;

on_every_database! {
    every_sample_case_comes_to_what_the_pipeline_says
    a_corrected_entry_closes_its_discrepancy
    an_unreadable_file_costs_itself_alone
    the_same_content_under_two_names_is_read_once
    a_case_is_checked_anew_without_being_read_again
    a_checked_case_is_found_by_its_words_and_its_parties
    a_criminal_case_is_found_by_its_charge
}

/// Path, tier and both sides of a discrepancy in one line.
type Line = String;

fn expected(sample: &Sample) -> BTreeSet<Line> {
    let options = Options::embedded();
    let files = sample.files.iter().filter_map(|(name, bytes)| pipeline::process(name, bytes, options).ok());
    let processed: Vec<Processed> = files.collect();
    let record = pipeline::merge(&processed.iter().collect::<Vec<_>>());
    let entered = entry::read_json(&sample.entered, "entered.json", options.catalog).expect("the sample is right");
    let checked = pipeline::check(record, &entered.record, options.catalog);
    let line = |found: &casefile::Discrepancy| {
        let tier = match found.tier {
            casefile::Tier::Error => 0,
            casefile::Tier::Doubtful => 1,
            casefile::Tier::Notice => 2,
        };
        format!("{} {tier} {} {}", found.fingerprint, found.path, found.reason)
    };
    checked.report.discrepancies.iter().map(line).collect()
}

async fn found(store: &Store, case_id: &str) -> BTreeSet<Line> {
    let filter = DiscrepancyFilter {
        state: Some("open".to_string()),
        case_id: Some(case_id.to_string()),
        ..DiscrepancyFilter::default()
    };
    let page = discrepancy::list(store, &Scope::All, &filter, &PageRequest::first(500)).await.expect("a list");
    let line = |row: &discrepancy::DiscrepancyRow| {
        format!("{} {} {} {}", row.found.fingerprint, row.found.tier, row.found.path, row.found.reason)
    };
    page.items.iter().map(line).collect()
}

/// Uploads a sample case with its entry; returns the case.
async fn upload(store: &Store, sample: &Sample) -> String {
    let case_id = file(store, &sample.name).await;
    for (name, content) in &sample.files {
        add(store, &case_id, name, content).await;
    }
    enter(store, &case_id, &sample.entered).await;
    case_id
}

async fn enter(store: &Store, case_id: &str, json: &[u8]) {
    let entered = entry::read_json(json, "entered.json", Catalog::embedded()).expect("the record is right");
    let added = intake::add_entry(store, case_id, &entered.record, "entered.json", "u", Catalog::embedded()).await;
    added.expect("the entry is added");
}

async fn every_sample_case_comes_to_what_the_pipeline_says(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let samples = samples();
    let mut cases = Vec::new();
    for sample in &samples {
        cases.push(upload(&store, sample).await);
    }
    until_idle(&store).await;
    for (sample, case_id) in samples.iter().zip(&cases) {
        assert_eq!(found(&store, case_id).await, expected(sample), "{}", sample.name);
        let row = case_row(&store, case_id).await;
        assert_eq!((row.documents, row.pending_documents), (sample.files.len() as i64, 0), "{}", sample.name);
        assert_eq!(row.checked_revision, row.revision, "{}", sample.name);
    }
    worker.stop().await;
}

async fn a_corrected_entry_closes_its_discrepancy(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let samples = samples();
    let sample = samples.iter().find(|sample| !expected(sample).is_empty()).expect("samples have mistakes");
    let case_id = upload(&store, sample).await;
    until_idle(&store).await;
    assert!(!found(&store, &case_id).await.is_empty());
    // What the file says, typed as the file says it.
    let (record, _) = run::extraction(&store, &Scope::All, &case_id).await.expect("the case was checked");
    enter(&store, &case_id, record.as_bytes()).await;
    until_idle(&store).await;
    assert_eq!(found(&store, &case_id).await, BTreeSet::new());
    worker.stop().await;
}

async fn an_unreadable_file_costs_itself_alone(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let sample = samples().remove(0);
    let case_id = upload(&store, &sample).await;
    let broken = add(&store, &case_id, "broken.pdf", b"%PDF-1.7\nnothing follows").await;
    until_idle(&store).await;
    let row = document::get(&store, &Scope::All, &broken).await.expect("the document exists");
    assert_eq!((row.state.as_str(), row.code.as_deref()), ("unreadable", Some("file_damaged")));
    assert_eq!(case_row(&store, &case_id).await.unread_documents, 1);
    assert_eq!(found(&store, &case_id).await, expected(&sample));
    let runs = run::of_case(&store, &Scope::All, &case_id).await.expect("runs");
    assert!(runs[0].partial, "a run that did not see everything says so");
    worker.stop().await;
}

async fn the_same_content_under_two_names_is_read_once(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let sample = samples().remove(0);
    let (name, content) = &sample.files[0];
    let (one, other) = (file(&store, "一案").await, file(&store, "二案").await);
    let first = add(&store, &one, name, content).await;
    until_idle(&store).await;
    let second = add(&store, &other, "另一名称.docx", content).await;
    until_idle(&store).await;
    for (id, name) in [(first, name.as_str()), (second, "另一名称.docx")] {
        let row = document::get(&store, &Scope::All, &id).await.expect("the document exists");
        assert_eq!((row.state.as_str(), row.name.as_str()), ("read", name));
    }
    let (a, b) = (case_row(&store, &one).await, case_row(&store, &other).await);
    assert_eq!((&a.case_number, &a.cause), (&b.case_number, &b.cause));
    worker.stop().await;
}

async fn a_case_is_checked_anew_without_being_read_again(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let sample = samples().remove(0);
    let case_id = upload(&store, &sample).await;
    until_idle(&store).await;
    let before = run::of_case(&store, &Scope::All, &case_id).await.expect("runs").len();
    assert_eq!(worker::check_all_anew(&store, &Scope::All).await.expect("checks are asked for"), 1);
    until_idle(&store).await;
    let runs = run::of_case(&store, &Scope::All, &case_id).await.expect("runs");
    assert_eq!(runs.len(), before + 1);
    assert_eq!(found(&store, &case_id).await, expected(&sample));
    worker.stop().await;
}

async fn a_criminal_case_is_found_by_its_charge(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let sample = samples().into_iter().find(|sample| sample.name.ends_with("criminal-theft-simple")).expect("a sample");
    let case_id = upload(&store, &sample).await;
    until_idle(&store).await;
    let filter = CaseFilter { cause_prefix: Some("盗窃".to_string()), ..CaseFilter::default() };
    let page = case::list(&store, &Scope::All, &filter, &PageRequest::first(10)).await.expect("a list");
    assert_eq!(page.items.iter().map(|case| &case.id).collect::<Vec<_>>(), [&case_id]);
    worker.stop().await;
}

async fn a_checked_case_is_found_by_its_words_and_its_parties(store: Store) {
    let worker = start(&store, Parser::InProcess, settings()).await;
    let sample = samples().remove(0);
    let case_id = upload(&store, &sample).await;
    until_idle(&store).await;
    let (record, _) = run::extraction(&store, &Scope::All, &case_id).await.expect("the extraction");
    let record: serde_json::Value = serde_json::from_str(&record).expect("JSON");
    let number = record["case_number"].as_str().expect("a case number");
    let name = record["parties"][0]["name"].as_str().expect("a party");
    let (filter, page) = (CaseFilter::default(), PageRequest::first(10));
    for question in [number, name] {
        let words = pipeline::search_words(question);
        let found = search::by_text(&store, &Scope::All, &words, &filter, &page).await.expect("an answer");
        assert!(found.items.iter().any(|hit| hit.case.id == case_id), "{words:?}");
    }
    let by_party = search::by_party(&store, &Scope::All, name, &filter, &page).await.expect("an answer");
    assert_eq!(by_party.items.iter().map(|hit| &hit.case.id).collect::<Vec<_>>(), [&case_id]);
    assert!(search::without_words(&store, &case_id).await.expect("an answer").is_empty());
    worker.stop().await;
}
