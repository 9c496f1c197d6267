//! Owns who works on a discrepancy: locks that end by themselves, assignment, and taking the next one of a queue. Two people
//! never hold the same one, and nobody waits for somebody who went home.

use std::time::Duration;

use crate::discrepancy::{self, DiscrepancyFilter, DiscrepancyRow};
use crate::scope::Scope;
use crate::sql::{Columns, query};
use crate::{Millis, PageRequest, Result, Store, StoreError};

/// How long a lock lasts unless it is renewed.
pub const LASTS: Duration = Duration::from_secs(5 * 60);

/// Rows of the queue that are tried in one look for the next one.
const ROWS: u32 = 50;

/// Locks an undecided discrepancy for a person, or renews the lock. Returns whether the person holds it: not if somebody
/// else does, and not if it is decided.
pub async fn hold(store: &Store, scope: &Scope, id: &str, user_id: &str, now: Millis) -> Result<bool> {
    discrepancy::get(store, scope, id).await?;
    take(store, id, user_id, now).await
}

async fn take(store: &Store, id: &str, user_id: &str, now: Millis) -> Result<bool> {
    let text = "UPDATE discrepancies SET locked_by = $1, locked_until_ms = $2 WHERE id = $3 AND state IN ('open', 'deferred') \
                AND (locked_by IS NULL OR locked_by = $1 OR locked_until_ms <= $4)";
    let update = query(text).bind(user_id).bind(now.after(LASTS).0).bind(id).bind(now.0);
    Ok(update.execute(store.write()).await?.rows_affected() == 1)
}

/// Gives a lock back, so that others need not wait for its end.
pub async fn release(store: &Store, id: &str, user_id: &str) -> Result<()> {
    let text = "UPDATE discrepancies SET locked_by = NULL, locked_until_ms = NULL WHERE id = $1 AND locked_by = $2";
    query(text).bind(id).bind(user_id).execute(store.write()).await?;
    Ok(())
}

/// The next discrepancy of a queue that nobody else works on and that is not somebody else's to decide, locked for the
/// person: the first one after `after`, a cursor of [`discrepancy::list`], or else the first of all.
pub async fn next(
    store: &Store,
    scope: &Scope,
    filter: &DiscrepancyFilter,
    after: Option<&str>,
    user_id: &str,
    now: Millis,
) -> Result<Option<DiscrepancyRow>> {
    // Nobody works on what is decided or gone.
    if filter.state.as_deref().is_some_and(|state| !matches!(state, "open" | "deferred")) {
        return Ok(None);
    }
    let found = first_free(store, scope, filter, after.map(str::to_string), user_id, now).await?;
    match (found, after) {
        (None, Some(_)) => first_free(store, scope, filter, None, user_id, now).await,
        (found, _) => Ok(found),
    }
}

async fn first_free(
    store: &Store,
    scope: &Scope,
    filter: &DiscrepancyFilter,
    after: Option<String>,
    user_id: &str,
    now: Millis,
) -> Result<Option<DiscrepancyRow>> {
    let mut page = PageRequest { after, rows: ROWS };
    loop {
        let found = discrepancy::list(store, scope, filter, &page).await?;
        for row in found.items {
            let is_others = row.assignee.as_deref().is_some_and(|assignee| assignee != user_id);
            let is_locked = row.lock.as_ref().is_some_and(|(by, until)| by != user_id && *until > now);
            let is_undecided = matches!(row.state.as_str(), "open" | "deferred");
            if !is_others && !is_locked && is_undecided && take(store, &row.id, user_id, now).await? {
                return Ok(Some(DiscrepancyRow { lock: Some((user_id.to_string(), now.after(LASTS))), ..row }));
            }
        }
        match found.next {
            Some(next) => page.after = Some(next),
            None => return Ok(None),
        }
    }
}

/// Says who is to decide a discrepancy; nobody in particular if none.
pub async fn assign(store: &Store, scope: &Scope, id: &str, assignee: Option<&str>) -> Result<()> {
    discrepancy::get(store, scope, id).await?;
    let text = "UPDATE discrepancies SET assignee = $1 WHERE id = $2 AND state IN ('open', 'deferred')";
    match query(text).bind(assignee).bind(id).execute(store.write()).await?.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Conflict { what: "decided" }),
    }
}

/// How many undecided discrepancies a person works on at this instant.
pub async fn held_by(store: &Store, user_id: &str, now: Millis) -> Result<i64> {
    let text = "SELECT COUNT(*) AS rows FROM discrepancies WHERE locked_by = $1 AND locked_until_ms > $2 \
                AND state IN ('open', 'deferred')";
    let row = query(text).bind(user_id).bind(now.0).fetch_one(store.read()).await?;
    Ok(Columns(&row).int("rows")?)
}
