//! Owns the answers to requests that carry a key of the client's, so that a repeat gets the same answer and does nothing.

use crate::sql::{Columns, query};
use crate::{Millis, Result, Store};

/// Which request.
#[derive(Clone, Copy, Debug)]
pub struct RequestKey<'a> {
    /// Who asked.
    pub user_id: &'a str,
    /// What for: method and path.
    pub route: &'a str,
    /// The key that the client chose.
    pub key: &'a str,
}

/// An answer that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// SHA-256 of what was asked.
    pub request: String,
    /// The status of the answer.
    pub status: u16,
    /// The answer as JSON.
    pub answer: String,
}

/// How long an answer is kept.
const KEEP: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// The answer that was given under a key.
pub async fn find(store: &Store, key: RequestKey<'_>, now: Millis) -> Result<Option<Answered>> {
    let text =
        "SELECT request, status, answer FROM idempotency WHERE user_id = $1 AND route = $2 AND key = $3 AND at_ms > $4";
    let select = query(text).bind(key.user_id).bind(key.route).bind(key.key).bind(now.before(KEEP).0);
    let Some(row) = select.fetch_optional(store.read()).await? else { return Ok(None) };
    let columns = Columns(&row);
    let status = u16::try_from(columns.int("status")?).unwrap_or(200);
    Ok(Some(Answered { request: columns.text("request")?, status, answer: columns.text("answer")? }))
}

/// Keeps an answer for a day. Returns the one that stands: the earlier one, where two requests with the same key ran at
/// once.
pub async fn keep(store: &Store, key: RequestKey<'_>, answered: &Answered, now: Millis) -> Result<Answered> {
    let mut tx = store.begin().await?;
    query("DELETE FROM idempotency WHERE at_ms <= $1").bind(now.before(KEEP).0).execute(&mut *tx).await?;
    let text = "INSERT INTO idempotency (user_id, route, key, request, status, answer, at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (user_id, route, key) DO NOTHING";
    let insert = query(text).bind(key.user_id).bind(key.route).bind(key.key).bind(&answered.request);
    let insert = insert.bind(i64::from(answered.status)).bind(&answered.answer).bind(now.0);
    let is_first = insert.execute(&mut *tx).await?.rows_affected() == 1;
    tx.commit().await?;
    match is_first {
        true => Ok(answered.clone()),
        false => Ok(find(store, key, now).await?.unwrap_or_else(|| answered.clone())),
    }
}
