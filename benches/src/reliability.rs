//! Owns how well confidence says how often a reading is right: readings by their confidence, and the expected calibration
//! error. Looks at fields whose values are words or dates.

use casefile::{Extraction, Record};
use catalog::Catalog;
use serde_json::json;

use crate::facts::{Atom, Facts, norm};

/// Upper ends of the classes of confidence.
const ENDS: [f64; 7] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.001];

/// Readings by their confidence.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reliability([Class; ENDS.len()]);

#[derive(Clone, Copy, Debug, Default)]
struct Class {
    readings: u32,
    right: u32,
    confidence: f64,
}

impl Reliability {
    /// Adds the readings of a record, held against what is true. Fields whose gold is doubtful are left out.
    pub fn add(&mut self, record: &Record<Extraction>, truth: &Facts, left_out: &[String], catalog: &Catalog) {
        for (_, key, leaf) in record.leaves(catalog) {
            let key = key.as_str();
            if left_out.iter().any(|out| key.split('.').next() == Some(out)) {
                continue;
            }
            let Some(right) = is_right(key, &norm(Some(&json!(leaf.chosen.value.canonical()))), truth) else {
                continue;
            };
            let confidence = leaf.chosen.confidence.fraction();
            let class = ENDS.iter().position(|end| confidence < *end).unwrap_or(ENDS.len() - 1);
            self.0[class].readings += 1;
            self.0[class].right += u32::from(right);
            self.0[class].confidence += confidence;
        }
    }

    /// The mean difference between confidence and share of right readings, weighted by readings.
    pub fn expected_error(&self) -> f64 {
        let all: u32 = self.0.iter().map(|class| class.readings).sum();
        let gaps = self.0.iter().map(|class| (class.confidence - f64::from(class.right)).abs());
        gaps.sum::<f64>() / f64::from(all.max(1))
    }

    /// Prints a line per class.
    pub fn print(&self) {
        for (class, end) in self.0.iter().zip(ENDS).filter(|(class, _)| class.readings > 0) {
            let count = f64::from(class.readings);
            let (mean, share) = (class.confidence / count, f64::from(class.right) / count);
            println!(
                "    below {:4.2}: {:6} readings, confidence {mean:.3}, right {share:.3}",
                end.min(1.0),
                class.readings
            );
        }
        println!("    expected calibration error {:.4}", self.expected_error());
    }
}

/// Whether a value of a field is among the true ones; none where the field is not one of words or dates.
fn is_right(key: &str, value: &Atom, truth: &Facts) -> Option<bool> {
    const TOP: &[&str] = &[
        "court",
        "case_number",
        "document_type",
        "judgment_date",
        "filing_date",
        "prosecution_date",
        "hearing_dates",
        "presiding_judge",
        "judges",
        "assessors",
        "judge_assistants",
        "clerks",
        "prosecutors",
        "procuratorate",
        "indictment_number",
        "causes",
    ];
    let holds = |field: &str, at: fn(&[Atom]) -> Option<&Atom>| {
        truth.keys().any(|(of, atoms)| of == field && at(atoms) == Some(value))
    };
    match key {
        "parties.name" => Some(holds("party", <[Atom]>::first)),
        "parties.role" => Some(holds("party", <[Atom]>::last)),
        "parties.agents.name" => Some(holds("party.agent", <[Atom]>::last)),
        "parties.agents.firm" => Some(holds("party.agent_firm", <[Atom]>::last)),
        key if TOP.contains(&key) => Some(holds(key, <[Atom]>::last)),
        key => {
            let attribute = key.strip_prefix("parties.").filter(|rest| !rest.contains('.') && *rest != "kind")?;
            Some(holds(&format!("party.{attribute}"), <[Atom]>::last))
        }
    }
}
