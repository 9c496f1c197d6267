//! Owns what controls of a form show. Does not know forms that scripts fill in.

use super::token;

/// What an `input` shows: its value, or a mark.
pub(super) fn shown_input(attributes: &str) -> String {
    let kind = token::attribute(attributes, "type").unwrap_or("text").trim().to_ascii_lowercase();
    match kind.as_str() {
        "checkbox" | "radio" => {
            let is_checked = token::attribute(attributes, "checked").is_some();
            if is_checked { "☑".to_owned() } else { "□".to_owned() }
        }
        "button" | "file" | "hidden" | "image" | "password" | "reset" | "submit" => String::new(),
        _ => token::attribute(attributes, "value").unwrap_or_default().to_owned(),
    }
}

/// A list to choose from while it is open.
pub(super) struct Select {
    is_multiple: bool,
    /// Texts of the options and whether each is chosen.
    options: Vec<(String, bool)>,
}

impl Select {
    pub fn new(attributes: &str) -> Select {
        Select { is_multiple: token::attribute(attributes, "multiple").is_some(), options: Vec::new() }
    }

    pub fn open_option(&mut self, attributes: &str) {
        self.options.push((String::new(), token::attribute(attributes, "selected").is_some()));
    }

    pub fn text(&mut self, text: impl Iterator<Item = char>) {
        if let Some((option, _)) = self.options.last_mut() {
            option.extend(text);
        }
    }

    /// The chosen options; a list for one choice shows its first option until there is a choice.
    pub fn shown(&self) -> String {
        let chosen: Vec<&str> =
            self.options.iter().filter(|(_, is_chosen)| *is_chosen).map(|(text, _)| text.trim()).collect();
        match self.options.first() {
            Some((first, _)) if chosen.is_empty() && !self.is_multiple => first.trim().to_owned(),
            _ => chosen.join("、"),
        }
    }
}
