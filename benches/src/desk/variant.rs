//! Owns the cases of the measurement: the decision and the entry of each sample with another serial number and other people,
//! so that no two cases are the same. Measures nothing.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value as Json;

/// A case to file.
pub(super) struct Case {
    /// Its label.
    pub(super) label: String,
    /// The text of its decision.
    pub(super) document: String,
    /// What was entered, as JSON.
    pub(super) entered: String,
}

/// A sample of which cases are made.
pub(super) struct Sample {
    document: String,
    entered: String,
    /// Kind and serial number of its case number, such as 民初1508号.
    serial: String,
    /// Names of natural persons.
    people: Vec<String>,
}

/// What a decision is called.
const DECISIONS: [&str; 3] = ["判决书", "裁定书", "调解书"];

/// Names are made of these: family names of one character, and given names of one or two.
const FAMILY: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华玉兰红建国志斌海燕";

/// Every sample.
pub(super) fn samples(folder: &Path) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    let sources = folder.join("source");
    let listed = std::fs::read_dir(&sources).with_context(|| format!("listing {}", sources.display()))?;
    let mut names: Vec<_> = listed.collect::<Result<Vec<_>, _>>()?.into_iter().map(|entry| entry.file_name()).collect();
    names.sort();
    for name in names {
        let mut files = std::fs::read_dir(sources.join(&name))?.collect::<Result<Vec<_>, _>>()?;
        files.retain(|file| DECISIONS.iter().any(|kind| file.file_name().to_string_lossy().contains(kind)));
        let decision = files.first().with_context(|| format!("{} has no decision", name.display()))?;
        let read = |file: &str| {
            let path = folder.join(&name).join(file);
            std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
        };
        let expected: Json = serde_json::from_str(&read("expected.json")?)?;
        let number = expected["record"]["case_number"].as_str().context("a case number")?;
        let parties = expected["record"]["parties"].as_array().into_iter().flatten();
        let people = parties.filter(|party| party["kind"] == "自然人").filter_map(|party| party["name"].as_str());
        samples.push(Sample {
            document: std::fs::read_to_string(decision.path())?,
            entered: read("entered.json")?,
            serial: serial(number).with_context(|| format!("no serial number in {number}"))?,
            people: people.map(str::to_string).collect(),
        });
    }
    ensure!(!samples.is_empty(), "{}: no sample", sources.display());
    Ok(samples)
}

/// Kind and serial number in a case number, as in 民初1508号; what stands behind, such as 之一, stays as it is.
fn serial(number: &str) -> Option<String> {
    let letters: Vec<char> = number[..number.rfind('号')?].chars().collect();
    let digits = letters.iter().rev().take_while(|letter| letter.is_ascii_digit()).count();
    let start = letters.len().checked_sub(digits + 2)?;
    (digits > 0).then(|| letters[start..].iter().chain(&['号']).collect())
}

impl Sample {
    /// The case of a number.
    pub(super) fn number(&self, number: usize) -> Case {
        let kind = self.serial.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '号');
        let serial = format!("{kind}{}号", number + 1);
        let change = |text: &str| {
            let mut text = text.replace(&self.serial, &serial);
            for (which, person) in self.people.iter().enumerate() {
                text = text.replace(person.as_str(), &name(number * 7 + which * 131, person.chars().count()));
            }
            text
        };
        Case { label: format!("{serial}{number}"), document: change(&self.document), entered: change(&self.entered) }
    }
}

/// A name of so many characters.
fn name(number: usize, characters: usize) -> String {
    let pick = |letters: &str, which: usize| letters.chars().nth(which % letters.chars().count()).expect("within");
    let given = (0..characters.max(2) - 1).map(|place| pick(GIVEN, number / (31 * 29_usize.pow(place as u32))));
    std::iter::once(pick(FAMILY, number)).chain(given).collect()
}
