//! `casecheck catalog`: the loop of the person who edits the catalogue: check, try, show.

use std::path::PathBuf;

use catalog::{Catalog, Field};
use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::isolation::Isolation;
use crate::outcome::Outcome;
use crate::{catalogue, input, view};

/// Commands on the catalogue.
#[derive(Subcommand)]
pub enum CatalogCommand {
    /// Load the catalogue and report every mistake with its file and line.
    Check(CheckCatalog),
    /// Run the rules of one field on documents and show what they read.
    Try(Try),
    /// Show a field, a court or a cause; without a name, the list of fields.
    Show(Show),
}

/// Which catalogue.
#[derive(Args)]
pub struct Which {
    /// Replace the built-in catalogue by this directory.
    #[arg(long, value_name = "DIR")]
    catalog: Option<PathBuf>,
}

/// Load the catalogue and report every mistake with its file and line.
#[derive(Args)]
#[command(after_help = "Example:\n  casecheck catalog check --catalog crates/catalog/data")]
pub struct CheckCatalog {
    #[command(flatten)]
    which: Which,
}

/// Run the rules of one field on documents and show what they read.
#[derive(Args)]
#[command(after_help = "Example:\n  casecheck catalog try filing_date judgment.docx --catalog crates/catalog/data")]
pub struct Try {
    /// Key of a field, such as filing_date.
    field: String,
    /// Documents.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    isolation: Isolation,
}

/// Show a field, a court or a cause; without a name, the list of fields.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  casecheck catalog show\n  casecheck catalog show parties.birth_date\n  casecheck catalog show 鲁0102\n  casecheck catalog show 民间借贷"
)]
pub struct Show {
    /// Key of a field, name or code of a court, code of a case type, name of a cause or charge.
    what: Option<String>,
    #[command(flatten)]
    which: Which,
}

/// Runs a command.
pub fn run(command: &CatalogCommand) -> Result<Outcome, Failure> {
    match command {
        CatalogCommand::Check(command) => check(command),
        CatalogCommand::Try(command) => try_field(command),
        CatalogCommand::Show(command) => show(command),
    }
}

fn check(command: &CheckCatalog) -> Result<Outcome, Failure> {
    let files = match &command.which.catalog {
        Some(directory) => catalogue::files_of(directory)?,
        None => catalog::embedded_files(),
    };
    let report = catalog::check(&files);
    for error in &report.errors {
        view::print_line(&error.to_string());
    }
    if !report.errors.is_empty() {
        let message = format!("{} mistakes in the catalogue", report.errors.len());
        return Err(Failure::new("catalogue_invalid", message, "mend the lines named above and check again"));
    }
    let version = report.version.unwrap_or_default();
    let counts: Vec<String> = report.counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
    view::print_line(&format!("catalogue {version} is valid: {}", counts.join(", ")));
    Ok(Outcome::default())
}

fn try_field(command: &Try) -> Result<Outcome, Failure> {
    let catalog = catalogue::load(command.which.catalog.as_deref())?;
    let field = known_field(catalog, &command.field)?;
    if field.rules.is_empty() {
        let message = format!("the field {} has no patterns: it is read by code", field.key);
        return Err(Failure::new("field_without_rules", message, "try `casecheck extract` instead"));
    }
    let parser = command.isolation.parser(1)?;
    let mut outcome = Outcome::default();
    for path in &command.files {
        match input::read(path).and_then(|bytes| input::parse(path, &parser, &bytes)) {
            Ok(document) => {
                view::print_line(&input::name_of(path));
                for found in pipeline::try_field(&document, catalog, &command.field) {
                    view::print_line(&format!("  {}  {}  “{}”", found.rule, found.value, found.words));
                }
            }
            Err(error) => {
                outcome.unreadable = true;
                view::warn(&path.display().to_string(), &error);
            }
        }
    }
    Ok(outcome)
}

fn known_field<'c>(catalog: &'c Catalog, key: &str) -> Result<&'c Field, Failure> {
    catalog.field(key).ok_or_else(|| {
        let message = format!("the catalogue has no field {key}");
        Failure::new("field_unknown", message, "`casecheck catalog show` lists the fields")
    })
}

fn show(command: &Show) -> Result<Outcome, Failure> {
    let catalog = catalogue::load(command.which.catalog.as_deref())?;
    let Some(what) = &command.what else {
        for field in catalog.fields() {
            view::print_line(&format!("{:34} {} · {}", field.key.as_str(), field.group.name(), field.name));
        }
        return Ok(Outcome::default());
    };
    let shown = catalog.describe(what);
    if shown.is_empty() {
        let message = format!("the catalogue knows no field, court, case type, cause or charge {what}");
        return Err(Failure::new("catalogue_unknown", message, "`casecheck catalog show` lists the fields"));
    }
    view::print_line(&shown);
    Ok(Outcome::default())
}
