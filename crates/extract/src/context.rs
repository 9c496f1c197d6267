//! Owns what every rule gets to see of a document, and the making of extractions. Knows no field.

use std::ops::Range;
use std::sync::Arc;

use casefile::{Candidate, Code, Confidence, Diagnostic, Extraction, FieldKey, Record, Value, limits};
use catalog::{Catalog, KeywordSet, SectionKind};
use text::Reading;

use crate::profile::Profile;

/// One document, the catalogue, and what is known about the document so far. All ranges are of the normalised text.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document.
    pub reading: &'a Reading<'a>,
    /// Law and courts as data.
    pub catalog: &'a Catalog,
    /// What kind of document it is; set by the first rule.
    pub profile: Profile,
    /// The keywords of catalogue patterns that the text holds; none when the prefilter is off.
    keywords: Option<KeywordSet>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    /// A context that runs a catalogue pattern only where one of its keywords stands in the text.
    pub fn new(reading: &'a Reading<'a>, catalog: &'a Catalog) -> Context<'a> {
        let keywords = Some(catalog.prefilter().present(reading.text()));
        Context { keywords, ..Context::without_prefilter(reading, catalog) }
    }

    /// A context that runs every pattern.
    pub fn without_prefilter(reading: &'a Reading<'a>, catalog: &'a Catalog) -> Context<'a> {
        let diagnostics = reading.diagnostics.clone();
        Context { reading, catalog, profile: Profile::default(), keywords: None, diagnostics }
    }

    /// The normalised text of the document.
    pub fn text(&self) -> &'a str {
        self.reading.text()
    }

    /// The normalised text at a range.
    pub fn slice(&self, range: Range<usize>) -> &'a str {
        &self.reading.text()[range]
    }

    /// Where a section stands.
    pub fn section(&self, kind: SectionKind) -> Range<usize> {
        self.reading.range(kind)
    }

    /// Whether a catalogue pattern with these keywords can match at all.
    pub fn may_match(&self, keywords: &[catalog::KeywordId]) -> bool {
        self.keywords.as_ref().is_none_or(|present| present.any(keywords))
    }

    /// An extraction of a value that stands at a range.
    pub fn extraction(&self, value: Value, range: Range<usize>, method: &str, confidence: f64) -> Extraction {
        self.extraction_from(value, &[range], method, confidence)
    }

    /// An extraction of a value that several places prove together.
    pub fn extraction_from(&self, value: Value, ranges: &[Range<usize>], method: &str, confidence: f64) -> Extraction {
        let chosen = Candidate {
            value,
            evidence: ranges.iter().map(|range| self.reading.evidence(range.clone())).collect(),
            method: Arc::from(method),
            confidence: Confidence::new(confidence),
            is_mended: self.reading.is_mended(),
        };
        Extraction { chosen, losers: Vec::new() }
    }

    /// Sets a field to the text printed at a range.
    pub fn put_text(&self, to: &mut Record<Extraction>, key: &str, range: Range<usize>, method: &str, confidence: f64) {
        let value = Value::Text(self.reading.printed(range.clone()));
        self.put(to, key, value, range, method, confidence);
    }

    /// Sets a field to a value that a range proves, or adds the value to a list field. A value already standing in a
    /// scalar field stays, and the new one joins its losers.
    pub fn put(
        &self,
        to: &mut Record<Extraction>,
        key: &str,
        value: Value,
        range: Range<usize>,
        method: &str,
        confidence: f64,
    ) {
        self.put_extraction(to, key, self.extraction(value, range, method, confidence));
    }

    /// The same for a finished extraction.
    pub fn put_extraction(&self, to: &mut Record<Extraction>, key: &str, extraction: Extraction) {
        let field = self.catalog.field(key).expect("rules name fields of the catalogue; a test walks them");
        let values = to.fields.entry(field.key.clone()).or_default();
        match values.first_mut() {
            Some(standing) if !field.list => {
                if standing.chosen.value != extraction.chosen.value && standing.losers.len() < limits::LOSERS_MAX {
                    standing.losers.push(extraction.chosen);
                }
            }
            _ => values.push(extraction),
        }
    }

    /// Adds an item to a group; beyond the limit it is dropped with a diagnostic.
    pub fn add_item(&mut self, to: &mut Record<Extraction>, group: &str, item: Record<Extraction>) {
        let items = to.groups.entry(FieldKey::new(group)).or_default();
        if items.len() < limits::GROUP_ITEMS_MAX {
            items.push(item);
        } else {
            self.report(Diagnostic::new(Code::LimitReached, group));
        }
    }

    /// Notes something odd.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }
}
