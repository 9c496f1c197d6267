//! Owns the style sheet of RTF, as far as it says which styles are headings.

use std::collections::HashSet;

/// The styles that are headings, and the style being read.
#[derive(Default)]
pub(super) struct Styles {
    headings: HashSet<i64>,
    open: i64,
    name: String,
}

impl Styles {
    pub fn is_heading(&self, style: i64) -> bool {
        self.headings.contains(&style)
    }

    /// Takes a control word of the sheet.
    pub fn word(&mut self, word: &[u8], value: i64) {
        match word {
            b"s" => self.open = value,
            b"outlinelevel" if (0..9).contains(&value) => drop(self.headings.insert(self.open)),
            _ => {}
        }
    }

    /// Takes a character of a name, which a semicolon ends.
    pub fn text(&mut self, c: char) {
        if c != ';' {
            self.name.push(c);
            return;
        }
        let name = std::mem::take(&mut self.name).trim().to_lowercase();
        if ["heading", "title", "标题"].iter().any(|prefix| name.starts_with(prefix)) {
            self.headings.insert(self.open);
        }
        self.open = 0;
    }
}
