//! Owns the measurement of throughput on one thread. Every stage runs in one process on the same texts, so the ratios
//! hold on any machine while the figures of one machine say little about another.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use casefile::Document;
use pipeline::Options;
use serde_json::{Value as Json, json};
use text::{Reading, Words};

use crate::input;

/// Measure throughput.
#[derive(clap::Args)]
pub struct Arguments {
    /// Directories of documents, documents, or JSONL files of objects with id and text.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Rounds; the best one counts.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Take at most so many documents.
    #[arg(long, default_value_t = 2_000)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A stage with its best time over the texts.
struct Stage {
    name: &'static str,
    best: Duration,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let files = load(&arguments.paths, arguments.limit)?;
    let parsed = files.iter().filter_map(|(name, bytes)| pipeline::parse(name, bytes).ok());
    let documents: Vec<Document> = parsed.collect();
    if documents.is_empty() {
        bail!("no document could be read");
    }
    let text_bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    let stages = measure(&files, &documents, arguments.rounds);
    let yardstick = stages[0].best.as_secs_f64();
    if arguments.json {
        let rows = stages.iter().map(|stage| {
            let seconds = stage.best.as_secs_f64();
            json!({"stage": stage.name, "mb_per_second": text_bytes as f64 / 1e6 / seconds,
                   "documents_per_second": documents.len() as f64 / seconds, "time_to_words": seconds / yardstick})
        });
        println!("{}", json!({"documents": documents.len(), "bytes": text_bytes, "stages": rows.collect::<Json>()}));
        return Ok(());
    }
    println!("{} documents, {:.2} MB of text, best of {}", documents.len(), text_bytes as f64 / 1e6, arguments.rounds);
    println!("{:28} {:>9} {:>12} {:>13}", "stage", "MB/s", "documents/s", "time to words");
    for stage in &stages {
        let seconds = stage.best.as_secs_f64();
        let (speed, rate) = (text_bytes as f64 / 1e6 / seconds, documents.len() as f64 / seconds);
        println!("{:28} {speed:9.1} {rate:12.0} {:13.2}", stage.name, seconds / yardstick);
    }
    Ok(())
}

fn measure(files: &[(String, Vec<u8>)], documents: &[Document], rounds: u32) -> Vec<Stage> {
    let options = Options::embedded();
    let words = Words::embedded();
    let mut stages = vec![
        stage("words", || documents.iter().for_each(|document| drop(black_box(words.cut(&document.text))))),
        stage("normal text and sections", || {
            documents.iter().for_each(|document| drop(black_box(Reading::of(document, options.catalog))));
        }),
        stage("extract from parsed text", || {
            documents.iter().for_each(|document| drop(black_box(pipeline::read(document, options))));
        }),
        stage("bytes to record", || {
            files.iter().for_each(|(name, bytes)| drop(black_box(pipeline::process(name, bytes, options))));
        }),
    ];
    // Rounds go over all stages in turn, so that a busy moment of the machine does not hit one stage alone.
    for _ in 0..rounds.max(1) {
        for (_, best, work) in &mut stages {
            let start = Instant::now();
            work();
            *best = (*best).min(start.elapsed());
        }
    }
    stages.into_iter().map(|(name, best, _)| Stage { name, best }).collect()
}

type Timed<'a> = (&'static str, Duration, Box<dyn Fn() + 'a>);

fn stage<'a>(name: &'static str, work: impl Fn() + 'a) -> Timed<'a> {
    (name, Duration::MAX, Box::new(work))
}

fn load(paths: &[PathBuf], limit: usize) -> Result<Vec<(String, Vec<u8>)>> {
    let mut out = Vec::new();
    for path in paths {
        match path {
            path if path.is_dir() => {
                for file in input::files(path)?.iter().filter(|file| file.is_file()) {
                    out.push(input::read(file)?);
                }
            }
            path if path.extension().is_some_and(|suffix| suffix == "jsonl") => out.extend(lines(path)?),
            path => out.push(input::read(path)?),
        }
    }
    out.truncate(limit);
    Ok(out)
}

fn lines(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let texts = input::records(path)?.into_iter().filter_map(|(id, record)| {
        let text = record.get("text").and_then(Json::as_str)?;
        Some((format!("{id}.txt"), text.as_bytes().to_vec()))
    });
    Ok(texts.collect())
}
