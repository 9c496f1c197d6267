//! Owns the reading of a document: bytes to a snapshot, in a child process. A file that cannot be read is a result; one that
//! kills the parser is tried again, since the machine may be at fault, and parked in the end.

use std::sync::Arc;

use casefile::Document;
use pipeline::isolation::Stop;
use pipeline::{ProcessError, snapshot};
use report::json;
use store::document::{self, DocumentRow, DocumentState, Reading};
use store::job::LeasedJob;
use store::{Millis, Scope, StoreError};

use crate::Worker;
use crate::outcome::Unfinished;
use crate::under_way::Running;

pub(super) async fn perform(worker: &Worker, lease: &LeasedJob, running: &Running) -> Result<(), Unfinished> {
    let row = document::get(&worker.store, &Scope::All, &lease.subject_id).await?;
    if row.state == DocumentState::Read {
        return Ok(store::job::complete_alone(&worker.store, lease, Millis::now()).await?);
    }
    let reading = match load(worker, &row, running).await {
        Ok(document) => Reading::Read {
            format: document.source.format.as_str().to_string(),
            pages: document.pages.len() as i64,
            diagnostics: json::diagnostics(&document.diagnostics).to_string(),
        },
        Err(Unread::Unreadable { code, message }) => Reading::Unreadable { code, message },
        Err(Unread::Unfinished(unfinished)) => return Err(unfinished),
    };
    Ok(document::finish(&worker.store, lease, &reading, Millis::now()).await?)
}

/// Why a document gave nothing.
pub(super) enum Unread {
    /// It cannot be read, and another attempt would not change that.
    Unreadable {
        /// The stable code.
        code: String,
        /// For the people of a court.
        message: String,
    },
    /// Something was in the way.
    Unfinished(Unfinished),
}

impl From<StoreError> for Unread {
    fn from(error: StoreError) -> Unread {
        Unread::Unfinished(error.into())
    }
}

/// The parsed document: its snapshot, or the file parsed anew and kept as one.
pub(super) async fn load(worker: &Worker, row: &DocumentRow, running: &Running) -> Result<Document, Unread> {
    let name = snapshot::name(&row.sha256);
    let blobs = worker.store.blobs();
    if let Some(kept) = blobs.get_derived(&name).await? {
        let decoded = worker.compute.run(move || snapshot::decode(&kept)).await;
        if let Ok(Some(document)) = decoded {
            return Ok(named(document, row));
        }
    }
    if running.is_stopped() {
        return Err(Unread::Unfinished(Unfinished::Stopped));
    }
    let content = blobs.get(&row.sha256).await?;
    let (parser, file_name, stop) = (worker.parser.clone(), row.name.clone(), Arc::clone(&running.stop));
    let parsed = worker.compute.run(move || {
        let document = parser.parse_until(&file_name, &content, &stop)?;
        let kept = snapshot::encode(&document);
        Ok((document, kept))
    });
    let parsed = parsed.await.unwrap_or(Err(ProcessError::Defect));
    let (document, kept) = parsed.map_err(unread)?;
    blobs.put_derived(&name, kept).await?;
    Ok(document)
}

/// A snapshot bears the name of the first upload of its content.
fn named(mut document: Document, row: &DocumentRow) -> Document {
    document.source.name.clone_from(&row.name);
    document
}

fn unread(error: ProcessError) -> Unread {
    match &error {
        ProcessError::Unreadable(_) => {
            Unread::Unreadable { code: error.code().to_string(), message: error.message_zh() }
        }
        ProcessError::Stopped(Stop::Cancelled) => Unread::Unfinished(Unfinished::Stopped),
        ProcessError::Stopped(_) | ProcessError::Defect => {
            let (code, message) = (error.code().to_string(), error.message_zh());
            Unread::Unfinished(Unfinished::Failed { code, message })
        }
    }
}
