//! Owns what a stage has to say about odd input. A diagnostic never carries words of a document, names or numbers of
//! persons: it may be logged.

use crate::span::Span;

/// What is odd; the text form is stable and documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The bytes are no valid text in the encoding that was recognised; bad ones became U+FFFD.
    EncodingDamaged,
    /// Text was cut at a limit of `limits`.
    TextTruncated,
    /// A page has no text layer: it is a scan, or drawn as paths.
    PageWithoutText,
    /// A page's text layer is garbled: private-use, replacement or unmapped characters.
    PageGarbled,
    /// A page could not be read at all.
    PageUnreadable,
    /// A part of the container (a footnote file, a header) is damaged and was left out.
    PartUnreadable,
    /// The document has no text at all.
    DocumentEmpty,
    /// A section that documents of this type have was not found.
    SectionMissing,
    /// A value was found whose text cannot be right (an impossible date, a wrong check digit).
    ValueInvalid,
    /// Two places of the document that must agree do not.
    ValueContradicted,
    /// A cap on candidates, groups or items was reached and the rest was left out.
    LimitReached,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: &[Code] = &[
        Code::EncodingDamaged,
        Code::TextTruncated,
        Code::PageWithoutText,
        Code::PageGarbled,
        Code::PageUnreadable,
        Code::PartUnreadable,
        Code::DocumentEmpty,
        Code::SectionMissing,
        Code::ValueInvalid,
        Code::ValueContradicted,
        Code::LimitReached,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::EncodingDamaged => "encoding_damaged",
            Code::TextTruncated => "text_truncated",
            Code::PageWithoutText => "page_without_text",
            Code::PageGarbled => "page_garbled",
            Code::PageUnreadable => "page_unreadable",
            Code::PartUnreadable => "part_unreadable",
            Code::DocumentEmpty => "document_empty",
            Code::SectionMissing => "section_missing",
            Code::ValueInvalid => "value_invalid",
            Code::ValueContradicted => "value_contradicted",
            Code::LimitReached => "limit_reached",
        }
    }
}

/// One remark of one stage. A run with diagnostics is partial and says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is odd.
    pub code: Code,
    /// The page, counted from 1, where it matters.
    pub page: Option<u32>,
    /// The place in the text, where there is one.
    pub span: Option<Span>,
    /// What it concerns: a field key, the name of a container part, a section. Never document text.
    pub about: String,
}

impl Diagnostic {
    /// A remark on the document as a whole.
    pub fn new(code: Code, about: impl Into<String>) -> Diagnostic {
        Diagnostic { code, page: None, span: None, about: about.into() }
    }

    /// The same remark, tied to a page (counted from 1).
    pub fn on_page(self, page: u32) -> Diagnostic {
        Diagnostic { page: Some(page), ..self }
    }

    /// The same remark, tied to a place in the text.
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic { span: Some(span), ..self }
    }
}
