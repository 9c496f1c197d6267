//! Owns what a page shows: its characters with their boxes in points, and the rules and images beside them. Does not know
//! lines.

use casefile::{Rect, limits};
use kurbo::{Affine, Point};

use crate::format::ofd::content::{Object, for_each_object, origin_of};
use crate::format::ofd::document::PageContent;
use crate::format::ofd::resources::Resources;
use crate::format::ofd::text_object;
use crate::format::ofd::{colour, path};
use crate::format::pdf::unicode;
use crate::layout::{DrawnChar, PageText, Painted, add_rules};

/// Points per millimetre.
const SCALE: f64 = 72.0 / 25.4;

/// Descent and ascent of the box of a character, in sizes, as in the layout of PDF.
const BOX_DESCENT: f64 = 0.2;
const BOX_ASCENT: f64 = 0.8;

/// Below this size (in points) text is a trick, not for reading.
const SIZE_MIN: f32 = 0.5;

pub(super) fn read_page(content: &PageContent, resources: &Resources) -> PageText {
    let to_points = page_transform(content);
    let mut budget = limits::PAGE_GLYPHS_MAX;
    let [_, _, width, height] = content.area;
    let mut text = PageText::new((width * SCALE) as f32, (height * SCALE) as f32);
    let layers = content.background.iter().map(|node| node.as_ref());
    let layers = layers.chain(&content.body).chain(content.foreground.iter().map(|node| node.as_ref()));
    for root in layers {
        for part in root.children_named("Content") {
            let sink = &mut |object: Object<'_>| add(&mut text, &object, resources);
            for_each_object(part, to_points, resources, &mut budget, sink);
        }
    }
    let (chars_of_page, rules_of_page) = (text.chars.len(), text.rules.len());
    for list in &content.annotations {
        for annotation in list.children_named("Annot").filter(|annotation| !annotation.is_false("Visible")) {
            for appearance in annotation.children_named("Appearance") {
                let place = to_points * Affine::translate(origin_of(appearance));
                let sink = &mut |object: Object<'_>| add(&mut text, &object, resources);
                for_each_object(appearance, place, resources, &mut budget, sink);
            }
        }
    }
    text.chars[chars_of_page..].iter_mut().for_each(|drawn| drawn.is_aside = true);
    // The strokes of a handwritten note rule nothing.
    text.rules.truncate(rules_of_page);
    // What a lost page shows is unknown, so it is not blank.
    text.drawings += usize::from(content.body.is_none());
    text.is_cut |= budget == 0;
    text
}

/// Millimetres of the document to points from the top left of the page.
fn page_transform(content: &PageContent) -> Affine {
    let [left, top, ..] = content.area;
    Affine::scale(SCALE) * Affine::translate((-left, -top))
}

fn add(text: &mut PageText, object: &Object<'_>, resources: &Resources) {
    match object.node.name.as_str() {
        "TextObject" => add_characters(text, object, resources),
        "PathObject" => add_path(text, object),
        _ => add_image(text, object),
    }
}

fn add_path(text: &mut PageText, object: &Object<'_>) {
    let node = object.node;
    let painted = match (node.is_true("Fill"), !node.is_false("Stroke")) {
        (true, true) => Painted::FilledAndStroked,
        (true, false) => Painted::Filled,
        (false, true) => Painted::Stroked,
        (false, false) => return,
    };
    let rules = text.rules.len();
    if let Some(data) = node.child("AbbreviatedData") {
        let outline = path::outline(&data.text);
        if outline.elements().len() <= limits::PAGE_RULES_MAX {
            add_rules(&(object.transform * outline), painted, &mut text.rules);
        }
    }
    // A page that shows nothing but a rule is as good as blank.
    text.drawings += usize::from(text.rules.len() == rules);
}

/// An image fills the unit square of its space.
fn add_image(text: &mut PageText, object: &Object<'_>) {
    text.drawings += 1;
    let page = kurbo::Rect::new(0.0, 0.0, f64::from(text.width), f64::from(text.height));
    let shown = object.transform.transform_rect_bbox(kurbo::Rect::new(0.0, 0.0, 1.0, 1.0)).intersect(page);
    text.image_share += (shown.area() / page.area().max(1.0)) as f32;
}

fn add_characters(text: &mut PageText, object: &Object<'_>, resources: &Resources) {
    let font = object.node.attribute("Font").and_then(|id| resources.font(id.trim()));
    let is_unpainted = object.node.is_false("Fill") && !object.node.is_true("Stroke");
    let is_invisible = is_unpainted || object.alpha == 0.0;
    let is_red = fill_of(object, resources).is_some_and(colour::is_red);
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
            c: unicode::folded(set.c),
            rect,
            origin: (origin.x as f32, origin.y as f32),
            direction: ((along.x / along.hypot()) as f32, (along.y / along.hypot()) as f32),
            size,
            is_invisible,
            is_vertical: set.is_vertical,
            is_red,
            is_aside: false,
        });
    }
}

fn fill_of(object: &Object<'_>, resources: &Resources) -> Option<[u8; 3]> {
    let inherited = || {
        let parameters = resources.parameters(object.draw_param);
        parameters.into_iter().find_map(|node| node.child("FillColor"))
    };
    colour::rgb(object.node.child("FillColor").or_else(inherited)?, resources)
}

fn point_rect(point: Point) -> Rect {
    Rect { x0: point.x as f32, y0: point.y as f32, x1: point.x as f32, y1: point.y as f32 }
}
