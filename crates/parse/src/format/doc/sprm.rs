//! Owns lists of property changes ("sprm"): cutting them apart, and what those say that bear on text. Does not know where
//! the lists stand.

use casefile::limits;

use super::binary::{u8_at, u16_at, u32_at};

/// One change: its code and what it is set to.
#[derive(Clone, Copy)]
pub(super) struct Sprm<'b> {
    pub code: u16,
    pub operand: &'b [u8],
}

/// The changes of a list, up to the first that does not fit into it.
pub(super) fn sprms(mut list: &[u8]) -> impl Iterator<Item = Sprm<'_>> {
    std::iter::from_fn(move || {
        let code = u16_at(list, 0)?;
        let rest = &list[2..];
        let len = operand_len(code, rest)?;
        let operand = rest.get(..len)?;
        list = &rest[len..];
        Some(Sprm { code, operand })
    })
    .take(limits::WORD_CHANGES_MAX)
}

fn operand_len(code: u16, rest: &[u8]) -> Option<usize> {
    let len = match code >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        _ => match (code, u8_at(rest, 0)?) {
            // The definition of a table row counts in two bytes, itself less one included.
            (0xd608, _) => usize::from(u16_at(rest, 0)?) + 1,
            (0xc615, 255) => {
                let deleted = 2 + 4 * usize::from(u8_at(rest, 1)?);
                deleted + 1 + 3 * usize::from(u8_at(rest, deleted)?)
            }
            (_, len) => usize::from(len) + 1,
        },
    };
    Some(len)
}

/// A property that may refer to the style's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Toggle {
    #[default]
    Unset,
    Off,
    On,
    AsStyle,
    UnlikeStyle,
}

impl Toggle {
    fn of(operand: &[u8]) -> Toggle {
        match operand.first() {
            Some(0) => Toggle::Off,
            Some(0x80) => Toggle::AsStyle,
            Some(0x81) => Toggle::UnlikeStyle,
            _ => Toggle::On,
        }
    }

    pub fn resolved(self, style: bool) -> bool {
        match self {
            Toggle::On => true,
            Toggle::Off => false,
            Toggle::Unset | Toggle::AsStyle => style,
            Toggle::UnlikeStyle => !style,
        }
    }
}

/// What is known of a run of characters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CharacterProperties {
    pub is_deleted: bool,
    pub vanishes: Toggle,
    pub style: Option<u16>,
    /// The character is a placeholder that Word fills in.
    pub is_special: bool,
    /// The sign of a symbol font that stands here.
    pub symbol: Option<u16>,
}

impl CharacterProperties {
    pub fn apply(&mut self, sprm: Sprm<'_>) {
        match sprm.code {
            0x0800 => self.is_deleted = sprm.operand.first() == Some(&1),
            0x083c => self.vanishes = Toggle::of(sprm.operand),
            0x0855 => self.is_special = sprm.operand.first() == Some(&1),
            0x4a30 => self.style = u16_at(sprm.operand, 0),
            0x6a09 => self.symbol = u16_at(sprm.operand, 2),
            _ => {}
        }
    }
}

/// What is known of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParagraphProperties {
    pub style: u16,
    in_table: bool,
    depth: Option<u32>,
    /// The mark ends a row of the outermost table, or of an inner one.
    pub ends_row: bool,
    /// The mark ends a cell of an inner table.
    pub ends_inner_cell: bool,
    pub outline_level: Option<u8>,
    /// The use of a list; 0 for none.
    pub number: Option<u16>,
    pub level: Option<u8>,
    /// Where in the data stream properties stand that take the place of these.
    pub elsewhere: Option<u32>,
}

impl ParagraphProperties {
    pub fn apply(&mut self, sprm: Sprm<'_>) {
        let byte = sprm.operand.first().copied();
        match sprm.code {
            0x4600 => self.style = u16_at(sprm.operand, 0).unwrap_or(self.style),
            0x2416 => self.in_table = byte != Some(0),
            0x2417 | 0x244c => self.ends_row = byte != Some(0),
            0x244b => self.ends_inner_cell = byte != Some(0),
            0x6649 => self.depth = u32_at(sprm.operand, 0),
            0x260a => self.level = byte,
            0x460b => self.number = u16_at(sprm.operand, 0),
            0x2640 => self.outline_level = byte,
            0x6645 | 0x6646 => self.elsewhere = u32_at(sprm.operand, 0),
            _ => {}
        }
    }

    /// How many tables the paragraph stands in.
    pub fn depth(&self) -> usize {
        match (self.in_table, self.depth) {
            (false, None | Some(0)) => 0,
            (_, depth) => depth.unwrap_or(1).max(1) as usize,
        }
    }
}
