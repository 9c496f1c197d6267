//! Owns the scoring of extracted records against a gold standard. A fact counts when the same fact stands on the other
//! side; fields that the annotator was not sure about are left out on both sides.

mod decided;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pipeline::Options;
use serde_json::{Value as Json, json};

use crate::facts::{Facts, facts, in_words, is_body, root};
use crate::input::{self, Record};
use crate::interval::wilson;

/// Score a gold set.
#[derive(clap::Args)]
pub struct Arguments {
    /// The gold records, one JSON object per line; or what reviewers decided, as `casecheck gold export` writes it.
    gold: PathBuf,
    /// The predicted records, one JSON object per line.
    #[arg(required_unless_present = "texts", conflicts_with = "texts")]
    predicted: Option<PathBuf>,
    /// Process these documents instead; a file is named after the id of its record.
    #[arg(long)]
    texts: Option<PathBuf>,
    /// Keep the counts in a file.
    #[arg(long)]
    write_baseline: Option<PathBuf>,
    /// Print gains and losses per field against such a file.
    #[arg(long)]
    against: Option<PathBuf>,
    /// Print the errors of a field instead.
    #[arg(long)]
    errors: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Facts on both sides, on the predicted side only, on the gold side only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) hit: u32,
    pub(crate) extra: u32,
    pub(crate) missed: u32,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.hit += other.hit;
        self.extra += other.extra;
        self.missed += other.missed;
    }

    pub(crate) fn f1(self) -> f64 {
        share(2 * self.hit, 2 * self.hit + self.extra + self.missed)
    }

    /// F1 is the share of hits among hits and half the errors, so the interval is that of this share.
    pub(crate) fn interval(self) -> (f64, f64) {
        wilson(f64::from(self.hit), f64::from(self.hit) + f64::from(self.extra + self.missed) / 2.0)
    }
}

fn share(part: u32, all: u32) -> f64 {
    if all == 0 { 1.0 } else { f64::from(part) / f64::from(all) }
}

/// The outcome of scoring a set.
#[derive(Debug, Default)]
pub(crate) struct Score {
    documents: usize,
    absent: usize,
    fields: BTreeMap<String, Tally>,
    errors: Vec<String>,
}

impl Score {
    /// Prints a line per field, the worst first.
    pub(crate) fn print_fields(&self) {
        let mut rows: Vec<(&String, &Tally)> = self.fields.iter().collect();
        rows.sort_by(|a, b| a.1.f1().total_cmp(&b.1.f1()));
        for (field, tally) in rows {
            println!(
                "    {field:30} {:4} hit {:4} extra {:4} missed {:7.3}",
                tally.hit,
                tally.extra,
                tally.missed,
                tally.f1()
            );
        }
    }

    pub(crate) fn groups(&self) -> [(&'static str, Tally); 3] {
        let sum = |wanted: &dyn Fn(&str) -> bool| {
            let mut sum = Tally::default();
            self.fields.iter().filter(|(field, _)| wanted(field)).for_each(|(_, tally)| sum.add(*tally));
            sum
        };
        [
            ("header fields", sum(&|field| !is_body(field))),
            ("body fields", sum(&is_body)),
            ("all fields", sum(&|_| true)),
        ]
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let gold = input::records(&arguments.gold)?;
    if decided::is_decided(&gold) {
        let texts = arguments.texts.as_deref().context("what reviewers decided is scored with --texts")?;
        if arguments.write_baseline.is_some() || arguments.against.is_some() {
            bail!("what reviewers decided grows from day to day and has no baseline");
        }
        return decided::run(&gold, texts, arguments.errors.as_deref(), arguments.json);
    }
    let predicted = match (&arguments.predicted, &arguments.texts) {
        (_, Some(directory)) => extract(directory, &gold)?,
        (Some(path), None) => input::records(path)?.into_iter().collect(),
        (None, None) => bail!("neither predictions nor texts given"),
    };
    let score = score(&gold, &predicted, arguments.errors.as_deref());
    if arguments.errors.is_some() {
        score.errors.iter().for_each(|line| println!("{line}"));
        return Ok(());
    }
    if let Some(path) = &arguments.write_baseline {
        let text = format!("{:#}\n", baseline(&score));
        fs::write(path, text).with_context(|| format!("writing {}", path.display()))?;
    }
    match (&arguments.against, arguments.json) {
        (Some(path), _) => print_changes(path, &score),
        (None, true) => {
            println!("{}", as_json(&score));
            Ok(())
        }
        (None, false) => {
            print_table(&score);
            Ok(())
        }
    }
}

fn extract(directory: &Path, gold: &[(String, Record)]) -> Result<HashMap<String, Record>> {
    let files = input::files_by_stem(directory)?;
    let mut out = HashMap::new();
    for (id, _) in gold {
        let Some(path) = files.get(id) else { continue };
        let processed = input::process(path)?;
        out.insert(id.clone(), entry::record_json(&processed.extracted.record, Options::embedded().catalog));
    }
    Ok(out)
}

pub(crate) fn score(gold: &[(String, Record)], predicted: &HashMap<String, Record>, wanted: Option<&str>) -> Score {
    let mut score = Score { documents: gold.len(), ..Score::default() };
    for (id, record) in gold {
        let left_out = input::uncertain(record);
        let found = predicted.get(id);
        score.absent += usize::from(found.is_none());
        let (want, got) = (facts(record), found.map(facts).unwrap_or_default());
        let fields: BTreeSet<&String> = want.keys().chain(got.keys()).map(|(field, _)| field).collect();
        for field in fields.into_iter().filter(|field| !left_out.iter().any(|out| out == root(field))) {
            let (missed, extra) = (beyond(&want, &got, field), beyond(&got, &want, field));
            let all: u32 = want.iter().filter(|((of, _), _)| of == field).map(|(_, count)| count).sum();
            let counts = |values: &[(String, u32)]| values.iter().map(|(_, count)| count).sum::<u32>();
            let missed_count = counts(&missed);
            let tally = Tally { hit: all - missed_count, extra: counts(&extra), missed: missed_count };
            score.fields.entry(field.clone()).or_default().add(tally);
            if wanted == Some(field) && !(missed.is_empty() && extra.is_empty()) {
                let words = |values: Vec<(String, u32)>| values.into_iter().map(|(value, _)| value).collect::<Vec<_>>();
                score.errors.push(format!("{id} missed {:?} extra {:?}", words(missed), words(extra)));
            }
        }
    }
    score
}

/// The facts of a field that `a` has more often than `b`.
fn beyond(a: &Facts, b: &Facts, field: &str) -> Vec<(String, u32)> {
    let of_field = a.iter().filter(|((of, _), _)| of == field);
    let more = of_field.map(|(fact, count)| (in_words(&fact.1), count.saturating_sub(*b.get(fact).unwrap_or(&0))));
    more.filter(|(_, count)| *count > 0).collect()
}

fn as_json(score: &Score) -> Json {
    let rounded = |tally: Tally| json!((tally.f1() * 1e5).round() / 1e5);
    let intervals = score.groups().map(|(group, tally)| {
        let (low, high) = tally.interval();
        (group.to_string(), json!([low, high]))
    });
    json!({
        "documents": score.documents,
        "absent": score.absent,
        "groups": score.groups().map(|(group, tally)| (group.to_string(), rounded(tally))).into_iter().collect::<Record>(),
        "intervals": intervals.into_iter().collect::<Record>(),
        "fields": score.fields.iter().map(|(field, tally)| (field.clone(), rounded(*tally))).collect::<Record>(),
    })
}

fn print_table(score: &Score) {
    println!("{} documents, {} without a prediction", score.documents, score.absent);
    println!("{:30} {:>6} {:>7} {:>7} {:>7}", "field", "gold", "P", "R", "F1");
    let mut rows: Vec<(&String, &Tally)> = score.fields.iter().collect();
    rows.sort_by(|a, b| a.1.f1().total_cmp(&b.1.f1()));
    for (field, tally) in rows {
        let (precision, recall) =
            (share(tally.hit, tally.hit + tally.extra), share(tally.hit, tally.hit + tally.missed));
        println!("{field:30} {:6} {precision:7.3} {recall:7.3} {:7.3}", tally.hit + tally.missed, tally.f1());
    }
    for (group, tally) in score.groups() {
        let (low, high) = tally.interval();
        println!("{group:30} {:6} {:15} {:7.4}  95% {low:.4}-{high:.4}", tally.hit + tally.missed, "", tally.f1());
    }
}

fn baseline(score: &Score) -> Json {
    let counts = |tally: &Tally| json!([tally.hit, tally.extra, tally.missed]);
    json!({
        "documents": score.documents,
        "fields": score.fields.iter().map(|(field, tally)| (field.clone(), counts(tally))).collect::<Record>(),
    })
}

fn read_baseline(path: &Path) -> Result<Score> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let json: Json = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    let mut score = Score { documents: json["documents"].as_u64().unwrap_or(0) as usize, ..Score::default() };
    let Some(fields) = json["fields"].as_object() else { bail!("{}: no baseline", path.display()) };
    for (field, counts) in fields {
        let count = |at: usize| counts[at].as_u64().and_then(|count| u32::try_from(count).ok());
        let (Some(hit), Some(extra), Some(missed)) = (count(0), count(1), count(2)) else {
            bail!("{}: {field} is no tally", path.display())
        };
        score.fields.insert(field.clone(), Tally { hit, extra, missed });
    }
    Ok(score)
}

/// Prints the fields that changed, and the groups.
fn print_changes(path: &Path, score: &Score) -> Result<()> {
    let before = read_baseline(path)?;
    if before.documents != score.documents {
        bail!("{}: the baseline is of {} documents, not {}", path.display(), before.documents, score.documents);
    }
    println!("{:30} {:>7} {:>7} {:>8}   missed and extra", "field", "before", "F1", "change");
    let row = |name: &str, old: Tally, new: Tally| {
        let change = new.f1() - old.f1();
        let errors = (old.missed, new.missed, old.extra, new.extra);
        println!(
            "{name:30} {:7.4} {:7.4} {change:+8.4}   {} -> {}, {} -> {}",
            old.f1(),
            new.f1(),
            errors.0,
            errors.1,
            errors.2,
            errors.3
        );
    };
    let names: BTreeSet<&String> = before.fields.keys().chain(score.fields.keys()).collect();
    for name in names {
        let of = |score: &Score| score.fields.get(name).copied().unwrap_or_default();
        if of(&before) != of(score) {
            row(name, of(&before), of(score));
        }
    }
    for ((name, old), (_, new)) in before.groups().into_iter().zip(score.groups()) {
        row(name, old, new);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: Json) -> Record {
        let Json::Object(record) = json else { panic!("the tests give objects") };
        record
    }

    #[test]
    fn facts_count_once_each_and_uncertain_fields_not_at_all() {
        let gold = [(
            "a".to_string(),
            record(json!({"court": "甲县人民法院", "judges": ["丁一", "丁一"], "clerks": ["戊三"], "case_fee": 5,
                          "uncertain": ["clerks.x"]})),
        )];
        let predicted = record(json!({"court": "甲县人民法院", "judges": ["丁一", "丁二"], "clerks": ["己"]}));
        let score = score(&gold, &HashMap::from([("a".to_string(), predicted)]), Some("judges"));
        let tally = |hit, extra, missed| Tally { hit, extra, missed };
        assert_eq!(score.fields["court"], tally(1, 0, 0));
        assert_eq!(score.fields["judges"], tally(1, 1, 1));
        assert_eq!(score.fields["case_fee"], tally(0, 0, 1));
        assert!(!score.fields.contains_key("clerks"));
        assert_eq!(score.errors, [r#"a missed ["丁一"] extra ["丁二"]"#]);
        assert_eq!(score.groups().map(|(_, tally)| tally), [tally(2, 1, 1), tally(0, 0, 1), tally(2, 1, 2)]);
    }

    #[test]
    fn a_document_without_prediction_misses_everything() {
        let gold = [("a".to_string(), record(json!({"court": "甲县人民法院"})))];
        let score = score(&gold, &HashMap::new(), None);
        assert_eq!((score.absent, score.fields["court"].missed), (1, 1));
    }
}
