//! Owns corrections 补录: what a department is to put right in the entry after a reviewer found an entry error, until the run
//! over the corrected entry no longer finds it. Does not write entries.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::discrepancy::{Finding, Found};
use crate::event::{self, EventKind};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Page, PageRequest, Result, Store, StoreError, new_id};

/// A correction that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// Its id.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// The label of the case.
    pub case_label: String,
    /// The court.
    pub court_id: String,
    /// The discrepancy that was decided.
    pub discrepancy_id: String,
    /// Leaf path.
    pub path: String,
    /// Field key.
    pub field: String,
    /// The department that is to correct it.
    pub department: String,
    /// The entered side of what stands in the way now as JSON, if any: after a correction that was wrong in another way, that
    /// is another discrepancy than the one that was decided.
    pub entered: Option<String>,
    /// Its extracted side as JSON, if any.
    pub extracted: Option<String>,
    /// The right value that the reviewer gave.
    pub right_value: Option<String>,
    /// `open`, `done` or `withdrawn`.
    pub state: String,
    /// How many corrections of the entry did not remove it.
    pub returns: i64,
    /// Until when it is to be done.
    pub due_at: Millis,
    /// The id of the reviewer.
    pub created_by: String,
    /// When it was asked for.
    pub created_at: Millis,
    /// When it was done or withdrawn.
    pub closed_at: Option<Millis>,
}

/// Which corrections to list.
#[derive(Clone, Debug, Default)]
pub struct CorrectionFilter {
    /// In this state.
    pub state: Option<String>,
    /// Of this department.
    pub department: Option<String>,
    /// Of this court alone.
    pub court_id: Option<String>,
    /// Of this case.
    pub case_id: Option<String>,
    /// Due before this instant.
    pub due_before: Option<Millis>,
}

const COLUMNS: &str = "k.id, k.case_id, c.label, k.court_id, k.discrepancy_id, k.path, k.field, k.department, s.entered, \
    s.extracted, k.right_value, k.state, k.returns, k.due_at_ms, k.created_by, k.created_at_ms, k.closed_at_ms";

fn select() -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM corrections k JOIN cases c ON c.id = k.case_id ");
    sql.push("JOIN discrepancies s ON s.case_id = k.case_id AND s.fingerprint = k.fingerprint WHERE 1 = 1");
    sql
}

fn narrow(sql: &mut Sql, scope: &Scope, filter: &CorrectionFilter) {
    scope.restrict(sql, "k");
    let equal = [
        ("state", &filter.state),
        ("department", &filter.department),
        ("court_id", &filter.court_id),
        ("case_id", &filter.case_id),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            sql.push(" AND k.").push(column).push(" = ").bind(value.as_str());
        }
    }
    if let Some(before) = filter.due_before {
        sql.push(" AND k.due_at_ms < ").bind(before.0);
    }
}

/// Corrections, the one due first first.
pub async fn list(
    store: &Store,
    scope: &Scope,
    filter: &CorrectionFilter,
    page: &PageRequest,
) -> Result<Page<CorrectionRow>> {
    let mut sql = select();
    narrow(&mut sql, scope, filter);
    if let Some((due, id)) = page.after.as_deref().and_then(|after| after.split_once('.')) {
        let due: i64 = due.parse().map_err(|_| StoreError::NotFound { what: "page" })?;
        sql.push(" AND (k.due_at_ms, k.id) > (").bind(due).push(", ").bind(id).push(")");
    }
    sql.push(" ORDER BY k.due_at_ms, k.id LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let found = rows.iter().map(correction_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(found, page, |row| format!("{}.{}", row.due_at.0, row.id)))
}

/// How many corrections a filter finds, counting up to `most`.
pub async fn count(store: &Store, scope: &Scope, filter: &CorrectionFilter, most: i64) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) AS rows FROM (SELECT 1 FROM corrections k WHERE 1 = 1");
    narrow(&mut sql, scope, filter);
    sql.push(" LIMIT ").bind(most).push(") counted");
    Ok(Columns(&sql.query().fetch_one(store.read()).await?).int("rows")?)
}

/// A correction within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<CorrectionRow> {
    let mut sql = select();
    sql.push(" AND k.id = ").bind(id);
    scope.restrict_few(&mut sql, "k");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(correction_row(&row.ok_or(StoreError::NotFound { what: "correction" })?)?)
}

/// The corrections that a discrepancy led to, the first one first.
pub async fn of_discrepancy(store: &Store, scope: &Scope, discrepancy_id: &str) -> Result<Vec<CorrectionRow>> {
    let mut sql = select();
    sql.push(" AND k.discrepancy_id = ").bind(discrepancy_id);
    scope.restrict_few(&mut sql, "k");
    sql.push(" ORDER BY k.id");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(correction_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// A correction to ask for.
pub(crate) struct NewCorrection<'a> {
    pub(crate) case_id: &'a str,
    pub(crate) place: &'a CourtPlace,
    pub(crate) discrepancy_id: &'a str,
    pub(crate) review_id: &'a str,
    pub(crate) path: &'a str,
    pub(crate) field: &'a str,
    pub(crate) department: &'a str,
    pub(crate) fingerprint: &'a str,
    pub(crate) right_value: Option<&'a str>,
    pub(crate) due_at: Millis,
    pub(crate) created_by: &'a str,
}

/// Asks for a correction. One that is open at the same place, because an earlier correction was wrong in another way, is
/// taken over: the place is corrected once.
pub(crate) async fn ask_for(tx: &mut Transaction<'_, Any>, new: &NewCorrection<'_>, now: Millis) -> Result<()> {
    let text = "INSERT INTO corrections (id, case_id, court_id, middle_id, high_id, discrepancy_id, review_id, path, field, \
                department, fingerprint, right_value, state, returns, due_at_ms, created_by, created_at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open', 0, $13, $14, $15) \
                ON CONFLICT (case_id, path) WHERE state = 'open' DO UPDATE SET discrepancy_id = excluded.discrepancy_id, \
                review_id = excluded.review_id, fingerprint = excluded.fingerprint, right_value = excluded.right_value";
    let place = new.place;
    let insert = query(text).bind(new_id()).bind(new.case_id).bind(&place.court_id).bind(&place.middle_id);
    let insert = insert.bind(&place.high_id).bind(new.discrepancy_id).bind(new.review_id).bind(new.path);
    let insert = insert.bind(new.field).bind(new.department).bind(new.fingerprint).bind(new.right_value);
    insert.bind(new.due_at.0).bind(new.created_by).bind(now.0).execute(&mut **tx).await?;
    event::append(tx, EventKind::CorrectionAsked, place, Some(new.case_id), "{}", now).await
}

/// The open correction of a discrepancy is no longer wanted.
pub(crate) async fn withdraw(tx: &mut Transaction<'_, Any>, discrepancy_id: &str, now: Millis) -> Result<()> {
    let text =
        "UPDATE corrections SET state = 'withdrawn', closed_at_ms = $1 WHERE discrepancy_id = $2 AND state = 'open'";
    query(text).bind(now.0).bind(discrepancy_id).execute(&mut **tx).await?;
    Ok(())
}

/// The same for one that came back with the fingerprint of another discrepancy.
pub(crate) async fn withdraw_for(
    tx: &mut Transaction<'_, Any>,
    case_id: &str,
    fingerprint: &str,
    now: Millis,
) -> Result<()> {
    let text = "UPDATE corrections SET state = 'withdrawn', closed_at_ms = $1 WHERE case_id = $2 AND fingerprint = $3 \
                AND state = 'open'";
    query(text).bind(now.0).bind(case_id).bind(fingerprint).execute(&mut **tx).await?;
    Ok(())
}

/// A place is corrected once: nothing opens again where another correction is open.
const PLACE_IS_FREE: &str = "AND NOT EXISTS (SELECT 1 FROM corrections o WHERE o.case_id = corrections.case_id \
    AND o.path = corrections.path AND o.state = 'open')";

/// The correction that a review asked for is wanted after all, unless another one is open at its place.
pub(crate) async fn ask_again(tx: &mut Transaction<'_, Any>, review_id: &str) -> Result<()> {
    let text = format!(
        "UPDATE corrections SET state = 'open', closed_at_ms = NULL WHERE review_id = $1 AND state = 'withdrawn' {PLACE_IS_FREE}"
    );
    query(&text).bind(review_id).execute(&mut **tx).await?;
    Ok(())
}

/// Whether the correction that a review asked for was done.
pub(crate) async fn is_done(tx: &mut Transaction<'_, Any>, review_id: &str) -> Result<bool> {
    let text = "SELECT id FROM corrections WHERE review_id = $1 AND state = 'done'";
    Ok(query(text).bind(review_id).fetch_optional(&mut **tx).await?.is_some())
}

/// Looks at the corrections of a case with what a run found. Of the open ones, one whose discrepancy stands is still to be
/// done; one at whose place something else is wrong comes back; all others are done. One that was done comes back where the
/// same discrepancy, still an entry error, is found again: an old entry was sent once more.
pub(crate) async fn settle(tx: &mut Transaction<'_, Any>, run: &Finding<'_>, found: &[Found]) -> Result<()> {
    let text = "SELECT id, path, fingerprint FROM corrections WHERE case_id = $1 AND state = 'open'";
    for row in query(text).bind(run.case_id).fetch_all(&mut **tx).await? {
        let columns = Columns(&row);
        let (id, path, fingerprint) = (columns.text("id")?, columns.text("path")?, columns.text("fingerprint")?);
        if found.iter().any(|one| one.fingerprint == fingerprint) {
            continue;
        }
        if let Some(other) = found.iter().find(|one| one.path == path) {
            let text = "UPDATE corrections SET returns = returns + 1, fingerprint = $1 WHERE id = $2";
            query(text).bind(&other.fingerprint).bind(&id).execute(&mut **tx).await?;
            event::append(tx, EventKind::CorrectionReturned, run.place, Some(run.case_id), "{}", run.now).await?;
            continue;
        }
        let text = "UPDATE corrections SET state = 'done', closed_at_ms = $1 WHERE id = $2";
        query(text).bind(run.now.0).bind(&id).execute(&mut **tx).await?;
        event::append(tx, EventKind::CorrectionDone, run.place, Some(run.case_id), "{}", run.now).await?;
    }
    let text = "SELECT k.id, k.fingerprint FROM corrections k \
                JOIN discrepancies d ON d.case_id = k.case_id AND d.fingerprint = k.fingerprint \
                WHERE k.case_id = $1 AND k.state = 'done' AND d.verdict = 'entry_error' ORDER BY k.id DESC";
    for row in query(text).bind(run.case_id).fetch_all(&mut **tx).await? {
        let (id, fingerprint) = (Columns(&row).text("id")?, Columns(&row).text("fingerprint")?);
        if found.iter().any(|one| one.fingerprint == fingerprint) {
            reopen(tx, run, &id).await?;
        }
    }
    Ok(())
}

/// A correction that was done is undone, unless another one is open at its place.
async fn reopen(tx: &mut Transaction<'_, Any>, run: &Finding<'_>, id: &str) -> Result<()> {
    let text = format!(
        "UPDATE corrections SET state = 'open', closed_at_ms = NULL, returns = returns + 1 WHERE id = $1 {PLACE_IS_FREE}"
    );
    if query(&text).bind(id).execute(&mut **tx).await?.rows_affected() == 1 {
        event::append(tx, EventKind::CorrectionReturned, run.place, Some(run.case_id), "{}", run.now).await?;
    }
    Ok(())
}

fn correction_row(row: &AnyRow) -> std::result::Result<CorrectionRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(CorrectionRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        case_label: columns.text("label")?,
        court_id: columns.text("court_id")?,
        discrepancy_id: columns.text("discrepancy_id")?,
        path: columns.text("path")?,
        field: columns.text("field")?,
        department: columns.text("department")?,
        entered: columns.maybe_text("entered")?,
        extracted: columns.maybe_text("extracted")?,
        right_value: columns.maybe_text("right_value")?,
        state: columns.text("state")?,
        returns: columns.int("returns")?,
        due_at: Millis(columns.int("due_at_ms")?),
        created_by: columns.text("created_by")?,
        created_at: Millis(columns.int("created_at_ms")?),
        closed_at: columns.maybe_int("closed_at_ms")?.map(Millis),
    })
}
