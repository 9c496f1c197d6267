//! Owns runs 运行: what a check of a case found, written at once with the discrepancies matched to those of the run before.
//! Does not compute any of it.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use crate::case;
use crate::correction;
use crate::discrepancy::{self, Finding, Found, Standing};
use crate::event::{self, EventKind};
use crate::job::{self, LeasedJob};
use crate::scope::{CourtPlace, Scope};
use crate::search::{self, DocumentWords, Party};
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Store, StoreError, new_id};

/// Versions of what a run worked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Content hash of the catalogue.
    pub catalog: String,
    /// Content hash of the model, or `none`.
    pub model: String,
    /// Version of the program.
    pub code: String,
}

/// What a check found, by counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Documents that were read.
    pub documents: i64,
    /// Leaves that were extracted.
    pub leaves: i64,
    /// Leaves that were compared.
    pub compared: i64,
    /// Leaves on which both sides agree.
    pub same: i64,
    /// Leaves that the file masks.
    pub masked: i64,
}

/// What the last run learned about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// The document.
    pub document_id: String,
    /// The kind of material.
    pub material: String,
}

/// What a check found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The revision of the case that it saw.
    pub revision: i64,
    /// The version of the entry that it saw.
    pub entry_version: i64,
    /// With what it was made.
    pub versions: Versions,
    /// Counts.
    pub counts: Counts,
    /// Case number, category and cause, for lists.
    pub case_number: Option<String>,
    /// See `case_number`.
    pub category: Option<String>,
    /// See `case_number`.
    pub cause: Option<String>,
    /// The merged case record as JSON.
    pub record: String,
    /// Value, confidence, method and evidence by leaf path as JSON.
    pub leaves: String,
    /// What became of each leaf of either side, as a JSON list.
    pub comparisons: String,
    /// The kinds of the documents.
    pub materials: Vec<Material>,
    /// The words of documents that the search does not know yet.
    pub words: Vec<DocumentWords>,
    /// Who takes part in the case.
    pub parties: Vec<Party>,
    /// The discrepancies.
    pub found: Vec<Found>,
    /// Whether some document was not read or something was odd.
    pub partial: bool,
    /// What was odd, as a JSON list.
    pub diagnostics: String,
    /// How long it took.
    pub duration_ms: i64,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// Its id.
    pub id: String,
    /// The case.
    pub case_id: String,
    /// The revision of the case that it saw.
    pub revision: i64,
    /// The version of the entry that it saw.
    pub entry_version: i64,
    /// With what it was made.
    pub versions: Versions,
    /// Counts.
    pub counts: Counts,
    /// Number of discrepancies.
    pub discrepancies: i64,
    /// Whether some document was not read or something was odd.
    pub partial: bool,
    /// What was odd, as a JSON list.
    pub diagnostics: String,
    /// How long it took.
    pub duration_ms: i64,
    /// When it ended.
    pub at: Millis,
}

/// Writes what a check found and ends its job, in one transaction. A check that saw an older revision of the case than
/// one that was written already changes nothing but its job. Returns the id of the run, if it was written.
pub async fn record(store: &Store, lease: &LeasedJob, outcome: &Outcome, now: Millis) -> Result<Option<String>> {
    let mut tx = store.begin().await?;
    job::complete(&mut tx, lease, now).await?;
    let run_id = new_id();
    let Some(place) = take_case(&mut tx, lease, outcome, &run_id, now).await? else {
        tx.commit().await?;
        return Ok(None);
    };
    insert_run(&mut tx, lease, outcome, &run_id, now).await?;
    let text = "INSERT INTO extractions (case_id, run_id, record, leaves, comparisons) VALUES ($1, $2, $3, $4, $5) \
                ON CONFLICT (case_id) DO UPDATE SET run_id = excluded.run_id, record = excluded.record, \
                leaves = excluded.leaves, comparisons = excluded.comparisons";
    let insert = query(text).bind(&lease.subject_id).bind(&run_id).bind(&outcome.record).bind(&outcome.leaves);
    insert.bind(&outcome.comparisons).execute(&mut *tx).await?;
    for material in &outcome.materials {
        let text = "UPDATE documents SET material = $1 WHERE id = $2 AND (material IS NULL OR material <> $1)";
        query(text).bind(&material.material).bind(&material.document_id).execute(&mut *tx).await?;
    }
    search::index(&mut tx, &lease.subject_id, &place, &outcome.words).await?;
    search::set_parties(&mut tx, &lease.subject_id, &place, &outcome.parties).await?;
    let open = match_found(&mut tx, &lease.subject_id, &place, outcome, &run_id, now).await?;
    let text = "UPDATE cases SET open_errors = $1, open_doubtful = $2, open_notices = $3 WHERE id = $4";
    query(text).bind(open[0]).bind(open[1]).bind(open[2]).bind(&lease.subject_id).execute(&mut *tx).await?;
    let body = format!(
        "{{\"run\":\"{run_id}\",\"partial\":{},\"errors\":{},\"doubtful\":{},\"notices\":{}}}",
        outcome.partial, open[0], open[1], open[2]
    );
    event::append(&mut tx, EventKind::CaseChecked, &place, Some(&lease.subject_id), &body, now).await?;
    tx.commit().await?;
    Ok(Some(run_id))
}

/// Writes the head of the case and locks its row; none if a later revision was checked already.
async fn take_case(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    outcome: &Outcome,
    run_id: &str,
    now: Millis,
) -> Result<Option<CourtPlace>> {
    let text = "UPDATE cases SET checked_revision = $1, checked_at_ms = $2, catalog_version = $3, model_version = $4, \
                run_id = $5, case_number = $6, category = $7, cause = $8 WHERE id = $9 AND checked_revision <= $1 \
                RETURNING court_id, middle_id, high_id";
    let update = query(text).bind(outcome.revision).bind(now.0).bind(&outcome.versions.catalog);
    let update = update.bind(&outcome.versions.model).bind(run_id).bind(outcome.case_number.as_deref());
    let update = update.bind(outcome.category.as_deref()).bind(outcome.cause.as_deref()).bind(&lease.subject_id);
    let row = update.fetch_optional(&mut **tx).await?;
    Ok(row.map(|row| case::place(&row)).transpose()?)
}

async fn insert_run(
    tx: &mut Transaction<'_, Any>,
    lease: &LeasedJob,
    outcome: &Outcome,
    run_id: &str,
    now: Millis,
) -> Result<()> {
    let text = "INSERT INTO runs (id, case_id, revision, entry_version, catalog_version, model_version, code_version, \
                documents, leaves, compared, same, masked, discrepancies, partial, diagnostics, duration_ms, at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    let counts = &outcome.counts;
    let insert = query(text).bind(run_id).bind(&lease.subject_id).bind(outcome.revision).bind(outcome.entry_version);
    let insert = insert.bind(&outcome.versions.catalog).bind(&outcome.versions.model).bind(&outcome.versions.code);
    let insert = insert.bind(counts.documents).bind(counts.leaves).bind(counts.compared).bind(counts.same);
    let insert = insert.bind(counts.masked).bind(outcome.found.len() as i64).bind(i64::from(outcome.partial));
    insert.bind(&outcome.diagnostics).bind(outcome.duration_ms).bind(now.0).execute(&mut **tx).await?;
    Ok(())
}

/// Matches what was found with what stands: known ones keep their id and their reviews, new ones are opened, those that
/// are found no longer go. Returns the number of open ones by tier.
async fn match_found(
    tx: &mut Transaction<'_, Any>,
    case_id: &str,
    place: &CourtPlace,
    outcome: &Outcome,
    run_id: &str,
    now: Millis,
) -> Result<[i64; 3]> {
    let mut standing: HashMap<String, Standing> = discrepancy::standing(tx, case_id).await?;
    let run = Finding { case_id, place, category: outcome.category.as_deref(), run_id, now };
    let mut open = [0; 3];
    for found in &outcome.found {
        let is_undecided = match standing.remove(&found.fingerprint) {
            None => {
                discrepancy::insert(tx, &run, found).await?;
                true
            }
            Some(known) => discrepancy::find_again(tx, &run, &known, found).await?,
        };
        if is_undecided && let Some(count) = usize::try_from(found.tier).ok().and_then(|tier| open.get_mut(tier)) {
            *count += 1;
        }
    }
    for known in standing.into_values().filter(|known| known.state != "gone") {
        discrepancy::lose(tx, &run, &known).await?;
    }
    discrepancy::set_category(tx, &run).await?;
    correction::settle(tx, &run, &outcome.found).await?;
    Ok(open)
}

/// The runs of a case, the latest first, at most 50.
pub async fn of_case(store: &Store, scope: &Scope, case_id: &str) -> Result<Vec<RunRow>> {
    let mut sql = Sql::new(
        "SELECT r.id, r.case_id, r.revision, r.entry_version, r.catalog_version, r.model_version, r.code_version, \
         r.documents, r.leaves, r.compared, r.same, r.masked, r.discrepancies, r.partial, r.diagnostics, r.duration_ms, \
         r.at_ms FROM runs r JOIN cases c ON c.id = r.case_id WHERE r.case_id = ",
    );
    sql.bind(case_id);
    scope.restrict(&mut sql, "c");
    sql.push(" ORDER BY r.id DESC LIMIT 50");
    let rows = sql.query().fetch_all(store.read()).await?;
    Ok(rows.iter().map(run_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// The record and the evidence by leaf path of a case, as JSON texts, by its last run.
pub async fn extraction(store: &Store, scope: &Scope, case_id: &str) -> Result<(String, String)> {
    let mut sql = Sql::new("SELECT x.record, x.leaves FROM extractions x JOIN cases c ON c.id = x.case_id ");
    sql.push("WHERE x.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    let row = sql.query().fetch_optional(store.read()).await?.ok_or(StoreError::NotFound { what: "extraction" })?;
    let columns = Columns(&row);
    Ok((columns.text("record")?, columns.text("leaves")?))
}

/// What became of each leaf of a case in its last run, as a JSON list; none before the first run.
pub async fn comparisons(store: &Store, scope: &Scope, case_id: &str) -> Result<Option<String>> {
    let mut sql = Sql::new("SELECT x.comparisons FROM extractions x JOIN cases c ON c.id = x.case_id ");
    sql.push("WHERE x.case_id = ").bind(case_id);
    scope.restrict(&mut sql, "c");
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(row.map(|row| Columns(&row).text("comparisons")).transpose()?)
}

fn run_row(row: &AnyRow) -> std::result::Result<RunRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(RunRow {
        id: columns.text("id")?,
        case_id: columns.text("case_id")?,
        revision: columns.int("revision")?,
        entry_version: columns.int("entry_version")?,
        versions: Versions {
            catalog: columns.text("catalog_version")?,
            model: columns.text("model_version")?,
            code: columns.text("code_version")?,
        },
        counts: Counts {
            documents: columns.int("documents")?,
            leaves: columns.int("leaves")?,
            compared: columns.int("compared")?,
            same: columns.int("same")?,
            masked: columns.int("masked")?,
        },
        discrepancies: columns.int("discrepancies")?,
        partial: columns.flag("partial")?,
        diagnostics: columns.text("diagnostics")?,
        duration_ms: columns.int("duration_ms")?,
        at: Millis(columns.int("at_ms")?),
    })
}
