//! `casecheck extract`: the case information of documents, with proof.

use std::path::{Path, PathBuf};

use clap::Args;
use pipeline::Processed;
use serde_json::json;

use crate::failure::Failure;
use crate::input::{self, FileError};
use crate::outcome::Outcome;
use crate::{batch, view};

/// Extract the case information of documents.
///
/// For people a list of fields with the words that prove them; with --json one line per file, in the order given: the
/// record's keys, and `evidence`, `confidence` and `method` by leaf path. `evidence` counts bytes of the text that
/// `casecheck text FILE` prints.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  casecheck extract judgment.pdf\n  casecheck extract --json *.docx > records.jsonl"
)]
pub struct Extract {
    /// Documents: PDF, OFD, DOCX, DOC, RTF, ODT, HTML, MHT, TXT or an image, recognised by content.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON line per file instead of a table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    processing: super::Processing,
}

/// Runs the command.
pub fn run(command: &Extract) -> Result<Outcome, Failure> {
    let options = command.processing.options()?;
    let parser = command.processing.parser()?;
    let mut outcome = Outcome::default();
    let work = |path: &PathBuf| input::process(path, &parser, options);
    batch::run(&command.files, command.processing.threads, work, |path, result| {
        outcome.unreadable |= result.is_err();
        show(path, &result, command.json, options.catalog);
    });
    Ok(outcome)
}

fn show(path: &Path, result: &Result<Processed, FileError>, as_json: bool, catalog: &catalog::Catalog) {
    match result {
        Ok(processed) if as_json => {
            let id = input::stem_of(path);
            view::print_line(&view::json::extraction_line(&id, processed, catalog).to_string());
        }
        Ok(processed) => view::print_line(&view::table::record(&input::name_of(path), processed, catalog)),
        Err(error) => {
            if as_json {
                let error = json!({"code": error.code(), "message": error.message(), "hint": error.hint()});
                view::print_line(&json!({"id": input::stem_of(path), "error": error}).to_string());
            }
            view::warn(&path.display().to_string(), error);
        }
    }
}
