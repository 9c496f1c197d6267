//! What comes over the wire is what was sent, and whatever else comes is refused without harm. Documents and errors are
//! here, questions and answers about pages in `pages`.

mod pages;

use casefile::{
    Attachment, Block, BlockKind, Code, Diagnostic, Document, Format, Glyph, Line, Page, PageOrigin, PageQuality, Rect,
    Signature, Source, Span,
};
use parse::ParseError;

use super::{Malformed, Reader, Writer, document, error};
use crate::isolation::job::{Answer, Reply};

/// A document with something of everything.
fn sample() -> Document {
    let rect = |x0: f32| Rect { x0, y0: 72.5, x1: x0 + 16.0, y1: 88.5 };
    let page = |number, span, origin, quality| Page { number, span, origin, quality, width: 595.3, height: 841.9 };
    let kinds = [BlockKind::Heading, BlockKind::Paragraph, BlockKind::Cell, BlockKind::Note, BlockKind::Furniture];
    let blocks = kinds.iter().zip(0..).map(|(&kind, at)| Block { kind, span: Span::new(at * 4, at * 4 + 3) });
    Document {
        source: Source {
            sha256: "0a".repeat(32).into(), name: "判决书.pdf".into(), format: Format::Pdf, bytes: 4711
        },
        text: "甲\n乙\n丙\n丁\n戊".into(),
        pages: vec![
            page(1, Span::new(0, 8), PageOrigin::Native, PageQuality::Good),
            page(2, Span::new(8, 12), PageOrigin::Ocr, PageQuality::Garbled),
            page(3, Span::new(12, 19), PageOrigin::Image, PageQuality::Unreadable),
            page(4, Span::new(19, 19), PageOrigin::Blank, PageQuality::Good),
        ],
        blocks: blocks.collect(),
        lines: vec![Line { page: 1, span: Span::new(0, 3), rect: rect(72.0) }],
        glyphs: vec![Glyph { at: 0, rect: rect(72.0) }, Glyph { at: 4, rect: rect(-0.0) }],
        attachments: vec![Attachment { name: "附件.xml".into(), bytes: 99 }],
        signatures: vec![
            Signature { signer: "某某人民法院".into(), time: Some("20190603".into()), pages: vec![1, 3] },
            Signature { signer: String::new(), time: None, pages: Vec::new() },
        ],
        diagnostics: vec![
            Diagnostic::new(Code::PartUnreadable, "word/footnotes.xml"),
            Diagnostic::new(Code::PageGarbled, "page").on_page(2).at(Span::new(8, 11)),
        ],
    }
}

fn message(document: Document) -> Vec<u8> {
    joined(&Reply::Answer(Answer::Document(Box::new(document))))
}

/// A reply as it arrives.
fn joined(reply: &Reply) -> Vec<u8> {
    let message = reply.message();
    let whole = [message.head.clone(), message.bodies.concat()].concat();
    assert_eq!(message.length(), whole.len());
    whole
}

fn document_of(message: &[u8]) -> Result<Document, Malformed> {
    match Reply::read(message)? {
        Reply::Answer(Answer::Document(document)) => Ok(*document),
        _ => Err(Malformed),
    }
}

#[test]
fn a_document_comes_as_it_was_sent() {
    assert_eq!(document_of(&message(sample())), Ok(sample()));
}

#[test]
fn the_room_for_a_document_suffices() {
    let mut to = Writer::with_room(0);
    document::write(&sample(), &mut to);
    assert!(to.into_bytes().len() <= document::size(&sample()));
}

#[test]
fn errors_come_as_they_were_sent() {
    let errors = [
        ParseError::Empty,
        ParseError::TooLarge { bytes: u64::MAX },
        ParseError::Unknown,
        ParseError::Unsupported { what: "a BMP image" },
        ParseError::Encrypted { what: "PDF" },
        ParseError::Damaged { what: "zip container" },
        ParseError::LimitExceeded { limit: "PAGES_MAX" },
        ParseError::PageMissing { page: 7, pages: 3 },
        ParseError::FormatWithoutPages { format: Format::Txt },
        ParseError::NotPdf { format: Format::Ofd },
    ];
    for sent in errors {
        let mut to = Writer::with_room(0);
        error::write(&sent, &mut to);
        assert_eq!(error::read(&mut Reader::of(&to.into_bytes())), Ok(sent));
    }
}

#[test]
fn the_name_of_an_error_is_no_place_for_text() {
    for name in ["被告人张三", "line\nbreak", &"x".repeat(65)] {
        let mut to = Writer::with_room(0);
        to.u8(5);
        to.text(name);
        assert_eq!(error::read(&mut Reader::of(&to.into_bytes())), Err(Malformed), "{name}");
    }
}

#[test]
fn a_message_that_is_cut_or_goes_on_is_refused() {
    let mut whole = message(sample());
    for end in 0..whole.len() {
        assert_eq!(document_of(&whole[..end]), Err(Malformed), "cut at {end}");
    }
    whole.push(0);
    assert_eq!(document_of(&whole), Err(Malformed));
}

/// Every byte of a message in turn takes values that a hostile child would choose; what is accepted keeps the promises
/// of a document.
#[test]
fn a_changed_message_is_refused_or_sound() {
    let whole = message(sample());
    let (mut refused, mut accepted) = (0, 0);
    for at in 0..whole.len() {
        for value in [0x00, 0x01, 0x7f, 0x80, 0xff, whole[at].wrapping_add(1)] {
            let mut changed = whole.clone();
            changed[at] = value;
            match document_of(&changed) {
                Ok(document) => {
                    assert_eq!(parse::contract_breach(&document), None, "byte {at} = {value}");
                    accepted += 1;
                }
                Err(Malformed) => refused += 1,
            }
        }
    }
    assert!(refused > 500 && accepted > 500, "{refused} refused, {accepted} accepted");
}

#[test]
fn a_list_longer_than_the_message_is_refused_before_room_is_made() {
    let mut to = Writer::with_room(0);
    to.u64(u64::MAX / 2);
    let message = to.into_bytes();
    assert_eq!(Reader::of(&message).list(1, Reader::u8), Err(Malformed));
    assert_eq!(Reader::of(&message).bytes(), Err(Malformed));
}

#[test]
fn what_breaks_a_promise_of_a_document_is_refused() {
    let broken: [fn(&mut Document); 6] = [
        |document| document.blocks[0].span = Span::new(1, 3),
        |document| document.pages[1].number = 7,
        |document| document.glyphs.swap(0, 1),
        |document| document.lines[0].page = 0,
        |document| document.diagnostics[1].span = Some(Span::new(0, 400)),
        |document| document.source.sha256 = "../../etc/passwd".into(),
    ];
    for (number, change) in broken.into_iter().enumerate() {
        let mut document = sample();
        change(&mut document);
        assert_eq!(document_of(&message(document)), Err(Malformed), "change {number}");
    }
}
