//! Owns the comparison of formats: the same documents written in several formats have to give the same record as their
//! texts. Converts nothing; `formats.sh` writes the documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use pipeline::Options;
use serde_json::{Value as Json, json};

use crate::facts::{Facts, facts, in_words};
use crate::input;

/// Compare the records of the same documents in several formats.
#[derive(clap::Args)]
pub struct Arguments {
    /// The texts that the others are compared with.
    texts: PathBuf,
    /// Directories, one per format; a file belongs to the text of the same name without suffix.
    #[arg(required = true)]
    formats: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// How the records of one format agree with those of the texts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Agreement {
    documents: usize,
    identical: usize,
    facts: u32,
    missing: u32,
    extra: u32,
    unreadable: Vec<String>,
    differences: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let texts = records(&arguments.texts)?;
    let mut agreements = Vec::new();
    for directory in &arguments.formats {
        let name = directory.file_name().unwrap_or(directory.as_os_str()).to_string_lossy().into_owned();
        agreements.push((name, agreement(&texts, &records(directory)?)?));
    }
    match arguments.json {
        true => println!("{}", agreements.iter().map(|(name, agreement)| in_json(name, agreement)).collect::<Json>()),
        false => print(&agreements),
    }
    Ok(())
}

/// What a file gave: its facts, or the code of the error.
type Outcome = Result<Facts, &'static str>;

fn records(directory: &Path) -> Result<BTreeMap<String, Outcome>> {
    let mut out = BTreeMap::new();
    for (stem, path) in input::files_by_stem(directory)? {
        let (name, bytes) = input::read(&path)?;
        let processed = pipeline::process(&name, &bytes, Options::embedded());
        let outcome = processed.map_err(|error| error.code());
        let outcome = outcome.map(|one| facts(&entry::record_json(&one.extracted.record, Options::embedded().catalog)));
        if out.insert(stem.clone(), outcome).is_some() {
            bail!("{}: two files named {stem}", directory.display());
        }
    }
    Ok(out)
}

fn agreement(texts: &BTreeMap<String, Outcome>, others: &BTreeMap<String, Outcome>) -> Result<Agreement> {
    let mut agreement = Agreement::default();
    for (stem, other) in others {
        let text = texts.get(stem).with_context(|| format!("{stem}: no text of this name"))?;
        let text = text.as_ref().map_err(|code| anyhow::anyhow!("{stem}: the text is unreadable ({code})"))?;
        agreement.documents += 1;
        agreement.facts += text.values().sum::<u32>();
        match other {
            Ok(other) => add(&mut agreement, stem, text, other),
            Err(code) => {
                agreement.missing += text.values().sum::<u32>();
                agreement.unreadable.push(format!("{stem}: {code}"));
            }
        }
    }
    Ok(agreement)
}

fn add(agreement: &mut Agreement, stem: &str, text: &Facts, other: &Facts) {
    let before = agreement.differences.len();
    for ((field, value), &count) in text {
        let missing = count.saturating_sub(other.get(&(field.clone(), value.clone())).copied().unwrap_or(0));
        agreement.missing += missing;
        if missing > 0 {
            agreement.differences.push(format!("{stem}: - {field} = {}", in_words(value)));
        }
    }
    for ((field, value), &count) in other {
        let extra = count.saturating_sub(text.get(&(field.clone(), value.clone())).copied().unwrap_or(0));
        agreement.extra += extra;
        if extra > 0 {
            agreement.differences.push(format!("{stem}: + {field} = {}", in_words(value)));
        }
    }
    agreement.identical += usize::from(agreement.differences.len() == before);
}

fn print(agreements: &[(String, Agreement)]) {
    println!("{:20} {:>9} {:>9} {:>8} {:>8} {:>8}", "format", "documents", "identical", "facts", "missing", "extra");
    for (name, one) in agreements {
        let Agreement { documents, identical, facts, missing, extra, .. } = one;
        println!("{name:20} {documents:9} {identical:9} {facts:8} {missing:8} {extra:8}");
    }
    for (name, one) in agreements {
        one.unreadable.iter().chain(&one.differences).for_each(|line| println!("{name}: {line}"));
    }
}

fn in_json(name: &str, one: &Agreement) -> Json {
    json!({
        "format": name, "documents": one.documents, "identical": one.identical, "facts": one.facts,
        "missing": one.missing, "extra": one.extra, "unreadable": one.unreadable, "differences": one.differences,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(record: Json) -> Outcome {
        let Json::Object(record) = record else { panic!("the tests give objects") };
        Ok(facts(&record))
    }

    #[test]
    fn every_difference_is_counted_and_named() {
        let text = outcome(json!({"court": "甲县人民法院", "judges": ["丁一", "丙二"]}));
        let texts = BTreeMap::from([("a".to_string(), text.clone()), ("b".to_string(), text.clone())]);
        let other = outcome(json!({"court": "甲县人民法院", "judges": ["丁一", "丙三"]}));
        let others = BTreeMap::from([("a".to_string(), other), ("b".to_string(), text)]);
        let found = agreement(&texts, &others).expect("both have a text");
        let expected = Agreement {
            documents: 2,
            identical: 1,
            facts: 6,
            missing: 1,
            extra: 1,
            unreadable: Vec::new(),
            differences: vec!["a: - judges = 丙二".to_string(), "a: + judges = 丙三".to_string()],
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn an_unreadable_file_misses_every_fact() {
        let texts = BTreeMap::from([("a".to_string(), outcome(json!({"court": "甲县人民法院"})))]);
        let others = BTreeMap::from([("a".to_string(), Err("file_damaged"))]);
        let found = agreement(&texts, &others).expect("it has a text");
        assert_eq!((found.missing, found.identical, found.unreadable), (1, 0, vec!["a: file_damaged".to_string()]));
    }
}
