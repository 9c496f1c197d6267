//! Owns what the text of an OpenDocument file refers to: which styles hide text or have a font of signs, how lists are
//! numbered, and which tracked changes are deletions.

use std::collections::{HashMap, HashSet};

use super::list::{LEVELS, Level, ListStyle, OUTLINE};
use crate::symbol;
use crate::xml::{self, XmlElement, XmlEvent};

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    hidden: HashSet<String>,
    symbol_fonts: HashMap<String, String>,
    deletions: HashSet<String>,
    pub lists: HashMap<String, ListStyle>,
}

impl Styles {
    /// Reads the styles of all parts; automatic ones stand beside the text.
    pub fn read(parts: &[&str]) -> Styles {
        let mut styles = Styles::default();
        for text in parts {
            let mut reading = Reading { styles: &mut styles, style: String::new(), list: None, level: 0, change: None };
            xml::for_each_event(text, |event| {
                if let XmlEvent::Open(element) = event {
                    reading.open(&element);
                }
            });
        }
        styles
    }

    /// Whether the tracked change is a deletion.
    pub fn is_deletion(&self, change: &str) -> bool {
        self.deletions.contains(change)
    }

    /// The font of signs that text of the style has.
    pub fn symbol_font(&self, style: &str) -> Option<&str> {
        self.symbol_fonts.get(style).map(String::as_str)
    }

    /// Whether text of the style is hidden.
    pub fn hides(&self, style: Option<&str>) -> bool {
        style.is_some_and(|style| self.hidden.contains(style))
    }
}

struct Reading<'s> {
    styles: &'s mut Styles,
    style: String,
    list: Option<String>,
    level: usize,
    change: Option<String>,
}

impl Reading<'_> {
    fn open(&mut self, element: &XmlElement<'_>) {
        let name = || element.short_attribute("name").unwrap_or_default();
        match element.name() {
            "style" => (self.style, self.list) = (name(), None),
            "text-properties" if self.list.is_none() => {
                if element.attribute("display").as_deref() == Some("none") {
                    self.styles.hidden.insert(self.style.clone());
                }
                let font = element.attribute("font-name").or_else(|| element.attribute("font-family"));
                if let Some(font) = font.filter(|font| symbol::is_symbol_font(font)) {
                    self.styles.symbol_fonts.insert(self.style.clone(), font.trim_matches('\'').to_owned());
                }
            }
            "changed-region" => self.change = element.short_attribute("id"),
            "deletion" => self.styles.deletions.extend(self.change.take()),
            "list-style" => self.list = Some(name()),
            "outline-style" => self.list = Some(OUTLINE.to_owned()),
            "list-level-style-bullet" | "list-level-style-image" => self.level = LEVELS,
            "list-level-style-number" | "outline-level-style" => {
                let level = element.attribute("level").and_then(|level| level.parse::<usize>().ok());
                self.level = level.map_or(LEVELS, |level| level.wrapping_sub(1)).min(LEVELS);
                self.set_level(Level::of(element));
            }
            "list-level-label-alignment" => {
                if element.attribute("label-followed-by").as_deref() == Some("nothing")
                    && let Some(mut level) = self.level()
                {
                    level.is_followed_by_nothing = true;
                    self.set_level(level);
                }
            }
            _ => {}
        }
    }

    fn level(&self) -> Option<Level> {
        self.styles.lists.get(self.list.as_ref()?)?.get(self.level)?.clone()
    }

    fn set_level(&mut self, level: Level) {
        let Some(list) = &self.list else { return };
        let levels = self.styles.lists.entry(list.clone()).or_default();
        if let Some(place) = levels.get_mut(self.level) {
            *place = Some(level);
        }
    }
}
