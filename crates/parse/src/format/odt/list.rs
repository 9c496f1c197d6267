//! Owns the labels of lists in OpenDocument: what the list styles say and how far each list has counted. Does not know
//! paragraphs.

use std::collections::HashMap;

use crate::numeral;
use crate::xml::XmlElement;

/// OpenDocument has ten levels.
pub(super) const LEVELS: usize = 10;

/// The name under which the numbering of headings is kept; no list style has a blank in its name.
pub(super) const OUTLINE: &str = "outline of headings";

#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    format: String,
    prefix: String,
    suffix: String,
    /// The pattern with `%1%` to `%10%`, which newer programs write beside prefix and suffix.
    pattern: Option<String>,
    shown_levels: usize,
    start: Option<u32>,
    pub is_followed_by_nothing: bool,
}

impl Level {
    /// A `list-level-style-number` or `outline-level-style`.
    pub fn of(element: &XmlElement<'_>) -> Level {
        let number = |name: &str| element.attribute(name).and_then(|value| value.parse::<u32>().ok());
        Level {
            format: element.short_attribute("num-format").unwrap_or_default(),
            prefix: element.short_attribute("num-prefix").unwrap_or_default(),
            suffix: element.short_attribute("num-suffix").unwrap_or_default(),
            pattern: element.short_attribute("num-list-format"),
            shown_levels: number("display-levels").map_or(1, |levels| levels as usize),
            start: number("start-value"),
            is_followed_by_nothing: false,
        }
    }

    fn start(&self) -> u32 {
        self.start.unwrap_or(1)
    }
}

/// The levels of one list style.
pub(super) type ListStyle = [Option<Level>; LEVELS];

/// How far a list has counted, by level.
pub(super) type Counters = [Option<u32>; LEVELS];

/// Lists that are open, and those that may be continued.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<OpenList>,
    by_id: HashMap<String, Counters>,
    last_of_style: HashMap<String, Counters>,
    outline: Counters,
}

struct OpenList {
    style: String,
    id: Option<String>,
    counters: Counters,
    /// Whether the open item still has to show its label, and the number it insists on.
    item: Option<Option<u32>>,
}

impl Lists {
    pub fn open_list(&mut self, element: &XmlElement<'_>) {
        let outer = self.open.last();
        let style = element.short_attribute("style-name").or_else(|| outer.map(|list| list.style.clone()));
        let style = style.unwrap_or_default();
        let continued = element.attribute("continue-list").and_then(|id| self.by_id.get(&id).copied());
        let continues = element.attribute("continue-numbering").as_deref() == Some("true");
        let counters = match outer {
            Some(outer) => outer.counters,
            None => {
                continued.or_else(|| self.last_of_style.get(&style).copied().filter(|_| continues)).unwrap_or_default()
            }
        };
        self.open.push(OpenList { style, id: element.short_attribute("id"), counters, item: None });
    }

    pub fn close_list(&mut self) {
        let Some(list) = self.open.pop() else { return };
        if let Some(outer) = self.open.last_mut() {
            outer.counters = list.counters;
        }
        self.last_of_style.insert(list.style, list.counters);
        if let Some(id) = list.id {
            self.by_id.insert(id, list.counters);
        }
    }

    pub fn open_item(&mut self, element: &XmlElement<'_>) {
        if let Some(list) = self.open.last_mut() {
            list.item = Some(element.attribute("start-value").and_then(|start| start.parse().ok()));
        }
    }

    /// The label of a paragraph that begins here: the first of an item has one.
    pub fn label(&mut self, styles: &HashMap<String, ListStyle>) -> String {
        let level = self.open.len().saturating_sub(1).min(LEVELS - 1);
        let Some(list) = self.open.last_mut() else { return String::new() };
        let Some(start) = list.item.take() else { return String::new() };
        let Some(style) = styles.get(&list.style) else { return String::new() };
        counted(style, &mut list.counters, level, start)
    }

    /// The label of a heading outside lists.
    pub fn heading_label(&mut self, styles: &HashMap<String, ListStyle>, level: usize) -> String {
        let Some(style) = styles.get(OUTLINE).filter(|_| self.open.is_empty()) else { return String::new() };
        counted(style, &mut self.outline, level.min(LEVELS - 1), None)
    }
}

/// Counts on and writes the label; a level without a style is a bullet, which has no text.
fn counted(style: &ListStyle, counters: &mut Counters, level: usize, start: Option<u32>) -> String {
    let Some(current) = &style[level] else { return String::new() };
    let next = counters[level].map(|count| count.saturating_add(1));
    counters[level] = Some(start.or(next).unwrap_or_else(|| current.start()));
    counters[level + 1..].fill(None);
    let number_at = |index: usize| {
        let Some(level) = style.get(index).and_then(Option::as_ref) else { return String::new() };
        numeral::written(counters[index].unwrap_or_else(|| level.start()), format_name(&level.format))
    };
    let mut label = match &current.pattern {
        Some(pattern) => filled(pattern, number_at),
        None => {
            let first = (level + 1).saturating_sub(current.shown_levels.max(1));
            let numbers = (first..=level).map(number_at).filter(|number| !number.is_empty()).collect::<Vec<_>>();
            format!("{}{}{}", current.prefix, numbers.join("."), current.suffix)
        }
    };
    if current.format.is_empty() && !label.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    if !current.is_followed_by_nothing && label.ends_with(|c: char| c.is_ascii() && c != ' ') {
        label.push(' ');
    }
    label
}

/// The pattern with every `%n%` replaced by the number of level n.
fn filled(pattern: &str, number_at: impl Fn(usize) -> String) -> String {
    let mut label = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        label.push_str(before);
        let level = after.split_once('%').and_then(|(digits, tail)| Some((digits.parse::<usize>().ok()?, tail)));
        match level {
            Some((level, tail)) => {
                label.push_str(&level.checked_sub(1).map(&number_at).unwrap_or_default());
                rest = tail;
            }
            None => {
                label.push('%');
                rest = after;
            }
        }
    }
    label + rest
}

/// OpenDocument names a format by its first numbers.
fn format_name(format: &str) -> &'static str {
    match format.chars().next() {
        None => "none",
        Some('1') => "decimal",
        Some('a') => "lowerLetter",
        Some('A') => "upperLetter",
        Some('i') => "lowerRoman",
        Some('I') => "upperRoman",
        Some('一') => "chineseCountingThousand",
        Some('壹') => "chineseLegalSimplified",
        Some('甲') => "ideographTraditional",
        Some('子') => "ideographZodiac",
        Some('①') => "decimalEnclosedCircle",
        Some('１') => "decimalFullWidth",
        Some(_) => "decimal",
    }
}
