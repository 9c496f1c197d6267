//! The whole product as one pure function: bytes of the documents of a case and what was typed about it in, the record
//! and the discrepancies out. Same input and same catalogue give the same output on any thread. Files, clocks and
//! threads belong to the callers; processes belong to `isolation`, which works on files out of harm's way.

pub mod isolation;
mod pages;
pub mod snapshot;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use ::parse::{Archive, ArchiveFile, Bookmark, Highlight, Outline, PageImage, PageRange, ParseError, recognise};
use casefile::{Diagnostic, Document, EnteredRecord, Evidence, Extraction, Record};
use catalog::Catalog;
use crosscheck::Report;
use extract::Extracted;
pub use extract::{Proposal, Tag, Tagger, Tags};
use isolation::{Parser, Stop};
pub use pages::{Parts, highlight, outline, page_image, split};
use text::{Normal, Reading, Words};

/// How to process documents.
#[derive(Clone, Copy, Debug)]
pub struct Options<'c> {
    /// Law and courts as data.
    pub catalog: &'c Catalog,
    /// Whether catalogue patterns run only where one of their keywords stands in the text; by test without effect on
    /// the result.
    pub prefilter: bool,
    /// The model that reads beside the rules; none for the rules alone.
    pub tagger: Option<&'c dyn Tagger>,
}

impl Options<'static> {
    /// The embedded catalogue, with the prefilter, by rules alone.
    pub fn embedded() -> Options<'static> {
        Options { catalog: Catalog::embedded(), prefilter: true, tagger: None }
    }
}

/// Why a document gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// The file could not be read.
    #[error(transparent)]
    Unreadable(#[from] ParseError),
    /// The child process that parsed the file was stopped, or stopped by itself.
    #[error(transparent)]
    Stopped(#[from] Stop),
    /// A defect of this program. The other documents of the batch are not affected.
    #[error("processing stopped at a defect of the program")]
    Defect,
}

impl ProcessError {
    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            ProcessError::Unreadable(error) => error.code(),
            ProcessError::Stopped(stop) => stop.code(),
            ProcessError::Defect => "internal_defect",
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            ProcessError::Unreadable(error) => error.hint(),
            ProcessError::Stopped(stop) => stop.hint(),
            ProcessError::Defect => "keep the file and report the code with the version of the program",
        }
    }

    /// The message for the people of a court.
    pub fn message_zh(&self) -> String {
        match self {
            ProcessError::Unreadable(error) => error.message_zh(),
            ProcessError::Stopped(stop) => stop.message_zh(),
            ProcessError::Defect => "程序缺陷，未能处理该文件，请保留文件并报告。".to_string(),
        }
    }
}

/// One document with everything that was read out of it.
#[derive(Clone, Debug)]
pub struct Processed {
    /// The document.
    pub document: Document,
    /// Its record, and what kind of material it is.
    pub extracted: Extracted,
    /// What was odd in parsing, reading and extraction, in this order. Not empty: the result is partial.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads one file in this process. A panic in it is caught here and becomes `ProcessError::Defect`.
pub fn process(name: &str, bytes: &[u8], options: Options) -> Result<Processed, ProcessError> {
    process_with(&Parser::InProcess, name, bytes, options)
}

/// Reads one file, parsing it where `parser` says. A panic is caught here and becomes `ProcessError::Defect`.
pub fn process_with(parser: &Parser, name: &str, bytes: &[u8], options: Options) -> Result<Processed, ProcessError> {
    let document = parser.parse(name, bytes)?;
    let processed = catch_unwind(AssertUnwindSafe(|| {
        let (extracted, diagnostics) = read(&document, options);
        Processed { document, extracted, diagnostics }
    }));
    processed.map_err(|_| ProcessError::Defect)
}

/// Reads the record out of a parsed document.
pub fn read(document: &Document, options: Options) -> (Extracted, Vec<Diagnostic>) {
    let reading = Reading::of(document, options.catalog);
    let (extracted, found) = match (options.tagger, options.prefilter) {
        (Some(tagger), _) => extract::extract_with_model(&reading, options.catalog, tagger),
        (None, true) => extract::extract(&reading, options.catalog),
        (None, false) => extract::extract_without_prefilter(&reading, options.catalog),
    };
    let diagnostics = document.diagnostics.iter().cloned().chain(found).collect();
    (extracted, diagnostics)
}

/// The text of a document as the rules and the model read it.
pub fn normalised(document: &Document) -> String {
    text::Normal::of(document).as_str().to_string()
}

/// The text of a page as the model reads it.
pub fn normalised_page(text: &str) -> String {
    text::normalised(text)
}

/// The record that the model reads without any rule; for measuring what it adds.
pub fn read_by_model(document: &Document, catalog: &Catalog, tagger: &dyn Tagger) -> Record<Extraction> {
    extract::extract_by_model(&Reading::of(document, catalog), catalog, tagger)
}

/// What a model sees in a document.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// Number, kind of material and probability of each page that has text.
    pub pages: Vec<(u32, &'static str, f64)>,
    /// Record fields.
    pub fields: Vec<Place>,
    /// Persons, places, times, sums and goods.
    pub entities: Vec<Place>,
}

/// A labelled place.
#[derive(Clone, Debug)]
pub struct Place {
    /// The key of a field, or the name of an entity.
    pub label: &'static str,
    /// How sure the model is, before calibration.
    pub probability: f64,
    /// The words.
    pub evidence: Evidence,
}

/// Labels a document with a model alone.
pub fn label(document: &Document, tagger: &dyn Tagger) -> Labelled {
    let normal = text::Normal::of(document);
    let tags = tagger.tag(normal.as_str()).unwrap_or_default();
    let place = |tag: Tag| Place {
        label: tag.label,
        probability: tag.probability,
        evidence: Evidence::of(document, normal.raw_span(document, tag.range)),
    };
    let pages = document.pages.iter().filter_map(|page| {
        let words = document.quote(page.span);
        let (kind, probability) = tagger.kinds(&text::normalised(words)).into_iter().next()?;
        Some((page.number, kind, probability))
    });
    Labelled {
        pages: pages.collect(),
        fields: tags.fields.into_iter().map(place).collect(),
        entities: tags.entities.into_iter().map(place).collect(),
    }
}

/// A case: what its documents say together, compared with what was typed.
#[derive(Clone, Debug)]
pub struct CheckedCase {
    /// The merged record.
    pub record: Record<Extraction>,
    /// The comparisons and the discrepancies.
    pub report: Report,
}

/// What the documents of a case say together, by the authority of the source.
pub fn merge(documents: &[&Processed]) -> Record<Extraction> {
    let extracted: Vec<&Extracted> = documents.iter().map(|document| &document.extracted).collect();
    extract::merge(&extracted)
}

/// Compares the merged record of a case with what was typed.
pub fn check(record: Record<Extraction>, entered: &EnteredRecord, catalog: &Catalog) -> CheckedCase {
    let report = crosscheck::compare(&record, entered, catalog);
    CheckedCase { record, report }
}

/// The words under which the search finds a document.
pub fn document_words(document: &Document) -> Vec<String> {
    Words::embedded().search_words(Normal::of(document).as_str())
}

/// The words of a question to the search; a document that has all of them is found.
pub fn search_words(question: &str) -> Vec<String> {
    Words::embedded().search_words(question)
}

/// Parses one file in this process, with the same guard against panics.
pub fn parse(name: &str, bytes: &[u8]) -> Result<Document, ProcessError> {
    let parsed = catch_unwind(AssertUnwindSafe(|| ::parse::parse(name, bytes)));
    parsed.map_or(Err(ProcessError::Defect), |parsed| parsed.map_err(ProcessError::Unreadable))
}

/// What a catalogue rule reads in a document, for the person who edits the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The rule.
    pub rule: String,
    /// The value, as matched in the normalised text.
    pub value: String,
    /// The words of the document.
    pub words: String,
}

/// Runs the catalogue rules of one field on a whole document, without regard to sections.
pub fn try_field(document: &Document, catalog: &Catalog, key: &str) -> Vec<Tried> {
    let reading = Reading::of(document, catalog);
    let found = catalog::try_field(catalog, key, reading.text()).into_iter();
    found.map(|(rule, range, value)| Tried { rule: rule.to_string(), value, words: reading.printed(range) }).collect()
}
