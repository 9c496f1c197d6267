//! Owns how the last acts of a person are taken back. The review that is taken back stays, and one more row says so.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::{DEFERRED, WITHDRAWN, all_reviews, held, is_in_scope, note, set_state, standing, tell};
use crate::scope::Scope;
use crate::sql::{Columns, query};
use crate::{Millis, Result, Store, StoreError, correction, new_id};

/// How many of the last acts of a person can be taken back.
pub const UNDO_MAX: usize = 10;

/// Something that a person did and can take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The name of it: the batch, or the review.
    pub act: String,
    /// The last discrepancy that it decided.
    pub discrepancy_id: String,
    /// The label of the case of that one.
    pub case_label: String,
    /// Its field.
    pub field: String,
    /// What was decided.
    pub verdict: String,
    /// How many discrepancies were decided.
    pub count: i64,
    /// When.
    pub at: Millis,
}

/// The last acts of a person that were not taken back, the latest first, at most [`UNDO_MAX`].
pub async fn recent(store: &Store, user_id: &str, now: Millis) -> Result<Vec<Act>> {
    let text = "SELECT a.act, a.count, r.discrepancy_id, r.verdict, r.at_ms, d.field, c.label FROM ( \
                  SELECT COALESCE(v.batch, v.id) AS act, COUNT(*) AS count, MAX(v.id) AS last FROM reviews v \
                  WHERE v.decided_by = $1 AND v.undoes IS NULL AND v.at_ms > $2 \
                  AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = v.id) \
                  GROUP BY COALESCE(v.batch, v.id) ORDER BY MAX(v.id) DESC LIMIT $3) a \
                JOIN reviews r ON r.id = a.last JOIN discrepancies d ON d.id = r.discrepancy_id \
                JOIN cases c ON c.id = d.case_id ORDER BY a.last DESC";
    // Nobody takes back what was done long ago, and the rows of years need not be grouped.
    let since = now.before(std::time::Duration::from_secs(24 * 3600));
    let rows = query(text).bind(user_id).bind(since.0).bind(UNDO_MAX as i64).fetch_all(store.read()).await?;
    let act = |row: &AnyRow| {
        let columns = Columns(row);
        Ok(Act {
            act: columns.text("act")?,
            discrepancy_id: columns.text("discrepancy_id")?,
            case_label: columns.text("label")?,
            field: columns.text("field")?,
            verdict: columns.text("verdict")?,
            count: columns.int("count")?,
            at: Millis(columns.int("at_ms")?),
        })
    };
    Ok(rows.iter().map(act).collect::<std::result::Result<Vec<_>, sqlx::Error>>()?)
}

/// Takes one of the last acts of a person back: a review, or all reviews of a batch. A conflict names what stands in the
/// way: `later` (somebody decided again since, or the act is not among the last ones), `corrected` (the entry was corrected
/// because of it). Returns the discrepancies that are as they were before.
pub async fn undo(store: &Store, scope: &Scope, act: &str, user_id: &str, now: Millis) -> Result<Vec<String>> {
    let recent = recent(store, user_id, now).await?;
    let found = recent.into_iter().find(|one| one.act == act).ok_or(StoreError::Conflict { what: "later" })?;
    let mut tx = store.begin().await?;
    let mut discrepancies = Vec::new();
    let text = "SELECT id, discrepancy_id FROM reviews WHERE id = $1 OR batch = $1 ORDER BY id";
    for row in query(text).bind(&found.act).fetch_all(&mut *tx).await? {
        let (review_id, id) = (Columns(&row).text("id")?, Columns(&row).text("discrepancy_id")?);
        if !is_in_scope(&mut tx, scope, &id).await? {
            return Err(StoreError::NotFound { what: "discrepancy" });
        }
        undo_in(&mut tx, &review_id, &id, user_id, now).await?;
        discrepancies.push(id);
    }
    note(&mut tx, user_id, "discrepancy.undo", act, &format!("{{\"count\":{}}}", discrepancies.len()), now).await?;
    tx.commit().await?;
    Ok(discrepancies)
}

async fn undo_in(tx: &mut Transaction<'_, Any>, review_id: &str, id: &str, user_id: &str, now: Millis) -> Result<()> {
    let held = held(tx, id).await?;
    let rows = all_reviews(tx, id).await?;
    let mut standing = standing(&rows);
    match standing.pop() {
        Some(last) if last.id == review_id => {}
        _ => return Err(StoreError::Conflict { what: "later" }),
    }
    if correction::is_done(tx, review_id).await? {
        return Err(StoreError::Conflict { what: "corrected" });
    }
    let text = "INSERT INTO reviews (id, discrepancy_id, verdict, reason, run_id, decided_by, at_ms, undoes) \
                VALUES ($1, $2, $3, '', $4, $5, $6, $7)";
    let insert = query(text).bind(new_id()).bind(id).bind(WITHDRAWN).bind(&held.last_run).bind(user_id);
    insert.bind(now.0).bind(review_id).execute(&mut **tx).await?;
    correction::withdraw(tx, id, now).await?;
    if let Some(before) = standing.last() {
        correction::ask_again(tx, &before.id).await?;
    }
    let before = standing.last().map(|row| row.verdict.as_str());
    let state = match (held.state.as_str(), before) {
        ("gone", _) => "gone",
        (_, None) => "open",
        (_, Some(DEFERRED)) => "deferred",
        (_, Some(_)) => "decided",
    };
    set_state(tx, &held, state, before.filter(|verdict| *verdict != DEFERRED), now).await?;
    tell(tx, &held, WITHDRAWN, now).await
}
