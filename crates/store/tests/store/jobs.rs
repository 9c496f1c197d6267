//! Jobs: one worker each, a lease that ends, a bounded number of attempts, and nothing forgotten.

use std::collections::BTreeSet;
use std::time::Duration;

use store::job::{Failed, JobFilter, JobKind, Priority};
use store::{Millis, PageRequest, Scope, Store, StoreError, case, document, job};

use crate::bench::{NOON, add, claim, file, minute};
use testbed::on_every_database;

on_every_database! {
    many_workers_never_share_a_job
    urgent_work_goes_first
    a_lost_lease_writes_nothing
    a_job_is_parked_after_its_last_attempt_and_can_be_replayed
    the_sweeper_takes_work_back
    a_job_given_back_costs_no_attempt
    waiting_jobs_are_cancelled_at_once_and_others_by_their_worker
    hints_are_given_once_and_again_when_old
}

async fn many_workers_never_share_a_job(store: Store) {
    let case_id = file(&store, "一").await;
    for n in 0..40 {
        add(&store, &case_id, &format!("d{n}")).await;
    }
    let workers = (0..4).map(|worker| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let jobs = claim(&store, &format!("w{worker}"), 3, NOON).await;
                assert!(jobs.len() <= 3, "more jobs than asked for");
                if jobs.is_empty() {
                    return mine;
                }
                mine.extend(jobs.into_iter().map(|job| job.id));
            }
        })
    });
    let mut taken = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        taken.extend(worker.await.expect("a worker ends"));
    }
    assert_eq!(taken.len(), 40);
    assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
}

async fn urgent_work_goes_first(store: Store) {
    let bulk = file(&store, "旧").await;
    let fresh = file(&store, "新").await;
    case::request_check(&store, &Scope::All, &bulk, Priority::Bulk, NOON).await.expect("asked");
    case::request_check(&store, &Scope::All, &fresh, Priority::Fresh, NOON).await.expect("asked");
    let first = claim(&store, "w", 1, NOON).await;
    assert_eq!(first[0].subject_id, fresh);
    // The same work, more urgent: one job, which moves up.
    case::request_check(&store, &Scope::All, &bulk, Priority::Fresh, NOON).await.expect("asked");
    let second = claim(&store, "w", 10, NOON).await;
    assert_eq!(
        second.iter().map(|job| (job.subject_id.as_str(), job.priority)).collect::<Vec<_>>(),
        [(bulk.as_str(), Priority::Fresh)]
    );
}

async fn a_lost_lease_writes_nothing(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    let slow = claim(&store, "slow", 1, NOON).await.remove(0);
    let later = NOON.after(Duration::from_secs(120));
    assert_eq!(job::sweep(&store, later).await.expect("swept"), 1);
    let fast = claim(&store, "fast", 1, later.after(Duration::from_secs(10))).await.remove(0);
    assert_eq!((fast.id == slow.id, fast.attempt), (true, 2));
    let read = document::Reading::Read { format: "docx".to_string(), pages: 1, diagnostics: "[]".to_string() };
    let refused = document::finish(&store, &slow, &read, later).await;
    assert!(matches!(refused, Err(StoreError::LeaseLost)), "{refused:?}");
    document::finish(&store, &fast, &read, later).await.expect("the holder of the lease writes");
    let case = case::get(&store, &Scope::All, &case_id).await.expect("the case is there");
    assert_eq!(case.pending_documents, 0);
}

async fn a_job_is_parked_after_its_last_attempt_and_can_be_replayed(store: Store) {
    let case_id = file(&store, "一").await;
    let document = add(&store, &case_id, "a").await;
    let mut now = NOON;
    let mut failures = Vec::new();
    for _ in 0..3 {
        let lease = claim(&store, "w", 1, now).await.remove(0);
        let failed = job::fail(&store, &lease, "parser_crashed", "文件使解析程序崩溃", now).await.expect("noted");
        failures.push(failed);
        if matches!(failed, Failed::Again(_)) {
            assert!(claim(&store, "w", 1, now).await.is_empty(), "there is a pause after a failure");
        }
        now = now.after(Duration::from_secs(60));
    }
    assert!(matches!(failures[..], [Failed::Again(_), Failed::Again(_), Failed::Parked]), "{failures:?}");
    let row = document::get(&store, &Scope::All, &document.id).await.expect("the document is there");
    assert_eq!((row.state.as_str(), row.code.as_deref()), ("parked", Some("parser_crashed")));
    // The case does not wait for it.
    assert_eq!(claim(&store, "w", 1, now).await[0].kind, JobKind::CheckCase);
    let filter = JobFilter { state: Some("parked".to_string()), ..JobFilter::default() };
    let parked =
        job::list(&store, &Scope::Court("11".to_string()), &filter, &PageRequest::first(5)).await.expect("a list");
    assert_eq!(parked.items.len(), 1);
    assert_eq!(job::replay_parked(&store, &Scope::All, 10, now).await.expect("replayed"), 1);
    let again = claim(&store, "w", 1, now).await.remove(0);
    assert_eq!((again.kind, again.attempt), (JobKind::ReadDocument, 1));
    let case = case::get(&store, &Scope::All, &case_id).await.expect("the case is there");
    assert_eq!((case.pending_documents, case.unread_documents), (1, 0));
}

async fn the_sweeper_takes_work_back(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    claim(&store, "w", 1, NOON).await;
    assert_eq!(job::sweep(&store, NOON.after(Duration::from_secs(30))).await.expect("swept"), 0);
    let renewed = job::renew(&store, &minute("w", 0), NOON.after(Duration::from_secs(30))).await.expect("renewed");
    assert_eq!(renewed.len(), 1);
    assert_eq!(job::sweep(&store, NOON.after(Duration::from_secs(70))).await.expect("swept"), 0);
    assert_eq!(job::sweep(&store, NOON.after(Duration::from_secs(100))).await.expect("swept"), 1);
    assert!(job::renew(&store, &minute("w", 0), NOON).await.expect("renewed").is_empty());
}

async fn a_job_given_back_costs_no_attempt(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    let lease = claim(&store, "w", 1, NOON).await.remove(0);
    job::give_back(&store, &lease, NOON).await.expect("given back");
    assert_eq!(claim(&store, "w", 1, NOON).await[0].attempt, 1);
}

async fn waiting_jobs_are_cancelled_at_once_and_others_by_their_worker(store: Store) {
    let case_id = file(&store, "一").await;
    let waiting = add(&store, &case_id, "a").await;
    let listed = job::list(&store, &Scope::All, &JobFilter::default(), &PageRequest::first(5)).await.expect("a list");
    let foreign = job::cancel(&store, &Scope::Court("30".to_string()), &listed.items[0].id, NOON).await;
    assert!(matches!(foreign, Err(StoreError::NotFound { .. })), "{foreign:?}");
    job::cancel(&store, &Scope::All, &listed.items[0].id, NOON).await.expect("cancelled");
    let row = document::get(&store, &Scope::All, &waiting.id).await.expect("the document is there");
    assert_eq!(row.state.as_str(), "cancelled");
    let check = claim(&store, "w", 1, NOON).await.remove(0);
    job::cancel(&store, &Scope::All, &check.id, NOON).await.expect("asked");
    let renewed = job::renew(&store, &minute("w", 0), NOON).await.expect("renewed");
    assert!(renewed[0].cancel_requested);
    job::cancelled(&store, &check, NOON).await.expect("ended");
    assert_eq!(job::get(&store, &Scope::All, &check.id).await.expect("the job is there").state, "cancelled");
    let ended = job::cancel(&store, &Scope::All, &check.id, NOON).await;
    assert!(matches!(ended, Err(StoreError::Conflict { .. })), "{ended:?}");
}

async fn hints_are_given_once_and_again_when_old(store: Store) {
    let case_id = file(&store, "一").await;
    add(&store, &case_id, "a").await;
    let again_after = Duration::from_secs(60);
    let hints = |now: Millis| job::next_hints(&store, again_after, 10, now);
    let first = hints(NOON).await.expect("hints");
    assert_eq!(first.len(), 1);
    job::hinted(&store, &[first[0].0.clone()], NOON).await.expect("noted");
    assert!(hints(NOON.after(Duration::from_secs(30))).await.expect("hints").is_empty());
    assert_eq!(hints(NOON.after(Duration::from_secs(90))).await.expect("hints").len(), 1);
    let lease = job::claim_one(&store, &minute("w", 1), &first[0].0, NOON).await.expect("claimed").expect("it waits");
    assert!(job::claim_one(&store, &minute("x", 1), &lease.id, NOON).await.expect("asked").is_none());
    let depth = job::depth(&store).await.expect("counts");
    assert_eq!(depth.iter().map(|row| (row.state.as_str(), row.jobs)).collect::<Vec<_>>(), [("leased", 1)]);
}
