//! Owns marking places in a copy of a PDF, as annotations that every viewer shows and lists. Changes nothing that was in
//! the file.

use casefile::Rect;
use hayro_interpret::util::TransformExt;
use hayro_syntax::Pdf;
use kurbo::{Affine, Point};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};

use crate::error::ParseError;
use crate::{page_image, pdf_objects};

/// Yellow of a text marker.
const COLOUR: [f32; 3] = [1.0, 0.9, 0.3];

/// Who marked: shown by viewers as the author.
const AUTHOR: &str = "核卷";

/// A place to mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Highlight {
    /// Number of the page, counted from 1.
    pub page: u32,
    /// Rectangles in points of the page as displayed, origin at the top left.
    pub rects: Vec<Rect>,
    /// What the viewer shows beside the mark.
    pub note: String,
}

/// A copy of a PDF with the places marked. The copy is not encrypted, and signatures in it no longer hold.
pub fn highlight(bytes: &[u8], highlights: &[Highlight]) -> Result<Vec<u8>, ParseError> {
    let (mut document, pages) = pdf_objects::open(bytes)?;
    // Geometry comes from the reader that the rectangles come from.
    let pdf = Pdf::new(bytes.to_vec()).map_err(|_| ParseError::Damaged { what: "PDF" })?;
    let displayed = pdf.pages();
    if displayed.len() != pages.len() {
        return Err(ParseError::Damaged { what: "PDF" });
    }
    let marker = marker_state(&mut document);
    let mut marks: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for (number, highlight) in highlights.iter().enumerate() {
        let index = page_image::page_index(highlight.page, pages.len())?;
        let to_page = displayed[index].initial_transform(true).to_kurbo().inverse();
        let quads: Vec<Quad> = highlight.rects.iter().filter_map(|rect| quad(*rect, to_page)).collect();
        if quads.is_empty() {
            continue;
        }
        let annotation = annotation(&mut document, pages[index], &quads, &highlight.note, number, marker);
        marks[index].push(Object::Reference(annotation));
    }
    for (page, marks) in pages.into_iter().zip(marks) {
        if !marks.is_empty() {
            append(&mut document, page, marks)?;
        }
    }
    pdf_objects::write(&mut document)
}

/// Corners in the space of the page: as displayed top left, top right, bottom left, bottom right.
type Quad = [Point; 4];

/// The corners of a rectangle; `None` where a place is no number.
fn quad(rect: Rect, to_page: Affine) -> Option<Quad> {
    let corner = |x: f32, y: f32| to_page * Point::new(x.into(), y.into());
    let Rect { x0, y0, x1, y1 } = rect;
    let quad = [corner(x0, y0), corner(x1, y0), corner(x0, y1), corner(x1, y1)];
    quad.iter().all(|point| point.is_finite()).then_some(quad)
}

/// The graphics state that darkens instead of covering.
fn marker_state(document: &mut Document) -> ObjectId {
    document.add_object(dictionary! { "Type" => "ExtGState", "BM" => "Multiply" })
}

fn annotation(
    document: &mut Document,
    page: ObjectId,
    quads: &[Quad],
    note: &str,
    number: usize,
    marker: ObjectId,
) -> ObjectId {
    let points = || quads.iter().flatten();
    let least = |part: fn(&Point) -> f64| points().map(part).fold(f64::INFINITY, f64::min);
    let most = |part: fn(&Point) -> f64| points().map(part).fold(f64::NEG_INFINITY, f64::max);
    let bounds = [least(|point| point.x), least(|point| point.y), most(|point| point.x), most(|point| point.y)];
    let numbers = |values: &[f64]| Object::Array(values.iter().map(|&value| Object::Real(value as f32)).collect());
    let corners: Vec<f64> = points().flat_map(|point| [point.x, point.y]).collect();
    let [red, green, blue] = COLOUR;
    let mut content = format!("/Marker gs {red} {green} {blue} rg\n");
    for [top_left, top_right, bottom_left, bottom_right] in quads {
        for (point, operator) in [(top_left, "m"), (top_right, "l"), (bottom_right, "l"), (bottom_left, "l")] {
            content.push_str(&format!("{:.2} {:.2} {operator} ", point.x, point.y));
        }
        content.push_str("h f\n");
    }
    let appearance = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => numbers(&bounds),
        "Resources" => dictionary! { "ExtGState" => dictionary! { "Marker" => marker } },
    };
    let appearance = document.add_object(Stream::new(appearance, content.into_bytes()));
    document.add_object(dictionary! {
        "Type" => "Annot",
        "Subtype" => "Highlight",
        "Rect" => numbers(&bounds),
        "QuadPoints" => numbers(&corners),
        "C" => COLOUR.map(Object::Real).to_vec(),
        // Printed with the page.
        "F" => 4,
        "P" => page,
        "NM" => text_string(&format!("casecheck-{}", number + 1)),
        "T" => text_string(AUTHOR),
        "Contents" => text_string(note),
        "AP" => dictionary! { "N" => appearance },
    })
}

/// Adds annotations to a page. The list may be shared with other pages, so the page gets one of its own.
fn append(document: &mut Document, page: ObjectId, marks: Vec<Object>) -> Result<(), ParseError> {
    let damaged = |_| ParseError::Damaged { what: "PDF" };
    let dictionary: &Dictionary = document.get_dictionary(page).map_err(damaged)?;
    let present = dictionary.get_deref(b"Annots", document).and_then(Object::as_array);
    let mut annotations = present.cloned().unwrap_or_default();
    annotations.extend(marks);
    document.get_dictionary_mut(page).map_err(damaged)?.set("Annots", annotations);
    Ok(())
}
