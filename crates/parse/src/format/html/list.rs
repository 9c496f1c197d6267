//! Owns the labels of list items, which browsers compute and print. Does not know style sheets.

use casefile::limits;

use super::token;
use crate::numeral;

/// The open lists and the label that waits for the text of its item.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<OpenList>,
    ignored: usize,
    label: String,
}

struct OpenList {
    next: u32,
    /// The format of `numeral`; none for bullets.
    format: Option<&'static str>,
}

impl Lists {
    pub fn open_list(&mut self, is_ordered: bool, attributes: &str, style: &str) {
        if self.open.len() >= limits::XML_DEPTH_MAX {
            self.ignored += 1;
            return;
        }
        let of_type = match token::attribute(attributes, "type").map(str::trim) {
            Some("a") => "lowerLetter",
            Some("A") => "upperLetter",
            Some("i") => "lowerRoman",
            Some("I") => "upperRoman",
            _ => "decimal",
        };
        let format = styled_format(style).unwrap_or(is_ordered.then_some(of_type));
        let start = token::attribute(attributes, "start").and_then(|start| start.trim().parse().ok());
        self.open.push(OpenList { next: start.unwrap_or(1), format });
    }

    pub fn close_list(&mut self) {
        self.label.clear();
        match self.ignored {
            0 => drop(self.open.pop()),
            _ => self.ignored -= 1,
        }
    }

    /// Counts an item. Items outside a list have no label.
    pub fn open_item(&mut self, attributes: &str, style: &str) {
        self.label.clear();
        let Some(list) = self.open.last_mut().filter(|_| self.ignored == 0) else { return };
        if let Some(value) = token::attribute(attributes, "value").and_then(|value| value.trim().parse().ok()) {
            list.next = value;
        }
        let number = list.next;
        list.next = number.saturating_add(1);
        let Some(format) = styled_format(style).unwrap_or(list.format) else { return };
        let end = match format {
            "chineseCountingThousand" | "chineseLegalSimplified" | "ideographTraditional" | "ideographZodiac" => "、",
            _ => ". ",
        };
        self.label = numeral::written(number, format) + end;
    }

    /// The label of the open item, once.
    pub fn take_label(&mut self) -> String {
        std::mem::take(&mut self.label)
    }
}

/// The format that a style names: `Some(None)` where it takes the numbers away.
fn styled_format(style: &str) -> Option<Option<&'static str>> {
    let (_, value) = style.split_once("list-style-type:").or_else(|| style.split_once("list-style:"))?;
    let value = value.split([';', '!']).next().unwrap_or_default();
    Some(match value {
        "none" | "disc" | "circle" | "square" => None,
        "lower-alpha" | "lower-latin" => Some("lowerLetter"),
        "upper-alpha" | "upper-latin" => Some("upperLetter"),
        "lower-roman" => Some("lowerRoman"),
        "upper-roman" => Some("upperRoman"),
        "cjk-decimal" => Some("ideographDigital"),
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => Some("chineseCountingThousand"),
        "simp-chinese-formal" | "trad-chinese-formal" => Some("chineseLegalSimplified"),
        "cjk-heavenly-stem" => Some("ideographTraditional"),
        "cjk-earthly-branch" => Some("ideographZodiac"),
        "decimal" | "decimal-leading-zero" => Some("decimal"),
        _ => return None,
    })
}
