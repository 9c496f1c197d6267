//! Owns finding ruling lines in drawn paths: thin filled boxes and straight strokes along the edges of the page. Does not
//! know what they enclose.

use casefile::{Rect, limits};
use kurbo::{BezPath, PathEl, Point};

/// A filled box thinner than this (in points) is a rule; a border of a table has 3 at most.
const THICKNESS_MAX: f64 = 3.5;

/// A stroke that leaves its direction by less than this (in points) is straight along it.
const SLANT_MAX: f64 = 0.75;

/// Shorter ones are marks, not even dashes of a rule.
const LENGTH_MIN: f64 = 0.8;

/// How a path is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Painted {
    /// Its inside is filled.
    Filled,
    /// Its line is drawn.
    Stroked,
    /// Both.
    FilledAndStroked,
}

/// Adds the rules of a path, given in points from the top left of the page as shown.
pub(crate) fn add_rules(path: &BezPath, painted: Painted, rules: &mut Vec<Rect>) {
    let mut part = Part::default();
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(to) => {
                part.finish(painted, rules);
                part = Part { points: vec![to], is_curved: false };
            }
            PathEl::LineTo(to) => part.points.push(to),
            PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => {
                part.is_curved = true;
                part.points.push(to);
            }
            PathEl::ClosePath => {
                if let Some(&first) = part.points.first() {
                    part.points.push(first);
                }
            }
        }
        if part.points.len() > limits::PAGE_RULES_MAX || rules.len() > limits::PAGE_RULES_MAX {
            return;
        }
    }
    part.finish(painted, rules);
}

/// A stretch of a path that is drawn without lifting the pen.
#[derive(Default)]
struct Part {
    points: Vec<Point>,
    is_curved: bool,
}

impl Part {
    fn finish(&self, painted: Painted, rules: &mut Vec<Rect>) {
        // Rounded corners and drawings are no rules.
        if self.points.len() < 2 || self.is_curved {
            return;
        }
        let whole = bounds(&self.points);
        let (width, height) = (whole.x1 - whole.x0, whole.y1 - whole.y0);
        let is_thin = f64::from(width.min(height)) <= THICKNESS_MAX && f64::from(width.max(height)) >= LENGTH_MIN;
        if is_thin && (painted != Painted::Stroked || self.points.len() > 2) {
            rules.push(whole);
            return;
        }
        if painted == Painted::Filled {
            return;
        }
        for pair in self.points.windows(2) {
            let (dx, dy) = ((pair[1].x - pair[0].x).abs(), (pair[1].y - pair[0].y).abs());
            if dx.min(dy) <= SLANT_MAX && dx.max(dy) >= LENGTH_MIN && dx.max(dy).is_finite() {
                rules.push(bounds(pair));
            }
        }
    }
}

fn bounds(points: &[Point]) -> Rect {
    let mut out = Rect { x0: f32::MAX, y0: f32::MAX, x1: f32::MIN, y1: f32::MIN };
    for point in points {
        let (x, y) = (point.x as f32, point.y as f32);
        out = Rect { x0: out.x0.min(x), y0: out.y0.min(y), x1: out.x1.max(x), y1: out.y1.max(y) };
    }
    out
}
