//! Owns what people decide about discrepancies 核实: rows that are only ever added. The last one that stands counts; one that
//! is taken back stays, with a row that says so. A decision, what follows from it and its row in the audit log are one
//! transaction.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case;
use crate::correction::{self, NewCorrection};
use crate::event::{self, EventKind};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Store, StoreError, audit, discrepancy, new_id};

mod undo;

pub use undo::{Act, UNDO_MAX, recent, undo};

/// The verdict that asks a department for a correction.
pub const ENTRY_ERROR: &str = "entry_error";

/// What puts a decision off.
pub const DEFERRED: &str = "deferred";

/// What takes a review back.
pub const WITHDRAWN: &str = "withdrawn";

/// What a person decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// `entry_error`, `generation_error`, `document_error`, `false_alarm`, or `deferred`.
    pub verdict: String,
    /// The right value, where the reviewer gave one.
    pub value: Option<String>,
    /// The place of the right value as JSON (document, page, start, end, quote), where the reviewer showed one.
    pub evidence: Option<String>,
    /// Why.
    pub reason: String,
    /// The id of the user.
    pub decided_by: String,
    /// Until when an entry error is to be corrected.
    pub correct_by: Millis,
}

/// A decision as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its id.
    pub id: String,
    /// The verdict.
    pub verdict: String,
    /// The right value.
    pub value: Option<String>,
    /// The place of the right value as JSON.
    pub evidence: Option<String>,
    /// Why.
    pub reason: String,
    /// The run that the reviewer saw.
    pub run_id: String,
    /// The id of the user.
    pub decided_by: String,
    /// When.
    pub at: Millis,
    /// The review that this one takes back.
    pub undoes: Option<String>,
    /// The act of which this is one of many.
    pub batch: Option<String>,
}

/// Whether a decision that was made already may be made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'r> {
    /// Only what is undecided is decided.
    Undecided,
    /// The person knows of an earlier decision, this review, and decides otherwise.
    Decided(&'r str),
}

/// Decides a discrepancy. A conflict names what stands in the way: `lock` (somebody else works on it), `decided`, `gone`
/// (the last run no longer finds it).
pub async fn decide(
    store: &Store,
    scope: &Scope,
    id: &str,
    decision: &Decision,
    standing: Standing<'_>,
    now: Millis,
) -> Result<String> {
    discrepancy::get(store, scope, id).await?;
    let mut tx = store.begin().await?;
    let review_id = decide_in(&mut tx, id, decision, standing, None, now).await?;
    let detail = format!("{{\"review\":\"{review_id}\"}}");
    note(&mut tx, &decision.decided_by, "discrepancy.review", id, &detail, now).await?;
    tx.commit().await?;
    Ok(review_id)
}

/// One of many discrepancies that are decided alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The discrepancy.
    pub discrepancy_id: String,
    /// Its own right value, where there is one.
    pub value: Option<String>,
}

/// Decides many discrepancies alike, each with its own right value. Those that somebody else works on, or that are no longer
/// undecided, are left out. Returns the name of the act and how many were decided.
pub async fn decide_many(
    store: &Store,
    scope: &Scope,
    items: &[Item],
    decision: &Decision,
    now: Millis,
) -> Result<(String, usize)> {
    let batch = new_id();
    let mut tx = store.begin().await?;
    let mut count = 0;
    for Item { discrepancy_id, value } in items {
        if !is_in_scope(&mut tx, scope, discrepancy_id).await? {
            continue;
        }
        let decision = Decision { value: value.clone(), ..decision.clone() };
        match decide_in(&mut tx, discrepancy_id, &decision, Standing::Undecided, Some(&batch), now).await {
            Ok(_) => count += 1,
            Err(StoreError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    note(&mut tx, &decision.decided_by, "discrepancy.review_many", &batch, &format!("{{\"count\":{count}}}"), now)
        .await?;
    tx.commit().await?;
    Ok((batch, count))
}

async fn is_in_scope(tx: &mut Transaction<'_, Any>, scope: &Scope, id: &str) -> Result<bool> {
    let mut sql = Sql::new("SELECT d.id FROM discrepancies d WHERE d.id = ");
    sql.bind(id);
    scope.restrict_few(&mut sql, "d");
    Ok(sql.query().fetch_optional(&mut **tx).await?.is_some())
}

/// A discrepancy whose case is locked by the transaction.
struct Held {
    id: String,
    case_id: String,
    place: CourtPlace,
    state: String,
    tier: i64,
    last_run: String,
    path: String,
    field: String,
    department: String,
    fingerprint: String,
    lock: Option<(String, Millis)>,
}

/// Locks the case first, as a run does, so that the two never wait for each other.
async fn held(tx: &mut Transaction<'_, Any>, id: &str) -> Result<Held> {
    let text = "UPDATE cases SET revision = revision WHERE id = (SELECT case_id FROM discrepancies WHERE id = $1) \
                RETURNING id, court_id, middle_id, high_id";
    let case = query(text).bind(id).fetch_optional(&mut **tx).await?;
    let case = case.ok_or(StoreError::NotFound { what: "discrepancy" })?;
    let text = "SELECT state, tier, last_run, path, field, department, fingerprint, locked_by, locked_until_ms \
                FROM discrepancies WHERE id = $1";
    let row = query(text).bind(id).fetch_one(&mut **tx).await?;
    let columns = Columns(&row);
    Ok(Held {
        id: id.to_string(),
        case_id: Columns(&case).text("id")?,
        place: case::place(&case)?,
        state: columns.text("state")?,
        tier: columns.int("tier")?,
        last_run: columns.text("last_run")?,
        path: columns.text("path")?,
        field: columns.text("field")?,
        department: columns.text("department")?,
        fingerprint: columns.text("fingerprint")?,
        lock: columns.maybe_text("locked_by")?.zip(columns.maybe_int("locked_until_ms")?.map(Millis)),
    })
}

async fn decide_in(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    decision: &Decision,
    standing: Standing<'_>,
    batch: Option<&str>,
    now: Millis,
) -> Result<String> {
    let held = held(tx, id).await?;
    let is_locked = held.lock.as_ref().is_some_and(|(by, until)| *by != decision.decided_by && *until > now);
    match (held.state.as_str(), standing) {
        ("gone", _) => return Err(StoreError::Conflict { what: "gone" }),
        ("decided", Standing::Undecided) => return Err(StoreError::Conflict { what: "decided" }),
        ("decided", Standing::Decided(known)) if last_standing(tx, id).await?.as_deref() != Some(known) => {
            return Err(StoreError::Conflict { what: "decided" });
        }
        _ if is_locked => return Err(StoreError::Conflict { what: "lock" }),
        _ => {}
    }
    let review_id = new_id();
    let text = "INSERT INTO reviews (id, discrepancy_id, verdict, value, evidence, reason, run_id, decided_by, at_ms, batch) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let insert = query(text).bind(&review_id).bind(id).bind(&decision.verdict).bind(decision.value.as_deref());
    let insert = insert.bind(decision.evidence.as_deref()).bind(&decision.reason).bind(&held.last_run);
    insert.bind(&decision.decided_by).bind(now.0).bind(batch).execute(&mut **tx).await?;
    correction::withdraw(tx, id, now).await?;
    if !matches!(decision.verdict.as_str(), ENTRY_ERROR | DEFERRED) {
        correction::withdraw_for(tx, &held.case_id, &held.fingerprint, now).await?;
    }
    if decision.verdict == ENTRY_ERROR {
        let new = NewCorrection {
            case_id: &held.case_id,
            place: &held.place,
            discrepancy_id: id,
            review_id: &review_id,
            path: &held.path,
            field: &held.field,
            department: &held.department,
            fingerprint: &held.fingerprint,
            right_value: decision.value.as_deref(),
            due_at: decision.correct_by,
            created_by: &decision.decided_by,
        };
        correction::ask_for(tx, &new, now).await?;
    }
    let verdict = Some(decision.verdict.as_str()).filter(|verdict| *verdict != DEFERRED);
    let state = if verdict.is_some() { "decided" } else { "deferred" };
    set_state(tx, &held, state, verdict, now).await?;
    tell(tx, &held, &decision.verdict, now).await?;
    Ok(review_id)
}

/// The review of a discrepancy that counts.
async fn last_standing(tx: &mut Transaction<'_, Any>, id: &str) -> Result<Option<String>> {
    Ok(standing(&all_reviews(tx, id).await?).last().map(|row| row.id.clone()))
}

async fn all_reviews(tx: &mut Transaction<'_, Any>, id: &str) -> Result<Vec<ReviewRow>> {
    let text = format!("SELECT {COLUMNS} FROM reviews v WHERE v.discrepancy_id = $1 ORDER BY v.id");
    let rows = query(&text).bind(id).fetch_all(&mut **tx).await?;
    Ok(rows.iter().map(review_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Writes what a discrepancy has become, and the count of its case.
async fn set_state(
    tx: &mut Transaction<'_, Any>,
    held: &Held,
    state: &str,
    verdict: Option<&str>,
    now: Millis,
) -> Result<()> {
    let text = "UPDATE discrepancies SET state = $1, verdict = $2, changed_at_ms = $3, locked_by = NULL, \
                locked_until_ms = NULL WHERE id = $4";
    query(text).bind(state).bind(verdict).bind(now.0).bind(&held.id).execute(&mut **tx).await?;
    let is_undecided = |state: &str| matches!(state, "open" | "deferred");
    let change = i64::from(is_undecided(state)) - i64::from(is_undecided(&held.state));
    if change != 0 {
        let column = ["open_errors", "open_doubtful", "open_notices"][held.tier.clamp(0, 2) as usize];
        let text = format!("UPDATE cases SET {column} = {column} + $1 WHERE id = $2");
        query(&text).bind(change).bind(&held.case_id).execute(&mut **tx).await?;
    }
    Ok(())
}

async fn tell(tx: &mut Transaction<'_, Any>, held: &Held, verdict: &str, now: Millis) -> Result<()> {
    let body = format!("{{\"discrepancy\":\"{}\",\"verdict\":\"{verdict}\"}}", held.id);
    event::append(tx, EventKind::DiscrepancyReviewed, &held.place, Some(&held.case_id), &body, now).await
}

/// Notes an act in the audit log, at the court of the person.
async fn note(
    tx: &mut Transaction<'_, Any>,
    user_id: &str,
    action: &str,
    subject: &str,
    detail: &str,
    now: Millis,
) -> Result<()> {
    let court = query("SELECT court_id FROM users WHERE id = $1").bind(user_id).fetch_optional(&mut **tx).await?;
    let court_id = court.map(|row| Columns(&row).text("court_id")).transpose()?.unwrap_or_default();
    audit::append_in(tx, &audit::Action { user_id, court_id: &court_id, action, subject, detail }, now).await
}

/// The reviews that stand: neither taken back nor taking back, the first one first.
pub fn standing(rows: &[ReviewRow]) -> Vec<&ReviewRow> {
    let undone = |id: &str| rows.iter().any(|row| row.undoes.as_deref() == Some(id));
    rows.iter().filter(|row| row.undoes.is_none() && !undone(&row.id)).collect()
}

const COLUMNS: &str =
    "v.id, v.verdict, v.value, v.evidence, v.reason, v.run_id, v.decided_by, v.at_ms, v.undoes, v.batch";

/// The reviews of a discrepancy, those that were taken back among them, the first one first.
pub async fn of_discrepancy(store: &Store, scope: &Scope, discrepancy_id: &str) -> Result<Vec<ReviewRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM reviews v JOIN discrepancies d ON d.id = v.discrepancy_id WHERE v.discrepancy_id = ");
    sql.bind(discrepancy_id);
    scope.restrict_few(&mut sql, "d");
    sql.push(" ORDER BY v.id");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(review_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// A decision that stands, with the discrepancy that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The discrepancy.
    pub discrepancy: discrepancy::DiscrepancyRow,
    /// The decision.
    pub review: ReviewRow,
    /// The role of whoever decided.
    pub role: String,
}

/// Up to `rows` decisions that stand, of discrepancies after an id, in the order of these: what people taught the program.
/// What is put off is no decision.
pub async fn decided(store: &Store, scope: &Scope, after: Option<&str>, rows: i64) -> Result<Vec<Decided>> {
    let mut sql = Sql::new("SELECT d.id FROM discrepancies d WHERE d.verdict IS NOT NULL");
    scope.restrict(&mut sql, "d");
    if let Some(after) = after {
        sql.push(" AND d.id > ").bind(after);
    }
    sql.push(" ORDER BY d.id LIMIT ").bind(rows);
    let ids = sql.query().fetch_all(store.read()).await?;
    let mut found = Vec::new();
    for id in ids {
        let id = Columns(&id).text("id")?;
        let reviews = of_discrepancy(store, scope, &id).await?;
        let Some(last) = standing(&reviews).last().copied().cloned() else { continue };
        let role = query("SELECT role FROM users WHERE id = $1").bind(&last.decided_by);
        let role = role.fetch_optional(store.read()).await?;
        let role = role.map(|row| Columns(&row).text("role")).transpose()?.unwrap_or_default();
        found.push(Decided { discrepancy: discrepancy::get(store, scope, &id).await?, review: last, role });
    }
    Ok(found)
}

fn review_row(row: &AnyRow) -> std::result::Result<ReviewRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(ReviewRow {
        id: columns.text("id")?,
        verdict: columns.text("verdict")?,
        value: columns.maybe_text("value")?,
        evidence: columns.maybe_text("evidence")?,
        reason: columns.text("reason")?,
        run_id: columns.text("run_id")?,
        decided_by: columns.text("decided_by")?,
        at: Millis(columns.int("at_ms")?),
        undoes: columns.maybe_text("undoes")?,
        batch: columns.maybe_text("batch")?,
    })
}
