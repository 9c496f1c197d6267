//! Owns the list tables of RTF, and the labels of paragraphs: stored ones as they print, and counted ones where a program
//! stored none. Counting is the business of `docx::numbering`, since Word counts the same in all its formats.

use crate::format::doc::list::format_name;
use crate::format::docx::numbering::{LEVELS, Level, Numbering};

/// Word numbers lists and their uses up to this.
const LISTS_MAX: usize = 0x7fe;

/// Word shows no more of a label than 31 characters.
const PATTERN_CHARS_MAX: u32 = 32;

/// The lists of a document, and the one being read.
#[derive(Default)]
pub(super) struct Lists {
    numbering: Numbering,
    count: usize,
    is_use: bool,
    list: i64,
    levels: [Option<Level>; LEVELS],
    starts: [Option<u32>; LEVELS],
    /// How many levels of the list have begun; the last of them is being read.
    begun: usize,
    /// How many characters of the level's text are to come; none before the first, which says how many.
    chars_left: Option<u32>,
}

impl Lists {
    /// Takes a control word of either table.
    pub fn word(&mut self, word: &[u8], value: i64) {
        match word {
            b"list" | b"listoverride" => self.begin(word == b"listoverride"),
            b"listlevel" if !self.is_use => self.begin_level(),
            b"lfolevel" => self.begun += 1,
            b"listlevel" => self.set_level(),
            b"leveltext" => self.chars_left = None,
            b"levelnumbers" | b"listname" | b"liststylename" => self.chars_left = Some(0),
            b"listid" => {
                self.list = value;
                if !self.is_use {
                    self.end_list();
                }
            }
            b"ls" => self.end_use(value),
            b"levelstartat" if self.is_use && self.level().is_none() => {
                if let Some(start) = self.begun.checked_sub(1).and_then(|index| self.starts.get_mut(index)) {
                    *start = u32::try_from(value).ok();
                }
            }
            _ => self.level_word(word, value),
        }
    }

    fn level_word(&mut self, word: &[u8], value: i64) {
        let Some(level) = self.level() else { return };
        match word {
            b"levelnfc" | b"levelnfcn" => level.format = format_name(value).to_owned(),
            b"levelstartat" => level.start = u32::try_from(value).unwrap_or(1),
            b"levelfollow" => level.suffix = if value == 2 { "nothing" } else { "tab" }.to_owned(),
            b"levellegal" => level.is_legal = value == 1,
            b"levelnorestart" => level.restart = (value == 1).then_some(0),
            _ => {}
        }
    }

    /// Takes a character of a level's text. The first says how many follow; one below 9 stands for the number of a level.
    pub fn text(&mut self, c: char) {
        let left = match self.chars_left {
            None => {
                self.chars_left = Some(u32::from(c).min(PATTERN_CHARS_MAX));
                return;
            }
            Some(left) => left,
        };
        let Some(after) = left.checked_sub(1) else { return };
        self.chars_left = Some(after);
        let Some(level) = self.level() else { return };
        match u32::from(c) {
            place @ 0..=8 => level.pattern.push_str(&format!("%{}", place + 1)),
            _ => level.pattern.push(c),
        }
    }

    /// Counts a paragraph of a list and returns its label, if any.
    pub fn label(&mut self, number: i64, level: usize) -> Option<String> {
        self.numbering.label(&number.to_string(), level)
    }

    fn begin(&mut self, is_use: bool) {
        *self = Lists {
            numbering: std::mem::take(&mut self.numbering),
            count: self.count,
            is_use,
            chars_left: Some(0),
            ..Lists::default()
        };
    }

    fn begin_level(&mut self) {
        self.begun += 1;
        self.set_level();
    }

    fn set_level(&mut self) {
        self.chars_left = Some(0);
        if let Some(level) = self.begun.checked_sub(1).and_then(|index| self.levels.get_mut(index)) {
            *level = Some(Level::default());
        }
    }

    fn level(&mut self) -> Option<&mut Level> {
        self.begun.checked_sub(1).and_then(|index| self.levels.get_mut(index)).and_then(Option::as_mut)
    }

    fn end_list(&mut self) {
        if self.has_room() {
            self.numbering.add_list(&self.list.to_string(), std::mem::take(&mut self.levels));
        }
    }

    fn end_use(&mut self, number: i64) {
        if self.is_use && self.has_room() {
            let (starts, levels) = (std::mem::take(&mut self.starts), std::mem::take(&mut self.levels));
            self.numbering.add_number(&number.to_string(), &self.list.to_string(), starts, levels);
        }
    }

    fn has_room(&mut self) -> bool {
        self.count += 1;
        self.count <= 2 * LISTS_MAX
    }
}

/// A stored label without the tab after it; a blank is kept only where characters would run into each other. Bullets are
/// marks and have no text.
pub(super) fn printed_label(text: &str) -> String {
    let label = text.trim();
    if !label.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let ends_in_ascii = label.chars().next_back().is_some_and(|c| c.is_ascii());
    if ends_in_ascii { format!("{label} ") } else { label.to_owned() }
}
