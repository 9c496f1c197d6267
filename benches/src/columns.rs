//! Owns the comparison of rules, model and both on clean and on damaged texts: the columns of the accuracy table.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use pipeline::Options;
use serde_json::json;

use crate::facts::facts;
use crate::input::{self, Record};
use crate::noise::{DAMAGES, Damage, damaged};
use crate::reliability::Reliability;
use crate::score::{Score, score};

/// Compare rules, model and both on clean and damaged texts.
#[derive(clap::Args)]
pub struct Arguments {
    /// The gold records, one JSON object per line.
    gold: PathBuf,
    /// The texts; a file is named after the id of its record.
    #[arg(long)]
    texts: PathBuf,
    /// libonnxruntime to run the model with; without it the built-in engine runs.
    #[arg(long)]
    library: Option<PathBuf>,
    /// Take these damages alone, by their numbers from 0.
    #[arg(long, value_delimiter = ',')]
    only: Vec<usize>,
    /// Print the fields, too.
    #[arg(long)]
    fields: bool,
    /// Print how sure readings were and how many of them were right, too.
    #[arg(long)]
    confidences: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Rules,
    Model,
    Both,
}

const READERS: [(Reader, &str); 3] = [(Reader::Rules, "rules"), (Reader::Model, "model"), (Reader::Both, "both")];

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let gold = input::records(&arguments.gold)?;
    let files = input::files_by_stem(&arguments.texts)?;
    let model = tagger::Model::on(&tagger::choose(arguments.library.as_slice()));
    let mut texts = HashMap::new();
    for (id, _) in &gold {
        if let Some(path) = files.get(id) {
            texts.insert(id.clone(), String::from_utf8_lossy(&input::read(path)?.1).into_owned());
        }
    }
    if !arguments.json {
        println!("{} documents; F1 of header fields, body fields, all fields", texts.len());
    }
    let wanted = |number: &usize| arguments.only.is_empty() || arguments.only.contains(number);
    for (_, damage) in DAMAGES.into_iter().enumerate().filter(|(number, _)| wanted(number)) {
        for (reader, name) in READERS {
            let (score, reliability) = measured(&gold, &texts, damage, reader, &model)?;
            let groups = score
                .groups()
                .map(|(_, tally)| (100.0 * tally.f1(), 100.0 * tally.interval().0, 100.0 * tally.interval().1));
            if arguments.json {
                println!("{}", json!({"damage": damage.name, "reader": name, "groups": groups}));
                continue;
            }
            let shown = groups.map(|(f1, low, high)| format!("{f1:6.2} ({low:.2}-{high:.2})"));
            println!("{:28} {name:6} {}", damage.name, shown.join("  "));
            if arguments.fields {
                score.print_fields();
            }
            if arguments.confidences {
                reliability.print();
            }
        }
    }
    Ok(())
}

fn measured(
    gold: &[(String, Record)],
    texts: &HashMap<String, String>,
    damage: Damage,
    reader: Reader,
    model: &tagger::Model,
) -> Result<(Score, Reliability)> {
    let catalog = Options::embedded().catalog;
    let mut found = HashMap::new();
    let mut reliability = Reliability::default();
    for (id, truth) in gold {
        let Some(text) = texts.get(id) else { continue };
        let text = damaged(text, damage, id);
        let document = pipeline::parse("document.txt", text.as_bytes()).with_context(|| format!("reading {id}"))?;
        let tagger: &dyn pipeline::Tagger = model;
        let options = Options { tagger: (reader == Reader::Both).then_some(tagger), ..Options::embedded() };
        let record = match reader {
            Reader::Model => pipeline::read_by_model(&document, catalog, tagger),
            Reader::Rules | Reader::Both => pipeline::read(&document, options).0.record,
        };
        reliability.add(&record, &facts(truth), &input::uncertain(truth), catalog);
        found.insert(id.clone(), entry::record_json(&record, catalog));
    }
    Ok((score(gold, &found, None), reliability))
}
