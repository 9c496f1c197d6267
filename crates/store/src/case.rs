//! Owns the rows of cases 案件: filing, finding, and what a check of one needs.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::event::{self, EventKind};
use crate::job::{self, JobKind, NewJob, Priority};
use crate::scope::{CourtPlace, Scope};
use crate::search;
use crate::sql::{Columns, Sql, escape_like, query};
use crate::{Millis, Page, PageRequest, Result, Store, StoreError, new_id};

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its id.
    pub id: String,
    /// Its court.
    pub place: CourtPlace,
    /// The name under which it was filed, unique within its court.
    pub label: String,
    /// Its case number 案号, as the last run read it.
    pub case_number: Option<String>,
    /// Its category, such as `civil`, as the last run read it.
    pub category: Option<String>,
    /// Its cause or charge 案由, as the last run read it.
    pub cause: Option<String>,
    /// Number of documents.
    pub documents: i64,
    /// Number of documents that wait to be read.
    pub pending_documents: i64,
    /// Number of documents that could not be read.
    pub unread_documents: i64,
    /// The latest version of the entry; 0 while nothing is entered.
    pub entry_version: i64,
    /// Counts changes of documents and entry.
    pub revision: i64,
    /// The revision that the last run saw.
    pub checked_revision: i64,
    /// When it was last checked.
    pub checked_at: Option<Millis>,
    /// The catalogue of the last run.
    pub catalog_version: Option<String>,
    /// The model of the last run.
    pub model_version: Option<String>,
    /// The last run.
    pub run_id: Option<String>,
    /// Number of open discrepancies by tier: error, doubtful, notice.
    pub open: [i64; 3],
    /// Who filed it.
    pub created_by: String,
    /// When it was filed.
    pub created_at: Millis,
}

/// The columns of a [`CaseRow`].
pub(crate) const COLUMNS: &str = "c.id, c.court_id, c.middle_id, c.high_id, c.label, c.case_number, c.category, c.cause, c.documents, \
    c.pending_documents, c.unread_documents, c.entry_version, c.revision, c.checked_revision, c.checked_at_ms, \
    c.catalog_version, c.model_version, c.run_id, c.open_errors, c.open_doubtful, c.open_notices, c.created_by, \
    c.created_at_ms";

/// A case to file.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Its court.
    pub place: CourtPlace,
    /// The name under which it is filed.
    pub label: String,
    /// The id of the user.
    pub created_by: String,
}

/// A row that was asked to exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Its id.
    pub id: String,
    /// Whether it did not exist before.
    pub created: bool,
}

/// Files a case; one of the same label in the same court is returned as it is.
pub async fn file(store: &Store, new: &NewCase, now: Millis) -> Result<Filed> {
    let mut tx = store.begin().await?;
    let id = new_id();
    let text = "INSERT INTO cases (id, court_id, middle_id, high_id, label, documents, pending_documents, unread_documents, \
                entry_version, revision, checked_revision, open_errors, open_doubtful, open_notices, created_by, \
                created_at_ms) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0, 0, 0, 0, $6, $7) \
                ON CONFLICT (court_id, label) DO NOTHING";
    let place = &new.place;
    let insert = query(text).bind(&id).bind(&place.court_id).bind(&place.middle_id).bind(&place.high_id);
    let done = insert.bind(&new.label).bind(&new.created_by).bind(now.0).execute(&mut *tx).await?;
    if done.rows_affected() == 1 {
        event::append(&mut tx, EventKind::CaseFiled, place, Some(&id), "{}", now).await?;
        tx.commit().await?;
        return Ok(Filed { id, created: true });
    }
    let found = query("SELECT id FROM cases WHERE court_id = $1 AND label = $2").bind(&place.court_id).bind(&new.label);
    let row = found.fetch_one(&mut *tx).await?;
    let id = Columns(&row).text("id")?;
    tx.commit().await?;
    Ok(Filed { id, created: false })
}

/// A case within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<CaseRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM cases c WHERE c.id = ").bind(id);
    scope.restrict(&mut sql, "c");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(case_row(&row.ok_or(StoreError::NotFound { what: "case" })?)?)
}

/// Which cases to list.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Of this court alone.
    pub court_id: Option<String>,
    /// With this case number.
    pub case_number: Option<String>,
    /// Filed under this label.
    pub label: Option<String>,
    /// Filed under a label that begins so.
    pub label_prefix: Option<String>,
    /// Of this category.
    pub category: Option<String>,
    /// Whose cause begins so.
    pub cause_prefix: Option<String>,
    /// With open discrepancies only.
    pub only_open: bool,
    /// With open errors only.
    pub only_errors: bool,
}

impl CaseFilter {
    /// Adds what the cases of a statement, under the alias `c`, have to be.
    pub(crate) fn narrow(&self, sql: &mut Sql) {
        let equal = [
            ("court_id", &self.court_id),
            ("case_number", &self.case_number),
            ("label", &self.label),
            ("category", &self.category),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                sql.push(" AND c.").push(column).push(" = ").bind(value.as_str());
            }
        }
        if let Some(prefix) = &self.label_prefix {
            sql.push(" AND c.label LIKE ").bind(format!("{}%", escape_like(prefix))).push(" ESCAPE '!'");
        }
        if let Some(prefix) = &self.cause_prefix {
            sql.push(" AND ");
            search::begins(sql, "c.cause", prefix);
        }
        if self.only_errors {
            sql.push(" AND c.open_errors > 0");
        }
        if self.only_open {
            sql.push(" AND c.open_errors + c.open_doubtful + c.open_notices > 0");
        }
    }
}

/// Cases, the latest first.
pub async fn list(store: &Store, scope: &Scope, filter: &CaseFilter, page: &PageRequest) -> Result<Page<CaseRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM cases c WHERE ");
    // Of a common cause there are many: their ids alone are sorted.
    let by_ids = filter.cause_prefix.is_some();
    sql.push(if by_ids { "c.id IN (SELECT c.id FROM cases c WHERE 1 = 1" } else { "1 = 1" });
    match filter.case_number.is_some() || filter.label.is_some() {
        true => scope.restrict_few(&mut sql, "c"),
        false => scope.restrict(&mut sql, "c"),
    }
    filter.narrow(&mut sql);
    if let Some(after) = &page.after {
        sql.push(" AND c.id < ").bind(after.as_str());
    }
    sql.push(" ORDER BY c.id DESC LIMIT ").bind(page.rows_to_fetch());
    if by_ids {
        sql.push(") ORDER BY c.id DESC");
    }
    let rows = sql.query().fetch_all(store.read()).await?;
    let cases = rows.iter().map(case_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(cases, page, |case| case.id.clone()))
}

/// Up to `rows` cases of a scope that a person names by their label or case number.
pub async fn named(store: &Store, scope: &Scope, name: &str, rows: i64) -> Result<Vec<CaseRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM cases c WHERE (c.label = ").bind(name).push(" OR c.case_number = ").bind(name);
    sql.push(")");
    scope.restrict_few(&mut sql, "c");
    sql.push(" ORDER BY c.id LIMIT ").bind(rows);
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(case_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Asks for a new check of a case.
pub async fn request_check(store: &Store, scope: &Scope, id: &str, priority: Priority, now: Millis) -> Result<()> {
    let case = get(store, scope, id).await?;
    let mut tx = store.begin().await?;
    enqueue_check(&mut tx, id, &case.place, priority, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Up to `rows` cases after `after` that were last checked with another catalogue or model, or never although nothing of
/// them waits to be read: what re-processing walks through. Returns ids in order.
pub async fn outdated(
    store: &Store,
    scope: &Scope,
    versions: (&str, &str),
    after: Option<&str>,
    rows: i64,
) -> Result<Vec<(String, CourtPlace)>> {
    let mut sql =
        Sql::new("SELECT c.id, c.court_id, c.middle_id, c.high_id FROM cases c WHERE c.pending_documents = 0");
    sql.push(" AND (c.catalog_version IS NULL OR c.catalog_version <> ").bind(versions.0);
    sql.push(" OR c.model_version <> ").bind(versions.1).push(") AND c.documents + c.entry_version > 0");
    scope.restrict(&mut sql, "c");
    if let Some(after) = after {
        sql.push(" AND c.id > ").bind(after);
    }
    sql.push(" ORDER BY c.id LIMIT ").bind(rows);
    let rows = sql.query().fetch_all(store.read()).await?;
    rows.iter().map(|row| Ok((Columns(row).text("id")?, place(row)?))).collect()
}

/// Asks for a check of many cases at once.
pub async fn request_checks(
    store: &Store,
    cases: &[(String, CourtPlace)],
    priority: Priority,
    now: Millis,
) -> Result<()> {
    let mut tx = store.begin().await?;
    for (id, place) in cases {
        enqueue_check(&mut tx, id, place, priority, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Notes that the evidence or the entry of a case changed, and asks for a check if nothing waits to be read: the last
/// document that is read asks for it otherwise. The row stays locked until the transaction ends.
pub(crate) async fn changed(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    priority: Priority,
    now: Millis,
) -> Result<CourtPlace> {
    let text = "UPDATE cases SET revision = revision + 1 WHERE id = $1 RETURNING court_id, middle_id, high_id, \
                pending_documents";
    let row = query(text).bind(id).fetch_optional(&mut **tx).await?.ok_or(StoreError::NotFound { what: "case" })?;
    let place = place(&row)?;
    if Columns(&row).int("pending_documents")? == 0 {
        enqueue_check(tx, id, &place, priority, now).await?;
    }
    Ok(place)
}

pub(crate) async fn enqueue_check(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    place: &CourtPlace,
    priority: Priority,
    now: Millis,
) -> Result<()> {
    let job = NewJob {
        kind: JobKind::CheckCase,
        subject_id: id.to_string(),
        case_id: Some(id.to_string()),
        court_id: place.court_id.clone(),
        payload: String::new(),
        priority,
        not_before: now,
    };
    job::enqueue(tx, &job, now).await
}

/// The place that a row carries.
pub(crate) fn place(row: &AnyRow) -> std::result::Result<CourtPlace, sqlx::Error> {
    let columns = Columns(row);
    Ok(CourtPlace {
        court_id: columns.text("court_id")?,
        middle_id: columns.text("middle_id")?,
        high_id: columns.text("high_id")?,
    })
}

pub(crate) fn case_row(row: &AnyRow) -> std::result::Result<CaseRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(CaseRow {
        id: columns.text("id")?,
        place: place(row)?,
        label: columns.text("label")?,
        case_number: columns.maybe_text("case_number")?,
        category: columns.maybe_text("category")?,
        cause: columns.maybe_text("cause")?,
        documents: columns.int("documents")?,
        pending_documents: columns.int("pending_documents")?,
        unread_documents: columns.int("unread_documents")?,
        entry_version: columns.int("entry_version")?,
        revision: columns.int("revision")?,
        checked_revision: columns.int("checked_revision")?,
        checked_at: columns.maybe_int("checked_at_ms")?.map(Millis),
        catalog_version: columns.maybe_text("catalog_version")?,
        model_version: columns.maybe_text("model_version")?,
        run_id: columns.maybe_text("run_id")?,
        open: [columns.int("open_errors")?, columns.int("open_doubtful")?, columns.int("open_notices")?],
        created_by: columns.text("created_by")?,
        created_at: Millis(columns.int("created_at_ms")?),
    })
}
