//! Owns the list tables: which levels a list has, and which list each use of one counts in. Counting is the business of
//! `docx::numbering`, since Word counts the same in both formats.

use super::binary::{u8_at, u16_at, u32_at};
use crate::format::docx::numbering::{LEVELS, Level, Numbering};

/// Word numbers the uses of lists up to this.
const USES_MAX: u32 = 0x7fe;

/// Word shows no more of a label than 31 characters.
const PATTERN_CHARS_MAX: usize = 32;

const LIST_BYTES: usize = 28;
const USE_BYTES: usize = 16;

/// The names that DOCX has for the number formats, by their numbers here.
const FORMATS: [&str; 40] = [
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
];

/// The name that DOCX has for a number format of the binary format and RTF.
pub(in crate::format) fn format_name(number: i64) -> &'static str {
    match usize::try_from(number) {
        Ok(255) => "none",
        Ok(number) => FORMATS.get(number).unwrap_or(&"decimal"),
        Err(_) => "decimal",
    }
}

type Levels = [Option<Level>; LEVELS];

/// Reads both tables. `lists` runs on beyond the table's own length, since the levels follow it; `lists_len` is that length.
pub(super) fn numbering(lists: &[u8], lists_len: usize, uses: &[u8]) -> Numbering {
    let mut numbering = Numbering::default();
    read_lists(lists, lists_len, &mut numbering);
    read_uses(uses, &mut numbering);
    numbering
}

fn read_lists(lists: &[u8], lists_len: usize, numbering: &mut Numbering) -> Option<()> {
    if lists_len == 0 {
        return None;
    }
    let count = usize::from(u16_at(lists, 0)?);
    let mut at = lists_len;
    for index in 0..count {
        let start = 2 + index * LIST_BYTES;
        let list = lists.get(start..start + LIST_BYTES)?;
        let is_simple = list[26] & 1 != 0;
        let mut levels = Levels::default();
        for level in levels.iter_mut().take(if is_simple { 1 } else { LEVELS }) {
            *level = Some(read_level(lists, &mut at)?);
        }
        numbering.add_list(&u32_at(list, 0)?.to_string(), levels);
    }
    Some(())
}

fn read_level(bytes: &[u8], at: &mut usize) -> Option<Level> {
    let head = bytes.get(*at..*at + 28)?;
    let (format, flags) = (head[4], head[5]);
    let lists_len = usize::from(head[24]) + usize::from(head[25]);
    let text_at = *at + 28 + lists_len;
    let text_len = usize::from(u16_at(bytes, text_at)?);
    let text = bytes.get(text_at + 2..text_at + 2 + 2 * text_len)?;
    *at = text_at + 2 + 2 * text_len;
    let units = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let mut pattern = String::new();
    for c in char::decode_utf16(units).take(PATTERN_CHARS_MAX).map(|c| c.unwrap_or('\u{fffd}')) {
        // A character below 9 stands for the number of that level.
        match u32::from(c) {
            level @ 0..=8 => pattern.push_str(&format!("%{}", level + 1)),
            _ => pattern.push(c),
        }
    }
    let never_restarts_by_itself = flags & 0x08 != 0;
    Some(Level {
        start: u32_at(head, 0)?,
        format: format_name(format.into()).to_owned(),
        pattern,
        suffix: if head[15] == 2 { "nothing" } else { "tab" }.to_owned(),
        is_legal: flags & 0x04 != 0,
        restart: never_restarts_by_itself.then_some(usize::from(head[26])),
        style: None,
    })
}

fn read_uses(uses: &[u8], numbering: &mut Numbering) -> Option<()> {
    let count = u32_at(uses, 0)?.min(USES_MAX) as usize;
    let mut at = 4 + count * USE_BYTES;
    for index in 0..count {
        let start = 4 + index * USE_BYTES;
        let list = u32_at(uses, start)?.to_string();
        let overrides = u8_at(uses, start + 12)?;
        let (mut starts, mut levels) = ([None; LEVELS], Levels::default());
        // The first four bytes of what each use adds mean nothing.
        at += 4;
        for _ in 0..overrides {
            let Some(flags) = u32_at(uses, at + 4) else { break };
            let level = ((flags & 0x0f) as usize).min(LEVELS - 1);
            let start = u32_at(uses, at);
            at += 8;
            if flags & 0x20 != 0 {
                levels[level] = read_level(uses, &mut at);
            }
            // A level that is replaced brings its own start.
            if flags & 0x10 != 0 {
                starts[level] = levels[level].as_ref().map(|level| level.start).or(start);
            }
        }
        numbering.add_number(&(index + 1).to_string(), &list, starts, levels);
    }
    Some(())
}
