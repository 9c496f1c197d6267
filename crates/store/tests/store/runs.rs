//! Runs: what a check found is matched with what stands, and no review is lost.

use store::discrepancy::DiscrepancyFilter;
use store::job::Priority;
use store::review::{self, Decision, Standing};
use store::{PageRequest, Scope, Store, case, discrepancy, run};

use crate::bench::{NOON, claim, file, found, outcome};
use testbed::on_every_database;

on_every_database! {
    a_review_survives_runs_that_lose_and_find_its_discrepancy
    an_older_check_changes_nothing
    discrepancies_are_listed_by_tier_within_the_scope
    outdated_cases_are_found_in_order
}

/// Checks a case with a result. Returns whether a run was written.
async fn check(store: &Store, case_id: &str, revision: i64, fingerprints: &[(&str, i64)]) -> bool {
    case::request_check(store, &Scope::All, case_id, Priority::Fresh, NOON).await.expect("asked");
    let lease = claim(store, "w", 1, NOON).await.remove(0);
    let all: Vec<_> = fingerprints.iter().map(|(fingerprint, tier)| found(fingerprint, *tier)).collect();
    run::record(store, &lease, &outcome(revision, &all), NOON).await.expect("the run is written").is_some()
}

fn filter(state: &str) -> DiscrepancyFilter {
    DiscrepancyFilter { state: Some(state.to_string()), ..DiscrepancyFilter::default() }
}

async fn listed(store: &Store, scope: &Scope, state: &str) -> Vec<(String, String)> {
    let page = discrepancy::list(store, scope, &filter(state), &PageRequest::first(100)).await.expect("a list");
    page.items.into_iter().map(|row| (row.found.fingerprint, row.id)).collect()
}

async fn a_review_survives_runs_that_lose_and_find_its_discrepancy(store: Store) {
    let case_id = file(&store, "一").await;
    check(&store, &case_id, 0, &[("f1", 0), ("f2", 1)]).await;
    let open = listed(&store, &Scope::All, "open").await;
    let id = open[0].1.clone();
    let decision = Decision {
        verdict: "false_alarm".to_string(),
        value: None,
        evidence: None,
        reason: "同名法院".to_string(),
        decided_by: "u".to_string(),
        correct_by: NOON,
    };
    review::decide(&store, &Scope::All, &id, &decision, Standing::Undecided, NOON).await.expect("reviewed");
    let counts = |case: case::CaseRow| case.open;
    assert_eq!(counts(case::get(&store, &Scope::All, &case_id).await.expect("the case")), [0, 1, 0]);
    check(&store, &case_id, 0, &[("f2", 1)]).await;
    assert_eq!(discrepancy::get(&store, &Scope::All, &id).await.expect("the row").state, "gone");
    check(&store, &case_id, 0, &[("f1", 0), ("f2", 1), ("f3", 2)]).await;
    let row = discrepancy::get(&store, &Scope::All, &id).await.expect("the row");
    assert_eq!((row.state.as_str(), row.verdict.as_deref()), ("decided", Some("false_alarm")));
    assert_eq!(review::of_discrepancy(&store, &Scope::All, &id).await.expect("reviews").len(), 1);
    assert_eq!(counts(case::get(&store, &Scope::All, &case_id).await.expect("the case")), [0, 1, 1]);
    assert_eq!(discrepancy::count_open(&store, &Scope::All).await.expect("counts"), [0, 1, 1]);
}

async fn an_older_check_changes_nothing(store: Store) {
    let case_id = file(&store, "一").await;
    assert!(check(&store, &case_id, 2, &[("f1", 0)]).await);
    assert!(!check(&store, &case_id, 1, &[]).await);
    assert_eq!(listed(&store, &Scope::All, "open").await.len(), 1);
    assert_eq!(run::of_case(&store, &Scope::All, &case_id).await.expect("runs").len(), 1);
}

async fn discrepancies_are_listed_by_tier_within_the_scope(store: Store) {
    let case_id = file(&store, "一").await;
    check(&store, &case_id, 0, &[("notice", 2), ("error", 0), ("doubtful", 1)]).await;
    let order = listed(&store, &Scope::Middle("10".to_string()), "open").await;
    assert_eq!(
        order.iter().map(|(fingerprint, _)| fingerprint.as_str()).collect::<Vec<_>>(),
        ["error", "doubtful", "notice"]
    );
    let mut page = PageRequest::first(2);
    let first = discrepancy::list(&store, &Scope::All, &filter("open"), &page).await.expect("a page");
    page.after = first.next;
    let second = discrepancy::list(&store, &Scope::All, &filter("open"), &page).await.expect("a page");
    assert_eq!(second.items[0].found.fingerprint, "notice");
    assert!(listed(&store, &Scope::Court("30".to_string()), "open").await.is_empty());
    let (record, leaves) = run::extraction(&store, &Scope::All, &case_id).await.expect("an extraction");
    assert_eq!((record.as_str(), leaves.as_str()), ("{}", "{}"));
    assert!(run::extraction(&store, &Scope::Court("30".to_string()), &case_id).await.is_err());
}

async fn outdated_cases_are_found_in_order(store: Store) {
    let mut ids = Vec::new();
    for n in 0..3 {
        let id = file(&store, &format!("第{n}件")).await;
        crate::bench::add(&store, &id, &format!("d{n}")).await;
        ids.push(id);
    }
    crate::bench::read_all(&store).await;
    while let Some(lease) = claim(&store, "w", 1, NOON).await.pop() {
        run::record(&store, &lease, &outcome(2, &[]), NOON).await.expect("written");
    }
    let outdated = |versions, after: Option<&'static str>| {
        let store = &store;
        async move { case::outdated(store, &Scope::All, versions, after, 10).await.expect("a list") }
    };
    assert!(outdated(("c1", "none"), None).await.is_empty());
    let found: Vec<String> = outdated(("c2", "none"), None).await.into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, ids);
    let cases = case::outdated(&store, &Scope::All, ("c2", "none"), None, 2).await.expect("a list");
    case::request_checks(&store, &cases, Priority::Bulk, NOON).await.expect("asked");
    let subjects: Vec<String> = claim(&store, "w", 10, NOON).await.into_iter().map(|job| job.subject_id).collect();
    assert_eq!(subjects, ids[..2]);
}
