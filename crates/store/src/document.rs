//! Owns the rows of documents 文书: their way from upload to read, unreadable or parked. A document and its job are written
//! in one transaction.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case::{self, Filed};
use crate::event::{self, EventKind};
use crate::job::{self, JobKind, LeasedJob, NewJob, Priority};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Page, PageRequest, Result, Store, StoreError, new_id};

/// A document of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// Its case.
    pub case_id: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// File name without directories.
    pub name: String,
    /// Size.
    pub bytes: i64,
    /// What became of it.
    pub state: DocumentState,
    /// Its format, once read.
    pub format: Option<String>,
    /// Number of its pages, once read.
    pub pages: Option<i64>,
    /// What kind of material it is, as the last run saw it.
    pub material: Option<String>,
    /// Why it could not be read: the stable code.
    pub code: Option<String>,
    /// Why it could not be read, for the people of a court.
    pub message: Option<String>,
    /// What was odd about it, as a JSON list.
    pub diagnostics: String,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When it was uploaded.
    pub uploaded_at: Millis,
    /// When it was read.
    pub read_at: Option<Millis>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentState {
    /// It waits to be read.
    Waiting,
    /// It was read.
    Read,
    /// It cannot be read: damaged, encrypted, not a document.
    Unreadable,
    /// Reading it was given up after several attempts.
    Parked,
    /// Somebody cancelled its job.
    Cancelled,
}

impl DocumentState {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            DocumentState::Waiting => "waiting",
            DocumentState::Read => "read",
            DocumentState::Unreadable => "unreadable",
            DocumentState::Parked => "parked",
            DocumentState::Cancelled => "cancelled",
        }
    }

    fn parse(text: &str) -> DocumentState {
        use DocumentState::{Cancelled, Parked, Read, Unreadable, Waiting};
        [Waiting, Read, Unreadable, Cancelled].into_iter().find(|state| state.as_str() == text).unwrap_or(Parked)
    }
}

/// A document to add; its content is stored already.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Its case.
    pub case_id: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// File name without directories.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// The id of the user.
    pub uploaded_by: String,
}

const COLUMNS: &str = "d.id, d.case_id, d.sha256, d.name, d.bytes, d.state, d.format, d.pages, d.material, d.code, d.message, \
    d.diagnostics, d.uploaded_by, d.uploaded_at_ms, d.read_at_ms";

/// Adds a document to a case together with the job that reads it. The same content in the same case is added once.
pub async fn add(store: &Store, new: &NewDocument, priority: Priority, now: Millis) -> Result<Filed> {
    let mut tx = store.begin().await?;
    let id = new_id();
    let text = "INSERT INTO documents (id, case_id, sha256, name, bytes, state, diagnostics, uploaded_by, uploaded_at_ms) \
                VALUES ($1, $2, $3, $4, $5, 'waiting', '[]', $6, $7) ON CONFLICT (case_id, sha256) DO NOTHING";
    let insert = query(text).bind(&id).bind(&new.case_id).bind(&new.sha256).bind(&new.name).bind(new.bytes as i64);
    let done = insert.bind(&new.uploaded_by).bind(now.0).execute(&mut *tx).await?;
    if done.rows_affected() == 0 {
        let found = query("SELECT id FROM documents WHERE case_id = $1 AND sha256 = $2");
        let row = found.bind(&new.case_id).bind(&new.sha256).fetch_one(&mut *tx).await?;
        let id = Columns(&row).text("id")?;
        tx.commit().await?;
        return Ok(Filed { id, created: false });
    }
    let text = "UPDATE cases SET documents = documents + 1, pending_documents = pending_documents + 1, \
                revision = revision + 1 WHERE id = $1 RETURNING court_id, middle_id, high_id";
    let row = query(text).bind(&new.case_id).fetch_optional(&mut *tx).await?;
    let place = case::place(&row.ok_or(StoreError::NotFound { what: "case" })?)?;
    enqueue_reading(&mut tx, &id, &new.case_id, &place, priority, now).await?;
    let body = format!("{{\"document\":\"{id}\"}}");
    event::append(&mut tx, EventKind::DocumentAdded, &place, Some(&new.case_id), &body, now).await?;
    tx.commit().await?;
    Ok(Filed { id, created: true })
}

async fn enqueue_reading(
    tx: &mut Transaction<'_, Any>,
    id: &str,
    case_id: &str,
    place: &CourtPlace,
    priority: Priority,
    now: Millis,
) -> Result<()> {
    let job = NewJob {
        kind: JobKind::ReadDocument,
        subject_id: id.to_string(),
        case_id: Some(case_id.to_string()),
        court_id: place.court_id.clone(),
        payload: String::new(),
        priority,
        not_before: now,
    };
    job::enqueue(tx, &job, now).await
}

/// A document within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<DocumentRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.id = ").bind(id);
    scope.restrict(&mut sql, "c");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(document_row(&row.ok_or(StoreError::NotFound { what: "document" })?)?)
}

/// The documents of a case in the order of their upload.
pub async fn of_case(store: &Store, scope: &Scope, case_id: &str, page: &PageRequest) -> Result<Page<DocumentRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM documents d JOIN cases c ON c.id = d.case_id WHERE d.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    if let Some(after) = &page.after {
        sql.push(" AND d.id > ").bind(after.as_str());
    }
    sql.push(" ORDER BY d.id LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let documents = rows.iter().map(document_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(documents, page, |document| document.id.clone()))
}

/// Whether a document or an import is of this content.
pub async fn is_content_used(store: &Store, sha256: &str) -> Result<bool> {
    let text = "SELECT id FROM documents WHERE sha256 = $1 UNION ALL SELECT id FROM imports WHERE sha256 = $1 LIMIT 1";
    Ok(query(text).bind(sha256).fetch_optional(store.read()).await?.is_some())
}

/// What reading a document came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It was read, and what was read is stored.
    Read {
        /// Its format.
        format: String,
        /// Number of its pages.
        pages: i64,
        /// What was odd, as a JSON list.
        diagnostics: String,
    },
    /// It cannot be read, and another attempt would not change that.
    Unreadable {
        /// The stable code.
        code: String,
        /// For the people of a court.
        message: String,
    },
}

/// Writes what reading a document came to and ends its job; the last document of a case that is read asks for the check
/// of the case.
pub async fn finish(store: &Store, lease: &LeasedJob, reading: &Reading, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    job::complete(&mut tx, lease, now).await?;
    let (state, format, pages, code, message, diagnostics) = match reading {
        Reading::Read { format, pages, diagnostics } => {
            (DocumentState::Read, Some(format), Some(*pages), None, None, diagnostics.as_str())
        }
        Reading::Unreadable { code, message } => {
            (DocumentState::Unreadable, None, None, Some(code), Some(message), "[]")
        }
    };
    let text = "UPDATE documents SET state = $1, format = $2, pages = $3, code = $4, message = $5, diagnostics = $6, \
                read_at_ms = $7 WHERE id = $8 AND state <> 'read'";
    let update = query(text).bind(state.as_str()).bind(format).bind(pages).bind(code).bind(message).bind(diagnostics);
    let done = update.bind(now.0).bind(&lease.subject_id).execute(&mut *tx).await?;
    if done.rows_affected() == 1 {
        settle(&mut tx, lease, state, code.map(String::as_str), now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Marks the document of a job that was given up.
pub(crate) async fn give_up(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    state: DocumentState,
    code: &str,
    message: &str,
    now: Millis,
) -> Result<()> {
    let text = "UPDATE documents SET state = $1, code = $2, message = $3 WHERE id = $4 AND state = 'waiting'";
    let update = query(text).bind(state.as_str()).bind(code).bind(message).bind(&lease.subject_id);
    let done = update.execute(&mut **tx).await?;
    match done.rows_affected() {
        1 => settle(tx, lease, state, Some(code), now).await,
        _ => Ok(()),
    }
}

/// Puts a document that was given up back into the queue.
pub(crate) async fn wait_again(tx: &mut Transaction<'_, Any>, id: &str) -> Result<()> {
    let text = "UPDATE documents SET state = 'waiting', code = NULL, message = NULL WHERE id = $1 AND state IN ('parked', \
                'cancelled', 'unreadable') RETURNING case_id";
    let Some(row) = query(text).bind(id).fetch_optional(&mut **tx).await? else { return Ok(()) };
    let text = "UPDATE cases SET pending_documents = pending_documents + 1, unread_documents = unread_documents - 1, \
                revision = revision + 1 WHERE id = $1";
    query(text).bind(Columns(&row).text("case_id")?).execute(&mut **tx).await?;
    Ok(())
}

/// One document less waits. The row of the case is locked by the update, so exactly one transaction sees the last one.
async fn settle(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    state: DocumentState,
    code: Option<&str>,
    now: Millis,
) -> Result<()> {
    let case_id = lease.case_id.as_deref().unwrap_or_default();
    let text = "UPDATE cases SET pending_documents = pending_documents - 1, unread_documents = unread_documents + $1, \
                revision = revision + 1 WHERE id = $2 RETURNING court_id, middle_id, high_id, pending_documents";
    let unread = i64::from(state != DocumentState::Read);
    let row = query(text).bind(unread).bind(case_id).fetch_one(&mut **tx).await?;
    let place = case::place(&row)?;
    let kind = match state {
        DocumentState::Read => EventKind::DocumentRead,
        _ => EventKind::DocumentUnread,
    };
    let body = match code {
        Some(code) => {
            format!("{{\"document\":\"{}\",\"state\":\"{}\",\"code\":\"{code}\"}}", lease.subject_id, state.as_str())
        }
        None => format!("{{\"document\":\"{}\",\"state\":\"{}\"}}", lease.subject_id, state.as_str()),
    };
    event::append(tx, kind, &place, Some(case_id), &body, now).await?;
    if Columns(&row).int("pending_documents")? == 0 {
        case::enqueue_check(tx, case_id, &place, lease.priority, now).await?;
    }
    Ok(())
}

fn document_row(row: &AnyRow) -> std::result::Result<DocumentRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(DocumentRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        sha256: columns.text("sha256")?,
        name: columns.text("name")?,
        bytes: columns.int("bytes")?,
        state: DocumentState::parse(&columns.text("state")?),
        format: columns.maybe_text("format")?,
        pages: columns.maybe_int("pages")?,
        material: columns.maybe_text("material")?,
        code: columns.maybe_text("code")?,
        message: columns.maybe_text("message")?,
        diagnostics: columns.text("diagnostics")?,
        uploaded_by: columns.text("uploaded_by")?,
        uploaded_at: Millis(columns.int("uploaded_at_ms")?),
        read_at: columns.maybe_int("read_at_ms")?.map(Millis),
    })
}
