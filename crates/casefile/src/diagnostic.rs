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
    /// The text had lost line ends, marks or many characters, and was read as a model mended it.
    TextMended,
    /// The model gave no answer; the document was read by rules alone.
    ModelFailed,
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
        Code::TextMended,
        Code::ModelFailed,
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
            Code::TextMended => "text_mended",
            Code::ModelFailed => "model_failed",
        }
    }

    /// What it means, for the people of a court.
    pub fn message_zh(self) -> &'static str {
        match self {
            Code::EncodingDamaged => "文字编码有损坏，部分字符无法还原",
            Code::TextTruncated => "文字过长，超出部分未读取",
            Code::PageWithoutText => "没有文字层，须经文字识别后才能读取",
            Code::PageGarbled => "文字层为乱码，须经文字识别后才能读取",
            Code::PageUnreadable => "该页无法读取",
            Code::PartUnreadable => "文件的一部分已损坏，未读取",
            Code::DocumentEmpty => "文件中没有文字",
            Code::SectionMissing => "未找到此类文书应有的部分",
            Code::ValueInvalid => "文书中的值不合规则，请核对原文",
            Code::ValueContradicted => "文书中两处记载不一致",
            Code::LimitReached => "数量超过上限，其余未读取",
            Code::TextMended => "文字缺少断行、标点或有多处错字，已由模型补正后读取，请核对原文",
            Code::ModelFailed => "模型未能运行，仅按规则读取",
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
