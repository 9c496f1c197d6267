//! Owns the job table: work to do, who does it under which lease, and how often it was tried. A lease is a promise with an
//! end, not a held transaction: whoever finishes a job proves that the lease is still its own, in the transaction that
//! writes the result. Knows no broker.

mod end;
mod lease;
mod watch;

use casefile::limits;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::sql::{Columns, query};
use crate::{Millis, Result, new_id};

pub(crate) use end::complete;
pub use end::{Failed, cancelled, complete_alone, fail, give_back};
pub use lease::{Claim, Renewed, claim, claim_one, renew};
pub use watch::{
    Depth, JobFilter, JobRow, cancel, depth, forget_done, get, hinted, list, next_hints, replay, replay_parked, sweep,
};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Read a document; the subject is the document.
    ReadDocument,
    /// Check a case; the subject is the case.
    CheckCase,
    /// Take the files of an archive in; the subject is the import.
    ImportArchive,
    /// Tell a webhook about an event; the subject is `webhook:event`.
    DeliverWebhook,
}

impl JobKind {
    /// Every kind.
    pub const ALL: [JobKind; 4] =
        [JobKind::ReadDocument, JobKind::CheckCase, JobKind::ImportArchive, JobKind::DeliverWebhook];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            JobKind::ReadDocument => "read_document",
            JobKind::CheckCase => "check_case",
            JobKind::ImportArchive => "import_archive",
            JobKind::DeliverWebhook => "deliver_webhook",
        }
    }

    /// The kind of a text form.
    pub fn parse(text: &str) -> Option<JobKind> {
        JobKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Number of attempts before a job is parked.
    pub fn attempts_max(self) -> i64 {
        match self {
            JobKind::DeliverWebhook => limits::WEBHOOK_ATTEMPTS_MAX,
            JobKind::ReadDocument | JobKind::CheckCase | JobKind::ImportArchive => limits::JOB_ATTEMPTS_MAX,
        }
    }
}

/// How urgent it is; the lower value goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A fresh upload: somebody waits.
    Fresh,
    /// Replays, corrections, deliveries.
    Again,
    /// Bulk imports and re-processing.
    Bulk,
}

impl Priority {
    pub(crate) fn rank(self) -> i64 {
        match self {
            Priority::Fresh => 0,
            Priority::Again => 5,
            Priority::Bulk => 9,
        }
    }

    fn of_rank(rank: i64) -> Priority {
        match rank {
            ..=4 => Priority::Fresh,
            5..=8 => Priority::Again,
            _ => Priority::Bulk,
        }
    }
}

/// A job to write.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// What is to be done.
    pub kind: JobKind,
    /// With what.
    pub subject_id: String,
    /// The case it belongs to, if any.
    pub case_id: Option<String>,
    /// The court it belongs to.
    pub court_id: String,
    /// What else the work needs, in the form of its kind.
    pub payload: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Not before this instant.
    pub not_before: Millis,
}

/// A job under a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeasedJob {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub kind: JobKind,
    /// With what.
    pub subject_id: String,
    /// The case it belongs to.
    pub case_id: Option<String>,
    /// The court it belongs to.
    pub court_id: String,
    /// What else the work needs.
    pub payload: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Which attempt this is, counted from 1.
    pub attempt: i64,
    /// The lease.
    pub lease_id: String,
    /// When it ends unless renewed.
    pub lease_until: Millis,
}

/// Pause before the next attempt after `attempts` of them: 1 s, 4 s, 16 s, … up to four hours.
pub fn pause_after(attempts: i64) -> std::time::Duration {
    let exponent = u32::try_from((attempts - 1).clamp(0, 7)).unwrap_or_default();
    std::time::Duration::from_secs(4_u64.pow(exponent).min(4 * 3600))
}

/// Writes a job, in the transaction that makes it necessary. Where the same work waits already, that job takes the
/// greater urgency of the two.
pub async fn enqueue(tx: &mut Transaction<'_, Any>, job: &NewJob, now: Millis) -> Result<()> {
    let text = "INSERT INTO jobs (id, kind, subject_id, case_id, court_id, payload, priority, state, attempts, not_before_ms, \
                hinted_at_ms, cancel_requested, created_at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready', 0, $8, 0, 0, $9) \
                ON CONFLICT (kind, subject_id) WHERE state = 'ready' DO UPDATE SET hinted_at_ms = CASE WHEN \
                excluded.priority < jobs.priority THEN 0 ELSE jobs.hinted_at_ms END, priority = CASE WHEN \
                excluded.priority < jobs.priority THEN excluded.priority ELSE jobs.priority END, payload = excluded.payload";
    let insert = query(text).bind(new_id()).bind(job.kind.as_str()).bind(&job.subject_id).bind(job.case_id.as_deref());
    let insert = insert.bind(&job.court_id).bind(&job.payload).bind(job.priority.rank()).bind(job.not_before.0);
    insert.bind(now.0).execute(&mut **tx).await?;
    Ok(())
}

/// Writes a job in a transaction of its own.
pub async fn enqueue_alone(store: &crate::Store, job: &NewJob, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    enqueue(&mut tx, job, now).await?;
    tx.commit().await?;
    Ok(())
}

const LEASED_COLUMNS: &str =
    "id, kind, subject_id, case_id, court_id, payload, priority, attempts, lease_id, lease_until_ms";

/// A leased job of a row; none if its kind is of another version of the program.
fn leased(row: &AnyRow) -> std::result::Result<Option<LeasedJob>, sqlx::Error> {
    let columns = Columns(row);
    let Some(kind) = JobKind::parse(&columns.text("kind")?) else { return Ok(None) };
    Ok(Some(LeasedJob {
        id: columns.text("id")?,
        kind,
        subject_id: columns.text("subject_id")?,
        case_id: columns.maybe_text("case_id")?,
        court_id: columns.text("court_id")?,
        payload: columns.text("payload")?,
        priority: Priority::of_rank(columns.int("priority")?),
        attempt: columns.int("attempts")?,
        lease_id: columns.maybe_text("lease_id")?.unwrap_or_default(),
        lease_until: Millis(columns.maybe_int("lease_until_ms")?.unwrap_or_default()),
    }))
}
