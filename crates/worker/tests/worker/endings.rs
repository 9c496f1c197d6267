//! Jobs that do not end by writing their result: files that kill the parser, cancelled jobs, workers told to stop.

use std::time::{Duration, Instant};

use pipeline::isolation::Parser;
use store::document;
use store::job::{self, JobFilter, JobRow};
use store::{PageRequest, Scope, Store};

use crate::bench::{add, case_row, children_of, file, now, settings, silent_program, start, until, until_idle};
use testbed::on_every_database;

on_every_database! {
    a_file_that_kills_the_parser_is_parked_with_its_reason
    a_cancelled_job_ends_within_two_seconds
    a_worker_told_to_stop_gives_back_what_it_cannot_finish
    the_work_of_a_dead_worker_is_taken_up
}

async fn jobs(store: &Store) -> Vec<JobRow> {
    job::list(store, &Scope::All, &JobFilter::default(), &PageRequest::first(100)).await.expect("a list").items
}

async fn leased(store: &Store) -> bool {
    jobs(store).await.iter().any(|job| job.state == "leased")
}

async fn a_file_that_kills_the_parser_is_parked_with_its_reason(store: Store) {
    let worker = start(&store, children_of("/bin/false"), settings()).await;
    let case_id = file(&store, "案").await;
    let id = add(&store, &case_id, "a.txt", "某某人民法院".as_bytes()).await;
    until_idle(&store).await;
    let row = document::get(&store, &Scope::All, &id).await.expect("the document exists");
    assert_eq!((row.state.as_str(), row.code.as_deref()), ("parked", Some("parser_crashed")));
    let parked: Vec<JobRow> = jobs(&store).await.into_iter().filter(|job| job.state == "parked").collect();
    assert_eq!(parked.len(), 1);
    assert_eq!((parked[0].attempts, parked[0].error_code.as_deref()), (3, Some("parser_crashed")));
    assert_eq!(case_row(&store, &case_id).await.unread_documents, 1);
    worker.stop().await;
    // A better parser, and the job begins anew.
    let worker = start(&store, Parser::InProcess, settings()).await;
    job::replay(&store, &Scope::All, &parked[0].id, now()).await.expect("a parked job can be replayed");
    until_idle(&store).await;
    let row = document::get(&store, &Scope::All, &id).await.expect("the document exists");
    assert_eq!((row.state.as_str(), row.code), ("read", None));
    worker.stop().await;
}

async fn a_cancelled_job_ends_within_two_seconds(store: Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let worker = start(&store, children_of(&silent_program(folder.path())), settings()).await;
    let case_id = file(&store, "案").await;
    let id = add(&store, &case_id, "a.txt", "某某人民法院".as_bytes()).await;
    until("the job is under way", || leased(&store)).await;
    let job_id = jobs(&store).await[0].id.clone();
    let asked = Instant::now();
    job::cancel(&store, &Scope::All, &job_id, now()).await.expect("a job under way can be cancelled");
    let read_job = || async { job::get(&store, &Scope::All, &job_id).await.expect("the job exists") };
    until("the job is cancelled", || async { read_job().await.state == "cancelled" }).await;
    assert!(asked.elapsed() < Duration::from_secs(2), "cancelling took {:?}", asked.elapsed());
    let row = document::get(&store, &Scope::All, &id).await.expect("the document exists");
    assert_eq!((row.state.as_str(), row.code.as_deref()), ("cancelled", Some("cancelled")));
    worker.stop().await;
}

async fn a_worker_told_to_stop_gives_back_what_it_cannot_finish(store: Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let worker = start(&store, children_of(&silent_program(folder.path())), settings()).await;
    let case_id = file(&store, "案").await;
    add(&store, &case_id, "a.txt", "某某人民法院".as_bytes()).await;
    until("the job is under way", || leased(&store)).await;
    worker.stop().await;
    let given_back = jobs(&store).await.remove(0);
    assert_eq!((given_back.state.as_str(), given_back.attempts), ("ready", 0));
    let worker = start(&store, Parser::InProcess, settings()).await;
    until_idle(&store).await;
    assert_eq!(case_row(&store, &case_id).await.pending_documents, 0);
    worker.stop().await;
}

async fn the_work_of_a_dead_worker_is_taken_up(store: Store) {
    let case_id = file(&store, "案").await;
    add(&store, &case_id, "a.txt", "某某人民法院".as_bytes()).await;
    // Somebody took the job and was never heard of again.
    let dead = job::Claim { owner: "dead", lease: Duration::from_millis(10), jobs: 1 };
    let taken = job::claim(&store, &dead, now()).await.expect("the job waits");
    assert_eq!(taken.len(), 1);
    let worker = start(&store, Parser::InProcess, settings()).await;
    until("the document is read", || async { case_row(&store, &case_id).await.pending_documents == 0 }).await;
    let late = document::Reading::Unreadable { code: "late".to_string(), message: "晚到".to_string() };
    let refused = document::finish(&store, &taken[0], &late, now()).await;
    assert!(matches!(refused, Err(store::StoreError::LeaseLost)), "a lost lease writes nothing");
    worker.stop().await;
}
