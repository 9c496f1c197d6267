//! Owns how a page of fixed size is drawn: the picture of the page, the boxes of the marks, and the text at its places, so
//! that it can be selected and found. Where the program draws no picture, the text itself is what is seen.

use casefile::{Document, Glyph, Line, Page, Rect, Span};
use maud::{Markup, html};

use super::mark::Mark;

/// Points by which the box of a mark stands over its words.
const PADDING: f32 = 1.5;

/// The part of a character's height that lies below its base line, as the readers of PDF and OFD measure it.
const DESCENT: f32 = 0.2;

/// Width of the picture that is asked for, in pixels: A4 at 170 dpi, sharp on any screen up to twice the size.
const PICTURE_WIDTH_PX: u32 = 1_400;

/// A4, for a page whose size is not known.
const FALLBACK_SIZE: (f32, f32) = (595.0, 842.0);

/// How much of a page the program can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// Its picture, with the text unseen above it.
    Picture,
    /// Its text alone.
    Text,
}

/// The page.
pub(super) fn page(document: &Document, document_id: &str, page: &Page, drawn: Drawn, marks: &[Mark]) -> Markup {
    let (width, height) = size(page);
    let (w, h) = (number(width), number(height));
    let lines: Vec<&Line> = document.lines.iter().filter(|line| line.page == page.number).collect();
    let label = format!("第{}页", page.number);
    let class = match drawn {
        Drawn::Picture => "fixed with-picture",
        Drawn::Text => "fixed",
    };
    html! {
        svg class=(class) viewBox={"0 0 " (w) " " (h)} role="group" aria-label=(label) {
            rect.ground width=(w) height=(h) {}
            @if drawn == Drawn::Picture {
                image.picture href=(picture_address(document_id, page.number, PICTURE_WIDTH_PX)) width=(w) height=(h)
                    preserveAspectRatio="none" aria-hidden="true" {}
            }
            @for mark in marks {
                @for place in document.boxes(mark.span).iter().filter(|place| place.page == page.number) {
                    (marked(place.rect, mark))
                }
            }
            g.words {
                @for line in lines { (words(document, line)) }
            }
        }
    }
}

/// Where the picture of a page is asked for.
pub(super) fn picture_address(document_id: &str, page: u32, width_px: u32) -> String {
    format!("/api/v1/documents/{document_id}/pages/{page}/image?width={width_px}")
}

fn size(page: &Page) -> (f32, f32) {
    let is_known = |side: f32| side.is_finite() && side > 0.0;
    match is_known(page.width) && is_known(page.height) {
        true => (page.width, page.height),
        false => FALLBACK_SIZE,
    }
}

fn marked(rect: Rect, mark: &Mark) -> Markup {
    let (x, y) = (rect.x0 - PADDING, rect.y0 - PADDING);
    let (width, height) = (rect.x1 - rect.x0 + 2.0 * PADDING, rect.y1 - rect.y0 + 2.0 * PADDING);
    html! {
        rect class={"mark " (mark.tone.class())} x=(number(x)) y=(number(y)) width=(number(width))
            height=(number(height)) rx="2" {}
    }
}

/// A line as text, each character centred on its place, so that what is selected is what is seen, whatever font the
/// browser has. The text holds every byte of the line, for offsets to be counted in it.
fn words(document: &Document, line: &Line) -> Markup {
    let text = document.quote(line.span);
    let Some(places) = places(document, line.span, line.rect) else { return html! {} };
    let (size, is_column) = shape(&places);
    let base = |rect: Rect| (rect.y0 + rect.y1) / 2.0 + (0.5 - DESCENT) * size;
    let x = |rect: Rect| (rect.x0 + rect.x1) / 2.0;
    let first = places[0].rect;
    let is_even = !is_column && places.iter().all(|place| (base(place.rect) - base(first)).abs() < 0.5);
    let xs: Vec<String> = places.iter().map(|place| number(x(place.rect))).collect();
    let ys: Vec<String> = match is_even {
        true => vec![number(base(first))],
        false => places.iter().map(|place| number(base(place.rect))).collect(),
    };
    let shown: String = text.chars().map(shown).collect();
    html! {
        text data-at=(line.span.start()) x=(xs.join(" ")) y=(ys.join(" ")) font-size=(number(size))
            xml:space="preserve" { (shown) }
    }
}

/// A place for every unit in which browsers count characters (UTF-16); none if no character of the line has one. What was
/// put in between for reading, such as spaces, stands where the character before it ends.
fn places(document: &Document, span: Span, rect: Rect) -> Option<Vec<Glyph>> {
    let from = document.glyphs.partition_point(|glyph| glyph.at < span.start());
    let upto = document.glyphs.partition_point(|glyph| glyph.at < span.end());
    let mut glyphs = document.glyphs[from..upto].iter().peekable();
    glyphs.peek()?;
    let mut before = Rect { x1: rect.x0, ..rect };
    let mut places = Vec::new();
    for (index, c) in document.quote(span).char_indices() {
        let at = span.start() + index as u32;
        let place = match glyphs.next_if(|glyph| glyph.at == at) {
            Some(glyph) => glyph.rect,
            None => Rect { x0: before.x1, ..before },
        };
        before = place;
        places.extend(std::iter::repeat_n(Glyph { at, rect: place }, c.len_utf16()));
    }
    Some(places)
}

/// The size of the characters of a line, and whether they stand below each other.
fn shape(places: &[Glyph]) -> (f32, bool) {
    let (first, last) = (places[0].rect, places[places.len() - 1].rect);
    let is_column = (last.y0 - first.y0).abs() > (last.x0 - first.x0).abs();
    let across = |rect: Rect| if is_column { rect.x1 - rect.x0 } else { rect.y1 - rect.y0 };
    let mut sizes: Vec<f32> = places.iter().map(|place| across(place.rect)).filter(|size| *size > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    (sizes.get(sizes.len() / 2).copied().unwrap_or(12.0), is_column)
}

/// Control characters have no place in a page; one byte stays one byte.
pub(super) fn shown(c: char) -> char {
    if c.is_ascii_control() && c != '\t' { ' ' } else { c }
}

/// A length in points to a tenth, as SVG writes it.
fn number(points: f32) -> String {
    let text = format!("{:.1}", if points.is_finite() { points } else { 0.0 });
    text.strip_suffix(".0").map(str::to_string).unwrap_or(text)
}
