//! No value without evidence: every reading of every sample file, chosen or not, shows words that stand in the document
//! where it says. Whether the value is right is not looked at here.

use casefile::{Candidate, Document, Evidence, PageBox};

use crate::fixture::{self, SampleFile, catalogue};

/// Points by which the box of a glyph may stand over the edge of its page.
const OVER_EDGE_MAX: f32 = 1.0;

#[test]
fn every_reading_is_proved_by_the_document() {
    let mut problems = Vec::new();
    let mut readings = 0;
    for file in fixture::every_file() {
        for (path, _, leaf) in file.processed.extracted.record.leaves(catalogue()) {
            for candidate in std::iter::once(&leaf.chosen).chain(&leaf.losers) {
                readings += 1;
                let found = problems_of_reading(candidate, &file.processed.document);
                problems.extend(found.into_iter().map(|problem| format!("{} {path}: {problem}", file.name)));
            }
        }
    }
    assert!(readings >= 1000, "only {readings} readings in all samples");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn problems_of_reading(candidate: &Candidate, document: &Document) -> Vec<String> {
    let mut problems = Vec::new();
    if candidate.evidence.is_empty() {
        problems.push("no evidence".to_string());
    }
    if candidate.method.is_empty() {
        problems.push("no method".to_string());
    }
    for evidence in &candidate.evidence {
        problems.extend(problem_of_place(evidence, document).map(str::to_string));
        problems.extend(problem_of_boxes(evidence, document));
    }
    problems
}

fn problem_of_place(evidence: &Evidence, document: &Document) -> Option<&'static str> {
    let span = evidence.span();
    let quoted = document.text.get(span.range());
    let page = document.pages.iter().find(|page| page.number == evidence.page());
    match (quoted, page) {
        _ if *evidence.document() != document.source.sha256 => Some("the evidence names another document"),
        (None, _) => Some("the span is out of the text or splits a character"),
        (Some(quoted), _) if quoted != evidence.quote() => Some("the quote is not the text at its span"),
        (Some(quoted), _) if quoted.trim().is_empty() => Some("the quote is blank"),
        (_, None) => Some("the document has no such page"),
        (_, Some(page)) if !page.span.contains(casefile::Span::new(span.start(), span.start() + 1)) => {
            Some("the words do not begin on the page that is named")
        }
        _ => None,
    }
}

fn problem_of_boxes(evidence: &Evidence, document: &Document) -> Option<String> {
    let boxes = evidence.boxes();
    match document.source.format {
        format if !format.has_pages() && boxes.is_empty() => None,
        format if !format.has_pages() => Some("boxes in a format without positions".to_string()),
        _ if boxes.is_empty() => Some("no box on the page".to_string()),
        _ => boxes.iter().find(|place| !is_on_page(place, document)).map(|place| format!("off: {place:?}")),
    }
}

fn is_on_page(place: &PageBox, document: &Document) -> bool {
    let Some(page) = document.pages.iter().find(|page| page.number == place.page) else { return false };
    let rect = place.rect;
    let is_ordered = rect.x0 < rect.x1 && rect.y0 < rect.y1;
    let in_width = rect.x0 >= -OVER_EDGE_MAX && rect.x1 <= page.width + OVER_EDGE_MAX;
    let in_height = rect.y0 >= -OVER_EDGE_MAX && rect.y1 <= page.height + OVER_EDGE_MAX;
    is_ordered && in_width && in_height
}

/// Pages follow one another from 1 and cover the text; blocks and lines ascend on character boundaries.
#[test]
fn documents_are_well_formed() {
    for file in fixture::every_file() {
        if let Some(problem) = problem_of_structure(file) {
            panic!("{}: {problem}", file.name);
        }
    }
}

fn problem_of_structure(file: &SampleFile) -> Option<String> {
    let document = &file.processed.document;
    let text_end = document.text.len() as u32;
    let mut covered = 0;
    for (index, page) in document.pages.iter().enumerate() {
        if page.number as usize != index + 1 || page.span.start() > covered {
            return Some(format!("page {} begins at {} after {covered}", page.number, page.span.start()));
        }
        covered = page.span.end();
    }
    if covered != text_end {
        return Some(format!("the pages end at {covered}, the text at {text_end}"));
    }
    let blocks = document.blocks.iter().map(|block| ("block", block.span));
    let lines = document.lines.iter().map(|line| ("line", line.span));
    let mut before = ("block", 0);
    for (what, span) in blocks.chain(lines) {
        let from = if before.0 == what { before.1 } else { 0 };
        if document.text.get(span.range()).is_none() || span.start() < from {
            return Some(format!("{what} {span:?} is out of place after {from}"));
        }
        before = (what, span.end());
    }
    None
}
