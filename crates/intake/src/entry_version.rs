//! Owns the next version of an entered record: what it changes about the one that stands, and its writing.

use casefile::EnteredRecord;
use catalog::Catalog;
use entry::Change;
use serde_json::Value as Json;
use store::entry::{EntryField, NewEntry};
use store::job::Priority;
use store::{Millis, Scope, Store, StoreError};

/// A version that is not written yet.
#[derive(Clone, Debug)]
pub struct EntryVersion {
    case_id: String,
    record: String,
    /// The version that stands; 0 while nothing is entered.
    pub base_version: i64,
    /// What the record changes about it.
    pub changes: Vec<Change>,
}

impl EntryVersion {
    /// Compares a record with the version that stands. One that the catalogue no longer understands counts as empty, so
    /// that everything is a change.
    pub async fn of(
        store: &Store,
        scope: &Scope,
        case_id: &str,
        record: &EnteredRecord,
        catalog: &Catalog,
    ) -> Result<EntryVersion, StoreError> {
        let standing = store::entry::latest(store, scope, case_id).await?;
        let (base_version, before) = match &standing {
            Some(row) => {
                let read = entry::read_json(row.record.as_bytes(), &row.source, catalog);
                (row.version, read.map(|entered| entered.record).unwrap_or_default())
            }
            None => (0, EnteredRecord::default()),
        };
        Ok(EntryVersion {
            case_id: case_id.to_string(),
            record: Json::Object(entry::entered_json(record, catalog)).to_string(),
            base_version,
            changes: entry::changes(&before, record, catalog),
        })
    }

    /// Whether writing it would change nothing. The first version is a change even where it holds no value: it says that
    /// somebody entered the case.
    pub fn is_unchanged(&self) -> bool {
        self.base_version > 0 && self.changes.is_empty()
    }

    /// Writes it, and asks for a check of the case; a conflict if another one was written meanwhile. Returns its number.
    pub async fn write(self, store: &Store, source: &str, by: &str, priority: Priority) -> Result<i64, StoreError> {
        let fields = self.changes.into_iter().map(|change| EntryField {
            path: change.path,
            value: change.typed,
            origin: change.origin,
            department: change.department,
        });
        let new = NewEntry {
            case_id: self.case_id,
            base_version: self.base_version,
            record: self.record,
            source: source.to_string(),
            entered_by: by.to_string(),
            fields: fields.collect(),
            priority,
        };
        store::entry::add(store, &new, Millis::now()).await
    }
}

/// Adds an entered record as the next version, unless nothing in it changed. Returns the version that stands.
pub async fn add_entry(
    store: &Store,
    case_id: &str,
    record: &EnteredRecord,
    source: &str,
    by: &str,
    catalog: &Catalog,
) -> Result<i64, StoreError> {
    let next = EntryVersion::of(store, &Scope::All, case_id, record, catalog).await?;
    match next.is_unchanged() {
        true => Ok(next.base_version),
        false => next.write(store, source, by, Priority::Again).await,
    }
}
