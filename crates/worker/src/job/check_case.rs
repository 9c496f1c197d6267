//! Owns the check of a case: the snapshots of its documents and the latest entry in, a run with its discrepancies out.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use casefile::{Comparison, Discrepancy, Document, EnteredRecord, Extraction, Record, Tier, Value};
use catalog::Catalog;
use pipeline::{CheckedCase, Options, Processed};
use report::json;
use serde_json::{Value as Json, json};
use store::case::CaseRow;
use store::discrepancy::Found;
use store::document::{DocumentRow, DocumentState};
use store::job::LeasedJob;
use store::run::{self, Counts, Material, Outcome};
use store::search::{self, DocumentWords, Party};
use store::{Millis, PageRequest, Scope, case, document, entry};

use super::read_document::{self, Unread};
use crate::Worker;
use crate::outcome::Unfinished;
use crate::under_way::Running;

pub(super) async fn perform(worker: &Worker, lease: &LeasedJob, running: &Running) -> Result<(), Unfinished> {
    let start = Instant::now();
    // The revision is read first: what arrives after it makes another check necessary, and asks for it.
    let case = case::get(&worker.store, &Scope::All, &lease.subject_id).await?;
    let (documents, unread) = load(worker, &case, running).await?;
    let entered = match entry::latest(&worker.store, &Scope::All, &case.id).await? {
        Some(row) => {
            let (catalog, text) = (worker.options.catalog, row.record);
            let read = ::entry::read_json(text.as_bytes(), &row.source, catalog);
            Some(read.map_err(|error| unreadable_entry(error.code()))?.record)
        }
        None => None,
    };
    if running.is_stopped() {
        return Err(Unfinished::Stopped);
    }
    let unknown = search::without_words(&worker.store, &case.id).await?;
    let (options, versions) = (worker.options, worker.versions());
    let compute = move || {
        let words = words_of(&documents, &unknown);
        let (rows, checked) = check(documents, entered.unwrap_or_default(), options);
        Outcome { words, ..outcome(&case, &rows, unread, &checked, options.catalog, versions) }
    };
    let mut outcome = worker.compute.run(compute).await.map_err(|_| Unfinished::defect())?;
    outcome.duration_ms = start.elapsed().as_millis() as i64;
    run::record(&worker.store, lease, &outcome, Millis::now()).await?;
    Ok(())
}

fn unreadable_entry(code: &str) -> Unfinished {
    let message = "录入信息与现行信息项目录不符，请重新录入。".to_string();
    Unfinished::Failed { code: code.to_string(), message }
}

/// A document with its row.
struct Loaded {
    row: DocumentRow,
    document: Document,
}

/// The documents that were read, and the names of those that were not.
async fn load(worker: &Worker, case: &CaseRow, running: &Running) -> Result<(Vec<Loaded>, Vec<String>), Unfinished> {
    let mut loaded = Vec::new();
    let mut unread = Vec::new();
    let mut request = PageRequest::first(casefile::limits::PAGE_ROWS_MAX);
    loop {
        let page = document::of_case(&worker.store, &Scope::All, &case.id, &request).await?;
        for row in page.items {
            if row.state != DocumentState::Read {
                unread.push(row.id);
                continue;
            }
            match read_document::load(worker, &row, running).await {
                Ok(document) => loaded.push(Loaded { row, document }),
                Err(Unread::Unreadable { .. }) => unread.push(row.id),
                Err(Unread::Unfinished(unfinished)) => return Err(unfinished),
            }
        }
        match page.next {
            Some(next) => request.after = Some(next),
            None => return Ok((loaded, unread)),
        }
    }
}

/// The words of the documents that the search does not know yet.
fn words_of(documents: &[Loaded], unknown: &[String]) -> Vec<DocumentWords> {
    let new = documents.iter().filter(|loaded| unknown.contains(&loaded.row.id));
    new.map(|loaded| DocumentWords {
        document_id: loaded.row.id.clone(),
        words: pipeline::document_words(&loaded.document),
    })
    .collect()
}

/// Those who take part, by the documents or by the entry, each once.
fn parties_of<T: AsRef<Value>>(record: &Record<T>, parties: &mut BTreeSet<Party>) {
    let groups = [("parties", "parties.name", "parties.role"), ("defendants", "defendants.name", "")];
    for (group, name, role) in groups {
        for item in record.items(group) {
            let Some(name) = item.text(name) else { continue };
            if role.is_empty() && parties.iter().any(|party| party.name == name) {
                continue;
            }
            parties.insert(Party { name, role: item.text(role).unwrap_or_default() });
        }
    }
}

/// The first charge of a criminal case: of the conviction, or else of the accusation.
fn charge_of(record: &Record<Extraction>) -> Option<String> {
    let defendants = record.items("defendants");
    let first = |field: &str| defendants.iter().find_map(|defendant| defendant.text(field));
    first("defendants.charges").or_else(|| first("defendants.accused_charges"))
}

/// The case as checked, with what each document is.
struct Checked {
    case: CheckedCase,
    parties: BTreeSet<Party>,
    materials: Vec<String>,
    diagnostics: Vec<Json>,
}

fn check(documents: Vec<Loaded>, entered: EnteredRecord, options: Options) -> (Vec<DocumentRow>, Checked) {
    let mut materials = Vec::new();
    let mut odd = Vec::new();
    let read = |Loaded { row, document }: Loaded| {
        let (extracted, diagnostics) = pipeline::read(&document, options);
        materials.push(extracted.material.as_str().to_string());
        if !diagnostics.is_empty() {
            odd.push(json!({"document": row.id, "diagnostics": json::diagnostics(&diagnostics)}));
        }
        (row, Processed { document, extracted, diagnostics })
    };
    let (rows, processed): (Vec<DocumentRow>, Vec<Processed>) = documents.into_iter().map(read).unzip();
    let record = pipeline::merge(&processed.iter().collect::<Vec<_>>());
    let mut parties = BTreeSet::new();
    parties_of(&record, &mut parties);
    parties_of(&entered, &mut parties);
    let case = pipeline::check(record, &entered, options.catalog);
    (rows, Checked { case, parties, materials, diagnostics: odd })
}

fn outcome(
    case: &CaseRow,
    documents: &[DocumentRow],
    unread: Vec<String>,
    checked: &Checked,
    catalog: &Catalog,
    versions: run::Versions,
) -> Outcome {
    let ids: HashMap<&str, &str> = documents.iter().map(|row| (row.sha256.as_str(), row.id.as_str())).collect();
    let id_of = |sha256: &str| ids.get(sha256).copied().unwrap_or_default();
    let (record, report) = (&checked.case.record, &checked.case.report);
    let count = |outcome: Comparison| report.comparisons.iter().filter(|one| one.outcome == outcome).count() as i64;
    let materials = documents.iter().zip(&checked.materials);
    let mut diagnostics = checked.diagnostics.clone();
    diagnostics.extend(unread.iter().map(|id| json!({"document": id, "code": "document_unread"})));
    Outcome {
        revision: case.revision,
        entry_version: case.entry_version,
        versions,
        counts: Counts {
            documents: documents.len() as i64,
            leaves: record.leaves(catalog).len() as i64,
            compared: report.comparisons.len() as i64 - count(Comparison::NotApplicable),
            same: count(Comparison::Same),
            masked: count(Comparison::Masked),
        },
        case_number: record.text("case_number"),
        category: record.text("case_category"),
        cause: record.text("causes").or_else(|| charge_of(record)),
        record: Json::Object(::entry::record_json(record, catalog)).to_string(),
        leaves: json::leaves(record, catalog, id_of).to_string(),
        comparisons: comparisons(&checked.case).to_string(),
        materials: materials
            .map(|(row, material)| Material { document_id: row.id.clone(), material: material.clone() })
            .collect(),
        words: Vec::new(),
        parties: checked.parties.iter().cloned().collect(),
        // Without an entry there is nothing to disagree with.
        found: match case.entry_version {
            0 => Vec::new(),
            _ => report.discrepancies.iter().map(|found| found_row(found, catalog, id_of)).collect(),
        },
        partial: !diagnostics.is_empty(),
        diagnostics: Json::Array(diagnostics).to_string(),
        duration_ms: 0,
    }
}

/// What became of each leaf of either side, in record order.
fn comparisons(case: &CheckedCase) -> Json {
    let rows = case.report.comparisons.iter().map(|one| {
        json!({
            "path": one.path.as_str(),
            "field": one.field.as_str(),
            "outcome": one.outcome.as_str(),
            "entered": one.entered.as_ref().map(Value::canonical),
            "note": one.note,
        })
    });
    Json::Array(rows.collect())
}

fn found_row<'n>(found: &Discrepancy, catalog: &Catalog, id_of: impl Fn(&str) -> &'n str) -> Found {
    Found {
        fingerprint: found.fingerprint.to_string(),
        path: found.path.as_str().to_string(),
        field: found.field.as_str().to_string(),
        department: catalog.field(found.field.as_str()).map(|field| field.department.to_string()).unwrap_or_default(),
        tier: match found.tier {
            Tier::Error => 0,
            Tier::Doubtful => 1,
            Tier::Notice => 2,
        },
        outcome: found.outcome.as_str().to_string(),
        entered: found.entered.as_ref().map(|leaf| json::entered(leaf).to_string()),
        extracted: found.extracted.as_ref().map(|one| json::extraction(one, id_of).to_string()),
        reason: found.reason.clone(),
        pattern: found.pattern.clone(),
    }
}
