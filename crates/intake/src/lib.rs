//! Files, entries and cases on their way into the store, whichever way they come: what is refused leaves nothing behind,
//! and what changes nothing is not written. Reads no request, no folder and no message; who may do what is decided before.

mod entry_version;

use bytes::Bytes;
use casefile::{bare_file_name, limits};
use catalog::{Court, Courts};
use pipeline::ParseError;
use store::case::{self, Filed, NewCase};
use store::document::{self, NewDocument};
use store::job::Priority;
use store::{CourtPlace, Millis, Store, StoreError};

pub use entry_version::{EntryVersion, add_entry};

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

/// The court of an id, a name or the code that its case numbers carry.
pub fn court_named<'c>(courts: &'c Courts, name: &str) -> Option<&'c Court> {
    courts.by_id(name).or_else(|| courts.by_name(name)).or_else(|| courts.by_code(name, u16::MAX))
}
