//! Owns the checks on a catalogue's patterns: every one compiles, every keyword list is complete, every example behaves.
//! It also runs the rules of one field on a text, for the person who edits them.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::error::{CatalogError, Problem};
use crate::field::{Pick, Rule};
use crate::pattern::Pattern;
use crate::prefilter::KeywordId;

/// What a catalogue holds, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The content hash; none if the data could not be loaded.
    pub version: Option<String>,
    /// Fields, rules, examples, markers, outcome patterns and table rows, by name.
    pub counts: Vec<(&'static str, usize)>,
    /// Every mistake, by file and line.
    pub errors: Vec<CatalogError>,
}

/// Loads the files and reports.
pub fn check(files: &BTreeMap<String, String>) -> Report {
    match Catalog::load(files) {
        Ok(catalog) => {
            Report { version: Some(catalog.version().to_string()), counts: counts(&catalog), errors: Vec::new() }
        }
        Err(errors) => Report { version: None, counts: Vec::new(), errors },
    }
}

/// A value that a rule reads in a text: the rule, the place of the words, and the value.
pub type Reading = (Arc<str>, Range<usize>, String);

/// Runs the rules of a field on a whole normalised text, without regard to sections. Empty for an unknown field.
pub fn try_field(catalog: &Catalog, key: &str, normalised_text: &str) -> Vec<Reading> {
    let Some(field) = catalog.field(key) else { return Vec::new() };
    let present = catalog.prefilter().present(normalised_text);
    let rules = field.rules.iter().filter(|rule| present.any(&rule.keywords));
    rules
        .flat_map(|rule| {
            let matches = rule.matches(normalised_text).into_iter();
            matches.map(|(range, value)| (rule.id.clone(), range, value))
        })
        .collect()
}

impl Rule {
    /// The values that the rule reads in a text, in order, with the place of the matched words. Keywords and sections
    /// are the caller's business.
    pub fn matches(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut found = self.regex.captures_iter(text).filter_map(|captures| {
            let words = captures.name("value")?;
            Some((words.range(), words.as_str().to_string()))
        });
        match self.pick {
            Pick::First => found.next().into_iter().collect(),
            Pick::Last => found.last().into_iter().collect(),
            Pick::All => found.collect(),
        }
    }
}

fn counts(catalog: &Catalog) -> Vec<(&'static str, usize)> {
    let rules = || catalog.fields().iter().flat_map(|field| &field.rules);
    vec![
        ("fields", catalog.fields().len()),
        ("groups", catalog.groups().len()),
        ("rules", rules().count()),
        ("examples", rules().map(|rule| rule.hits.len() + rule.misses.len()).sum()),
        ("markers", catalog.markers().len()),
        ("outcome patterns", catalog.outcomes().len()),
        ("keywords", catalog.prefilter().len()),
        ("courts", catalog.courts().all().len()),
        ("causes and charges", catalog.causes().all().len()),
        ("case types", catalog.case_types().all().len()),
        ("roles", catalog.roles().all().len()),
        ("laws", catalog.laws().all().len()),
    ]
}

/// Compiles every pattern and runs every example.
pub(crate) fn examples(catalog: &Catalog, errors: &mut Vec<CatalogError>) {
    let mut found = Findings { catalog, errors };
    for field in catalog.fields() {
        let file = format!("fields/{}.toml", field.key);
        for rule in &field.rules {
            found.rule(&file, rule, &field.choices);
        }
    }
    let mut ids = HashSet::new();
    for (field, rule) in catalog.fields().iter().flat_map(|field| field.rules.iter().map(move |rule| (field, rule))) {
        if !ids.insert(rule.id.clone()) {
            let problem = Problem::Duplicate { what: "rule", text: rule.id.to_string() };
            found.add(&format!("fields/{}.toml", field.key), rule.line, problem);
        }
    }
    for marker in catalog.markers() {
        let example = Bare { id: &marker.id, pattern: &marker.regex, keywords: &marker.keywords, line: marker.line };
        found.bare("markers.toml", &example, &marker.hits, &marker.misses);
    }
    for outcome in catalog.outcomes() {
        let example =
            Bare { id: &outcome.id, pattern: &outcome.regex, keywords: &outcome.keywords, line: outcome.line };
        found.bare("outcomes.toml", &example, &outcome.hits, &outcome.misses);
        found.word("outcomes.toml", outcome.line, "outcomes", &outcome.outcome);
        for (key, words) in [
            ("case_category", &outcome.categories),
            ("trial_procedure", &outcome.procedures),
            ("document_type", &outcome.documents),
        ] {
            words.iter().for_each(|word| found.word("outcomes.toml", outcome.line, key, word));
        }
    }
    for kind in catalog.case_types().all() {
        let file = if kind.official { "case_types.tsv" } else { "case_types_former.tsv" };
        found.word(file, kind.line, "case_category", &kind.category);
        found.word(file, kind.line, "trial_procedure", &kind.trial_procedure);
    }
    for field in catalog.fields() {
        for word in &field.applies {
            found.word(&format!("fields/{}.toml", field.key), 1, "case_category", word);
        }
    }
}

struct Findings<'c> {
    catalog: &'c Catalog,
    errors: &'c mut Vec<CatalogError>,
}

/// A pattern that only has to be found or not.
struct Bare<'c> {
    id: &'c str,
    pattern: &'c Pattern,
    keywords: &'c [KeywordId],
    line: usize,
}

impl Findings<'_> {
    fn add(&mut self, file: &str, line: usize, problem: Problem) {
        self.errors.push(CatalogError { file: file.to_string(), line, problem });
    }

    /// A word must be among the choices of a field.
    fn word(&mut self, file: &str, line: usize, key: &str, word: &str) {
        let known = self.catalog.field(key).is_none_or(|field| field.choices.iter().any(|choice| **choice == *word));
        if !known {
            self.add(file, line, Problem::Unknown { what: "choice of its field", text: word.to_string() });
        }
    }

    fn compiles(&mut self, file: &str, line: usize, id: &str, pattern: &Pattern) -> bool {
        let Err(error) = pattern.compile() else { return true };
        // The engine's report draws the pattern over several lines; the last says what is wrong.
        let reason = error.to_string().lines().last().unwrap_or_default().trim().to_string();
        self.add(file, line, Problem::Pattern { id: id.to_string(), reason });
        false
    }

    fn rule(&mut self, file: &str, rule: &Rule, choices: &[Box<str>]) {
        if !self.compiles(file, rule.line, &rule.id, &rule.regex) {
            return;
        }
        let run = |text: &str| {
            let values: Vec<String> = rule.matches(text).into_iter().map(|(_, value)| value).collect();
            values.join("|")
        };
        for hit in &rule.hits {
            self.keywords(file, rule.line, &rule.id, &rule.keywords, &hit.text);
            let found = run(&hit.text);
            if found != *hit.value {
                self.add(file, rule.line, mismatch(&rule.id, &hit.text, &hit.value, &found));
            }
            let allowed = |value: &str| choices.is_empty() || choices.iter().any(|choice| **choice == *value);
            for value in hit.value.split('|').filter(|value| !allowed(value)) {
                self.add(file, rule.line, Problem::Unknown { what: "choice of its field", text: value.to_string() });
            }
        }
        for miss in &rule.misses {
            let found = run(miss);
            if !found.is_empty() {
                self.add(file, rule.line, mismatch(&rule.id, miss, "", &found));
            }
        }
    }

    fn bare(&mut self, file: &str, bare: &Bare<'_>, hits: &[Box<str>], misses: &[Box<str>]) {
        if !self.compiles(file, bare.line, bare.id, bare.pattern) {
            return;
        }
        for hit in hits {
            self.keywords(file, bare.line, bare.id, bare.keywords, hit);
            if !bare.pattern.is_match(hit) {
                self.add(file, bare.line, mismatch(bare.id, hit, "a match", ""));
            }
        }
        for miss in misses {
            if let Some(found) = bare.pattern.find(miss) {
                self.add(file, bare.line, mismatch(bare.id, miss, "", found.as_str()));
            }
        }
    }

    fn keywords(&mut self, file: &str, line: usize, id: &str, keywords: &[KeywordId], text: &str) {
        let present = self.catalog.prefilter().present(text);
        if !present.any(keywords) {
            self.add(file, line, Problem::KeywordsIncomplete { id: id.to_string(), text: text.to_string() });
        }
    }
}

fn mismatch(id: &str, text: &str, expected: &str, found: &str) -> Problem {
    Problem::Example {
        id: id.to_string(),
        text: text.to_string(),
        expected: expected.to_string(),
        found: found.to_string(),
    }
}
