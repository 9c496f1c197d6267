//! Owns what paragraph styles say that matters to text: heading or not, and the numbering they carry.

use std::collections::HashMap;

use crate::xml::{self, XmlEvent};

/// Longest chain of styles that build on each other; Word itself allows eleven.
const CHAIN_MAX: usize = 16;

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline_level: Option<u32>,
    number: Option<String>,
    level: Option<usize>,
    vanishes: Option<bool>,
}

/// The paragraph and character styles of a document by their ids.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    pub fn read(text: &str) -> Styles {
        let mut styles = Styles::default();
        let mut open: Option<(String, Style)> = None;
        xml::for_each_event(text, |event| {
            let XmlEvent::Open(element) = event else { return };
            let value = || element.short_attribute("val");
            if element.name() == "style" {
                styles.keep(open.take());
                let id = element.short_attribute("styleId").unwrap_or_default();
                let is_default = matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
                let kind = element.attribute("type");
                if kind.as_deref() == Some("paragraph") && is_default {
                    styles.default = Some(id.clone());
                }
                if matches!(kind.as_deref(), Some("paragraph" | "character")) {
                    open = Some((id, Style::default()));
                }
            }
            let Some((_, style)) = &mut open else { return };
            match element.name() {
                "name" => style.name = value().unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = value(),
                "outlineLvl" => style.outline_level = value().and_then(|level| level.parse().ok()),
                "numId" => style.number = value(),
                "ilvl" => style.level = value().and_then(|level| level.parse().ok()),
                "vanish" => style.vanishes = Some(!matches!(value().as_deref(), Some("0" | "false" | "off"))),
                _ => {}
            }
        });
        styles.keep(open.take());
        styles
    }

    fn keep(&mut self, style: Option<(String, Style)>) {
        if let Some((id, style)) = style {
            self.styles.insert(id, style);
        }
    }

    /// Whether paragraphs of the style are headings.
    pub fn is_heading(&self, id: &str) -> bool {
        let named = |style: &Style| ["heading", "title", "标题"].iter().any(|prefix| style.name.starts_with(prefix));
        self.chain(Some(id)).any(|(_, style)| named(style) || style.outline_level.is_some_and(|level| level < 9))
    }

    /// Whether text of the style is hidden; `None` where the style leaves that to others.
    pub fn vanishes(&self, id: Option<&str>) -> Option<bool> {
        self.chain(id).find_map(|(_, style)| style.vanishes)
    }

    /// The numbering that paragraphs of the style have: number and level, the level only where the styles state it.
    pub fn numbering(&self, id: Option<&str>) -> Option<(String, Option<usize>)> {
        let number = self.chain(id).find_map(|(_, style)| style.number.clone())?;
        Some((number, self.chain(id).find_map(|(_, style)| style.level)))
    }

    /// The style and those that it builds on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = id.or(self.default.as_deref());
        let entry = |id: &'s str| self.styles.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        std::iter::successors(first.and_then(entry), move |(_, style)| style.based_on.as_deref().and_then(entry))
            .take(CHAIN_MAX)
    }
}
