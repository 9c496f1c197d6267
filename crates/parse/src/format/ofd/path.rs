//! Owns the outlines of paths: abbreviated data as a Bézier path. Does not know where they stand.

use kurbo::{Arc, BezPath, Point, SvgArc, Vec2};

/// Flatness to which arcs become curves, in the unit of the path.
const ARC_TOLERANCE: f64 = 0.01;

/// The path that abbreviated data describes, up to what cannot be read.
pub(super) fn outline(data: &str) -> BezPath {
    let mut path = BezPath::new();
    let mut tokens = Tokens { rest: data };
    let mut at = Point::ORIGIN;
    let mut start = Point::ORIGIN;
    while let Some(operator) = tokens.operator() {
        if path.elements().is_empty() && !matches!(operator, 'M' | 'S') {
            path.move_to(at);
        }
        let drawn = match operator {
            'M' | 'S' => tokens.point().inspect(|&to| {
                path.move_to(to);
                start = to;
            }),
            'L' => tokens.point().inspect(|&to| path.line_to(to)),
            'Q' => tokens.points::<2>().map(|[control, to]| {
                path.quad_to(control, to);
                to
            }),
            'B' => tokens.points::<3>().map(|[first, second, to]| {
                path.curve_to(first, second, to);
                to
            }),
            'A' => tokens.arc(at).map(|arc| {
                push_arc(&mut path, &arc);
                arc.to
            }),
            'C' => {
                path.close_path();
                Some(start)
            }
            _ => None,
        };
        match drawn {
            Some(to) => at = to,
            None => return path,
        }
    }
    path
}

fn push_arc(path: &mut BezPath, arc: &SvgArc) {
    match Arc::from_svg_arc(arc) {
        Some(arc) => path.extend(arc.append_iter(ARC_TOLERANCE)),
        None => path.line_to(arc.to),
    }
}

struct Tokens<'d> {
    rest: &'d str,
}

impl Tokens<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }

    /// The next letter; programs also write small ones.
    fn operator(&mut self) -> Option<char> {
        self.skip();
        let c = self.rest.chars().next().filter(|c| c.is_ascii_alphabetic())?;
        self.rest = &self.rest[1..];
        Some(c.to_ascii_uppercase())
    }

    fn number(&mut self) -> Option<f64> {
        self.skip();
        let end = self.rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(self.rest.len());
        let (token, rest) = self.rest.split_at(end);
        // A letter may follow its number without a blank.
        let digits = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number = digits.parse::<f64>().ok().filter(|number| number.is_finite())?;
        self.rest = if digits.len() == token.len() { rest } else { &self.rest[digits.len()..] };
        Some(number.clamp(-1e7, 1e7))
    }

    fn point(&mut self) -> Option<Point> {
        Some(Point::new(self.number()?, self.number()?))
    }

    fn points<const N: usize>(&mut self) -> Option<[Point; N]> {
        let mut points = [Point::ORIGIN; N];
        for point in &mut points {
            *point = self.point()?;
        }
        Some(points)
    }

    fn arc(&mut self, from: Point) -> Option<SvgArc> {
        let radii = Vec2::new(self.number()?, self.number()?);
        let x_rotation = self.number()?.to_radians();
        let (large_arc, sweep) = (self.number()? != 0.0, self.number()? != 0.0);
        Some(SvgArc { from, to: self.point()?, radii, x_rotation, large_arc, sweep })
    }
}
