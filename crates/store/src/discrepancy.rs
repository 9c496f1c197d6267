//! Owns the rows of discrepancies 疑点: lists, counts, and how a run finds them again by their fingerprint, so that what
//! people said about them stays. What people decide is the business of `review`, who works on one that of `lock`.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

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
    /// What kind of disagreement it is, in Chinese: the same words for every case of the kind.
    pub pattern: String,
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
    /// The category of its case, such as `民事`.
    pub category: Option<String>,
    /// `open`, `deferred`, `decided` or `gone`.
    pub state: String,
    /// The verdict of the last review that stands.
    pub verdict: Option<String>,
    /// The id of the user who is to decide it.
    pub assignee: Option<String>,
    /// The id of the user who works on it, and until when nobody else may decide it.
    pub lock: Option<(String, Millis)>,
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
    /// Of cases of this category.
    pub category: Option<String>,
    /// Of this kind of disagreement.
    pub pattern: Option<String>,
    /// To be decided by this user.
    pub assignee: Option<String>,
    /// Found before this instant.
    pub opened_before: Option<Millis>,
}

const COLUMNS: &str = "d.id, d.case_id, d.court_id, c.label, d.fingerprint, d.path, d.field, d.department, d.tier, d.outcome, \
    d.entered, d.extracted, d.reason, d.pattern, d.category, d.state, d.verdict, d.assignee, d.locked_by, d.locked_until_ms, \
    d.opened_at_ms, d.changed_at_ms";

/// Discrepancies by tier and age.
pub async fn list(
    store: &Store,
    scope: &Scope,
    filter: &DiscrepancyFilter,
    page: &PageRequest,
) -> Result<Page<DiscrepancyRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM discrepancies d JOIN cases c ON c.id = d.case_id WHERE 1 = 1");
    narrow(&mut sql, scope, filter);
    if let Some((tier, id)) = page.after.as_deref().and_then(|after| after.split_once('.')) {
        let tier: i64 = tier.parse().map_err(|_| StoreError::NotFound { what: "page" })?;
        sql.push(" AND (d.tier, d.id) > (").bind(tier).push(", ").bind(id).push(")");
    }
    sql.push(" ORDER BY d.tier, d.id LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let found = rows.iter().map(discrepancy_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(found, page, |row| format!("{}.{}", row.found.tier, row.id)))
}

/// Adds the conditions of scope and filter on the table under the alias `d`.
fn narrow(sql: &mut Sql, scope: &Scope, filter: &DiscrepancyFilter) {
    match filter.case_id.is_some() || filter.assignee.is_some() {
        true => scope.restrict_few(sql, "d"),
        false => scope.restrict(sql, "d"),
    }
    let equal = [
        ("state", &filter.state),
        ("case_id", &filter.case_id),
        ("court_id", &filter.court_id),
        ("field", &filter.field),
        ("department", &filter.department),
        ("category", &filter.category),
        ("pattern", &filter.pattern),
        ("assignee", &filter.assignee),
    ];
    for (column, value) in equal {
        if let Some(value) = value {
            sql.push(" AND d.").push(column).push(" = ").bind(value.as_str());
        }
    }
    if let Some(tier) = filter.tier {
        sql.push(" AND d.tier = ").bind(tier);
    }
    if let Some(before) = filter.opened_before {
        sql.push(" AND d.opened_at_ms < ").bind(before.0);
    }
}

/// How many discrepancies a filter finds, by tier, counting up to `most` of each: a court that has more wants a narrower
/// question, not a longer wait.
pub async fn count(store: &Store, scope: &Scope, filter: &DiscrepancyFilter, most: i64) -> Result<[i64; 3]> {
    let mut counts = [0; 3];
    for (tier, count) in (0..).zip(&mut counts) {
        if filter.tier.is_some_and(|wanted| wanted != tier) {
            continue;
        }
        let filter = DiscrepancyFilter { tier: Some(tier), ..filter.clone() };
        let mut sql = Sql::new("SELECT COUNT(*) AS rows FROM (SELECT 1 FROM discrepancies d WHERE 1 = 1");
        narrow(&mut sql, scope, &filter);
        sql.push(" LIMIT ").bind(most).push(") counted");
        *count = Columns(&sql.query().fetch_one(store.read()).await?).int("rows")?;
    }
    Ok(counts)
}

/// A discrepancy within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<DiscrepancyRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM discrepancies d JOIN cases c ON c.id = d.case_id WHERE d.id = ").bind(id);
    scope.restrict(&mut sql, "d");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(discrepancy_row(&row.ok_or(StoreError::NotFound { what: "discrepancy" })?)?)
}

/// Number of undecided discrepancies by tier.
pub async fn count_open(store: &Store, scope: &Scope) -> Result<[i64; 3]> {
    let mut sql =
        Sql::new("SELECT d.tier, COUNT(*) AS rows FROM discrepancies d WHERE d.state IN ('open', 'deferred')");
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

/// What stands about a discrepancy when a run comes.
pub(crate) struct Standing {
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) verdict: Option<String>,
    found: Found,
}

pub(crate) async fn standing(tx: &mut Transaction<'_, Any>, case_id: &str) -> Result<HashMap<String, Standing>> {
    let text = "SELECT id, state, verdict, fingerprint, path, field, department, tier, outcome, entered, extracted, reason, \
                pattern FROM discrepancies WHERE case_id = $1";
    let rows = query(text).bind(case_id).fetch_all(&mut **tx).await?;
    let standing = rows.iter().map(|row| {
        let columns = Columns(row);
        let found = found(row)?;
        let (id, state, verdict) = (columns.text("id")?, columns.text("state")?, columns.maybe_text("verdict")?);
        Ok((found.fingerprint.clone(), Standing { id, state, verdict, found }))
    });
    Ok(standing.collect::<std::result::Result<HashMap<_, _>, sqlx::Error>>()?)
}

/// Where a run finds discrepancies.
pub(crate) struct Finding<'a> {
    pub(crate) case_id: &'a str,
    pub(crate) place: &'a CourtPlace,
    pub(crate) category: Option<&'a str>,
    pub(crate) run_id: &'a str,
    pub(crate) now: Millis,
}

pub(crate) async fn insert(tx: &mut Transaction<'_, Any>, run: &Finding<'_>, found: &Found) -> Result<()> {
    let text = "INSERT INTO discrepancies (id, case_id, court_id, middle_id, high_id, fingerprint, path, field, department, \
                tier, outcome, entered, extracted, reason, pattern, category, state, first_run, last_run, opened_at_ms, \
                changed_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'open', $17, \
                $17, $18, $18)";
    let place = run.place;
    let insert = query(text).bind(new_id()).bind(run.case_id).bind(&place.court_id).bind(&place.middle_id);
    let insert = insert.bind(&place.high_id).bind(&found.fingerprint).bind(&found.path).bind(&found.field);
    let insert = insert.bind(&found.department).bind(found.tier).bind(&found.outcome).bind(found.entered.as_deref());
    let insert = insert.bind(found.extracted.as_deref()).bind(&found.reason).bind(&found.pattern).bind(run.category);
    insert.bind(run.run_id).bind(run.now.0).execute(&mut **tx).await?;
    Ok(())
}

/// A known discrepancy was found again. One that was gone comes back as what people had made of it; whether it is still
/// undecided is returned.
pub(crate) async fn find_again(
    tx: &mut Transaction<'_, Any>,
    run: &Finding<'_>,
    known: &Standing,
    found: &Found,
) -> Result<bool> {
    let state = match (known.verdict.as_deref(), known.state.as_str()) {
        (Some(_), _) => "decided",
        (None, "deferred") => "deferred",
        (None, _) => "open",
    };
    let is_undecided = known.verdict.is_none();
    if known.state == state && known.found == *found {
        return Ok(is_undecided);
    }
    let text = "UPDATE discrepancies SET state = $1, tier = $2, outcome = $3, entered = $4, extracted = $5, reason = $6, \
                pattern = $7, department = $8, last_run = $9, changed_at_ms = $10 WHERE id = $11";
    let update = query(text).bind(state).bind(found.tier).bind(&found.outcome).bind(found.entered.as_deref());
    let update = update.bind(found.extracted.as_deref()).bind(&found.reason).bind(&found.pattern);
    let update = update.bind(&found.department).bind(run.run_id).bind(run.now.0).bind(&known.id);
    update.execute(&mut **tx).await?;
    Ok(is_undecided)
}

/// The category of a case was read otherwise than before.
pub(crate) async fn set_category(tx: &mut Transaction<'_, Any>, run: &Finding<'_>) -> Result<()> {
    let text =
        "UPDATE discrepancies SET category = $1 WHERE case_id = $2 AND COALESCE(category, '') <> COALESCE($1, '')";
    query(text).bind(run.category).bind(run.case_id).execute(&mut **tx).await?;
    Ok(())
}

/// A discrepancy is found no longer.
pub(crate) async fn lose(tx: &mut Transaction<'_, Any>, run: &Finding<'_>, known: &Standing) -> Result<()> {
    let text = "UPDATE discrepancies SET state = 'gone', last_run = $1, changed_at_ms = $2 WHERE id = $3";
    query(text).bind(run.run_id).bind(run.now.0).bind(&known.id).execute(&mut **tx).await?;
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
        pattern: columns.text("pattern")?,
    })
}

fn discrepancy_row(row: &AnyRow) -> std::result::Result<DiscrepancyRow, sqlx::Error> {
    let columns = Columns(row);
    let lock = columns.maybe_text("locked_by")?.zip(columns.maybe_int("locked_until_ms")?.map(Millis));
    Ok(DiscrepancyRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        court_id: columns.text("court_id")?,
        case_label: columns.text("label")?,
        found: found(row)?,
        category: columns.maybe_text("category")?,
        state: columns.text("state")?,
        verdict: columns.maybe_text("verdict")?,
        assignee: columns.maybe_text("assignee")?,
        lock,
        opened_at: Millis(columns.int("opened_at_ms")?),
        changed_at: Millis(columns.int("changed_at_ms")?),
    })
}
