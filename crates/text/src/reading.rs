//! Owns the view of one document that extraction works on: its normalised text, its sections, and the way back to the
//! raw text.

use std::ops::Range;

use casefile::{Diagnostic, Document, Evidence, Span};
use catalog::{Catalog, SectionKind};

use crate::mend::Mend;
use crate::normal::Normal;
use crate::sections::Sections;

/// A document made ready for extraction.
#[derive(Debug)]
pub struct Reading<'d> {
    document: &'d Document,
    normal: Normal,
    sections: Sections,
    is_mended: bool,
    /// What was odd about the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'d> Reading<'d> {
    /// Normalises a document and finds its sections.
    pub fn of(document: &'d Document, catalog: &Catalog) -> Reading<'d> {
        let normal = Normal::of(document);
        let (sections, diagnostics) = Sections::find(normal.as_str(), catalog);
        Reading { document, normal, sections, is_mended: false, diagnostics }
    }

    /// The same document with its normalised text mended, and its sections found anew.
    pub fn mended(&self, mends: &[Mend], catalog: &Catalog) -> Reading<'d> {
        let normal = self.normal.mended(mends);
        let (sections, diagnostics) = Sections::find(normal.as_str(), catalog);
        Reading { document: self.document, normal, sections, is_mended: true, diagnostics }
    }

    /// Whether the normalised text was mended.
    pub fn is_mended(&self) -> bool {
        self.is_mended
    }

    /// The document.
    pub fn document(&self) -> &'d Document {
        self.document
    }

    /// The whole normalised text.
    pub fn text(&self) -> &str {
        self.normal.as_str()
    }

    /// The sections.
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Where a section stands in the normalised text.
    pub fn range(&self, kind: SectionKind) -> Range<usize> {
        self.sections.range(kind)
    }

    /// The normalised text of a section.
    pub fn section(&self, kind: SectionKind) -> &str {
        &self.text()[self.range(kind)]
    }

    /// The raw span of a range of the normalised text, white space at its ends left out.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.normal.raw_span(self.document, self.trimmed(range))
    }

    /// The evidence at a range of the normalised text.
    pub fn evidence(&self, range: Range<usize>) -> Evidence {
        Evidence::of(self.document, self.span(range))
    }

    /// What the document prints at a range of the normalised text, without layout spaces.
    pub fn printed(&self, range: Range<usize>) -> String {
        self.normal.printed(self.document, self.trimmed(range))
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let part = &self.text()[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        start..(start + part.trim().len())
    }
}
