//! Owns what objects are painted with: plain colours and gradients. Does not draw.

use hayro::vello_cpu::RenderContext;
use hayro::vello_cpu::peniko::{Color, ColorStop, Extend, Gradient};
use kurbo::Point;

use crate::format::ofd::colour;
use crate::format::ofd::node::{Node, numbers};
use crate::format::ofd::resources::Resources;

/// Most colours of one gradient.
const STOPS_MAX: usize = 256;

/// What an outline is filled or drawn with.
pub(super) enum Paint {
    Plain(Color),
    Gradient(Gradient),
}

impl Paint {
    pub fn plain([red, green, blue]: [u8; 3], alpha: f64) -> Paint {
        Paint::Plain(Color::from_rgba8(red, green, blue, (alpha * 255.0).round() as u8))
    }

    pub fn set(&self, context: &mut RenderContext) {
        match self {
            Paint::Plain(colour) => context.set_paint(*colour),
            Paint::Gradient(gradient) => context.set_paint(gradient.clone()),
        }
    }
}

/// The paint of a colour element; none where it is no colour.
pub(super) fn paint(node: &Node, resources: &Resources, alpha: f64) -> Option<Paint> {
    let alpha = alpha * node.number("Alpha").map_or(1.0, |alpha| (alpha / 255.0).clamp(0.0, 1.0));
    if let Some(rgb) = colour::rgb(node, resources) {
        return Some(Paint::plain(rgb, alpha));
    }
    if let Some(shade) = node.child("AxialShd") {
        let gradient = Gradient::new_linear(point(shade, "StartPoint")?, point(shade, "EndPoint")?);
        return Some(Paint::Gradient(with_stops(gradient, shade, resources, alpha)));
    }
    if let Some(shade) = node.child("RadialShd") {
        let radius = |name: &str| shade.number(name).unwrap_or(0.0).max(0.0) as f32;
        let (start, end) = (point(shade, "StartPoint")?, point(shade, "EndPoint")?);
        let gradient = Gradient::new_two_point_radial(start, radius("StartRadius"), end, radius("EndRadius"));
        return Some(Paint::Gradient(with_stops(gradient, shade, resources, alpha)));
    }
    // An element without any value is the default colour.
    if node.children.is_empty() { Some(Paint::plain(colour::BLACK, alpha)) } else { None }
}

fn point(node: &Node, name: &str) -> Option<Point> {
    let list = numbers(node.attribute(name)?);
    Some(Point::new(*list.first()?, *list.get(1)?))
}

fn with_stops(gradient: Gradient, shade: &Node, resources: &Resources, alpha: f64) -> Gradient {
    let segments: Vec<&Node> = shade.children_named("Segment").take(STOPS_MAX).collect();
    let last = segments.len().saturating_sub(1).max(1) as f64;
    let mut reached = 0.0f64;
    let mut stops = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        let Some(colour) = segment.child("Color") else { continue };
        let stated = segment.number("Position").unwrap_or(index as f64 / last);
        reached = stated.clamp(reached, 1.0);
        let [red, green, blue] = colour::rgb(colour, resources).unwrap_or(colour::BLACK);
        let own = colour.number("Alpha").map_or(1.0, |alpha| (alpha / 255.0).clamp(0.0, 1.0)) * alpha;
        let colour = Color::from_rgba8(red, green, blue, (own * 255.0).round() as u8);
        stops.push(ColorStop::from((reached as f32, colour)));
    }
    let extend = match shade.attribute("MapType") {
        Some("Repeat") => Extend::Repeat,
        Some("Reflect") => Extend::Reflect,
        _ => Extend::Pad,
    };
    gradient.with_extend(extend).with_stops(stops.as_slice())
}
