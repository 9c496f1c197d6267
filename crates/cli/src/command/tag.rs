//! `casecheck tag`: what the model sees in a document.

use std::path::PathBuf;

use clap::Args;
use pipeline::{Labelled, Place};
use serde_json::json;

use crate::failure::Failure;
use crate::input;
use crate::isolation::Isolation;
use crate::outcome::Outcome;
use crate::{model, view};

/// Show what the model sees in a document: what kind of material each page is, and the persons, places, times, sums and
/// goods that the text names.
///
/// The labels are NHCS suspect, NHVI victim, Nh person, NCSM money, NCGV value, NCSP profit, NASI goods, NATS tool, NT time,
/// NS place, NO organisation, NDR drug and NW weight.
#[derive(Args)]
#[command(after_help = "Examples:\n  casecheck tag casefile.pdf\n  casecheck tag --json judgment.docx | jq .pages")]
pub struct Tag {
    /// A document.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// JSON instead of text.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    isolation: Isolation,
}

/// Runs the command.
pub fn run(command: &Tag) -> Result<Outcome, Failure> {
    let path = &command.file;
    let parser = command.isolation.parser(1)?;
    let document = match input::read(path).and_then(|bytes| input::parse(path, &parser, &bytes)) {
        Ok(document) => document,
        Err(error) => {
            view::warn(&path.display().to_string(), &error);
            return Ok(Outcome { unreadable: true, ..Outcome::default() });
        }
    };
    let labelled = pipeline::label(&document, model::loaded());
    view::print_line(&if command.json { as_json(&labelled) } else { as_text(&labelled) });
    Ok(Outcome::default())
}

fn as_json(labelled: &Labelled) -> String {
    let place = |place: &Place| {
        json!({
            "label": place.label, "probability": rounded(place.probability),
            "page": place.evidence.page(), "start": place.evidence.span().start(), "end": place.evidence.span().end(),
            "quote": place.evidence.quote(),
        })
    };
    let page = |(number, kind, probability): &(u32, &str, f64)| json!({"number": number, "kind": kind, "probability": rounded(*probability)});
    json!({
        "pages": labelled.pages.iter().map(page).collect::<Vec<_>>(),
        "fields": labelled.fields.iter().map(place).collect::<Vec<_>>(),
        "entities": labelled.entities.iter().map(place).collect::<Vec<_>>(),
    })
    .to_string()
}

fn as_text(labelled: &Labelled) -> String {
    let pages =
        labelled.pages.iter().map(|(number, kind, probability)| format!("第{number}页 {kind} {probability:.2}"));
    let places = labelled.entities.iter().map(|place| {
        let page = place.evidence.page();
        format!("{:4} {:.2} 第{page}页 {}", place.label, place.probability, place.evidence.quote())
    });
    pages.chain(places).collect::<Vec<_>>().join("\n")
}

fn rounded(probability: f64) -> f64 {
    (probability * 1000.0).round() / 1000.0
}
