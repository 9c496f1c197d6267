//! `casecheck highlight`: the words that prove the case information, marked in a copy of the document.

use std::collections::BTreeMap;
use std::path::PathBuf;

use casefile::{Extraction, FieldKey, LeafPath, Record};
use catalog::Catalog;
use clap::Args;

use crate::failure::Failure;
use crate::input::{self, FileError};
use crate::outcome::Outcome;
use crate::{output, view};

/// Mark the words that prove the case information in a copy of a PDF.
///
/// The case information is extracted as by `casecheck extract`, and its words become highlight annotations; each has a
/// note with the name of the field and its value. The document itself stays as it is.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck highlight judgment.pdf --out marked.pdf
  casecheck highlight judgment.pdf --field case_number --field 'parties[被告 张三].birth_date' --out marked.pdf")]
pub struct Highlight {
    /// A PDF.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Mark this field alone: the path of a leaf, or the key of a field. May be repeated.
    #[arg(long = "field", value_name = "PATH")]
    fields: Vec<String>,
    /// Where the marked copy goes; - is standard output.
    #[arg(long, value_name = "COPY")]
    out: PathBuf,
    #[command(flatten)]
    processing: super::Processing,
}

/// Runs the command.
pub fn run(command: &Highlight) -> Result<Outcome, Failure> {
    let options = command.processing.options()?;
    let parser = command.processing.parser()?;
    let path = &command.file;
    let read = input::read(path).and_then(|bytes| {
        // What cannot be marked is refused before anything is read out of it.
        parser.outline(&bytes).map_err(FileError::Process)?;
        let processed = pipeline::process_with(&parser, &input::name_of(path), &bytes, options);
        Ok((bytes, processed.map_err(FileError::Process)?))
    });
    let (bytes, processed) = match read {
        Ok(read) => read,
        Err(error) => return view::refused(path, &error),
    };
    let marks = marks(&processed.extracted.record, &command.fields, options.catalog)?;
    match parser.highlight(&bytes, &marks).map_err(FileError::Process) {
        Ok(copy) => {
            output::write(&command.out, &copy)?;
            Ok(Outcome::default())
        }
        Err(error) => view::refused(path, &error),
    }
}

/// The places of the leaves asked for. Leaves that the same words prove share one mark.
fn marks(
    record: &Record<Extraction>,
    fields: &[String],
    catalog: &Catalog,
) -> Result<Vec<pipeline::Highlight>, Failure> {
    let leaves = record.leaves(catalog);
    let is_asked = |field: &String, path: &LeafPath, key: &FieldKey| path.as_str() == field || key.as_str() == field;
    for field in fields {
        if !leaves.iter().any(|(path, key, _)| is_asked(field, path, key)) {
            let message = format!("nothing was extracted for {field}");
            return Err(Failure::new("field_unknown", message, "`casecheck extract --json FILE` shows the paths"));
        }
    }
    let mut marks: BTreeMap<(u32, usize, usize), pipeline::Highlight> = BTreeMap::new();
    for (path, key, leaf) in &leaves {
        if !fields.is_empty() && !fields.iter().any(|field| is_asked(field, path, key)) {
            continue;
        }
        let note = format!("{}：{}", catalog.path_name(path, key), leaf.chosen.value.canonical());
        for evidence in &leaf.chosen.evidence {
            for at in evidence.boxes() {
                let range = evidence.span().range();
                let mark = marks.entry((at.page, range.start, range.end)).or_insert_with(|| pipeline::Highlight {
                    page: at.page,
                    rects: Vec::new(),
                    note: String::new(),
                });
                if !mark.rects.contains(&at.rect) {
                    mark.rects.push(at.rect);
                }
                if !mark.note.lines().any(|line| line == note) {
                    let separator = if mark.note.is_empty() { "" } else { "\n" };
                    mark.note = format!("{}{separator}{note}", mark.note);
                }
            }
        }
    }
    Ok(marks.into_values().collect())
}
