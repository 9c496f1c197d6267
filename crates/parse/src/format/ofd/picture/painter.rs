//! Owns drawing the objects of a page: outlines, characters, images, patterns and the clips around them. Does not know
//! pages.

use std::collections::HashMap;
use std::sync::Arc;

use casefile::limits;
use hayro::vello_cpu::peniko::{Fill, ImageQuality, ImageSampler};
use hayro::vello_cpu::{Image, ImageSource, Pixmap, RenderContext};
use kurbo::{Affine, BezPath, Cap, Join, Rect, Shape, Stroke};

use super::paint::{self, Paint};
use super::{glyphs, raster};
use crate::format::ofd::colour;
use crate::format::ofd::content::{Object, for_each_object, matrix_of, origin_of};
use crate::format::ofd::node::{Node, numbers};
use crate::format::ofd::package::Package;
use crate::format::ofd::path;
use crate::format::ofd::resources::Resources;

/// Width of lines that state none, in millimetres.
const LINE_WIDTH: f64 = 0.353;

/// No line is drawn thinner than this many pixels, or forms would lose their rules.
const LINE_PIXELS_MIN: f64 = 0.8;

/// Distance from the page, in pixels, beyond which nothing is drawn.
const REACH_PIXELS: f64 = 200_000.0;

/// Most copies of the cell of a pattern.
const PATTERN_TILES_MAX: usize = 2_000;

/// Draws objects one after the other.
pub(super) struct Painter<'p, 'b> {
    context: &'p mut RenderContext,
    package: &'p mut Package<'b>,
    resources: &'p Resources,
    /// Images that were decoded already, by identifier.
    pictures: HashMap<String, Option<Arc<Pixmap>>>,
    glyphs_left: usize,
    /// Objects that patterns may still draw; none while one is drawn, since the cost of patterns in patterns multiplies.
    pattern_budget: usize,
}

impl<'p, 'b> Painter<'p, 'b> {
    pub fn new(
        context: &'p mut RenderContext,
        package: &'p mut Package<'b>,
        resources: &'p Resources,
    ) -> Painter<'p, 'b> {
        let budget = limits::PAGE_GLYPHS_MAX;
        let pictures = HashMap::new();
        Painter { context, package, resources, pictures, glyphs_left: budget, pattern_budget: budget }
    }

    pub fn object(&mut self, object: &Object<'_>) {
        let determinant = object.transform.determinant();
        if !determinant.is_finite() || determinant.abs() < 1e-9 || object.alpha <= 0.0 {
            return;
        }
        let clips = self.push_clips(object);
        match object.node.name.as_str() {
            "PathObject" => self.path(object),
            "TextObject" => self.text(object),
            _ => self.image(object),
        }
        for _ in 0..clips {
            self.context.pop_clip();
        }
    }

    /// Sets the clips of an object; returns how many there are to be taken off again.
    fn push_clips(&mut self, object: &Object<'_>) -> usize {
        let Some(clips) = object.node.child("Clips") else { return 0 };
        let frame = if clips.is_false("TransFlag") { object.frame } else { object.transform };
        let mut count = 0;
        for clip in clips.children_named("Clip").take(limits::OBJECT_DEPTH_MAX) {
            let mut area_path = BezPath::new();
            for area in clip.children_named("Area") {
                let place = frame * matrix_of(area);
                for node in area.children_named("Path") {
                    let data = node.child("AbbreviatedData").map(|data| data.text.as_str()).unwrap_or_default();
                    let place = place * Affine::translate(origin_of(node)) * matrix_of(node);
                    area_path.extend(place * path::outline(data));
                }
            }
            if is_drawable(area_path.bounding_box()) && !area_path.elements().is_empty() {
                self.context.set_transform(Affine::IDENTITY);
                self.context.push_clip_path(&area_path);
                count += 1;
            }
        }
        count
    }

    fn path(&mut self, object: &Object<'_>) {
        let node = object.node;
        let outline = path::outline(node.child("AbbreviatedData").map(|data| data.text.as_str()).unwrap_or_default());
        if outline.elements().is_empty() || !is_drawable((object.transform * outline.clone()).bounding_box()) {
            return;
        }
        let pattern = node.child("FillColor").and_then(|colour| colour.child("Pattern"));
        if let Some(pattern) = pattern.filter(|_| node.is_true("Fill")) {
            self.pattern(object, &outline, pattern);
        } else if node.is_true("Fill") {
            let rule = node.attribute("Rule").is_some_and(|rule| rule.to_ascii_lowercase().starts_with("even"));
            if let Some(paint) = self.paint(object, "FillColor", None) {
                self.fill(object.transform, &outline, &paint, if rule { Fill::EvenOdd } else { Fill::NonZero });
            }
        }
        if !node.is_false("Stroke")
            && let Some(paint) = self.paint(object, "StrokeColor", Some(colour::BLACK))
        {
            let stroke = self.stroke(object);
            self.set(object.transform, &paint);
            self.context.set_stroke(stroke);
            self.context.stroke_path(&outline);
        }
    }

    /// Fills an outline with copies of a cell side by side.
    fn pattern(&mut self, object: &Object<'_>, outline: &BezPath, pattern: &Node) {
        let Some(cell) = pattern.child("CellContent") else { return };
        let step = |name: &str, side: &str| {
            let side = pattern.number(side).unwrap_or(0.0);
            pattern.number(name).unwrap_or(side).max(side)
        };
        let (across, down) = (step("XStep", "Width"), step("YStep", "Height"));
        let place = object.transform * matrix_of(pattern);
        let placed = object.transform * outline.clone();
        let determinant = place.determinant();
        if across <= 0.0 || down <= 0.0 || !determinant.is_finite() || determinant.abs() < 1e-9 {
            return;
        }
        let canvas = Rect::new(0.0, 0.0, f64::from(self.context.width()), f64::from(self.context.height()));
        let area = (place.inverse() * placed.bounding_box().intersect(canvas).to_path(0.1)).bounding_box();
        let range = |from: f64, upto: f64, step: f64| ((from / step).floor() as i64)..=((upto / step).floor() as i64);
        self.context.set_transform(Affine::IDENTITY);
        self.context.push_clip_path(&placed);
        let mut budget = std::mem::take(&mut self.pattern_budget);
        let resources = self.resources;
        let columns = range(area.x0, area.x1, across);
        let tiles = range(area.y0, area.y1, down).flat_map(|row| columns.clone().map(move |column| (column, row)));
        for (column, row) in tiles.take(PATTERN_TILES_MAX) {
            let tile = place * Affine::translate((column as f64 * across, row as f64 * down));
            for_each_object(cell, tile, resources, &mut budget, &mut |inner| {
                self.object(&Object { alpha: inner.alpha * object.alpha, ..inner });
            });
        }
        self.pattern_budget = budget;
        self.context.pop_clip();
    }

    fn text(&mut self, object: &Object<'_>) {
        let node = object.node;
        let font = node.attribute("Font").and_then(|id| self.resources.font(id.trim()));
        let fill = if node.is_false("Fill") { None } else { self.paint(object, "FillColor", Some(colour::BLACK)) };
        let outlined = node.is_true("Stroke");
        let stroke = if outlined { self.paint(object, "StrokeColor", Some(colour::BLACK)) } else { None };
        let width = self.stroke(object).width;
        for glyph in glyphs::outlines(object, font) {
            if self.glyphs_left == 0 {
                return;
            }
            self.glyphs_left -= 1;
            if !is_drawable(glyph.bounding_box()) {
                continue;
            }
            if let Some(paint) = &fill {
                self.fill_placed(object.transform, &glyph, paint);
            }
            if let Some(paint) = &stroke {
                self.set(Affine::IDENTITY, paint);
                self.context.set_stroke(Stroke::new(width * scale_of(object.transform)));
                self.context.stroke_path(&glyph);
            }
        }
    }

    fn image(&mut self, object: &Object<'_>) {
        let Some(id) = object.node.attribute("ResourceID").map(str::trim) else { return };
        if !is_drawable((object.transform * Rect::new(0.0, 0.0, 1.0, 1.0).to_path(0.1)).bounding_box()) {
            return;
        }
        if !self.pictures.contains_key(id) {
            let bytes = self.resources.image(id).and_then(|path| self.package.bytes(path));
            let decoded = bytes.and_then(|bytes| raster::decoded(&bytes)).map(Arc::new);
            self.pictures.insert(id.to_owned(), decoded);
        }
        if let Some(Some(pixmap)) = self.pictures.get(id) {
            draw_pixmap(self.context, pixmap.clone(), object.transform, object.alpha);
        }
    }

    fn paint(&self, object: &Object<'_>, element: &str, default: Option<[u8; 3]>) -> Option<Paint> {
        let own = object.node.child(element);
        let inherited =
            || self.resources.parameters(object.draw_param).into_iter().find_map(|node| node.child(element));
        match own.or_else(inherited) {
            Some(node) => paint::paint(node, self.resources, object.alpha),
            None => default.map(|rgb| Paint::plain(rgb, object.alpha)),
        }
    }

    fn stroke(&self, object: &Object<'_>) -> Stroke {
        let parameters = self.resources.parameters(object.draw_param);
        let attribute = |name: &str| {
            object.node.attribute(name).or_else(|| parameters.iter().find_map(|node| node.attribute(name)))
        };
        let number = |name: &str| numbers(attribute(name)?).first().copied();
        let scale = scale_of(object.transform);
        let width = number("LineWidth").filter(|&width| width > 0.0).unwrap_or(LINE_WIDTH);
        let cap = match attribute("Cap") {
            Some("Round") => Cap::Round,
            Some("Square") => Cap::Square,
            _ => Cap::Butt,
        };
        let join = match attribute("Join") {
            Some("Round") => Join::Round,
            Some("Bevel") => Join::Bevel,
            _ => Join::Miter,
        };
        let stroke = Stroke::new(width.max(LINE_PIXELS_MIN / scale)).with_caps(cap).with_join(join);
        let dashes: Vec<f64> = attribute("DashPattern").map(numbers).unwrap_or_default();
        // Dashes that are too short to be seen only cost time.
        let is_visible = dashes.iter().all(|&dash| dash >= 0.0) && dashes.iter().sum::<f64>() * scale > 1.0;
        if is_visible { stroke.with_dashes(number("DashOffset").unwrap_or(0.0), dashes) } else { stroke }
    }

    fn set(&mut self, transform: Affine, paint: &Paint) {
        self.context.set_transform(transform);
        paint.set(self.context);
    }

    fn fill(&mut self, transform: Affine, outline: &BezPath, paint: &Paint, rule: Fill) {
        self.set(transform, paint);
        self.context.set_fill_rule(rule);
        self.context.fill_path(outline);
        self.context.set_fill_rule(Fill::NonZero);
    }

    /// Fills an outline that is in pixels already, with a paint in the space of its object.
    fn fill_placed(&mut self, space: Affine, outline: &BezPath, paint: &Paint) {
        self.set(Affine::IDENTITY, paint);
        self.context.set_paint_transform(space);
        self.context.fill_path(outline);
        self.context.reset_paint_transform();
    }
}

/// Draws a picture over the unit square.
pub(super) fn draw_pixmap(context: &mut RenderContext, pixmap: Arc<Pixmap>, place: Affine, alpha: f64) {
    let (width, height) = (f64::from(pixmap.width()), f64::from(pixmap.height()));
    let place = place * Affine::scale_non_uniform(1.0 / width, 1.0 / height);
    if !place.determinant().is_finite() || place.determinant().abs() < 1e-12 {
        return;
    }
    let pixmap = raster::shrunk(pixmap, scale_of(place));
    let (shrunk_width, shrunk_height) = (f64::from(pixmap.width()), f64::from(pixmap.height()));
    let place = place * Affine::scale_non_uniform(width / shrunk_width, height / shrunk_height);
    let sampler = ImageSampler { quality: ImageQuality::Medium, alpha: alpha as f32, ..ImageSampler::default() };
    context.set_transform(place);
    context.reset_paint_transform();
    context.set_paint(Image { image: ImageSource::Pixmap(pixmap), sampler });
    context.fill_rect(&Rect::new(0.0, 0.0, shrunk_width, shrunk_height));
}

fn scale_of(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt().max(1e-6)
}

/// Whether a box in pixels is one that the rasteriser can be asked to draw.
pub(super) fn is_drawable(area: Rect) -> bool {
    [area.x0, area.y0, area.x1, area.y1].iter().all(|side| side.is_finite() && side.abs() < REACH_PIXELS)
}
