//! Owns the taking in of an archive: each of its files becomes a document of the case, or is refused with a reason. Taking
//! it in twice changes nothing, since a document is known by its content.

use std::fs::File;
use std::io::{Seek, Write};

use futures_util::TryStreamExt;
use intake::IntakeError;
use pipeline::{Archive, ArchiveFile, ParseError};
use serde_json::json;
use store::import::{self, ImportRow, Imported};
use store::job::{LeasedJob, Priority};
use store::{Millis, Scope};

use crate::Worker;
use crate::outcome::Unfinished;
use crate::under_way::Running;

/// After how many files the progress is noted.
const FILES_PER_NOTE: i64 = 20;

pub(super) async fn perform(worker: &Worker, lease: &LeasedJob, running: &Running) -> Result<(), Unfinished> {
    let row = import::get(&worker.store, &Scope::All, &lease.subject_id).await?;
    if row.state != "waiting" {
        return Ok(store::job::complete_alone(&worker.store, lease, Millis::now()).await?);
    }
    let file = fetch(worker, &row).await?;
    let imported = match Archive::open(file) {
        Ok(archive) => take_files(worker, &row, archive, running).await?,
        Err(error) => Imported::Refused { code: error.code().to_string(), message: error.message_zh() },
    };
    import::finish(&worker.store, lease, &imported, Millis::now()).await?;
    worker.queue.wake();
    Ok(())
}

/// The archive in a file without a name, since it is read back and forth.
async fn fetch(worker: &Worker, row: &ImportRow) -> Result<File, Unfinished> {
    let no_space = |_| {
        let message = "临时目录空间不足或不可写，请联系系统管理员。".to_string();
        Unfinished::Failed { code: "temporary_folder".to_string(), message }
    };
    let mut file = tempfile::tempfile().map_err(no_space)?;
    let mut content = worker.store.blobs().stream(&row.sha256).await?;
    while let Some(piece) = content.try_next().await.map_err(store::StoreError::Interrupted)? {
        file.write_all(&piece).map_err(no_space)?;
    }
    file.rewind().map_err(no_space)?;
    Ok(file)
}

async fn take_files(
    worker: &Worker,
    row: &ImportRow,
    mut archive: Archive<File>,
    running: &Running,
) -> Result<Imported, Unfinished> {
    let files = archive.files() as i64;
    let (mut taken, mut refused) = (0, Vec::new());
    let mut seen = 0;
    loop {
        if running.is_stopped() {
            return Err(Unfinished::Stopped);
        }
        // The archive travels to a computing thread and back.
        let next = move || {
            let file = archive.next_file();
            (archive, file)
        };
        let (back, file) = worker.compute.run(next).await.map_err(|_| Unfinished::defect())?;
        archive = back;
        let Some(ArchiveFile { path, content }) = file else { break };
        seen += 1;
        match take_file(worker, row, &path, content).await {
            Ok(()) => taken += 1,
            Err(IntakeError::Store(error)) => return Err(error.into()),
            Err(error) => {
                refused.push(json!({"name": path, "code": error.code(), "message": error.message_zh()}));
            }
        }
        if seen % FILES_PER_NOTE == 0 {
            import::progress(&worker.store, &row.id, files, taken).await?;
            worker.queue.wake();
        }
    }
    Ok(Imported::Done { files, taken, refused: serde_json::Value::Array(refused).to_string() })
}

async fn take_file(
    worker: &Worker,
    row: &ImportRow,
    path: &str,
    content: Result<Vec<u8>, ParseError>,
) -> Result<(), IntakeError> {
    let content = content.map_err(IntakeError::Unreadable)?;
    let document =
        intake::NewFile { case_id: &row.case_id, name: path, uploaded_by: &row.created_by, priority: Priority::Again };
    intake::add_document(&worker.store, &document, content).await.map(|_| ())
}
