//! Owns the rows of imports: archives whose files become documents of a case, with their progress. Does not open them.

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case;
use crate::event::{self, EventKind};
use crate::job::{self, JobKind, LeasedJob, NewJob, Priority};
use crate::scope::Scope;
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Store, StoreError, new_id};

/// An import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Its id.
    pub id: String,
    /// The case whose documents the files become.
    pub case_id: String,
    /// SHA-256 of the archive.
    pub sha256: String,
    /// File name of the archive, without directories.
    pub name: String,
    /// Size of the archive.
    pub bytes: i64,
    /// `waiting`, `done` or `refused`.
    pub state: String,
    /// How many files the archive holds, once it was opened.
    pub files: Option<i64>,
    /// How many of them were taken so far.
    pub taken: i64,
    /// Those that were refused, as a JSON list of name, code and message.
    pub refused: String,
    /// Why the archive as a whole was refused: the stable code.
    pub code: Option<String>,
    /// The same for the people of a court.
    pub message: Option<String>,
    /// The id of the user.
    pub created_by: String,
    /// When it was uploaded.
    pub created_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
}

/// An import to add; the archive is stored already.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// The case.
    pub case_id: String,
    /// SHA-256 of the archive.
    pub sha256: String,
    /// Its file name, without directories.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The id of the user.
    pub created_by: String,
}

const COLUMNS: &str = "i.id, i.case_id, i.sha256, i.name, i.bytes, i.state, i.files, i.taken, i.refused, i.code, i.message, \
    i.created_by, i.created_at_ms, i.finished_at_ms";

/// Adds an import together with its job. Returns its id.
pub async fn add(store: &Store, new: &NewImport, now: Millis) -> Result<String> {
    let mut tx = store.begin().await?;
    let found = query("SELECT court_id, middle_id, high_id FROM cases WHERE id = $1").bind(&new.case_id);
    let row = found.fetch_optional(&mut *tx).await?.ok_or(StoreError::NotFound { what: "case" })?;
    let place = case::place(&row)?;
    let id = new_id();
    let text = "INSERT INTO imports (id, case_id, sha256, name, bytes, state, taken, refused, created_by, created_at_ms) \
                VALUES ($1, $2, $3, $4, $5, 'waiting', 0, '[]', $6, $7)";
    let insert = query(text).bind(&id).bind(&new.case_id).bind(&new.sha256).bind(&new.name).bind(new.bytes as i64);
    insert.bind(&new.created_by).bind(now.0).execute(&mut *tx).await?;
    let job = NewJob {
        kind: JobKind::ImportArchive,
        subject_id: id.clone(),
        case_id: Some(new.case_id.clone()),
        court_id: place.court_id.clone(),
        payload: String::new(),
        priority: Priority::Again,
        not_before: now,
    };
    job::enqueue(&mut tx, &job, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// An import within a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<ImportRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM imports i JOIN cases c ON c.id = i.case_id WHERE i.id = ").bind(id);
    scope.restrict(&mut sql, "c");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(import_row(&row.ok_or(StoreError::NotFound { what: "import" })?)?)
}

/// The imports of a case, the latest first, at most 50.
pub async fn of_case(store: &Store, scope: &Scope, case_id: &str) -> Result<Vec<ImportRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM imports i JOIN cases c ON c.id = i.case_id WHERE i.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    sql.push(" ORDER BY i.id DESC LIMIT 50");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(import_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Notes how far an import has come.
pub async fn progress(store: &Store, id: &str, files: i64, taken: i64) -> Result<()> {
    let text = "UPDATE imports SET files = $1, taken = $2 WHERE id = $3 AND state = 'waiting'";
    query(text).bind(files).bind(taken).bind(id).execute(store.write()).await?;
    Ok(())
}

/// What an import came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// The archive was read to its end.
    Done {
        /// How many files it holds.
        files: i64,
        /// How many became documents, or were some already.
        taken: i64,
        /// The others, as a JSON list of name, code and message.
        refused: String,
    },
    /// The archive cannot be read.
    Refused {
        /// The stable code.
        code: String,
        /// For the people of a court.
        message: String,
    },
}

/// Writes what an import came to and ends its job.
pub async fn finish(store: &Store, lease: &LeasedJob, imported: &Imported, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    job::complete(&mut tx, lease, now).await?;
    match imported {
        Imported::Done { files, taken, refused } => {
            let text = "UPDATE imports SET state = 'done', files = $1, taken = $2, refused = $3, finished_at_ms = $4 \
                        WHERE id = $5";
            let update = query(text).bind(*files).bind(*taken).bind(refused).bind(now.0).bind(&lease.subject_id);
            update.execute(&mut *tx).await?;
        }
        Imported::Refused { code, message } => give_up(&mut tx, lease, code, message, now).await?,
    }
    let case_id = lease.case_id.as_deref().unwrap_or_default();
    let found = query("SELECT court_id, middle_id, high_id FROM cases WHERE id = $1").bind(case_id);
    let place = case::place(&found.fetch_one(&mut *tx).await?)?;
    let body = format!("{{\"import\":\"{}\"}}", lease.subject_id);
    event::append(&mut tx, EventKind::ImportEnded, &place, Some(case_id), &body, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Marks the import of a job that was given up.
pub(crate) async fn give_up(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    code: &str,
    message: &str,
    now: Millis,
) -> Result<()> {
    let text = "UPDATE imports SET state = 'refused', code = $1, message = $2, finished_at_ms = $3 WHERE id = $4 \
                AND state = 'waiting'";
    let update = query(text).bind(code).bind(message).bind(now.0).bind(&lease.subject_id);
    update.execute(&mut **tx).await?;
    Ok(())
}

/// Puts an import that was given up back into the queue.
pub(crate) async fn wait_again(tx: &mut Transaction<'_, Any>, id: &str) -> Result<()> {
    let text = "UPDATE imports SET state = 'waiting', code = NULL, message = NULL, finished_at_ms = NULL WHERE id = $1 \
                AND state = 'refused'";
    query(text).bind(id).execute(&mut **tx).await?;
    Ok(())
}

fn import_row(row: &AnyRow) -> std::result::Result<ImportRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(ImportRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        sha256: columns.text("sha256")?,
        name: columns.text("name")?,
        bytes: columns.int("bytes")?,
        state: columns.text("state")?,
        files: columns.maybe_int("files")?,
        taken: columns.int("taken")?,
        refused: columns.text("refused")?,
        code: columns.maybe_text("code")?,
        message: columns.maybe_text("message")?,
        created_by: columns.text("created_by")?,
        created_at: Millis(columns.int("created_at_ms")?),
        finished_at: columns.maybe_int("finished_at_ms")?.map(Millis),
    })
}
