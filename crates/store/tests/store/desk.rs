//! The desk: locks, decisions, taking them back, whole kinds at once, and corrections until the entry is right.

use store::correction::{self, CorrectionFilter, CorrectionRow};
use store::discrepancy::{DiscrepancyFilter, DiscrepancyRow, Found};
use store::job::Priority;
use store::review::{self, Decision, Item, Standing};
use store::{Millis, PageRequest, Scope, Store, StoreError, audit, case, discrepancy, lock, run};

use crate::bench::{NOON, claim, file, found, outcome};
use testbed::on_every_database;

on_every_database! {
    two_people_never_hold_the_same_one
    the_next_one_of_a_queue_passes_over_what_others_hold_or_are_to_decide
    a_decision_is_made_once_unless_it_is_known
    what_is_put_off_stays_undecided
    the_last_ten_acts_are_taken_back_and_nothing_else
    a_whole_kind_is_decided_and_taken_back_at_once
    a_correction_is_done_when_the_run_no_longer_finds_it
    a_correction_that_is_wrong_in_another_way_comes_back
    a_withdrawn_decision_takes_its_correction_along
    a_correction_that_came_back_ends_with_another_decision
    an_old_entry_that_is_sent_again_brings_its_correction_back
    every_act_is_in_the_audit_log_and_nothing_that_was_refused
    lists_are_narrowed_and_counted
}

/// Files a case whose check finds discrepancies of fingerprints and tiers. Returns its id.
async fn checked(store: &Store, label: &str, fingerprints: &[(&str, i64)]) -> String {
    let case_id = file(store, label).await;
    check(store, &case_id, fingerprints).await;
    case_id
}

async fn check(store: &Store, case_id: &str, fingerprints: &[(&str, i64)]) {
    let all: Vec<_> = fingerprints.iter().map(|(fingerprint, tier)| found(fingerprint, *tier)).collect();
    check_as(store, case_id, &all).await;
}

async fn check_as(store: &Store, case_id: &str, all: &[Found]) {
    case::request_check(store, &Scope::All, case_id, Priority::Fresh, NOON).await.expect("asked");
    let lease = claim(store, "w", 1, NOON).await.remove(0);
    run::record(store, &lease, &outcome(0, all), NOON).await.expect("the run is written");
}

async fn listed(store: &Store, state: &str) -> Vec<DiscrepancyRow> {
    let filter = DiscrepancyFilter { state: Some(state.to_string()), ..DiscrepancyFilter::default() };
    discrepancy::list(store, &Scope::All, &filter, &PageRequest::first(100)).await.expect("a list").items
}

async fn states(store: &Store, case_id: &str) -> Vec<String> {
    let filter = DiscrepancyFilter { case_id: Some(case_id.to_string()), ..DiscrepancyFilter::default() };
    let page = discrepancy::list(store, &Scope::All, &filter, &PageRequest::first(100)).await.expect("a list");
    let mut states: Vec<String> =
        page.items.into_iter().map(|row| format!("{} {}", row.found.fingerprint, row.state)).collect();
    states.sort();
    states
}

fn decision(verdict: &str, by: &str) -> Decision {
    Decision {
        verdict: verdict.to_string(),
        value: Some("2019-06-30".to_string()),
        evidence: None,
        reason: "核对卷宗".to_string(),
        decided_by: by.to_string(),
        correct_by: NOON,
    }
}

async fn decide(store: &Store, id: &str, verdict: &str, by: &str, now: Millis) -> Result<String, StoreError> {
    review::decide(store, &Scope::All, id, &decision(verdict, by), Standing::Undecided, now).await
}

async fn corrections(store: &Store, state: &str) -> Vec<CorrectionRow> {
    let filter = CorrectionFilter { state: Some(state.to_string()), ..CorrectionFilter::default() };
    correction::list(store, &Scope::All, &filter, &PageRequest::first(100)).await.expect("a list").items
}

fn conflict<T: std::fmt::Debug>(result: Result<T, StoreError>) -> &'static str {
    match result {
        Err(StoreError::Conflict { what }) => what,
        other => panic!("{other:?}"),
    }
}

async fn two_people_never_hold_the_same_one(store: Store) {
    checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    let hold = |user: &'static str, now: Millis| {
        let (store, id) = (&store, &id);
        async move { lock::hold(store, &Scope::All, id, user, now).await.expect("an answer") }
    };
    assert!(hold("甲", NOON).await);
    assert!(!hold("乙", NOON).await);
    assert_eq!(conflict(decide(&store, &id, "false_alarm", "乙", NOON).await), "lock");
    assert!(hold("甲", NOON).await, "a lock is renewed by its owner");
    let later = NOON.after(lock::LASTS);
    assert!(hold("乙", later).await, "a lock ends by itself");
    assert_eq!(lock::held_by(&store, "乙", later).await.expect("a count"), 1);
    lock::release(&store, &id, "乙").await.expect("released");
    assert!(hold("甲", later).await);
    decide(&store, &id, "false_alarm", "甲", later).await.expect("decided");
    assert!(!hold("甲", later).await, "what is decided is not worked on");
    assert!(matches!(
        lock::hold(&store, &Scope::Court("30".to_string()), &id, "甲", later).await,
        Err(StoreError::NotFound { .. })
    ));
}

async fn the_next_one_of_a_queue_passes_over_what_others_hold_or_are_to_decide(store: Store) {
    checked(&store, "一", &[("f1", 0), ("f2", 0), ("f3", 1)]).await;
    let open = listed(&store, "open").await;
    let filter = DiscrepancyFilter { state: Some("open".to_string()), ..DiscrepancyFilter::default() };
    let next = |user: &'static str, after: Option<String>| {
        let (store, filter) = (&store, &filter);
        async move {
            let found = lock::next(store, &Scope::All, filter, after.as_deref(), user, NOON).await.expect("an answer");
            found.map(|row| row.id)
        }
    };
    assert_eq!(next("甲", None).await, Some(open[0].id.clone()));
    assert_eq!(next("乙", None).await, Some(open[1].id.clone()));
    lock::assign(&store, &Scope::All, &open[2].id, Some("丁")).await.expect("assigned");
    assert_eq!(next("丙", None).await, None);
    assert_eq!(next("丁", None).await, Some(open[2].id.clone()));
    // After the last one the queue begins again.
    let after_second = format!("0.{}", open[1].id);
    lock::assign(&store, &Scope::All, &open[2].id, Some("戊")).await.expect("assigned");
    assert_eq!(next("甲", Some(after_second)).await, Some(open[0].id.clone()));
}

async fn a_decision_is_made_once_unless_it_is_known(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    let first = decide(&store, &id, "false_alarm", "甲", NOON).await.expect("decided");
    assert_eq!(conflict(decide(&store, &id, "entry_error", "乙", NOON).await), "decided");
    let again = decision("document_error", "乙");
    let known = Standing::Decided(&first);
    review::decide(&store, &Scope::All, &id, &again, known, NOON).await.expect("decided again");
    // Somebody else still sees the first decision.
    let unseen = review::decide(&store, &Scope::All, &id, &decision("false_alarm", "丙"), known, NOON).await;
    assert_eq!(conflict(unseen), "decided");
    let row = discrepancy::get(&store, &Scope::All, &id).await.expect("the row");
    assert_eq!(row.verdict.as_deref(), Some("document_error"));
    assert_eq!(review::of_discrepancy(&store, &Scope::All, &id).await.expect("reviews").len(), 2);
    assert_eq!(case::get(&store, &Scope::All, &case_id).await.expect("the case").open, [0, 0, 0]);
    check(&store, &case_id, &[]).await;
    assert_eq!(conflict(decide(&store, &id, "entry_error", "乙", NOON).await), "gone");
}

async fn what_is_put_off_stays_undecided(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    decide(&store, &id, review::DEFERRED, "甲", NOON).await.expect("put off");
    assert_eq!(states(&store, &case_id).await, ["f1 deferred"]);
    assert_eq!(case::get(&store, &Scope::All, &case_id).await.expect("the case").open, [1, 0, 0]);
    check(&store, &case_id, &[("f1", 0)]).await;
    assert_eq!(states(&store, &case_id).await, ["f1 deferred"]);
    assert!(review::decided(&store, &Scope::All, None, 10).await.expect("a list").is_empty());
    decide(&store, &id, "false_alarm", "乙", NOON).await.expect("decided");
    assert_eq!(case::get(&store, &Scope::All, &case_id).await.expect("the case").open, [0, 0, 0]);
    assert_eq!(review::decided(&store, &Scope::All, None, 10).await.expect("a list").len(), 1);
}

async fn the_last_ten_acts_are_taken_back_and_nothing_else(store: Store) {
    let fingerprints: Vec<String> = (0..12).map(|n| format!("f{n:02}")).collect();
    let found: Vec<(&str, i64)> = fingerprints.iter().map(|one| (one.as_str(), 0)).collect();
    let case_id = checked(&store, "一", &found).await;
    let mut acts = Vec::new();
    for row in listed(&store, "open").await {
        acts.push(decide(&store, &row.id, "false_alarm", "甲", NOON).await.expect("decided"));
    }
    let recent = review::recent(&store, "甲", NOON).await.expect("a list");
    let names: Vec<&String> = recent.iter().map(|act| &act.act).collect();
    assert_eq!(names, acts.iter().rev().take(review::UNDO_MAX).collect::<Vec<_>>());
    let undo = |act: String, user: &'static str| {
        let store = &store;
        async move { review::undo(store, &Scope::All, &act, user, NOON).await }
    };
    assert_eq!(conflict(undo(acts[0].clone(), "甲").await), "later", "beyond the last ten");
    assert_eq!(conflict(undo(acts[11].clone(), "乙").await), "later", "somebody else's");
    assert_eq!(undo(acts[11].clone(), "甲").await.expect("taken back").len(), 1);
    assert_eq!(conflict(undo(acts[11].clone(), "甲").await), "later", "twice");
    assert_eq!(case::get(&store, &Scope::All, &case_id).await.expect("the case").open, [1, 0, 0]);
    let id = listed(&store, "open").await.remove(0).id;
    let reviews = review::of_discrepancy(&store, &Scope::All, &id).await.expect("reviews");
    assert_eq!(reviews.iter().map(|row| row.verdict.as_str()).collect::<Vec<_>>(), ["false_alarm", "withdrawn"]);
    assert!(review::standing(&reviews).is_empty());
    // Somebody decides again: the earlier act is no longer the last word.
    let known = decide(&store, &id, "entry_error", "甲", NOON).await.expect("decided");
    let again = decision("document_error", "乙");
    let known = Standing::Decided(&known);
    review::decide(&store, &Scope::All, &id, &again, known, NOON).await.expect("decided again");
    let mine = review::recent(&store, "甲", NOON).await.expect("a list").remove(0);
    assert_eq!(conflict(undo(mine.act, "甲").await), "later");
}

async fn a_whole_kind_is_decided_and_taken_back_at_once(store: Store) {
    let first = checked(&store, "一", &[("f1", 0), ("f2", 0)]).await;
    let second = checked(&store, "二", &[("f1", 0)]).await;
    let item = |row: DiscrepancyRow| Item { discrepancy_id: row.id, value: None };
    let ids: Vec<Item> = listed(&store, "open").await.into_iter().map(item).collect();
    assert!(lock::hold(&store, &Scope::All, &ids[1].discrepancy_id, "乙", NOON).await.expect("an answer"));
    let all = decision("false_alarm", "甲");
    let (batch, count) = review::decide_many(&store, &Scope::All, &ids, &all, NOON).await.expect("decided");
    assert_eq!(count, 2, "what somebody else works on is left out");
    let foreign = Scope::Court("30".to_string());
    assert_eq!(review::decide_many(&store, &foreign, &ids, &all, NOON).await.expect("nothing").1, 0);
    let recent = review::recent(&store, "甲", NOON).await.expect("a list");
    assert_eq!((recent.len(), recent[0].count, recent[0].act.as_str()), (1, 2, batch.as_str()));
    assert_eq!(review::undo(&store, &Scope::All, &batch, "甲", NOON).await.expect("taken back").len(), 2);
    assert_eq!(states(&store, &first).await, ["f1 open", "f2 open"]);
    assert_eq!(states(&store, &second).await, ["f1 open"]);
}

async fn a_correction_is_done_when_the_run_no_longer_finds_it(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    let review_id = decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    let asked = corrections(&store, "open").await.remove(0);
    assert_eq!((asked.discrepancy_id.as_str(), asked.right_value.as_deref()), (id.as_str(), Some("2019-06-30")));
    check(&store, &case_id, &[("f1", 0)]).await;
    assert_eq!(corrections(&store, "open").await.len(), 1, "nothing was corrected yet");
    check(&store, &case_id, &[]).await;
    assert!(corrections(&store, "open").await.is_empty());
    assert_eq!(corrections(&store, "done").await[0].closed_at, Some(NOON));
    assert_eq!(states(&store, &case_id).await, ["f1 gone"]);
    let undone = review::undo(&store, &Scope::All, &review_id, "甲", NOON).await;
    assert_eq!(conflict(undone), "corrected");
}

async fn a_correction_that_is_wrong_in_another_way_comes_back(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    // The same path with another value has another fingerprint.
    let other = Found { entered: Some("{\"f2\":1}".to_string()), ..found("f2", 0) };
    check_as(&store, &case_id, &[other]).await;
    let returned = corrections(&store, "open").await.remove(0);
    assert_eq!(returned.returns, 1);
    assert_eq!(returned.entered.as_deref(), Some("{\"f2\":1}"), "what is wrong now is what is to be corrected");
    let other = listed(&store, "open").await.remove(0);
    decide(&store, &other.id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    let open = corrections(&store, "open").await;
    assert_eq!((open.len(), open[0].discrepancy_id.as_str()), (1, other.id.as_str()), "a place is corrected once");
    check(&store, &case_id, &[]).await;
    assert!(corrections(&store, "open").await.is_empty());
}

async fn a_withdrawn_decision_takes_its_correction_along(store: Store) {
    checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    let review_id = decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    review::undo(&store, &Scope::All, &review_id, "甲", NOON).await.expect("taken back");
    assert_eq!(corrections(&store, "withdrawn").await.len(), 1);
    let known = decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    let otherwise = decision("false_alarm", "甲");
    let otherwise = review::decide(&store, &Scope::All, &id, &otherwise, Standing::Decided(&known), NOON).await;
    let otherwise = otherwise.expect("decided otherwise");
    assert!(corrections(&store, "open").await.is_empty());
    // With the later decision taken back the earlier one stands, and its correction is wanted again.
    review::undo(&store, &Scope::All, &otherwise, "甲", NOON).await.expect("taken back");
    assert_eq!(corrections(&store, "open").await[0].discrepancy_id, id);
}

async fn a_correction_that_came_back_ends_with_another_decision(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    check_as(&store, &case_id, &[found("f2", 0)]).await;
    assert_eq!(corrections(&store, "open").await[0].returns, 1);
    let other = listed(&store, "open").await.remove(0).id;
    decide(&store, &other, "false_alarm", "甲", NOON).await.expect("decided");
    assert!(corrections(&store, "open").await.is_empty());
}

async fn an_old_entry_that_is_sent_again_brings_its_correction_back(store: Store) {
    let case_id = checked(&store, "一", &[("f1", 0)]).await;
    let id = listed(&store, "open").await.remove(0).id;
    let known = decide(&store, &id, review::ENTRY_ERROR, "甲", NOON).await.expect("decided");
    check(&store, &case_id, &[]).await;
    assert_eq!(corrections(&store, "done").await.len(), 1);
    check(&store, &case_id, &[("f1", 0)]).await;
    let returned = corrections(&store, "open").await.remove(0);
    assert_eq!((returned.discrepancy_id.as_str(), returned.returns, returned.closed_at), (id.as_str(), 1, None));
    // What is no entry error any more asks nobody.
    let otherwise = decision("document_error", "乙");
    let otherwise = review::decide(&store, &Scope::All, &id, &otherwise, Standing::Decided(&known), NOON).await;
    otherwise.expect("decided otherwise");
    check(&store, &case_id, &[("f1", 0)]).await;
    assert!(corrections(&store, "open").await.is_empty());
}

async fn every_act_is_in_the_audit_log_and_nothing_that_was_refused(store: Store) {
    checked(&store, "一", &[("f1", 0), ("f2", 0)]).await;
    let [one, other] = <[DiscrepancyRow; 2]>::try_from(listed(&store, "open").await).expect("two").map(|row| row.id);
    let review_id = decide(&store, &one, "false_alarm", "甲", NOON).await.expect("decided");
    assert_eq!(conflict(decide(&store, &one, "false_alarm", "乙", NOON).await), "decided");
    review::undo(&store, &Scope::All, &review_id, "甲", NOON).await.expect("taken back");
    assert_eq!(conflict(review::undo(&store, &Scope::All, &review_id, "甲", NOON).await), "later");
    let items = [one.clone(), other].map(|discrepancy_id| Item { discrepancy_id, value: None });
    let all = decision("document_error", "乙");
    let (batch, _) = review::decide_many(&store, &Scope::All, &items, &all, NOON).await.expect("decided");
    let rows = audit::after(&store, 0, 100).await.expect("a list");
    let rows = rows.iter().filter(|row| row.action.starts_with("discrepancy."));
    let told: Vec<_> = rows.map(|row| (row.user_id.as_str(), row.action.as_str(), row.subject.as_str())).collect();
    assert_eq!(
        told,
        [
            ("甲", "discrepancy.review", one.as_str()),
            ("甲", "discrepancy.undo", review_id.as_str()),
            ("乙", "discrepancy.review_many", batch.as_str()),
        ]
    );
}

async fn lists_are_narrowed_and_counted(store: Store) {
    checked(&store, "一", &[("f1", 0), ("f2", 1), ("f3", 2), ("f4", 2)]).await;
    let count = |filter: DiscrepancyFilter, most: i64| {
        let store = &store;
        async move { discrepancy::count(store, &Scope::All, &filter, most).await.expect("counts") }
    };
    let all = DiscrepancyFilter { state: Some("open".to_string()), ..DiscrepancyFilter::default() };
    assert_eq!(count(all.clone(), 100).await, [1, 1, 2]);
    assert_eq!(count(all.clone(), 1).await, [1, 1, 1]);
    assert_eq!(count(DiscrepancyFilter { tier: Some(2), ..all.clone() }, 100).await, [0, 0, 2]);
    let none = [
        DiscrepancyFilter { category: Some("国家赔偿".to_string()), ..all.clone() },
        DiscrepancyFilter { pattern: Some("别的".to_string()), ..all.clone() },
        DiscrepancyFilter { assignee: Some("甲".to_string()), ..all.clone() },
        DiscrepancyFilter { opened_before: Some(NOON), ..all.clone() },
    ];
    for filter in none {
        assert_eq!(count(filter.clone(), 100).await, [0, 0, 0], "{filter:?}");
    }
    let found = DiscrepancyFilter { pattern: Some("一位数字不同".to_string()), ..all };
    assert_eq!(count(found, 100).await, [1, 1, 2]);
    assert!(correction::get(&store, &Scope::All, "nothing").await.is_err());
}
