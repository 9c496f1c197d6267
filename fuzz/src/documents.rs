//! Owns the targets of the document readers: the promises of a document hold for any bytes, and every reading of the
//! extraction quotes the document. Does not build files: that is `containers`.

use casefile::{Document, Evidence, Format};
use pipeline::Options;

use crate::Input;

/// The names that image files are recognised by.
const IMAGES: &[Format] = &[Format::Jpeg, Format::Png, Format::Tiff];

/// Bytes that are recognised as one format.
pub fn read_as(format: Format, data: &[u8]) -> Input {
    if parse::recognise(data) != Ok(format) {
        return Input::Foreign;
    }
    read(data);
    Input::Used
}

/// Bytes that are recognised as an image.
pub fn read_image(data: &[u8]) -> Input {
    if !parse::recognise(data).is_ok_and(|format| IMAGES.contains(&format)) {
        return Input::Foreign;
    }
    read(data);
    Input::Used
}

/// A text through the whole pipeline.
pub fn extract(data: &[u8]) -> Input {
    let Ok(text) = std::str::from_utf8(data) else { return Input::Foreign };
    let Ok(document) = parse::parse("", text.as_bytes()) else { return Input::Foreign };
    let (extracted, _) = pipeline::read(&document, Options::embedded());
    for (path, _, leaf) in extracted.record.leaves(Options::embedded().catalog) {
        for candidate in std::iter::once(&leaf.chosen).chain(&leaf.losers) {
            assert!(!candidate.evidence.is_empty(), "{path} has no evidence");
            for evidence in &candidate.evidence {
                check_evidence(evidence, &document);
            }
        }
    }
    Input::Used
}

/// Reads bytes of any format.
pub(crate) fn read(data: &[u8]) {
    if let Ok(document) = parse::parse("", data) {
        assert_eq!(parse::contract_breach(&document), None);
    }
}

fn check_evidence(evidence: &Evidence, document: &Document) {
    let quoted = document.text.get(evidence.span().range());
    assert_eq!(quoted, Some(evidence.quote()), "a quote differs from the document");
    assert_eq!(document.page_of(evidence.span().start()), evidence.page());
}
