//! Owns the objects of a page in the order of drawing, each with its place on the page: layers, blocks, composite
//! objects. Does not know what the objects show.

use casefile::limits;
use kurbo::Affine;

use crate::format::ofd::node::{Node, numbers};
use crate::format::ofd::resources::Resources;

/// A text, path or image object.
#[derive(Clone, Copy)]
pub(super) struct Object<'n> {
    pub node: &'n Node,
    /// From the object's own space to the page in millimetres.
    pub transform: Affine,
    /// From the space of its boundary's corner, before its own matrix.
    pub frame: Affine,
    /// Product of the opacities around it, from 0 to 1.
    pub alpha: f64,
    /// Identifier of its drawing parameters, its own or its layer's.
    pub draw_param: Option<&'n str>,
}

/// Gives every object inside `content` to `sink`, as long as the budget of the page lasts.
pub(super) fn for_each_object<'n, S: FnMut(Object<'n>)>(
    content: &'n Node,
    transform: Affine,
    resources: &'n Resources,
    budget: &mut usize,
    sink: &mut S,
) {
    let mut walk = Walk { resources, budget, sink };
    walk.children(content, Around { transform, alpha: 1.0, draw_param: None, depth: 0 });
}

struct Walk<'n, 'w, S> {
    resources: &'n Resources,
    budget: &'w mut usize,
    sink: &'w mut S,
}

/// What holds for everything inside a layer, block or composite object.
#[derive(Clone, Copy)]
struct Around<'n> {
    transform: Affine,
    alpha: f64,
    draw_param: Option<&'n str>,
    depth: usize,
}

impl<'n, S: FnMut(Object<'n>)> Walk<'n, '_, S> {
    fn children(&mut self, parent: &'n Node, around: Around<'n>) {
        // Layers draw from the background to the foreground, wherever they stand.
        let rank = |node: &Node| match (node.name.as_str(), node.attribute("Type")) {
            ("Layer", Some("Background")) => 0,
            ("Layer", Some("Foreground")) => 2,
            _ => 1,
        };
        for wanted in 0..3 {
            for node in parent.children.iter().filter(|node| rank(node) == wanted) {
                self.object(node, around);
            }
        }
    }

    fn object(&mut self, node: &'n Node, around: Around<'n>) {
        if *self.budget == 0 || node.is_false("Visible") {
            return;
        }
        *self.budget -= 1;
        let frame = around.transform * Affine::translate(origin_of(node));
        let draw_param = node.attribute("DrawParam").or(around.draw_param);
        let alpha = around.alpha * opacity_of(node);
        match node.name.as_str() {
            "Layer" | "Content" | "PageBlock" => self.children(node, Around { draw_param, ..around }),
            "TextObject" | "PathObject" | "ImageObject" => {
                (self.sink)(Object { node, transform: frame * matrix_of(node), frame, alpha, draw_param });
            }
            "CompositeObject" if around.depth < limits::OBJECT_DEPTH_MAX => {
                let unit = node.attribute("ResourceID").and_then(|id| self.resources.unit(id.trim()));
                if let Some(content) = unit {
                    let transform = frame * matrix_of(node);
                    self.children(content, Around { transform, alpha, draw_param, depth: around.depth + 1 });
                }
            }
            _ => {}
        }
    }
}

/// The transformation matrix of an object or area; none is the identity.
pub(super) fn matrix_of(node: &Node) -> Affine {
    let matrix = node.attribute("CTM").map(numbers).and_then(|list| <[f64; 6]>::try_from(list).ok());
    matrix.map_or(Affine::IDENTITY, Affine::new)
}

/// The upper left corner of the boundary.
pub(super) fn origin_of(node: &Node) -> (f64, f64) {
    let boundary = node.attribute("Boundary").map(numbers).unwrap_or_default();
    (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0))
}

fn opacity_of(node: &Node) -> f64 {
    node.number("Alpha").map_or(1.0, |alpha| (alpha / 255.0).clamp(0.0, 1.0))
}
