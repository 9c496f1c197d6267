//! Owns the list of jobs; one file per kind.

mod check_case;
mod deliver_webhook;
mod import_archive;
mod read_document;

use store::job::{JobKind, LeasedJob};

use crate::Worker;
use crate::outcome::Unfinished;
use crate::under_way::Running;

/// Does a job and writes its result with the end of its lease, in one transaction.
pub(crate) async fn perform(worker: &Worker, lease: &LeasedJob, running: &Running) -> Result<(), Unfinished> {
    match lease.kind {
        JobKind::ReadDocument => read_document::perform(worker, lease, running).await,
        JobKind::CheckCase => check_case::perform(worker, lease, running).await,
        JobKind::ImportArchive => import_archive::perform(worker, lease, running).await,
        JobKind::DeliverWebhook => deliver_webhook::perform(worker, lease).await,
    }
}
