//! Owns the marks on what is shown of a document: which bytes of the text, in which tone, and how an address carries them.
//! Does not draw them.

use casefile::{Document, Span, limits};

/// Words to be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) struct Mark {
    /// Bytes of the raw text.
    pub(in crate::desk) span: Span,
    /// As what.
    pub(in crate::desk) tone: Tone,
}

/// As what words are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::desk) enum Tone {
    /// The words that prove what is looked at.
    Evidence,
    /// Other words of interest.
    Other,
}

impl Tone {
    /// The class of a mark.
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Evidence => "evidence",
            Tone::Other => "other",
        }
    }
}

/// Marks as an address carries them: `e12-30,o40-50`. What is not of this form is left out.
pub(super) fn read(text: &str) -> Vec<Mark> {
    text.split(',').filter_map(read_one).take(limits::MARKS_MAX).collect()
}

fn read_one(text: &str) -> Option<Mark> {
    let evidence = text.strip_prefix('e').map(|range| (range, Tone::Evidence));
    let (range, tone) = evidence.or_else(|| text.strip_prefix('o').map(|range| (range, Tone::Other)))?;
    let (start, end) = range.split_once('-')?;
    Some(Mark { span: Span::new(start.parse().ok()?, end.parse().ok()?), tone })
}

/// The same the other way round.
pub(super) fn write(marks: &[Mark]) -> String {
    let one = |mark: &Mark| format!("{}{}-{}", &mark.tone.class()[..1], mark.span.start(), mark.span.end());
    marks.iter().map(one).collect::<Vec<_>>().join(",")
}

/// The marks that a document can show: an address may name bytes that its text does not have.
pub(super) fn within(document: &Document, marks: &[Mark]) -> Vec<Mark> {
    let clip = |mark: &Mark| Some(Mark { span: clipped(&document.text, mark.span)?, tone: mark.tone });
    marks.iter().filter_map(clip).collect()
}

/// A span on boundaries of characters within a text; none if nothing is left of it.
fn clipped(text: &str, span: Span) -> Option<Span> {
    let range = text.floor_char_boundary(span.range().start)..text.ceil_char_boundary(span.range().end);
    (range.start < range.end).then(|| Span::of(range))
}

/// Cuts a span where marks begin and end; each piece with the tone that it has. Evidence is shown above the other tone.
pub(super) fn pieces(span: Span, marks: &[Mark]) -> Vec<(Span, Option<Tone>)> {
    let inside = |at: &u32| span.start() < *at && *at < span.end();
    let overlapping: Vec<&Mark> = marks.iter().filter(|mark| mark.span.overlaps(span)).collect();
    let mut cuts: Vec<u32> = overlapping.iter().flat_map(|mark| [mark.span.start(), mark.span.end()]).collect();
    cuts.retain(inside);
    cuts.extend([span.start(), span.end()]);
    cuts.sort_unstable();
    cuts.dedup();
    let tone_of = |piece: Span| {
        let over = overlapping.iter().filter(|mark| mark.span.overlaps(piece)).map(|mark| mark.tone);
        over.min_by_key(|tone| *tone as u8)
    };
    let spans = cuts.windows(2).map(|pair| Span::new(pair[0], pair[1]));
    spans.map(|piece| (piece, tone_of(piece))).collect()
}

#[cfg(test)]
mod tests {
    use casefile::Span;

    use super::{Mark, Tone, clipped, pieces, read, write};

    fn mark(start: u32, end: u32, tone: Tone) -> Mark {
        Mark { span: Span::new(start, end), tone }
    }

    #[test]
    fn an_address_carries_marks() {
        let marks = vec![mark(12, 30, Tone::Evidence), mark(40, 50, Tone::Other)];
        assert_eq!(write(&marks), "e12-30,o40-50");
        assert_eq!(read("e12-30,o40-50"), marks);
        assert_eq!(read("x1-2,e,e-,e1,e-1-2,o40-50,判"), [mark(40, 50, Tone::Other)]);
    }

    #[test]
    fn marks_cut_a_text_and_evidence_lies_above() {
        let marks = [mark(2, 6, Tone::Other), mark(4, 8, Tone::Evidence), mark(20, 30, Tone::Evidence)];
        let found: Vec<_> = pieces(Span::new(0, 10), &marks)
            .into_iter()
            .map(|(span, tone)| (span.start(), span.end(), tone.map(Tone::class)))
            .collect();
        let (evidence, other) = (Some("evidence"), Some("other"));
        assert_eq!(found, [(0, 2, None), (2, 4, other), (4, 6, evidence), (6, 8, evidence), (8, 10, None)]);
        assert_eq!(pieces(Span::new(5, 5), &[]), []);
    }

    #[test]
    fn a_span_is_brought_onto_boundaries() {
        let text = "法院a";
        assert_eq!(clipped(text, Span::new(1, 4)), Some(Span::new(0, 6)));
        assert_eq!(clipped(text, Span::new(6, 900)), Some(Span::new(6, 7)));
        assert_eq!(clipped(text, Span::new(7, 900)), None);
        assert_eq!(clipped(text, Span::new(3, 3)), None);
    }
}
