//! Owns the scoring of extraction against what reviewers decided (`casecheck gold export`): each line says what is right at
//! one place of the record, and nothing about any other.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use casefile::{FieldKey, LeafPath};
use pipeline::Options;
use serde_json::{Value as Json, json};

use crate::facts::{norm, root};
use crate::input::{self, Record};
use crate::interval::wilson;

/// What is right at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Truth {
    document: String,
    path: String,
    field: String,
    /// None: the document does not state it.
    value: Option<String>,
    /// What was read when the reviewer decided.
    read: Option<String>,
}

/// What the extraction makes of the places of a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    right: u32,
    /// Another value was read.
    wrong: u32,
    /// Nothing was read where the document states a value.
    missed: u32,
    /// A value was read that the document does not state.
    invented: u32,
}

impl Tally {
    fn all(self) -> u32 {
        self.right + self.wrong + self.missed + self.invented
    }
}

/// Whether records say what is right at single places, not of whole documents.
pub(super) fn is_decided(gold: &[(String, Record)]) -> bool {
    gold.iter().any(|(_, record)| record.contains_key("path"))
}

/// Scores the documents of a folder and prints the figures.
pub(super) fn run(gold: &[(String, Record)], texts: &Path, wanted: Option<&str>, as_json: bool) -> Result<()> {
    let truths = gold.iter().map(|(id, record)| truth(id, record)).collect::<Result<Vec<_>>>()?;
    let files = input::files_by_stem(texts)?;
    let mut read: HashMap<&str, Vec<(String, String, String)>> = HashMap::new();
    for truth in &truths {
        if read.contains_key(truth.document.as_str()) {
            continue;
        }
        let path = files.get(&truth.document).with_context(|| format!("no text is named {}", truth.document))?;
        read.insert(&truth.document, leaves(path)?);
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for truth in &truths {
        let verdict = judge(truth, &read[truth.document.as_str()]);
        let tally = tallies.entry(&truth.field).or_default();
        match verdict {
            Verdict::Right => tally.right += 1,
            Verdict::Wrong => tally.wrong += 1,
            Verdict::Missed => tally.missed += 1,
            Verdict::Invented => tally.invented += 1,
        }
        if wanted.is_some_and(|wanted| wanted == truth.field || wanted == root(&truth.field))
            && verdict != Verdict::Right
        {
            println!("{} {} {verdict:?}, right is {:?}", truth.document, truth.path, truth.value);
        }
    }
    match (wanted, as_json) {
        (Some(_), _) => {}
        (None, true) => println!("{}", figures(&tallies)),
        (None, false) => print_table(&tallies),
    }
    Ok(())
}

fn truth(id: &str, record: &Record) -> Result<Truth> {
    let text = |key: &str| record.get(key).and_then(Json::as_str).map(str::to_string);
    let (Some(path), Some(field)) = (text("path"), text("field")) else {
        bail!("a decision about {id} has no path or no field")
    };
    if !record.contains_key("value") {
        bail!("a decision about {id} does not say what is right at {path}");
    }
    Ok(Truth { document: id.to_string(), path, field, value: text("value"), read: text("read") })
}

/// Path, field and value of every leaf that is read in a document.
fn leaves(path: &Path) -> Result<Vec<(String, String, String)>> {
    let processed = input::process(path)?;
    let record = &processed.extracted.record;
    let leaf = |(path, field, extraction): (LeafPath, &FieldKey, &casefile::Extraction)| {
        (path.to_string(), field.as_str().to_string(), extraction.chosen.value.canonical())
    };
    Ok(record.leaves(Options::embedded().catalog).into_iter().map(leaf).collect())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Right,
    Wrong,
    Missed,
    Invented,
}

/// A field that may hold several values has the right one among them; the path names it by its value, so that only what
/// was read wrongly then can be told from its neighbours.
fn judge(truth: &Truth, leaves: &[(String, String, String)]) -> Verdict {
    let field = Options::embedded().catalog.field(&truth.field);
    let is_list = field.is_some_and(|field| field.list);
    let place = |path: &str| match is_list {
        true => path.rfind('[').map_or(path, |at| &path[..at]).to_string(),
        false => path.to_string(),
    };
    let here: Vec<&str> = leaves
        .iter()
        .filter(|(path, field, _)| *field == truth.field && place(path) == place(&truth.path))
        .map(|(_, _, value)| value.as_str())
        .collect();
    let same = |a: &str, b: &str| norm(Some(&json!(a))) == norm(Some(&json!(b)));
    let stands_still = truth.read.as_deref().is_some_and(|read| here.iter().any(|value| same(value, read)));
    match &truth.value {
        Some(right) if here.iter().any(|value| same(value, right)) => Verdict::Right,
        Some(_) if is_list && stands_still => Verdict::Wrong,
        Some(_) if is_list || here.is_empty() => Verdict::Missed,
        Some(_) => Verdict::Wrong,
        None if is_list && stands_still => Verdict::Invented,
        None if is_list || here.is_empty() => Verdict::Right,
        None => Verdict::Invented,
    }
}

fn sum(tallies: &BTreeMap<&str, Tally>) -> Tally {
    tallies.values().fold(Tally::default(), |sum, one| Tally {
        right: sum.right + one.right,
        wrong: sum.wrong + one.wrong,
        missed: sum.missed + one.missed,
        invented: sum.invented + one.invented,
    })
}

fn figures(tallies: &BTreeMap<&str, Tally>) -> Json {
    let counts = |tally: &Tally| json!({"right": tally.right, "wrong": tally.wrong, "missed": tally.missed, "invented": tally.invented});
    let all = sum(tallies);
    let (low, high) = wilson(f64::from(all.right), f64::from(all.all()));
    json!({
        "all": counts(&all),
        "interval": [low, high],
        "fields": tallies.iter().map(|(field, tally)| (field.to_string(), counts(tally))).collect::<Record>(),
    })
}

fn print_table(tallies: &BTreeMap<&str, Tally>) {
    println!(
        "{:34} {:>7} {:>7} {:>7} {:>7} {:>8} {:>7}",
        "field", "decided", "right", "wrong", "missed", "invented", "share"
    );
    let all = sum(tallies);
    for (name, tally) in tallies.iter().map(|(name, tally)| (*name, *tally)).chain([("all", all)]) {
        let share = if tally.all() == 0 { 1.0 } else { f64::from(tally.right) / f64::from(tally.all()) };
        let Tally { right, wrong, missed, invented } = tally;
        println!("{name:34} {:7} {right:7} {wrong:7} {missed:7} {invented:8} {share:7.3}", tally.all());
    }
    let (low, high) = wilson(f64::from(all.right), f64::from(all.all()));
    println!(
        "95% {low:.4}-{high:.4}; what reviewers see is what was flagged, so the share is no accuracy of all values"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "云河县人民法院\n民 事 判 决 书\n（2021）鲁0199民初12号\n原告：张大川，男，1980年1月2日出生，汉族，住云河县一号。\n\
        被告：李小河，女，1981年3月4日出生，汉族，住云河县二号。\n\
        原告张大川与被告李小河民间借贷纠纷一案，本院于2021年3月1日立案后，依法适用简易程序，公开开庭进行了审理。\n\
        判决如下：\n驳回原告张大川的诉讼请求。\n审判员　丁一一\n二〇二一年五月六日\n书记员　戊二二\n";

    fn judged(path: &str, field: &str, value: Option<&str>, read: Option<&str>) -> Verdict {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.txt");
        std::fs::write(&file, TEXT).expect("written");
        let truth = Truth {
            document: "a".to_string(),
            path: path.to_string(),
            field: field.to_string(),
            value: value.map(str::to_string),
            read: read.map(str::to_string),
        };
        judge(&truth, &leaves(&file).expect("the text is read"))
    }

    #[test]
    fn only_the_named_place_is_judged() {
        use Verdict::{Invented, Missed, Right, Wrong};
        let date = |value, read| judged("filing_date", "filing_date", value, read);
        assert_eq!(date(Some("2021-03-01"), Some("2021-03-01")), Right);
        assert_eq!(date(Some("2021-03-02"), Some("2021-03-01")), Wrong);
        assert_eq!(date(None, Some("2021-03-01")), Invented);
        assert_eq!(judged("prosecution_date", "prosecution_date", Some("2021-01-01"), None), Missed);
        assert_eq!(judged("prosecution_date", "prosecution_date", None, Some("2020-01-01")), Right);
    }

    #[test]
    fn values_of_lists_and_items_are_found_by_their_place() {
        use Verdict::{Invented, Missed, Right, Wrong};
        let judge = |value, read| judged("judges[丁一一]", "judges", value, read);
        assert_eq!(judge(Some("丁一一"), Some("丁一一")), Right);
        assert_eq!(judge(Some("丁二"), Some("丁一一")), Wrong);
        assert_eq!(judge(Some("丁二"), Some("丁三")), Missed);
        assert_eq!(judge(None, Some("丁一一")), Invented);
        assert_eq!(judge(None, Some("丁三")), Right);
        let birth = |path, value| judged(path, "parties.birth_date", Some(value), None);
        assert_eq!(birth("parties[被告 李小河].birth_date", "1981-03-04"), Right);
        assert_eq!(birth("parties[被告 李小河].birth_date", "1980-01-02"), Wrong);
    }

    #[test]
    fn a_decision_without_a_truth_is_refused() {
        let Json::Object(record) = json!({"id": "a", "path": "court", "field": "court"}) else { panic!("an object") };
        assert!(truth("a", &record).is_err());
        assert!(is_decided(&[("a".to_string(), record)]));
    }
}
