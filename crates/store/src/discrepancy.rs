//! Owns the rows of discrepancies 疑点 and of the reviews 核实 that people decide them with. A re-run finds a discrepancy
//! again by its fingerprint, and what people said about it stays.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case;
use crate::event::{self, EventKind};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Page, PageRequest, Result, Store, StoreError, new_id};

/// A discrepancy as a run found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Identity over runs.
    pub fingerprint: String,
    /// Leaf path.
    pub path: String,
    /// Field key.
    pub field: String,
    /// The department that owns the field.
    pub department: String,
    /// 0 error, 1 doubtful, 2 notice.
    pub tier: i64,
    /// What the comparison said.
    pub outcome: String,
    /// The entered side as JSON, if any.
    pub entered: Option<String>,
    /// The extracted side with its evidence as JSON, if any.
    pub extracted: Option<String>,
    /// Why it was flagged, in Chinese.
    pub reason: String,
}

/// A discrepancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscrepancyRow {
    /// Its id.
    pub id: String,
    /// Its case.
    pub case_id: String,
    /// Its court.
    pub court_id: String,
    /// The label of its case.
    pub case_label: String,
    /// What was found.
    pub found: Found,
    /// `open`, `decided` or `gone`.
    pub state: String,
    /// The verdict of the last review.
    pub verdict: Option<String>,
    /// When it was first found.
    pub opened_at: Millis,
    /// When it last changed.
    pub changed_at: Millis,
}

/// Which discrepancies to list.
#[derive(Clone, Debug, Default)]
pub struct DiscrepancyFilter {
    /// In this state.
    pub state: Option<String>,
    /// Of this case.
    pub case_id: Option<String>,
    /// Of this court alone.
    pub court_id: Option<String>,
    /// Of this tier.
    pub tier: Option<i64>,
    /// Of this field.
    pub field: Option<String>,
    /// Of fields of this department.
    pub department: Option<String>,
}

/// What a person decides about a discrepancy.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// The discrepancy.
    pub discrepancy_id: String,
    /// The verdict: `entry_error`, `generation_error`, `document_error` or `false_alarm`.
    pub verdict: String,
    /// The right value, where the reviewer gave one.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// The id of the user.
    pub decided_by: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// Its id.
    pub id: String,
    /// The verdict.
    pub verdict: String,
    /// The right value.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// The run that the reviewer saw.
    pub run_id: String,
    /// The id of the user.
    pub decided_by: String,
    /// When.
    pub at: Millis,
}

const COLUMNS: &str = "d.id, d.case_id, d.court_id, c.label, d.fingerprint, d.path, d.field, d.department, d.tier, d.outcome, \
    d.entered, d.extracted, d.reason, d.state, d.verdict, d.opened_at_ms, d.changed_at_ms";

/// Discrepancies by tier and age.
pub async fn list(
    store: &Store,
    scope: &Scope,
    filter: &DiscrepancyFilter,
    page: &PageRequest,
) -> Result<Page<DiscrepancyRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM discrepancies d JOIN cases c ON c.id = d.case_id WHERE 1 = 1");
    match filter.case_id {
        Some(_) => scope.restrict_few(&mut sql, "d"),
        None => scope.restrict(&mut sql, "d"),
    }
    let equal = [
        ("state", &filter.state),
        ("case_id", &filter.case_id),
        ("court_id", &filter.court_id),
        ("field", &filter.field),
        ("department", &filter.department),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            sql.push(" AND d.").push(column).push(" = ").bind(value.as_str());
        }
    }
    if let Some(tier) = filter.tier {
        sql.push(" AND d.tier = ").bind(tier);
    }
    if let Some((tier, id)) = page.after.as_deref().and_then(|after| after.split_once('.')) {
        let tier: i64 = tier.parse().map_err(|_| StoreError::NotFound { what: "page" })?;
        sql.push(" AND (d.tier, d.id) > (").bind(tier).push(", ").bind(id).push(")");
    }
    sql.push(" ORDER BY d.tier, d.id LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let found = rows.iter().map(discrepancy_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(found, page, |row| format!("{}.{}", row.found.tier, row.id)))
}

/// A discrepancy within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<DiscrepancyRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM discrepancies d JOIN cases c ON c.id = d.case_id WHERE d.id = ").bind(id);
    scope.restrict(&mut sql, "d");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(discrepancy_row(&row.ok_or(StoreError::NotFound { what: "discrepancy" })?)?)
}

/// Number of open discrepancies by tier.
pub async fn count_open(store: &Store, scope: &Scope) -> Result<[i64; 3]> {
    let mut sql = Sql::new("SELECT d.tier, COUNT(*) AS rows FROM discrepancies d WHERE d.state = 'open'");
    scope.restrict(&mut sql, "d");
    sql.push(" GROUP BY d.tier");
    let mut counts = [0; 3];
    for row in sql.query().fetch_all(store.read()).await? {
        let columns = Columns(&row);
        let tier = usize::try_from(columns.int("tier")?).unwrap_or_default();
        if let Some(count) = counts.get_mut(tier) {
            *count = columns.int("rows")?;
        }
    }
    Ok(counts)
}

/// Adds a review; the discrepancy is decided. Later reviews are added, too, and the last one counts.
pub async fn review(store: &Store, scope: &Scope, new: &NewReview, now: Millis) -> Result<String> {
    get(store, scope, &new.discrepancy_id).await?;
    let mut tx = store.begin().await?;
    // The case first, as a run does, so that the two never wait for each other.
    let text = "UPDATE cases SET revision = revision WHERE id = (SELECT case_id FROM discrepancies WHERE id = $1) \
                RETURNING id, court_id, middle_id, high_id";
    let row = query(text).bind(&new.discrepancy_id).fetch_one(&mut *tx).await?;
    let (case_id, place) = (Columns(&row).text("id")?, case::place(&row)?);
    let text = "SELECT state, tier, last_run FROM discrepancies WHERE id = $1";
    let before = query(text).bind(&new.discrepancy_id).fetch_one(&mut *tx).await?;
    let before = Columns(&before);
    let (was_open, tier) = (before.text("state")? == "open", before.int("tier")?);
    let id = new_id();
    let text = "INSERT INTO reviews (id, discrepancy_id, verdict, value, reason, run_id, decided_by, at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let insert = query(text).bind(&id).bind(&new.discrepancy_id).bind(&new.verdict).bind(new.value.as_deref());
    let insert = insert.bind(&new.reason).bind(before.text("last_run")?).bind(&new.decided_by).bind(now.0);
    insert.execute(&mut *tx).await?;
    let text = "UPDATE discrepancies SET state = CASE WHEN state = 'gone' THEN 'gone' ELSE 'decided' END, verdict = $1, \
                changed_at_ms = $2 WHERE id = $3";
    query(text).bind(&new.verdict).bind(now.0).bind(&new.discrepancy_id).execute(&mut *tx).await?;
    if was_open {
        let column = ["open_errors", "open_doubtful", "open_notices"][tier.clamp(0, 2) as usize];
        let text = format!("UPDATE cases SET {column} = {column} - 1 WHERE id = $1");
        query(&text).bind(&case_id).execute(&mut *tx).await?;
    }
    let body = format!("{{\"discrepancy\":\"{}\",\"verdict\":\"{}\"}}", new.discrepancy_id, new.verdict);
    event::append(&mut tx, EventKind::DiscrepancyReviewed, &place, Some(&case_id), &body, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// The reviews of a discrepancy, the first one first.
pub async fn reviews(store: &Store, scope: &Scope, discrepancy_id: &str) -> Result<Vec<ReviewRow>> {
    let mut sql =
        Sql::new("SELECT v.id, v.verdict, v.value, v.reason, v.run_id, v.decided_by, v.at_ms FROM reviews v ");
    sql.push("JOIN discrepancies d ON d.id = v.discrepancy_id WHERE v.discrepancy_id = ").bind(discrepancy_id);
    scope.restrict(&mut sql, "d");
    sql.push(" ORDER BY v.id");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(review_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// What stands about a discrepancy when a run comes.
pub(crate) struct Standing {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) verdict: Option<String>,
    found: Found,
}

pub(crate) async fn standing(tx: &mut Transaction<'_, Any>, case_id: &str) -> Result<HashMap<String, Standing>> {
    let text = "SELECT id, state, verdict, fingerprint, path, field, department, tier, outcome, entered, extracted, reason \
                FROM discrepancies WHERE case_id = $1";
    let rows = query(text).bind(case_id).fetch_all(&mut **tx).await?;
    let standing = rows.iter().map(|row| {
        let columns = Columns(row);
        let found = found(row)?;
        let (id, state, verdict) = (columns.text("id")?, columns.text("state")?, columns.maybe_text("verdict")?);
        Ok((found.fingerprint.clone(), Standing { id, state, verdict, found }))
    });
    Ok(standing.collect::<std::result::Result<HashMap<_, _>, sqlx::Error>>()?)
}

pub(crate) async fn insert(
    tx: &mut Transaction<'_, Any>,
    case_id: &str,
    place: &CourtPlace,
    found: &Found,
    run_id: &str,
    now: Millis,
) -> Result<()> {
    let text = "INSERT INTO discrepancies (id, case_id, court_id, middle_id, high_id, fingerprint, path, field, department, \
                tier, outcome, entered, extracted, reason, state, first_run, last_run, opened_at_ms, changed_at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open', $15, $15, $16, $16)";
    let insert = query(text).bind(new_id()).bind(case_id).bind(&place.court_id).bind(&place.middle_id);
    let insert = insert.bind(&place.high_id).bind(&found.fingerprint).bind(&found.path).bind(&found.field);
    let insert = insert.bind(&found.department).bind(found.tier).bind(&found.outcome).bind(found.entered.as_deref());
    let insert = insert.bind(found.extracted.as_deref()).bind(&found.reason).bind(run_id).bind(now.0);
    insert.execute(&mut **tx).await?;
    Ok(())
}

/// A known discrepancy was found again. One that was gone comes back as what people had made of it.
pub(crate) async fn find_again(
    tx: &mut Transaction<'_, Any>,
    known: &Standing,
    found: &Found,
    run_id: &str,
    now: Millis,
) -> Result<()> {
    let state = if known.verdict.is_some() { "decided" } else { "open" };
    if known.state == state && known.found == *found {
        return Ok(());
    }
    let text = "UPDATE discrepancies SET state = $1, tier = $2, outcome = $3, entered = $4, extracted = $5, reason = $6, \
                department = $7, last_run = $8, changed_at_ms = $9 WHERE id = $10";
    let update = query(text).bind(state).bind(found.tier).bind(&found.outcome).bind(found.entered.as_deref());
    let update = update.bind(found.extracted.as_deref()).bind(&found.reason).bind(&found.department).bind(run_id);
    update.bind(now.0).bind(&known.id).execute(&mut **tx).await?;
    Ok(())
}

/// A discrepancy is found no longer.
pub(crate) async fn lose(tx: &mut Transaction<'_, Any>, known: &Standing, run_id: &str, now: Millis) -> Result<()> {
    let text = "UPDATE discrepancies SET state = 'gone', last_run = $1, changed_at_ms = $2 WHERE id = $3";
    query(text).bind(run_id).bind(now.0).bind(&known.id).execute(&mut **tx).await?;
    Ok(())
}

fn found(row: &AnyRow) -> std::result::Result<Found, sqlx::Error> {
    let columns = Columns(row);
    Ok(Found {
        fingerprint: columns.text("fingerprint")?,
        path: columns.text("path")?,
        field: columns.text("field")?,
        department: columns.text("department")?,
        tier: columns.int("tier")?,
        outcome: columns.text("outcome")?,
        entered: columns.maybe_text("entered")?,
        extracted: columns.maybe_text("extracted")?,
        reason: columns.text("reason")?,
    })
}

fn discrepancy_row(row: &AnyRow) -> std::result::Result<DiscrepancyRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(DiscrepancyRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        court_id: columns.text("court_id")?,
        case_label: columns.text("label")?,
        found: found(row)?,
        state: columns.text("state")?,
        verdict: columns.maybe_text("verdict")?,
        opened_at: Millis(columns.int("opened_at_ms")?),
        changed_at: Millis(columns.int("changed_at_ms")?),
    })
}

fn review_row(row: &AnyRow) -> std::result::Result<ReviewRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(ReviewRow {
        id: columns.text("id")?,
        verdict: columns.text("verdict")?,
        value: columns.maybe_text("value")?,
        reason: columns.text("reason")?,
        run_id: columns.text("run_id")?,
        decided_by: columns.text("decided_by")?,
        at: Millis(columns.int("at_ms")?),
    })
}
