//! Owns reading what a page of a document marks, as a person sees it: the characters in the boxes of a drawn page, the words
//! in the marks of a reading view. Knows the markup of these pages alone.

/// Words that are marked.
#[derive(Debug, Default)]
pub struct Shown {
    /// The words without white space, in the order of the text.
    pub words: String,
    /// The byte of the text at which the first of them stands.
    pub start: Option<u32>,
}

impl Shown {
    /// Adds what is marked on the next page.
    pub fn extend(&mut self, next: Shown) {
        self.words.push_str(&next.words);
        self.start = self.start.or(next.start);
    }

    fn push(&mut self, c: char, at: u32) {
        if !c.is_whitespace() {
            self.words.push(c);
            self.start.get_or_insert(at);
        }
    }
}

/// The characters of a drawn page whose centre lies in a box.
pub fn marked_words(page: &str) -> Shown {
    let boxes: Vec<[f32; 4]> = elements(page, "rect").filter_map(|(head, _)| evidence_box(head)).collect();
    assert!(!boxes.is_empty(), "no box on the page");
    let mut shown = Shown::default();
    for (head, text) in elements(page, "text") {
        let (xs, ys) = (numbers(head, "x"), numbers(head, "y"));
        let (size, mut at) = (numbers(head, "font-size")[0], numbers(head, "data-at")[0] as u32);
        let mut unit = 0;
        for c in unescaped(text).chars() {
            // A base line stands a fifth of the size above the lower edge, three tenths below the centre.
            let (x, y) = (xs[unit], ys.get(unit).unwrap_or(&ys[0]) - 0.3 * size);
            let is_boxed = |&[left, top, right, bottom]: &[f32; 4]| left <= x && x <= right && top <= y && y <= bottom;
            if boxes.iter().any(is_boxed) {
                shown.push(c, at);
            }
            unit += c.len_utf16();
            at += c.len_utf8() as u32;
        }
    }
    shown
}

/// The words in the marks of a reading view.
pub fn marked_text(page: &str) -> Shown {
    let mut shown = Shown::default();
    for (head, text) in elements(page, "p").chain(elements(page, "td")) {
        let Some(at) = numbers(head, "data-at").first().copied() else { continue };
        let (mut at, mut is_marked) = (at as u32, false);
        let mut rest = text;
        while !rest.is_empty() {
            let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
            for c in unescaped(words).chars() {
                if is_marked {
                    shown.push(c, at);
                }
                at += c.len_utf8() as u32;
            }
            is_marked = tag.starts_with("mark class=\"evidence\"");
            rest = tag.split_once('>').map_or("", |(_, after)| after);
        }
    }
    shown
}

/// Attributes and content of every element of a name.
fn elements<'a>(page: &'a str, name: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let (open, close) = (format!("<{name} "), format!("</{name}>"));
    let mut rest = page;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(open.as_str())?;
        let (element, after) = after.split_once(close.as_str())?;
        rest = after;
        element.split_once('>')
    })
}

fn evidence_box(head: &str) -> Option<[f32; 4]> {
    if !head.contains("class=\"mark evidence\"") {
        return None;
    }
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| numbers(head, name)[0]);
    Some([x, y, x + width, y + height])
}

/// The numbers of an attribute.
fn numbers(head: &str, name: &str) -> Vec<f32> {
    let head = format!(" {head}");
    let Some((_, after)) = head.split_once(&format!(" {name}=\"")) else { return Vec::new() };
    let value = after.split('"').next().unwrap_or_default();
    value.split(' ').map(|number| number.parse().expect("a number")).collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
