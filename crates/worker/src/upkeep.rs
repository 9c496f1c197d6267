//! Owns what keeps the tables in order while a worker runs: leases of dead workers are taken back, what is done is forgotten
//! after a time, and cases that were checked with another catalogue or model are asked to be checked anew. Does no job.

use std::sync::Arc;
use std::time::Duration;

use casefile::limits;
use store::case::{self, CaseFilter};
use store::job::{self, Priority};
use store::{Millis, PageRequest, Scope, Store, StoreError, event, setting};
use tokio::sync::watch;

use crate::Worker;

/// How often leases are looked at.
const SWEEP: Duration = Duration::from_secs(5);

/// How often old rows are looked for, in sweeps.
const SWEEPS_PER_CLEARING: u64 = 120;

/// How long jobs that are done stay visible.
const KEEP_DONE: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long events can be asked for again.
const KEEP_EVENTS: Duration = Duration::from_secs(30 * 24 * 3600);

/// Rows that are forgotten, and cases that are asked for, in one transaction.
const ROWS: i64 = 500;

/// New checks are asked for while fewer jobs wait than this, so that the list of waiting jobs stays short.
const WAITING_MAX: i64 = 2_000;

/// Keeps the tables in order until told to stop.
pub(crate) async fn run(worker: Arc<Worker>, mut stop: watch::Receiver<bool>) {
    for beat in 0_u64.. {
        match job::sweep(&worker.store, Millis::now()).await {
            Ok(0) => {}
            Ok(jobs) => tracing::warn!(jobs, "leases ended before their jobs"),
            Err(error) => tracing::warn!(code = error.code(), "leases could not be looked at"),
        }
        if worker.settings.asks_for_new_checks
            && let Err(error) = ask_for_new_checks(&worker).await
        {
            tracing::warn!(code = error.code(), "new checks could not be asked for");
        }
        if beat % SWEEPS_PER_CLEARING == SWEEPS_PER_CLEARING - 1
            && let Err(error) = forget(&worker).await
        {
            tracing::warn!(code = error.code(), "old rows could not be forgotten");
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(SWEEP) => {}
        }
    }
}

async fn forget(worker: &Worker) -> Result<(), StoreError> {
    let now = Millis::now();
    while job::forget_done(&worker.store, now.before(KEEP_DONE), ROWS).await? == ROWS as u64 {}
    while event::forget(&worker.store, now.before(KEEP_EVENTS), ROWS).await? == ROWS as u64 {}
    Ok(())
}

/// The walk over all cases, once per catalogue and model: how far it has come is a setting, so that it goes on after a
/// restart and two versions that work side by side do not undo each other for ever.
async fn ask_for_new_checks(worker: &Worker) -> Result<(), StoreError> {
    let versions = worker.versions();
    let key = walk_key(&versions.catalog, &versions.model);
    let at = setting::get(&worker.store, &key).await?;
    if at.as_deref() == Some(ENDED) {
        return Ok(());
    }
    let depth = job::depth(&worker.store).await?;
    let waiting: i64 = depth.iter().filter(|depth| depth.state == "ready").map(|depth| depth.jobs).sum();
    if waiting > WAITING_MAX {
        return Ok(());
    }
    let wanted = (versions.catalog.as_str(), versions.model.as_str());
    let cases = case::outdated(&worker.store, &Scope::All, wanted, at.as_deref(), ROWS).await?;
    case::request_checks(&worker.store, &cases, Priority::Bulk, Millis::now()).await?;
    if !cases.is_empty() {
        tracing::info!(cases = cases.len(), "cases are checked anew");
        worker.queue.wake();
    }
    let next = cases.last().filter(|_| cases.len() as i64 == ROWS).map_or(ENDED, |(id, _)| id.as_str());
    setting::set(&worker.store, &key, next).await
}

/// What the setting says when every case was asked for.
const ENDED: &str = "ended";

/// The setting that holds how far the walk for a catalogue and a model has come.
fn walk_key(catalog: &str, model: &str) -> String {
    format!("checked_anew:{catalog}:{model}")
}

/// Asks for a new check of every case of a scope, after the fresh uploads. Returns how many there are.
pub async fn check_all_anew(store: &Store, scope: &Scope) -> Result<u64, StoreError> {
    let mut page = PageRequest::first(limits::PAGE_ROWS_MAX);
    let mut count = 0;
    loop {
        let found = case::list(store, scope, &CaseFilter::default(), &page).await?;
        let cases: Vec<_> = found.items.into_iter().map(|case| (case.id, case.place)).collect();
        case::request_checks(store, &cases, Priority::Bulk, Millis::now()).await?;
        count += cases.len() as u64;
        match found.next {
            Some(next) => page.after = Some(next),
            None => return Ok(count),
        }
    }
}
