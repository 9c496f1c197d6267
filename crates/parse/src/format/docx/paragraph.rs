//! Owns what is known of a paragraph and of a run while they are open. Does not know which elements say it.

use super::numbering::{Numbering, with_blank};
use super::style::Styles;
use crate::flow::Item;
use crate::symbol;
use crate::xml::XmlElement;
use casefile::BlockKind;

#[derive(Default)]
pub(super) struct OpenParagraph {
    pub text: String,
    pub style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    /// The label as Word 2003 stores it beside the list.
    label: Option<String>,
    outline_level: Option<u32>,
    /// The paragraph mark was deleted or is hidden: what follows continues this paragraph.
    pub is_joined_to_next: bool,
    /// Blocks of text boxes anchored here; they follow the paragraph.
    pub boxes: Vec<Item>,
}

impl OpenParagraph {
    /// The paragraph that goes on where this one has no mark; its properties are those of the mark that is left.
    pub fn continued(self) -> OpenParagraph {
        OpenParagraph { text: self.text, boxes: self.boxes, ..OpenParagraph::default() }
    }

    /// Takes a paragraph property.
    pub fn property(&mut self, name: &str, element: &XmlElement<'_>) {
        let value = || element.short_attribute("val");
        match name {
            "pStyle" => self.style = value(),
            "numId" => self.number = value(),
            "ilvl" => self.level = value().and_then(|level| level.parse().ok()),
            "outlineLvl" => self.outline_level = value().and_then(|level| level.parse().ok()),
            "t" => self.label = value().filter(|label| label.chars().any(char::is_alphanumeric)),
            _ => {}
        }
    }

    /// Counts the paragraph in its list and returns its kind and its text with the label.
    pub fn labelled(&self, styles: &Styles, numbering: &mut Numbering) -> (BlockKind, String) {
        let style = self.style.as_deref();
        let inherited = styles.numbering(style);
        let number = self.number.clone().or(inherited.as_ref().map(|(number, _)| number.clone()));
        let label = match (&self.label, number) {
            (Some(label), _) => with_blank(label.clone(), "tab"),
            (None, Some(number)) => {
                let of_style = || inherited.and_then(|(_, level)| level);
                let bound = || numbering.level_of_style(&number, style);
                let level = self.level.or_else(of_style).or_else(bound).unwrap_or(0);
                numbering.label(&number, level).unwrap_or_default()
            }
            (None, None) => String::new(),
        };
        let is_styled = style.is_some_and(|style| styles.is_heading(style));
        let is_heading = is_styled || self.outline_level.is_some_and(|level| level < 9);
        let kind = if is_heading { BlockKind::Heading } else { BlockKind::Paragraph };
        (kind, format!("{label}{}", self.text.trim_start_matches([' ', '\t', '\u{3000}', '\n'])))
    }
}

/// A run while it is open.
#[derive(Default)]
pub(super) struct OpenRun {
    pub vanishes: Option<bool>,
    pub style: Option<String>,
    symbol_font: Option<String>,
}

impl OpenRun {
    /// Takes a run property.
    pub fn property(&mut self, name: &str, element: &XmlElement<'_>) {
        match name {
            "vanish" => {
                self.vanishes = Some(!matches!(element.attribute("val").as_deref(), Some("0" | "false" | "off")));
            }
            "rStyle" => self.style = element.short_attribute("val"),
            "rFonts" => {
                let font = element.attribute("ascii").or_else(|| element.attribute("hAnsi"));
                self.symbol_font = font.filter(|font| symbol::is_symbol_font(font));
            }
            _ => {}
        }
    }

    /// The text that shows for letters of the run's font.
    pub fn shown(&self, text: &str) -> Option<String> {
        let font = self.symbol_font.as_deref()?;
        let shown = text.chars().filter_map(|c| match c {
            ' ' => Some(' '),
            '!'..='\u{ff}' | '\u{f000}'..='\u{f0ff}' => symbol::character(font, c.into()),
            c => Some(c),
        });
        Some(shown.collect())
    }
}
