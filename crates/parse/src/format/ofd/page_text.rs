//! Owns what a page shows as text: its characters with their boxes in points, those of the page and those of
//! annotations. Does not know lines.

use casefile::{Rect, limits};
use kurbo::{Affine, Point};

use crate::format::ofd::content::{Object, for_each_object, origin_of};
use crate::format::ofd::document::PageContent;
use crate::format::ofd::resources::Resources;
use crate::format::ofd::text_object;
use crate::layout::{DrawnChar, PageText};

/// Points per millimetre.
pub(super) const SCALE: f64 = 72.0 / 25.4;

/// Descent and ascent of the box of a character, in sizes, as in the layout of PDF.
const BOX_DESCENT: f64 = 0.2;
const BOX_ASCENT: f64 = 0.8;

/// Below this size (in points) text is a trick, not for reading.
const SIZE_MIN: f32 = 0.5;

/// Text of a page and of what is laid over it.
pub(super) struct OfdPageText {
    pub page: PageText,
    pub annotations: PageText,
}

pub(super) fn read_page(content: &PageContent, resources: &Resources) -> OfdPageText {
    let to_points = page_transform(content);
    let mut budget = limits::PAGE_GLYPHS_MAX;
    let mut page = empty(content);
    let layers = content.background.iter().map(|node| node.as_ref());
    let layers = layers.chain(&content.body).chain(content.foreground.iter().map(|node| node.as_ref()));
    for root in layers {
        for part in root.children_named("Content") {
            for_each_object(part, to_points, resources, &mut budget, &mut |object| add(&mut page, &object, resources));
        }
    }
    let mut annotations = empty(content);
    for list in &content.annotations {
        for annotation in list.children_named("Annot").filter(|annotation| !annotation.is_false("Visible")) {
            for appearance in annotation.children_named("Appearance") {
                let place = to_points * Affine::translate(origin_of(appearance));
                let sink = &mut |object: Object<'_>| add(&mut annotations, &object, resources);
                for_each_object(appearance, place, resources, &mut budget, sink);
            }
        }
    }
    page.drawings += annotations.drawings;
    // What a lost page shows is unknown, so it is not blank.
    page.drawings += usize::from(content.body.is_none());
    page.is_cut |= budget == 0;
    OfdPageText { page, annotations }
}

/// Millimetres of the document to points from the top left of the page.
pub(super) fn page_transform(content: &PageContent) -> Affine {
    let [left, top, ..] = content.area;
    Affine::scale(SCALE) * Affine::translate((-left, -top))
}

fn empty(content: &PageContent) -> PageText {
    let [_, _, width, height] = content.area;
    let (width, height) = ((width * SCALE) as f32, (height * SCALE) as f32);
    PageText::new(width, height)
}

fn add(text: &mut PageText, object: &Object<'_>, resources: &Resources) {
    if object.node.name != "TextObject" {
        text.drawings += 1;
        return;
    }
    let font = object.node.attribute("Font").and_then(|id| resources.font(id.trim()));
    let is_unpainted = object.node.is_false("Fill") && !object.node.is_true("Stroke");
    let is_invisible = is_unpainted || object.alpha == 0.0;
    for set in text_object::characters(object, font) {
        if text.chars.len() >= limits::PAGE_GLYPHS_MAX {
            text.is_cut = true;
            return;
        }
        if set.c == '\u{fffd}' {
            text.unmapped += 1;
        }
        let corners = [(0.0, BOX_DESCENT), (set.width, BOX_DESCENT), (0.0, -BOX_ASCENT), (set.width, -BOX_ASCENT)];
        let rects = corners.map(|corner| point_rect(set.transform * Point::from(corner)));
        let rect = rects.into_iter().reduce(Rect::union).expect("there are four corners");
        let origin = set.transform * Point::ORIGIN;
        let along = set.transform * Affine::rotate(f64::from(set.quarters) * std::f64::consts::FRAC_PI_2);
        let along = along * Point::new(1.0, 0.0) - origin;
        let size = (set.transform * Point::new(0.0, 1.0) - origin).hypot() as f32;
        let center = ((rect.x0 + rect.x1) / 2.0, (rect.y0 + rect.y1) / 2.0);
        let is_on_page = (0.0..=text.width).contains(&center.0) && (0.0..=text.height).contains(&center.1);
        if !is_on_page || !size.is_finite() || size < SIZE_MIN || along.hypot() == 0.0 {
            continue;
        }
        text.chars.push(DrawnChar {
            c: set.c,
            rect,
            origin: (origin.x as f32, origin.y as f32),
            direction: ((along.x / along.hypot()) as f32, (along.y / along.hypot()) as f32),
            size,
            is_invisible,
            is_vertical: set.is_vertical,
            is_red: false,
            is_aside: false,
        });
    }
}

fn point_rect(point: Point) -> Rect {
    Rect { x0: point.x as f32, y0: point.y as f32, x1: point.x as f32, y1: point.y as f32 }
}
