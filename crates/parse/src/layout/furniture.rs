//! Owns telling running headers, footers and page numbers from the body of a page: by place, by repetition on other
//! pages, and by the look of a page number. Does not know paragraphs.

use std::collections::HashMap;

use super::line::{self, TextLine};

/// Headers and footers stand within this share of the page height from its edges.
const BAND: f32 = 0.12;

/// The margins themselves, where no body text stands.
const MARGIN: f32 = 0.08;

/// Text in the margins that is smaller than the body by this factor is a header or footer even on a single page.
const SMALL_FACTOR: f32 = 0.85;

/// Lines of more than this share of the longest line are as long as those of the body.
const LONG_SHARE: f32 = 0.8;

/// Most lines of a header or a footer.
const LINES_MAX: usize = 4;

/// Lines that repeat stand at the same height, within so many points.
const PLACE_TOLERANCE: f32 = 8.0;

/// The lines of a page, sorted into what they are.
#[derive(Default)]
pub(super) struct PageLines {
    pub head: Vec<TextLine>,
    pub body: Vec<TextLine>,
    pub foot: Vec<TextLine>,
    /// Marks across the page.
    pub marks: Vec<TextLine>,
}

/// Sorts the lines of a page whose height along `v` is given.
pub(super) fn sorted(lines: Vec<TextLine>, height: f32, repeated: &Repeated) -> PageLines {
    let mut page = PageLines::default();
    let (marks, lines): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.is_mark);
    page.marks = marks;
    let size = line::median(lines.iter().map(|line| line.size));
    let inner = lines.iter().filter(|line| edge_of(line, height).is_none());
    let width = inner.map(|line| line.u1 - line.u0).reduce(f32::max).unwrap_or(f32::INFINITY);
    // A line as long as those of the body that stands on two pages is a sentence that both quote.
    let is_body = |line: &TextLine| line.size > size * SMALL_FACTOR && line.u1 - line.u0 > width * LONG_SHARE;
    let is_furniture = |line: &TextLine| {
        let edge = edge_of(line, height);
        let is_small = line.size < size * SMALL_FACTOR && is_in_margin(line, height);
        edge.is_some() && (is_page_number(&line.dense()) || is_small || repeated.contains(line, edge) && !is_body(line))
    };
    let outermost = |edge: Edge| {
        let at = |&index: &usize| match edge {
            Edge::Top => lines[index].base,
            Edge::Bottom => -lines[index].base,
        };
        let mut indexes: Vec<usize> =
            (0..lines.len()).filter(|&index| edge_of(&lines[index], height) == Some(edge)).collect();
        indexes.sort_by(|a, b| at(a).total_cmp(&at(b)));
        let count = indexes.iter().take(LINES_MAX).take_while(|&&index| is_furniture(&lines[index])).count();
        indexes.truncate(count);
        indexes
    };
    let (top, bottom) = (outermost(Edge::Top), outermost(Edge::Bottom));
    for (index, line) in lines.into_iter().enumerate() {
        match index {
            index if top.contains(&index) => page.head.push(line),
            index if bottom.contains(&index) => page.foot.push(line),
            _ => page.body.push(line),
        }
    }
    page
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Edge {
    Top,
    Bottom,
}

fn edge_of(line: &TextLine, height: f32) -> Option<Edge> {
    match line.frame {
        _ if line.cell.is_some() => None,
        0 if line.v1 <= height * BAND => Some(Edge::Top),
        0 if line.v0 >= height * (1.0 - BAND) => Some(Edge::Bottom),
        _ => None,
    }
}

fn is_in_margin(line: &TextLine, height: f32) -> bool {
    line.v1 <= height * MARGIN || line.v0 >= height * (1.0 - MARGIN)
}

/// Texts that stand at the same place near the edge of several pages, digits aside.
#[derive(Default)]
pub(super) struct Repeated {
    places: HashMap<(Edge, String), Vec<(f32, usize)>>,
    pages: usize,
}

impl Repeated {
    /// Takes note of the lines of the next page.
    pub fn note(&mut self, lines: &[TextLine], height: f32) {
        self.pages += 1;
        for line in lines {
            // A case file of many documents has many headers, so a few places are enough to compare with.
            if let Some(edge) = edge_of(line, height) {
                let places = self.places.entry((edge, masked(line))).or_default();
                if places.len() < 64 {
                    places.push((line.base, line.page));
                }
            }
        }
    }

    fn contains(&self, line: &TextLine, edge: Option<Edge>) -> bool {
        let Some(edge) = edge else { return false };
        let pages_min = if self.pages < 6 { 2 } else { 3 };
        let places = self.places.get(&(edge, masked(line)));
        places.is_some_and(|places| {
            let near =
                places.iter().filter(|(base, page)| (base - line.base).abs() < PLACE_TOLERANCE && *page != line.page);
            near.count() + 1 >= pages_min
        })
    }
}

fn masked(line: &TextLine) -> String {
    line.dense().chars().map(|c| if c.is_numeric() { '#' } else { c }).collect()
}

/// Whether a text without white space is a page number: "3", "- 3 -", "3/12", "第3页", "第3页共12页", "Page3of12".
pub(super) fn is_page_number(dense: &str) -> bool {
    let inner = dense.trim_matches(|c: char| "-—–―－·•~|().．".contains(c));
    let is_number = |part: &str| {
        let count = part.chars().count();
        let arabic = part.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let chinese = part.chars().all(|c| "〇零一二三四五六七八九十百".contains(c));
        (arabic && (1..=4).contains(&count)) || (chinese && (1..=5).contains(&count))
    };
    if is_number(inner) {
        return inner.is_ascii() || dense != inner || inner.chars().all(|c| ('０'..='９').contains(&c));
    }
    let lower = inner.to_lowercase();
    let plain: String = lower.replace("page", "第").replace("of", "/");
    let parts = plain.split(['第', '页', '頁', '共', '/', '／', ',', '，', '总']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let has_mark = plain.contains(['页', '頁', '/', '／']) || lower.starts_with("page");
    has_mark && (1..=2).contains(&parts.len()) && parts.iter().all(|part| is_number(part))
}
