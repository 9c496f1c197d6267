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
    /// Product of the opacities around it, from 0 to 1.
    pub alpha: f64,
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
    walk.children(content, transform, 1.0, 0);
}

struct Walk<'n, 'w, S> {
    resources: &'n Resources,
    budget: &'w mut usize,
    sink: &'w mut S,
}

impl<'n, S: FnMut(Object<'n>)> Walk<'n, '_, S> {
    fn children(&mut self, parent: &'n Node, transform: Affine, alpha: f64, depth: usize) {
        // Layers draw from the background to the foreground, wherever they stand.
        let rank = |node: &Node| match (node.name.as_str(), node.attribute("Type")) {
            ("Layer", Some("Background")) => 0,
            ("Layer", Some("Foreground")) => 2,
            _ => 1,
        };
        for wanted in 0..3 {
            for node in parent.children.iter().filter(|node| rank(node) == wanted) {
                self.object(node, transform, alpha, depth);
            }
        }
    }

    fn object(&mut self, node: &'n Node, outer: Affine, alpha: f64, depth: usize) {
        if *self.budget == 0 || node.is_false("Visible") {
            return;
        }
        *self.budget -= 1;
        let own = || outer * place_of(node);
        match node.name.as_str() {
            "Layer" | "Content" | "PageBlock" => self.children(node, outer, alpha, depth),
            "TextObject" | "PathObject" | "ImageObject" => {
                let alpha = alpha * opacity_of(node);
                (self.sink)(Object { node, transform: own(), alpha });
            }
            "CompositeObject" if depth < limits::OBJECT_DEPTH_MAX => {
                let unit = node.attribute("ResourceID").and_then(|id| self.resources.unit(id.trim()));
                if let Some(content) = unit {
                    self.children(content, own(), alpha * opacity_of(node), depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// Object space to the space around it: the transformation matrix, then the corner of the boundary.
fn place_of(node: &Node) -> Affine {
    let (x, y) = origin_of(node);
    let matrix = node.attribute("CTM").map(numbers).and_then(|list| <[f64; 6]>::try_from(list).ok());
    Affine::translate((x, y)) * matrix.map_or(Affine::IDENTITY, Affine::new)
}

/// The upper left corner of the boundary.
pub(super) fn origin_of(node: &Node) -> (f64, f64) {
    let boundary = node.attribute("Boundary").map(numbers).unwrap_or_default();
    (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0))
}

fn opacity_of(node: &Node) -> f64 {
    node.number("Alpha").map_or(1.0, |alpha| (alpha / 255.0).clamp(0.0, 1.0))
}
