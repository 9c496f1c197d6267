//! Owns how a job ends: done, tried again later, parked, cancelled or given back.

use sqlx::{Any, Transaction};

use crate::document::{self, DocumentState};
use crate::import;
use crate::job::{JobKind, LeasedJob, pause_after};
use crate::sql::query;
use crate::{Millis, Result, Store, StoreError};

/// What a failed attempt led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again at an instant.
    Again(Millis),
    /// It was given up.
    Parked,
}

/// Ends a job in the transaction that writes its result; fails if the lease is no longer the caller's.
pub(crate) async fn complete(tx: &mut Transaction<'_, Any>, lease: &LeasedJob, now: Millis) -> Result<()> {
    let text = "UPDATE jobs SET state = 'done', finished_at_ms = $1, error_code = NULL, error_message = NULL \
                WHERE id = $2 AND lease_id = $3 AND state = 'leased'";
    let done = query(text).bind(now.0).bind(&lease.id).bind(&lease.lease_id).execute(&mut **tx).await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::LeaseLost),
    }
}

/// Ends a job whose result needs no other row.
pub async fn complete_alone(store: &Store, lease: &LeasedJob, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    complete(&mut tx, lease, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes a failed attempt: the job waits for its next one, or is parked after the last. `message` is for the people of a
/// court and holds no words of documents.
pub async fn fail(store: &Store, lease: &LeasedJob, code: &str, message: &str, now: Millis) -> Result<Failed> {
    let mut tx = store.begin().await?;
    let failed = fail_in(&mut tx, lease, code, message, now).await?;
    tx.commit().await?;
    Ok(failed)
}

pub(crate) async fn fail_in(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    code: &str,
    message: &str,
    now: Millis,
) -> Result<Failed> {
    if lease.attempt >= lease.kind.attempts_max() {
        let text = "UPDATE jobs SET state = 'parked', finished_at_ms = $1, error_code = $2, error_message = $3 \
                    WHERE id = $4 AND lease_id = $5 AND state = 'leased'";
        let update = query(text).bind(now.0).bind(code).bind(message).bind(&lease.id).bind(&lease.lease_id);
        held(update.execute(&mut **tx).await?.rows_affected())?;
        give_up_subject(tx, lease, DocumentState::Parked, (code, message), now).await?;
        return Ok(Failed::Parked);
    }
    let again = now.after(pause_after(lease.attempt));
    wait(tx, lease, again, Some((code, message)), now).await?;
    Ok(Failed::Again(again))
}

/// Gives a job back untouched, as when the worker shuts down; the attempt does not count.
pub async fn give_back(store: &Store, lease: &LeasedJob, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    let text = "UPDATE jobs SET attempts = attempts - 1 WHERE id = $1 AND lease_id = $2 AND state = 'leased'";
    held(query(text).bind(&lease.id).bind(&lease.lease_id).execute(&mut *tx).await?.rows_affected())?;
    wait(&mut tx, lease, now, None, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a job that somebody asked to stop.
pub async fn cancelled(store: &Store, lease: &LeasedJob, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    let text =
        "UPDATE jobs SET state = 'cancelled', finished_at_ms = $1 WHERE id = $2 AND lease_id = $3 AND state = 'leased'";
    let update = query(text).bind(now.0).bind(&lease.id).bind(&lease.lease_id);
    held(update.execute(&mut *tx).await?.rows_affected())?;
    cancel_subject(&mut tx, lease, now).await?;
    tx.commit().await?;
    Ok(())
}

/// What a cancelled job leaves on its subject.
pub(crate) async fn cancel_subject(tx: &mut Transaction<'_, Any>, lease: &LeasedJob, now: Millis) -> Result<()> {
    give_up_subject(tx, lease, DocumentState::Cancelled, ("cancelled", "处理已被取消，可以重新提交处理。"), now).await
}

async fn give_up_subject(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    state: DocumentState,
    (code, message): (&str, &str),
    now: Millis,
) -> Result<()> {
    match lease.kind {
        JobKind::ReadDocument => document::give_up(tx, lease, state, code, message, now).await,
        JobKind::ImportArchive => import::give_up(tx, lease, code, message, now).await,
        JobKind::CheckCase | JobKind::DeliverWebhook => Ok(()),
    }
}

/// Puts a leased job back among the waiting ones. Where the same work waits already, that job stands for both.
async fn wait(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    not_before: Millis,
    error: Option<(&str, &str)>,
    now: Millis,
) -> Result<()> {
    let (code, message) = error.unzip();
    let text = "UPDATE jobs SET state = 'ready', lease_id = NULL, lease_owner = NULL, lease_until_ms = NULL, \
                not_before_ms = $1, hinted_at_ms = 0, error_code = $2, error_message = $3 WHERE id = $4 AND lease_id = $5 \
                AND state = 'leased' AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.kind = $6 AND o.subject_id = $7 \
                AND o.state = 'ready')";
    let update = query(text).bind(not_before.0).bind(code).bind(message).bind(&lease.id).bind(&lease.lease_id);
    let done = update.bind(lease.kind.as_str()).bind(&lease.subject_id).execute(&mut **tx).await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => complete(tx, lease, now).await,
    }
}

fn held(rows: u64) -> Result<()> {
    match rows {
        1 => Ok(()),
        _ => Err(StoreError::LeaseLost),
    }
}
