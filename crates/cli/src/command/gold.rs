//! `casecheck gold`: what reviewers decided, as a gold standard for the extraction.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use casefile::Value;
use catalog::Catalog;
use clap::{Args, Subcommand};
use pipeline::snapshot;
use serde_json::{Value as Json, json};
use store::review::{self, Decided};
use store::{Scope, Store, document};

use crate::case_folders::court_place;
use crate::configuration::{self, ServiceOptions};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::service::{self, store_failure};

/// Work with what reviewers decided.
#[derive(Subcommand)]
#[command(after_help = "\
Examples:
  casecheck gold export reviewed
  cargo run --release -p accuracy -- score reviewed/gold.jsonl --texts reviewed/texts")]
pub enum GoldCommand {
    /// Write the decisions that stand, with the texts of their documents, into a folder.
    Export(Export),
}

/// Write the decisions that stand, with the texts of their documents, into a folder.
///
/// DIR/gold.jsonl holds one line per decision: the document, the leaf path of the case record, and the value that a correct
/// extraction reads there; null where the document does not state the value. DIR/texts holds the documents, named by their
/// ids. Decisions that were taken back or put off are left out, and so are those that say nothing about a document.
///
/// What a verdict says about the extraction: entry_error and document_error, the document was read as it is printed, unless
/// the reviewer gave another value; generation_error, the value that was read is wrong, and the right one is what the
/// reviewer gave, or else the document states none; false_alarm, the document was read as it is printed.
///
/// The texts are those of the case files: keep the folder as you keep them. Reviewers are named by their role alone.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck gold export reviewed
  casecheck gold export reviewed --court 鲁0102")]
pub struct Export {
    /// Folder for the export; it is created.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Name, id or code (鲁0102) of the court.
    #[arg(long)]
    court: Option<String>,
    #[command(flatten)]
    service: ServiceOptions,
}

/// Decisions of one question to the store.
const ROWS: i64 = 200;

/// Runs the command.
pub fn run(command: &GoldCommand) -> Result<Outcome, Failure> {
    let GoldCommand::Export(asked) = command;
    let configuration = configuration::load(&asked.service)?;
    service::runtime()?.block_on(async {
        let opened = service::open(&configuration).await?;
        let scope = match &asked.court {
            Some(name) => Scope::Court(court_place(&opened.store, opened.catalog, name).await?.court_id),
            None => Scope::All,
        };
        export(&opened.store, opened.catalog, &scope, &asked.folder).await
    })?;
    Ok(Outcome::default())
}

async fn export(store: &Store, catalog: &Catalog, scope: &Scope, folder: &Path) -> Result<(), Failure> {
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).map_err(|error| unwritable(&texts, &error))?;
    let path = folder.join("gold.jsonl");
    let mut out = BufWriter::new(File::create(&path).map_err(|error| unwritable(&path, &error))?);
    let (mut lines, mut left_out, mut written) = (0_u64, 0_u64, BTreeSet::new());
    let mut after: Option<String> = None;
    loop {
        let found =
            review::decided(store, scope, after.as_deref(), ROWS).await.map_err(|error| store_failure(&error))?;
        let Some(last) = found.last() else { break };
        after = Some(last.discrepancy.id.clone());
        for decided in &found {
            let line = match gold_line(decided, catalog) {
                Some(line) => named(store, line).await?,
                None => None,
            };
            let Some((line, sha256)) = line else {
                left_out += 1;
                continue;
            };
            let id = line["id"].as_str().unwrap_or_default().to_string();
            if !written.contains(&id) && !write_text(store, &texts, &id, &sha256).await? {
                left_out += 1;
                continue;
            }
            written.insert(id);
            writeln!(out, "{line}").map_err(|error| unwritable(&path, &error))?;
            lines += 1;
        }
    }
    out.flush().map_err(|error| unwritable(&path, &error))?;
    eprintln!("{lines} decisions about {} documents, {left_out} left out", written.len());
    Ok(())
}

/// Adds the file name of the document; none if the document is gone. Returns its content hash, too.
async fn named(store: &Store, mut line: Json) -> Result<Option<(Json, String)>, Failure> {
    let id = line["id"].as_str().unwrap_or_default();
    match document::get(store, &Scope::All, id).await {
        Ok(row) => {
            line["file"] = json!(row.name);
            Ok(Some((line, row.sha256)))
        }
        Err(store::StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(store_failure(&error)),
    }
}

/// Writes the text of a document as it was read; false where it is not kept.
async fn write_text(store: &Store, texts: &Path, id: &str, sha256: &str) -> Result<bool, Failure> {
    let kept = store.blobs().get_derived(&snapshot::name(sha256)).await.map_err(|error| store_failure(&error))?;
    let Some(document) = kept.and_then(|kept| snapshot::decode(&kept)) else { return Ok(false) };
    let path = texts.join(format!("{id}.txt"));
    std::fs::write(&path, &document.text).map_err(|error| unwritable(&path, &error))?;
    Ok(true)
}

/// What a decision says about the extraction; none where it says nothing, or not about which document.
fn gold_line(decided: &Decided, catalog: &Catalog) -> Option<Json> {
    let (found, review) = (&decided.discrepancy.found, &decided.review);
    let field = catalog.field(&found.field)?;
    let read: Json = found.extracted.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let shown: Option<Json> = review.evidence.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let evidence = shown.or_else(|| read["evidence"].get(0).cloned()).filter(Json::is_object)?;
    let given = review.value.as_deref().map(str::trim).filter(|value| !value.is_empty());
    // What people write is brought into the form in which values are compared.
    let given = given.map(|text| Value::parse(field.kind, text).map_or(text.to_string(), |value| value.canonical()));
    let as_read = read["value"].as_str().map(str::to_string);
    let value = match review.verdict.as_str() {
        "entry_error" | "document_error" => given.or(as_read.clone()),
        "generation_error" => given,
        "false_alarm" => Some(as_read.clone()?),
        _ => return None,
    };
    Some(json!({
        "id": evidence["document"].as_str()?,
        "path": found.path,
        "field": found.field,
        "value": value,
        "read": as_read,
        "evidence": {
            "page": evidence["page"], "start": evidence["start"], "end": evidence["end"], "quote": evidence["quote"],
        },
        "verdict": review.verdict,
        "role": decided.role,
        "at_ms": review.at.0,
    }))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    let message = format!("cannot write {}: {error}", path.display());
    Failure::new("output_unwritable", message, "check the folder, its permissions and the free space")
}
