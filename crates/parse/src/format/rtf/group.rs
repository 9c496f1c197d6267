//! Owns what holds within a group of RTF. Does not know what the document as a whole says.

use super::destination::Destination;
use super::story::ParagraphState;

/// More bytes than this stand in for no character.
const REPLACEMENTS_MAX: i64 = 16;

/// What holds within a group; a group within begins with the same.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub destination: Destination,
    /// Whether closing the group ends a part of the text.
    pub ends_story: bool,
    pub font: i64,
    /// The font for Chinese characters where a run names one beside its own, and whether the run uses it.
    pub wide_font: Option<i64>,
    pub is_wide: bool,
    /// How many bytes stand in for a character given by its number.
    pub replacements: usize,
    pub is_hidden: bool,
    pub is_deleted: bool,
    pub paragraph: ParagraphState,
}

impl Group {
    /// The group that is the document.
    pub fn outermost(font: i64) -> Group {
        Group {
            destination: Destination::Text,
            ends_story: false,
            font,
            wide_font: None,
            is_wide: false,
            replacements: 1,
            is_hidden: false,
            is_deleted: false,
            paragraph: ParagraphState::default(),
        }
    }

    /// Takes back what was set for characters.
    pub fn plain(&mut self, font: i64) {
        (self.font, self.is_wide, self.wide_font) = (font, false, None);
        (self.is_hidden, self.is_deleted) = (false, false);
    }

    /// A word that sets what holds from here to the end of the group; any other means nothing to the text.
    pub fn set(&mut self, word: &[u8], value: i64, is_on: bool) {
        match word {
            b"f" => self.font = value,
            b"af" if self.is_wide => self.wide_font = Some(value),
            b"dbch" => self.is_wide = true,
            b"loch" | b"hich" => self.is_wide = false,
            b"uc" => self.replacements = value.clamp(0, REPLACEMENTS_MAX) as usize,
            b"v" => self.is_hidden = is_on,
            b"deleted" => self.is_deleted = is_on,
            b"pard" => self.paragraph = ParagraphState::default(),
            b"intbl" => self.paragraph.in_table = is_on,
            b"itap" => self.paragraph.depth = usize::try_from(value).ok(),
            b"ls" => self.paragraph.list = Some(value).filter(|list| *list != 0),
            b"ilvl" => self.paragraph.level = usize::try_from(value).unwrap_or(0),
            b"outlinelevel" => self.paragraph.is_heading = (0..9).contains(&value),
            _ => {}
        }
    }
}
