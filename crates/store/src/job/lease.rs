//! Owns leases: taking and renewing them.

use std::time::Duration;

use crate::job::{LEASED_COLUMNS, LeasedJob, leased};
use crate::sql::{Columns, Sql};
use crate::{Dialect, Millis, Result, Store, new_id};

/// Who wants work and for how long.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// Name of the worker: host, process and a random part.
    pub owner: &'a str,
    /// How long the lease lasts unless it is renewed.
    pub lease: Duration,
    /// Most jobs.
    pub jobs: i64,
}

/// Takes the most urgent waiting jobs. Two workers never take the same one.
pub async fn claim(store: &Store, claim: &Claim<'_>, now: Millis) -> Result<Vec<LeasedJob>> {
    // Materialised: as a plain subquery PostgreSQL may run it once per row, and take more jobs than were asked for.
    let mut sql =
        Sql::new("WITH chosen AS MATERIALIZED (SELECT id FROM jobs WHERE state = 'ready' AND not_before_ms <= ");
    sql.bind(now.0).push(" ORDER BY priority, id LIMIT ").bind(claim.jobs);
    if store.dialect() == Dialect::Postgres {
        sql.push(" FOR UPDATE SKIP LOCKED");
    }
    sql.push(") ");
    take(&mut sql, claim, now);
    sql.push(" WHERE state = 'ready' AND id IN (SELECT id FROM chosen) RETURNING ").push(LEASED_COLUMNS);
    taken(store, sql).await
}

/// Takes one job by its id, if it waits. A row that somebody writes at the moment is waited for: to skip it would answer
/// that there is nothing to do, while the writer only noted a hint.
pub async fn claim_one(store: &Store, claim: &Claim<'_>, id: &str, now: Millis) -> Result<Option<LeasedJob>> {
    let mut sql = Sql::new("");
    take(&mut sql, claim, now);
    sql.push(" WHERE state = 'ready' AND not_before_ms <= ").bind(now.0).push(" AND id = ").bind(id);
    sql.push(" RETURNING ").push(LEASED_COLUMNS);
    Ok(taken(store, sql).await?.pop())
}

/// The part of a statement that writes a lease.
fn take(sql: &mut Sql, claim: &Claim<'_>, now: Millis) {
    sql.push("UPDATE jobs SET state = 'leased', attempts = attempts + 1, cancel_requested = 0, lease_id = ");
    sql.bind(new_id()).push(", lease_owner = ").bind(claim.owner).push(", lease_until_ms = ");
    sql.bind(now.after(claim.lease).0).push(", started_at_ms = ").bind(now.0);
}

/// The jobs that a statement took.
async fn taken(store: &Store, mut sql: Sql) -> Result<Vec<LeasedJob>> {
    let rows = sql.query().fetch_all(store.write()).await?;
    let mut jobs = Vec::with_capacity(rows.len());
    for row in &rows {
        jobs.extend(leased(row)?);
    }
    // RETURNING promises no order.
    jobs.sort_by(|a, b| (a.priority, &a.id).cmp(&(b.priority, &b.id)));
    Ok(jobs)
}

/// A lease that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// The job.
    pub job_id: String,
    /// The lease.
    pub lease_id: String,
    /// Whether somebody asked to stop the work.
    pub cancel_requested: bool,
}

/// Prolongs every lease of a worker; one that is not among the answers is lost.
pub async fn renew(store: &Store, claim: &Claim<'_>, now: Millis) -> Result<Vec<Renewed>> {
    let mut sql = Sql::new("UPDATE jobs SET lease_until_ms = ");
    sql.bind(now.after(claim.lease).0).push(" WHERE state = 'leased' AND lease_owner = ").bind(claim.owner);
    sql.push(" RETURNING id, lease_id, cancel_requested");
    let rows = sql.query().fetch_all(store.write()).await?;
    let renewed = rows.iter().map(|row| {
        let columns = Columns(row);
        Ok(Renewed {
            job_id: columns.text("id")?,
            lease_id: columns.maybe_text("lease_id")?.unwrap_or_default(),
            cancel_requested: columns.flag("cancel_requested")?,
        })
    });
    Ok(renewed.collect::<std::result::Result<Vec<_>, sqlx::Error>>()?)
}
