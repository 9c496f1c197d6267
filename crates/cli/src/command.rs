//! Owns the list of commands.

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::failure::Failure;
use crate::isolation::Isolation;
use crate::outcome::Outcome;

mod backup;
mod catalog;
mod check;
mod demo;
mod doctor;
mod extract;
mod gold;
mod highlight;
mod import;
mod page;
mod parser_child;
mod recheck;
mod serve;
mod split;
mod tag;
mod text;
mod user;
mod watch;
mod worker;

/// What to do.
#[derive(Subcommand)]
pub enum Command {
    /// Extract the case information of documents.
    Extract(extract::Extract),
    /// Print the text of a document.
    Text(text::Text),
    /// Show what the model sees in a document: kinds of pages, persons, places, times, sums and goods.
    Tag(tag::Tag),
    /// Draw a page of a document as a picture.
    Page(page::Page),
    /// Mark the words that prove the case information in a copy of a PDF.
    Highlight(highlight::Highlight),
    /// Take a PDF case file apart into its materials.
    Split(split::Split),
    /// Check what was typed about cases against their files.
    Check(check::Check),
    /// Check the built-in sample cases and show the proof of each discrepancy.
    Demo(demo::Demo),
    /// Run the service: API, queue and workers in one process.
    Serve(serve::Serve),
    /// Do the jobs of a service that runs elsewhere.
    Worker(worker::WorkerCommand),
    /// Take in what appears in a folder.
    Watch(watch::Watch),
    /// Take in case folders, trees of them, or ZIP files.
    Import(import::Import),
    /// Ask for a new check of every case.
    Recheck(recheck::Recheck),
    /// Copy database and contents into a folder.
    Backup(backup::Backup),
    /// Bring a backup back into an empty database.
    Restore(backup::Restore),
    /// Add users and set passwords.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Work with what reviewers decided.
    #[command(subcommand)]
    Gold(gold::GoldCommand),
    /// Check, try and show the catalogue of fields, courts and causes.
    #[command(subcommand)]
    Catalog(catalog::CatalogCommand),
    /// Say which engine runs the model, and why.
    Doctor(doctor::Doctor),
    /// Parse files for the parent process.
    #[command(hide = true)]
    ParserChild(parser_child::ParserChild),
}

/// Options that every command with documents has.
#[derive(Args)]
pub struct Processing {
    /// Replace the built-in catalogue by this directory.
    #[arg(long, value_name = "DIR")]
    catalog: Option<std::path::PathBuf>,
    /// Number of threads; 0 takes one per core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Run every pattern, also those whose keywords are not in the text (slower, same result).
    #[arg(long, hide_short_help = true)]
    no_prefilter: bool,
    /// Read with the rules alone.
    #[arg(long)]
    no_model: bool,
    #[command(flatten)]
    isolation: Isolation,
}

impl Processing {
    fn options(&self) -> Result<pipeline::Options<'static>, Failure> {
        let catalog = crate::catalogue::load(self.catalog.as_deref())?;
        let tagger = (!self.no_model).then(|| crate::model::loaded() as &dyn pipeline::Tagger);
        Ok(pipeline::Options { catalog, prefilter: !self.no_prefilter, tagger })
    }

    fn parser(&self) -> Result<pipeline::isolation::Parser, Failure> {
        self.isolation.parser(self.threads)
    }
}

/// Runs a command; the result is the exit code.
pub fn run(command: Command) -> Result<ExitCode, Failure> {
    let outcome = match command {
        Command::Extract(command) => extract::run(&command),
        Command::Text(command) => text::run(&command),
        Command::Tag(command) => tag::run(&command),
        Command::Doctor(command) => doctor::run(&command),
        Command::Page(command) => page::run(&command),
        Command::Highlight(command) => highlight::run(&command),
        Command::Split(command) => split::run(&command),
        Command::Check(command) => check::run(&command),
        Command::Demo(command) => demo::run(&command),
        Command::Catalog(command) => catalog::run(&command),
        Command::Serve(command) => serve::run(&command),
        Command::Worker(command) => worker::run(&command),
        Command::Watch(command) => watch::run(&command),
        Command::Import(command) => import::run(&command),
        Command::Recheck(command) => recheck::run(&command),
        Command::Backup(command) => backup::run(&command),
        Command::Restore(command) => backup::run_restore(&command),
        Command::User(command) => user::run(&command),
        Command::Gold(command) => gold::run(&command),
        Command::ParserChild(command) => return Ok(parser_child::run(&command)),
    };
    outcome.map(Outcome::exit_code)
}
