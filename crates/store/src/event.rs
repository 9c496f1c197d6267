//! Owns what happened, in order, for those who watch: webhooks, which become jobs at once, and streams of progress.

use sqlx::{Any, Transaction};

use crate::case;
use crate::job::{self, JobKind, NewJob, Priority};
use crate::scope::{CourtPlace, Scope};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Store, new_id};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A case was filed.
    CaseFiled,
    /// A document was added.
    DocumentAdded,
    /// A document was read.
    DocumentRead,
    /// A document could not be read.
    DocumentUnread,
    /// A version of the entry arrived.
    EntryAdded,
    /// A case was checked.
    CaseChecked,
    /// A discrepancy was decided.
    DiscrepancyReviewed,
    /// A department is asked to correct an entry.
    CorrectionAsked,
    /// A corrected entry is wrong in another way.
    CorrectionReturned,
    /// A correction is done, or no longer needed.
    CorrectionDone,
    /// An archive was taken in, or refused.
    ImportEnded,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [EventKind; 11] = [
        EventKind::CaseFiled,
        EventKind::DocumentAdded,
        EventKind::DocumentRead,
        EventKind::DocumentUnread,
        EventKind::EntryAdded,
        EventKind::CaseChecked,
        EventKind::DiscrepancyReviewed,
        EventKind::CorrectionAsked,
        EventKind::CorrectionReturned,
        EventKind::CorrectionDone,
        EventKind::ImportEnded,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::CaseFiled => "case.filed",
            EventKind::DocumentAdded => "document.added",
            EventKind::DocumentRead => "document.read",
            EventKind::DocumentUnread => "document.unread",
            EventKind::EntryAdded => "entry.added",
            EventKind::CaseChecked => "case.checked",
            EventKind::DiscrepancyReviewed => "discrepancy.reviewed",
            EventKind::CorrectionAsked => "correction.asked",
            EventKind::CorrectionReturned => "correction.returned",
            EventKind::CorrectionDone => "correction.done",
            EventKind::ImportEnded => "import.ended",
        }
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Its id; ids grow with time.
    pub id: String,
    /// The text form of its kind.
    pub kind: String,
    /// The court.
    pub place: CourtPlace,
    /// The case, if it is about one.
    pub case_id: Option<String>,
    /// Ids and counts as a JSON object; no words of documents.
    pub body: String,
    /// When.
    pub at: Millis,
}

const COLUMNS: &str = "e.id, e.kind, e.court_id, e.middle_id, e.high_id, e.case_id, e.body, e.at_ms";

/// Writes an event with the transaction that makes it true, and the deliveries to the webhooks that want it.
pub(crate) async fn append(
    tx: &mut Transaction<'_, Any>,
    kind: EventKind,
    place: &CourtPlace,
    case_id: Option<&str>,
    body: &str,
    now: Millis,
) -> Result<()> {
    let id = new_id();
    let text = "INSERT INTO events (id, kind, court_id, middle_id, high_id, case_id, body, at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let insert = query(text).bind(&id).bind(kind.as_str()).bind(&place.court_id).bind(&place.middle_id);
    insert.bind(&place.high_id).bind(case_id).bind(body).bind(now.0).execute(&mut **tx).await?;
    // A webhook hears of its court and of the courts below it, as its owner would see them.
    let text = "SELECT w.id, w.kinds FROM webhooks w JOIN courts k ON k.id = w.court_id WHERE w.active = 1 \
                AND (k.level = 'supreme' OR w.court_id IN ($1, $2, $3))";
    let hooks = query(text).bind(&place.court_id).bind(&place.middle_id).bind(&place.high_id);
    for hook in hooks.fetch_all(&mut **tx).await? {
        let columns = Columns(&hook);
        let kinds = columns.text("kinds")?;
        if !kinds.is_empty() && !kinds.split(',').any(|wanted| wanted == kind.as_str()) {
            continue;
        }
        let webhook_id = columns.text("id")?;
        let job = NewJob {
            kind: JobKind::DeliverWebhook,
            subject_id: format!("{webhook_id}:{id}"),
            case_id: case_id.map(str::to_string),
            court_id: place.court_id.clone(),
            payload: String::new(),
            priority: Priority::Again,
            not_before: now,
        };
        job::enqueue(tx, &job, now).await?;
    }
    Ok(())
}

/// An event by its id.
pub async fn get(store: &Store, id: &str) -> Result<EventRow> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM events e WHERE e.id = ").bind(id);
    Ok(event_row(&sql.query().fetch_one(store.read()).await?)?)
}

/// Up to `rows` events after an id, in order. A transaction may commit its event after a later one: who follows the list
/// asks again for the last seconds and drops what it has seen.
pub async fn after(
    store: &Store,
    scope: &Scope,
    case_id: Option<&str>,
    after: &str,
    rows: i64,
) -> Result<Vec<EventRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM events e WHERE e.id > ").bind(after);
    scope.restrict(&mut sql, "e");
    if let Some(case_id) = case_id {
        sql.push(" AND e.case_id = ").bind(case_id);
    }
    sql.push(" ORDER BY e.id LIMIT ").bind(rows);
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(event_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Forgets events older than an instant, at most `rows` of them.
pub async fn forget(store: &Store, before: Millis, rows: i64) -> Result<u64> {
    let text = "DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at_ms < $1 ORDER BY id LIMIT $2)";
    Ok(query(text).bind(before.0).bind(rows).execute(store.write()).await?.rows_affected())
}

fn event_row(row: &sqlx::any::AnyRow) -> std::result::Result<EventRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(EventRow {
        id: columns.text("id")?,
        kind: columns.text("kind")?,
        place: case::place(row)?,
        case_id: columns.maybe_text("case_id")?,
        body: columns.text("body")?,
        at: Millis(columns.int("at_ms")?),
    })
}
