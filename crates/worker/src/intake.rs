//! Owns the ways in besides the API: files, entries and whole cases that come from archives, folders and messages of other
//! programs. What is refused leaves nothing behind.

use std::sync::Arc;

use bytes::Bytes;
use casefile::{EnteredRecord, bare_file_name, limits};
use catalog::{Catalog, Court, Courts};
use pipeline::ParseError;
use queue::Ingested;
use serde::Deserialize;
use store::case::{self, Filed, NewCase};
use store::document::{self, NewDocument};
use store::entry::{EntryField, NewEntry};
use store::job::Priority;
use store::{CourtPlace, Millis, Scope, Store, StoreError, court};
use tokio::sync::watch;

use crate::Worker;

/// Why something was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file is empty, too large or of no known kind.
    #[error(transparent)]
    Unreadable(#[from] ParseError),
    /// The name of the file says nothing.
    #[error("the file has no name")]
    NoName,
    /// The store did not do what it was asked.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IntakeError {
    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            IntakeError::Unreadable(error) => error.code(),
            IntakeError::NoName => "file_name",
            IntakeError::Store(error) => error.code(),
        }
    }

    /// The message for the people of a court.
    pub fn message_zh(&self) -> String {
        match self {
            IntakeError::Unreadable(error) => error.message_zh(),
            IntakeError::NoName => "文件没有名称，请命名后重新上传。".to_string(),
            IntakeError::Store(_) => "存储暂时不可用，请稍后重试。".to_string(),
        }
    }
}

/// A file that is to become a document of a case.
#[derive(Clone, Copy, Debug)]
pub struct NewFile<'a> {
    /// The case.
    pub case_id: &'a str,
    /// Its name or path; the last part is kept.
    pub name: &'a str,
    /// The id of the user.
    pub uploaded_by: &'a str,
    /// How urgent its reading is.
    pub priority: Priority,
}

/// Stores a file and adds it to its case with the job that reads it. One that is empty, too large or of no known kind is
/// refused before anything is stored.
pub async fn add_document(store: &Store, file: &NewFile<'_>, content: Vec<u8>) -> Result<Filed, IntakeError> {
    let name = bare_file_name(file.name).ok_or(IntakeError::NoName)?;
    let bytes = content.len() as u64;
    if content.is_empty() {
        return Err(ParseError::Empty.into());
    }
    if bytes > limits::FILE_BYTES_MAX {
        return Err(ParseError::TooLarge { bytes }.into());
    }
    pipeline::recognise(&content)?;
    let content = futures_util::stream::iter([Ok(Bytes::from(content))]);
    let blob = store.blobs().put(content, limits::FILE_BYTES_MAX).await?;
    let new = NewDocument {
        case_id: file.case_id.to_string(),
        sha256: blob.sha256,
        name,
        bytes: blob.bytes,
        uploaded_by: file.uploaded_by.to_string(),
    };
    Ok(document::add(store, &new, file.priority, Millis::now()).await?)
}

/// Files a case under a label, or finds it.
pub async fn file_case(store: &Store, place: &CourtPlace, label: &str, by: &str) -> Result<Filed, StoreError> {
    let new = NewCase { place: place.clone(), label: label.to_string(), created_by: by.to_string() };
    case::file(store, &new, Millis::now()).await
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
    let standing = store::entry::latest(store, &Scope::All, case_id).await?;
    let (version, before) = match &standing {
        Some(row) => {
            let read = entry::read_json(row.record.as_bytes(), &row.source, catalog);
            (row.version, read.map(|entered| entered.record).unwrap_or_default())
        }
        None => (0, EnteredRecord::default()),
    };
    let changes = entry::changes(&before, record, catalog);
    if version > 0 && changes.is_empty() {
        return Ok(version);
    }
    let fields = changes.into_iter().map(|change| EntryField {
        path: change.path,
        value: change.typed,
        origin: change.origin,
        department: change.department,
    });
    let new = NewEntry {
        case_id: case_id.to_string(),
        base_version: version,
        record: serde_json::Value::Object(entry::entered_json(record, catalog)).to_string(),
        source: source.to_string(),
        entered_by: by.to_string(),
        fields: fields.collect(),
        priority: Priority::Again,
    };
    store::entry::add(store, &new, Millis::now()).await
}

/// A message of another program that names an object: `{"court": …, "case": …, "name": …, "object": …}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectMessage {
    /// Id or name of the court, or the code of its case numbers.
    court: String,
    /// Label of the case; it is filed if it does not exist.
    case: String,
    /// File name.
    name: String,
    /// Name of the object below `intake/` of the blob storage.
    object: String,
}

/// Who is written as the uploader of what messages name.
const BY_MESSAGE: &str = "message";

/// Takes in what messages name, until told to stop.
pub(crate) async fn consume(worker: Arc<Worker>, stop: watch::Receiver<bool>) {
    let taking = worker.clone();
    let handle = move |message: Vec<u8>| {
        let worker = taking.clone();
        async move {
            let taken = take_object(&worker, &message).await;
            if let Ingested::Refused(code) = &taken {
                tracing::warn!(code, "a message that names an object was refused");
            }
            taken
        }
    };
    worker.queue.ingest(stop, handle).await;
}

async fn take_object(worker: &Worker, message: &[u8]) -> Ingested {
    let Ok(message) = serde_json::from_slice::<ObjectMessage>(message) else {
        return Ingested::Refused("message_malformed");
    };
    let courts = worker.options.catalog.courts();
    let Some(found) = court_named(courts, &message.court) else {
        return Ingested::Refused("court_unknown");
    };
    let label = message.case.trim();
    if label.is_empty() {
        return Ingested::Refused("case_unnamed");
    }
    match take_into(worker, &found.id, label, &message).await {
        Ok(()) => {
            worker.queue.wake();
            Ingested::Done
        }
        Err(IntakeError::Store(error)) if error.is_transient() => Ingested::Later,
        Err(error) => Ingested::Refused(error.code()),
    }
}

/// The court of an id, a name or the code that its case numbers carry.
fn court_named<'c>(courts: &'c Courts, name: &str) -> Option<&'c Court> {
    courts.by_id(name).or_else(|| courts.by_name(name)).or_else(|| courts.by_code(name, u16::MAX))
}

async fn take_into(worker: &Worker, court_id: &str, label: &str, message: &ObjectMessage) -> Result<(), IntakeError> {
    let store = &worker.store;
    // The object is looked at first: a message about nothing files no case.
    let content = store.blobs().get_intake(&message.object, limits::FILE_BYTES_MAX).await?;
    let content = content.ok_or(ParseError::TooLarge { bytes: limits::FILE_BYTES_MAX + 1 })?;
    pipeline::recognise(&content)?;
    let place = court::get(store, court_id).await?.place;
    let filed = file_case(store, &place, label, BY_MESSAGE).await?;
    let file = NewFile { case_id: &filed.id, name: &message.name, uploaded_by: BY_MESSAGE, priority: Priority::Fresh };
    add_document(store, &file, content.to_vec()).await.map(|_| ())
}
