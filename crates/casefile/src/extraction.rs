//! Owns what was read out of a document: values with the words that prove them.

use std::sync::Arc;

use crate::document::{Document, Rect};
use crate::span::Span;
use crate::value::Value;

/// A rectangle on a page, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageBox {
    /// Page number.
    pub page: u32,
    /// Place on the page.
    pub rect: Rect,
}

/// The words that prove a value 出处. `quote` is the text at `span`, and only `Evidence::of` builds one.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    document: Arc<str>,
    page: u32,
    span: Span,
    quote: String,
    boxes: Vec<PageBox>,
}

impl Evidence {
    /// The evidence at a span of a document. The span must lie on character boundaries of its text.
    pub fn of(document: &Document, span: Span) -> Evidence {
        Evidence {
            document: document.source.sha256.clone(),
            page: document.page_of(span.start()),
            span,
            quote: document.quote(span).to_string(),
            boxes: document.boxes(span),
        }
    }

    /// SHA-256 of the document.
    pub fn document(&self) -> &Arc<str> {
        &self.document
    }

    /// Page number, counted from 1.
    pub fn page(&self) -> u32 {
        self.page
    }

    /// Place in the text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The words.
    pub fn quote(&self) -> &str {
        &self.quote
    }

    /// Places on the page, one per line; empty where the format has no positions.
    pub fn boxes(&self) -> &[PageBox] {
        &self.boxes
    }
}

/// How sure a reading is, from 0 to 1, in thousandths so that it compares and prints the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u16);

impl Confidence {
    /// From a fraction; outside 0..1 it is clamped.
    pub fn new(fraction: f64) -> Confidence {
        Confidence((fraction.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }

    /// As a fraction from 0 to 1.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// A value that was read but not chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The value.
    pub value: Value,
    /// The words that show it; never empty.
    pub evidence: Vec<Evidence>,
    /// The rule or model that read it.
    pub method: Arc<str>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether the text had to be mended before it could be read: such a reading, however sure, proves no error by itself.
    pub is_mended: bool,
}

/// The value chosen for a leaf of the record, with the readings that lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    /// The chosen reading.
    pub chosen: Candidate,
    /// Other readings of the same leaf, best first.
    pub losers: Vec<Candidate>,
}

impl AsRef<Value> for Extraction {
    fn as_ref(&self) -> &Value {
        &self.chosen.value
    }
}
