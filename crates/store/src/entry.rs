//! Owns entered records 录入信息: versions that are only ever added, with who typed each value, for which department, when
//! and where. Does not parse them.

use sqlx::any::AnyRow;

use crate::case;
use crate::event::{self, EventKind};
use crate::job::Priority;
use crate::scope::Scope;
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Store, StoreError};

/// A version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The case.
    pub case_id: String,
    /// Counted from 1.
    pub version: i64,
    /// The whole record as JSON with the keys of the case record.
    pub record: String,
    /// Where it came from: `api`, a file name.
    pub source: String,
    /// The id of the user.
    pub entered_by: String,
    /// When.
    pub at: Millis,
}

/// A value that a version changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryField {
    /// Leaf path of the record.
    pub path: String,
    /// The value as typed; none if it was taken back.
    pub value: Option<String>,
    /// Where it was typed: file and place in it.
    pub origin: String,
    /// The department that it was typed for.
    pub department: String,
}

/// A changed value with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFieldRow {
    /// The version that changed it.
    pub version: i64,
    /// What was changed.
    pub field: EntryField,
    /// The id of the user.
    pub entered_by: String,
    /// When.
    pub at: Millis,
}

/// A version to add.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The case.
    pub case_id: String,
    /// The version that this one was made from; another one in between is a conflict.
    pub base_version: i64,
    /// The whole record as JSON.
    pub record: String,
    /// Where it came from.
    pub source: String,
    /// The id of the user.
    pub entered_by: String,
    /// What differs from the base version.
    pub fields: Vec<EntryField>,
    /// How urgent the check of it is.
    pub priority: Priority,
}

/// Adds a version and asks for a check of the case. Returns the number of the version.
pub async fn add(store: &Store, new: &NewEntry, now: Millis) -> Result<i64> {
    let mut tx = store.begin().await?;
    let version = new.base_version + 1;
    let text = "UPDATE cases SET entry_version = $1 WHERE id = $2 AND entry_version = $3";
    let update = query(text).bind(version).bind(&new.case_id).bind(new.base_version);
    if update.execute(&mut *tx).await?.rows_affected() != 1 {
        return Err(StoreError::Conflict { what: "entry" });
    }
    let text =
        "INSERT INTO entries (case_id, version, record, source, entered_by, at_ms) VALUES ($1, $2, $3, $4, $5, $6)";
    let insert = query(text).bind(&new.case_id).bind(version).bind(&new.record).bind(&new.source);
    insert.bind(&new.entered_by).bind(now.0).execute(&mut *tx).await?;
    for field in &new.fields {
        let text = "INSERT INTO entry_fields (case_id, version, path, value, origin, department, entered_by, at_ms) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let insert = query(text).bind(&new.case_id).bind(version).bind(&field.path).bind(field.value.as_deref());
        let insert = insert.bind(&field.origin).bind(&field.department).bind(&new.entered_by).bind(now.0);
        insert.execute(&mut *tx).await?;
    }
    let place = case::changed(&mut tx, &new.case_id, new.priority, now).await?;
    let body = format!("{{\"version\":{version},\"fields\":{}}}", new.fields.len());
    event::append(&mut tx, EventKind::EntryAdded, &place, Some(&new.case_id), &body, now).await?;
    tx.commit().await?;
    Ok(version)
}

/// The latest version of the entry of a case, if anything was entered.
pub async fn latest(store: &Store, scope: &Scope, case_id: &str) -> Result<Option<EntryRow>> {
    let mut sql = select_versions(scope, case_id);
    sql.push(" AND e.version = c.entry_version");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(row.map(|row| entry_row(&row)).transpose()?)
}

/// Every version of the entry of a case, the first one first.
pub async fn versions(store: &Store, scope: &Scope, case_id: &str) -> Result<Vec<EntryRow>> {
    let mut sql = select_versions(scope, case_id);
    sql.push(" ORDER BY e.version");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(entry_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

fn select_versions(scope: &Scope, case_id: &str) -> Sql {
    let mut sql = Sql::new("SELECT e.case_id, e.version, e.record, e.source, e.entered_by, e.at_ms FROM entries e ");
    sql.push("JOIN cases c ON c.id = e.case_id WHERE e.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    sql
}

/// The history of the values of a case, or of one path, the first change first.
pub async fn history(store: &Store, scope: &Scope, case_id: &str, path: Option<&str>) -> Result<Vec<EntryFieldRow>> {
    let mut sql = Sql::new("SELECT f.version, f.path, f.value, f.origin, f.department, f.entered_by, f.at_ms ");
    sql.push("FROM entry_fields f JOIN cases c ON c.id = f.case_id WHERE f.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    if let Some(path) = path {
        sql.push(" AND f.path = ").bind(path);
    }
    sql.push(" ORDER BY f.version, f.path");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(field_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

fn entry_row(row: &AnyRow) -> std::result::Result<EntryRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(EntryRow {
        case_id: columns.text("case_id")?,
        version: columns.int("version")?,
        record: columns.text("record")?,
        source: columns.text("source")?,
        entered_by: columns.text("entered_by")?,
        at: Millis(columns.int("at_ms")?),
    })
}

fn field_row(row: &AnyRow) -> std::result::Result<EntryFieldRow, sqlx::Error> {
    let columns = Columns(row);
    let field = EntryField {
        path: columns.text("path")?,
        value: columns.maybe_text("value")?,
        origin: columns.text("origin")?,
        department: columns.text("department")?,
    };
    Ok(EntryFieldRow {
        version: columns.int("version")?,
        field,
        entered_by: columns.text("entered_by")?,
        at: Millis(columns.int("at_ms")?),
    })
}
