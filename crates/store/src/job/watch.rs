//! Owns the view on the job table from outside: lists, counts, cancelling and replaying, hints for brokers, and the
//! sweeper that takes work back from workers that are gone.

use std::time::Duration;

use sqlx::any::AnyRow;

use crate::document;
use crate::import;
use crate::job::end::{cancel_subject, fail_in};
use crate::job::{JobKind, LEASED_COLUMNS, LeasedJob, Priority, leased};
use crate::sql::{Columns, Sql, query};
use crate::{Dialect, Millis, Page, PageRequest, Result, Scope, Store, StoreError};

/// A job as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// The text form of its kind.
    pub kind: String,
    /// With what.
    pub subject_id: String,
    /// The case it belongs to.
    pub case_id: Option<String>,
    /// The court it belongs to.
    pub court_id: String,
    /// `ready`, `leased`, `done`, `parked` or `cancelled`.
    pub state: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Number of attempts so far.
    pub attempts: i64,
    /// Who works on it.
    pub lease_owner: Option<String>,
    /// Why the last attempt failed: the stable code.
    pub error_code: Option<String>,
    /// Why the last attempt failed, for the people of a court.
    pub error_message: Option<String>,
    /// When it was written.
    pub created_at: Millis,
    /// When the last attempt began.
    pub started_at: Option<Millis>,
    /// When it ended.
    pub finished_at: Option<Millis>,
}

const COLUMNS: &str = "j.id, j.kind, j.subject_id, j.case_id, j.court_id, j.state, j.priority, j.attempts, j.lease_owner, \
    j.error_code, j.error_message, j.created_at_ms, j.started_at_ms, j.finished_at_ms";

/// Which jobs to list.
#[derive(Clone, Debug, Default)]
pub struct JobFilter {
    /// In this state.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<JobKind>,
    /// Of this case.
    pub case_id: Option<String>,
}

/// Jobs of the courts of a scope, the latest first.
pub async fn list(store: &Store, scope: &Scope, filter: &JobFilter, page: &PageRequest) -> Result<Page<JobRow>> {
    let mut sql = select_scoped(scope);
    if let Some(state) = &filter.state {
        sql.push(" AND j.state = ").bind(state.as_str());
    }
    if let Some(kind) = filter.kind {
        sql.push(" AND j.kind = ").bind(kind.as_str());
    }
    if let Some(case_id) = &filter.case_id {
        sql.push(" AND j.case_id = ").bind(case_id.as_str());
    }
    if let Some(after) = &page.after {
        sql.push(" AND j.id < ").bind(after.as_str());
    }
    sql.push(" ORDER BY j.id DESC LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let jobs = rows.iter().map(job_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(jobs, page, |job| job.id.clone()))
}

/// A job within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<JobRow> {
    let mut sql = select_scoped(scope);
    sql.push(" AND j.id = ").bind(id);
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(job_row(&row.ok_or(StoreError::NotFound { what: "job" })?)?)
}

fn select_scoped(scope: &Scope) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM jobs j JOIN courts k ON k.id = j.court_id WHERE 1 = 1");
    scope.restrict_court(&mut sql, "k");
    sql
}

/// Asks to stop a job: one that waits ends at once, one under way within a heartbeat of its worker. A job that has ended
/// cannot be cancelled.
pub async fn cancel(store: &Store, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    get(store, scope, id).await?;
    let mut tx = store.begin().await?;
    let mut sql = Sql::new("UPDATE jobs SET state = 'cancelled', finished_at_ms = ");
    sql.bind(now.0).push(" WHERE state = 'ready' AND id = ").bind(id).push(" RETURNING ").push(LEASED_COLUMNS);
    if let Some(row) = sql.query().fetch_optional(&mut *tx).await? {
        if let Some(job) = leased(&row)? {
            cancel_subject(&mut tx, &job, now).await?;
        }
        tx.commit().await?;
        return Ok(());
    }
    let asked = query("UPDATE jobs SET cancel_requested = 1 WHERE state = 'leased' AND id = $1").bind(id);
    let done = asked.execute(&mut *tx).await?;
    tx.commit().await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "job" }),
    }
}

/// Lets a parked or cancelled job begin anew, with all its attempts.
pub async fn replay(store: &Store, scope: &Scope, id: &str, now: Millis) -> Result<()> {
    get(store, scope, id).await?;
    let mut tx = store.begin().await?;
    let text = "UPDATE jobs SET state = 'ready', attempts = 0, not_before_ms = $1, hinted_at_ms = 0, cancel_requested = 0, \
                lease_id = NULL, lease_owner = NULL, lease_until_ms = NULL, finished_at_ms = NULL, priority = $2 \
                WHERE id = $3 AND state IN ('parked', 'cancelled') RETURNING kind, subject_id";
    let update = query(text).bind(now.0).bind(Priority::Again.rank()).bind(id);
    let row = update.fetch_optional(&mut *tx).await?.ok_or(StoreError::Conflict { what: "job" })?;
    let columns = Columns(&row);
    let subject_id = columns.text("subject_id")?;
    match JobKind::parse(&columns.text("kind")?) {
        Some(JobKind::ReadDocument) => document::wait_again(&mut tx, &subject_id).await?,
        Some(JobKind::ImportArchive) => import::wait_again(&mut tx, &subject_id).await?,
        Some(JobKind::CheckCase | JobKind::DeliverWebhook) | None => {}
    }
    tx.commit().await?;
    Ok(())
}

/// Lets up to `rows` parked jobs of a scope begin anew; returns how many did.
pub async fn replay_parked(store: &Store, scope: &Scope, rows: u32, now: Millis) -> Result<u64> {
    let filter = JobFilter { state: Some("parked".to_string()), ..JobFilter::default() };
    let mut replayed = 0;
    for job in list(store, scope, &filter, &PageRequest::first(rows)).await?.items {
        match replay(store, scope, &job.id, now).await {
            Ok(()) => replayed += 1,
            // Somebody else did it, or the same work waits already.
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(replayed)
}

/// Number of jobs of a kind in a state, with the age of the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Depth {
    /// The text form of the kind.
    pub kind: String,
    /// The state.
    pub state: String,
    /// How many.
    pub jobs: i64,
    /// When the oldest was written.
    pub oldest: Millis,
}

/// How many jobs wait, are under way and are parked; ended ones are not counted.
pub async fn depth(store: &Store) -> Result<Vec<Depth>> {
    let text = "SELECT kind, state, COUNT(*) AS jobs, MIN(created_at_ms) AS oldest FROM jobs \
                WHERE state IN ('ready', 'leased', 'parked') GROUP BY kind, state ORDER BY kind, state";
    let rows = query(text).fetch_all(store.read()).await?;
    let depths = rows.iter().map(|row| {
        let columns = Columns(row);
        Ok(Depth {
            kind: columns.text("kind")?,
            state: columns.text("state")?,
            jobs: columns.int("jobs")?,
            oldest: Millis(columns.int("oldest")?),
        })
    });
    Ok(depths.collect::<std::result::Result<Vec<_>, sqlx::Error>>()?)
}

/// Up to `rows` waiting jobs that no message of a broker speaks of yet, or whose message is older than `again_after` and
/// may be lost; the most urgent first. Returns id and urgency.
pub async fn next_hints(
    store: &Store,
    again_after: Duration,
    rows: i64,
    now: Millis,
) -> Result<Vec<(String, Priority)>> {
    let text = "SELECT id FROM jobs WHERE state = 'ready' AND priority = $1 AND hinted_at_ms < $2 AND not_before_ms <= $3 \
                ORDER BY hinted_at_ms, id LIMIT $4";
    let mut hints: Vec<(String, Priority)> = Vec::new();
    // One question per urgency: behind a hundred thousand jobs that can wait, an urgent one is found at once.
    for priority in [Priority::Fresh, Priority::Again, Priority::Bulk] {
        let select = query(text).bind(priority.rank()).bind(now.before(again_after).0.max(1)).bind(now.0);
        for row in select.bind(rows - hints.len() as i64).fetch_all(store.read()).await? {
            hints.push((Columns(&row).text("id")?, priority));
        }
    }
    Ok(hints)
}

/// Notes that messages speak of these jobs.
pub async fn hinted(store: &Store, ids: &[String], now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    for id in ids {
        let update = query("UPDATE jobs SET hinted_at_ms = $1 WHERE id = $2 AND state = 'ready'").bind(now.0).bind(id);
        update.execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes work back whose lease ended: its worker is gone or stuck. Returns how many jobs were taken back or parked.
pub async fn sweep(store: &Store, now: Millis) -> Result<u64> {
    let mut tx = store.begin().await?;
    let mut sql = Sql::new("SELECT ");
    sql.push(LEASED_COLUMNS).push(" FROM jobs WHERE state = 'leased' AND lease_until_ms < ").bind(now.0);
    sql.push(" ORDER BY lease_until_ms LIMIT 100");
    if store.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE SKIP LOCKED");
    }
    let rows = sql.query().fetch_all(&mut *tx).await?;
    let mut taken: Vec<LeasedJob> = Vec::with_capacity(rows.len());
    for row in &rows {
        taken.extend(leased(row)?);
    }
    for job in &taken {
        let message = "处理该任务的程序中途停止，任务未完成。";
        fail_in(&mut tx, job, "worker_lost", message, now).await?;
    }
    tx.commit().await?;
    Ok(taken.len() as u64)
}

/// Forgets jobs that were done before an instant, at most `rows` of them.
pub async fn forget_done(store: &Store, before: Millis, rows: i64) -> Result<u64> {
    let text =
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state = 'done' AND finished_at_ms < $1 LIMIT $2)";
    Ok(query(text).bind(before.0).bind(rows).execute(store.write()).await?.rows_affected())
}

fn job_row(row: &AnyRow) -> std::result::Result<JobRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(JobRow {
        id: columns.text("id")?,
        kind: columns.text("kind")?,
        subject_id: columns.text("subject_id")?,
        case_id: columns.maybe_text("case_id")?,
        court_id: columns.text("court_id")?,
        state: columns.text("state")?,
        priority: Priority::of_rank(columns.int("priority")?),
        attempts: columns.int("attempts")?,
        lease_owner: columns.maybe_text("lease_owner")?,
        error_code: columns.maybe_text("error_code")?,
        error_message: columns.maybe_text("error_message")?,
        created_at: Millis(columns.int("created_at_ms")?),
        started_at: columns.maybe_int("started_at_ms")?.map(Millis),
        finished_at: columns.maybe_int("finished_at_ms")?.map(Millis),
    })
}
