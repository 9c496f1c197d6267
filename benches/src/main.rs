//! Measures how well casecheck reads and compares: figures per field against a gold standard, recall on injected entry
//! errors, false flags on clean entries, speed. Owns the dispatch to one file per command; measures nothing itself.

use clap::{Parser, Subcommand};

mod columns;
mod crosscheck;
mod desk;
mod facts;
mod formats;
mod input;
mod interval;
mod isolation;
mod model;
mod noise;
mod once;
mod pdf;
mod random;
mod reliability;
mod score;
mod search;
mod service;
mod speed;

#[derive(Parser)]
#[command(
    name = "accuracy",
    about = "Measures extraction, cross-check and speed",
    after_help = "Examples:\n  \
        cargo run --release -p accuracy -- score gold.jsonl --texts texts/ --write-baseline baseline.json\n  \
        cargo run --release -p accuracy -- score gold.jsonl --texts texts/ --against baseline.json\n  \
        cargo run --release -p accuracy -- score gold.jsonl predicted.jsonl --errors statutes\n  \
        cargo run --release -p accuracy -- crosscheck --cases samples\n  \
        cargo run --release -p accuracy -- crosscheck --gold gold.jsonl --texts texts/ --list missed\n  \
        cargo run --release -p accuracy -- columns gold.jsonl --texts texts/\n  \
        cargo run --release -p accuracy -- model texts/\n  \
        cargo run --release -p accuracy -- formats written/txt written/docx written/pdf\n  \
        cargo run --release -p accuracy -- speed texts/\n  \
        cargo run --release -p accuracy -- pdf pdfs/\n  \
        cargo run --release -p accuracy -- isolation files/\n  \
        cargo run --release -p accuracy -- service files/\n  \
        cargo run --release -p accuracy -- search\n  \
        cargo run --release -p accuracy -- desk\n  \
        benches/callgrind.sh judgment.txt"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score extracted records against a gold standard, per field and group.
    Score(score::Arguments),
    /// Compare rules, model and both on clean and on damaged texts.
    Columns(columns::Arguments),
    /// Measure the speed and the memory of the model, and the kinds of pages that it sees.
    Model(model::Arguments),
    /// Inject entry errors and harmless variants into true records and count what is flagged.
    Crosscheck(crosscheck::Arguments),
    /// Compare the records of the same documents in several formats.
    Formats(formats::Arguments),
    /// Measure the throughput of the stages on one thread.
    Speed(speed::Arguments),
    /// Compare the text of PDF files with poppler's pdftotext: Chinese characters, time, memory.
    Pdf(pdf::Arguments),
    /// Measure what parsing in child processes costs.
    Isolation(isolation::Arguments),
    /// Measure the whole service, embedded and with PostgreSQL and RabbitMQ, beside the bare pipeline.
    Service(service::Arguments),
    /// Measure the pages of the reviewer's desk with many discrepancies in the store.
    Desk(desk::Arguments),
    /// Measure the search over many cases on SQLite and PostgreSQL.
    Search(search::Arguments),
    /// Process one file a given number of times and print nothing else; for instruction counts.
    Once(once::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Score(arguments) => score::run(&arguments),
        Command::Columns(arguments) => columns::run(&arguments),
        Command::Model(arguments) => model::run(&arguments),
        Command::Crosscheck(arguments) => crosscheck::run(&arguments),
        Command::Formats(arguments) => formats::run(&arguments),
        Command::Speed(arguments) => speed::run(&arguments),
        Command::Pdf(arguments) => pdf::run(&arguments),
        Command::Isolation(arguments) => isolation::run(&arguments),
        Command::Service(arguments) => service::run(&arguments),
        Command::Desk(arguments) => desk::run(&arguments),
        Command::Search(arguments) => search::run(&arguments),
        Command::Once(arguments) => once::run(&arguments),
    }
}
