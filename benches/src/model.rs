//! Owns the measurement of the model by itself: characters and documents per second on one thread, memory over many
//! documents, and the kinds of material of pages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Result, bail};
use pipeline::{Options, Tagger};

use crate::input;

/// Measure the model.
#[derive(clap::Args)]
pub struct Arguments {
    /// Directories of documents.
    #[arg(required = true)]
    directories: Vec<PathBuf>,
    /// libonnxruntime to run the model with; without it the built-in engine runs.
    #[arg(long)]
    library: Option<PathBuf>,
    /// Read so many documents, beginning anew when they are all read.
    #[arg(long, default_value_t = 500)]
    documents: usize,
    /// Count the kinds of pages of so many characters instead, per directory.
    #[arg(long)]
    kinds: Option<usize>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let choice = tagger::choose(arguments.library.as_slice());
    let model = tagger::Model::on(&choice);
    println!("engine {}", choice.engine.as_str());
    if let Some(page_chars) = arguments.kinds {
        return arguments.directories.iter().try_for_each(|directory| kinds(directory, page_chars, &model));
    }
    let mut files = Vec::new();
    for directory in &arguments.directories {
        for path in input::files(directory)?.into_iter().filter(|path| path.is_file()) {
            files.push(input::read(&path)?);
        }
    }
    if files.is_empty() {
        bail!("no documents");
    }
    let tagger: &dyn Tagger = &model;
    let options = Options { tagger: Some(tagger), ..Options::embedded() };
    let (mut chars, mut seconds) = (0, 0.0);
    for round in 0..arguments.documents {
        let (name, bytes) = &files[round % files.len()];
        let Ok(document) = pipeline::parse(name, bytes) else { continue };
        let start = Instant::now();
        pipeline::read(&document, options);
        seconds += start.elapsed().as_secs_f64();
        chars += document.text.chars().count();
        let tenth = (arguments.documents / 10).max(1);
        if (round + 1) % tenth == 0 {
            let resident = resident_megabytes();
            println!("{:6} documents, {resident:.0} MB resident", round + 1);
        }
    }
    let count = arguments.documents as f64;
    println!(
        "{:.0} characters per second, {:.1} documents per second on one thread",
        chars as f64 / seconds,
        count / seconds
    );
    Ok(())
}

fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

/// How often pages of each name's documents are taken for each kind. Documents are cut into pages of one length.
fn kinds(directory: &Path, page_chars: usize, model: &tagger::Model) -> Result<()> {
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for path in input::files(directory)?.into_iter().filter(|path| path.is_file()) {
        let (name, bytes) = input::read(&path)?;
        let Ok(document) = pipeline::parse(&name, &bytes) else { continue };
        let chars: Vec<char> = document.text.chars().collect();
        for page in chars.chunks(page_chars) {
            let page = pipeline::normalised_page(&page.iter().collect::<String>());
            if let Some((kind, _)) = model.kinds(&page).first() {
                let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let material = stem.rsplit('-').next().unwrap_or_default().to_string();
                *counts.entry((material, kind)).or_default() += 1;
            }
        }
    }
    for ((material, kind), count) in counts {
        println!("{material}\t{kind}\t{count}");
    }
    Ok(())
}
