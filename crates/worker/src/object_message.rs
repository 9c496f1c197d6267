//! Owns messages of other programs that name an object to take in: their form, and what becomes of them. How a file becomes
//! a document is told in the crate `intake`.

use std::sync::Arc;

use casefile::limits;
use intake::{IntakeError, NewFile};
use pipeline::ParseError;
use queue::Ingested;
use serde::Deserialize;
use store::court;
use store::job::Priority;
use tokio::sync::watch;

use crate::Worker;

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
    let Some(found) = intake::court_named(courts, &message.court) else {
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

async fn take_into(worker: &Worker, court_id: &str, label: &str, message: &ObjectMessage) -> Result<(), IntakeError> {
    let store = &worker.store;
    // The object is looked at first: a message about nothing files no case.
    let content = store.blobs().get_intake(&message.object, limits::FILE_BYTES_MAX).await?;
    let content = content.ok_or(ParseError::TooLarge { bytes: limits::FILE_BYTES_MAX + 1 })?;
    pipeline::recognise(&content)?;
    let place = court::get(store, court_id).await?.place;
    let filed = intake::file_case(store, &place, label, BY_MESSAGE).await?;
    let file = NewFile { case_id: &filed.id, name: &message.name, uploaded_by: BY_MESSAGE, priority: Priority::Fresh };
    intake::add_document(store, &file, content.to_vec()).await.map(|_| ())
}
