//! Owns the style sheet as far as it bears on text: headings, hidden styles, and the numbering that a style carries.

use super::binary::{u8_at, u16_at};
use super::sprm::{CharacterProperties, ParagraphProperties, sprms};

/// Longest chain of styles that build on each other; Word itself allows eleven.
const CHAIN_MAX: usize = 16;

/// The number of built-in styles: `heading 1` to `heading 9`, and `Title`.
const HEADINGS: std::ops::RangeInclusive<u16> = 1..=9;
const TITLE: u16 = 62;

#[derive(Default)]
struct Style {
    is_heading: bool,
    base: u16,
    paragraph: ParagraphProperties,
    character: CharacterProperties,
}

/// The styles by their place in the sheet.
#[derive(Default)]
pub(super) struct Styles(Vec<Option<Style>>);

impl Styles {
    pub fn read(sheet: &[u8]) -> Styles {
        let mut styles = Vec::new();
        let Some(head_len) = u16_at(sheet, 0).map(usize::from) else { return Styles::default() };
        let count = u16_at(sheet, 2).unwrap_or(0);
        let base_len = usize::from(u16_at(sheet, 4).unwrap_or(0));
        let mut at = 2 + head_len;
        for _ in 0..count {
            let Some(len) = u16_at(sheet, at).map(usize::from) else { break };
            at += 2;
            styles.push(sheet.get(at..at + len).and_then(|style| read_style(style, base_len)));
            at += len + len % 2;
        }
        Styles(styles)
    }

    pub fn is_heading(&self, style: u16) -> bool {
        let outlined = |style: &Style| style.paragraph.outline_level.is_some_and(|level| level < 9);
        self.chain(style).any(|style| style.is_heading || outlined(style))
    }

    /// The use of a list and the level that paragraphs of the style have.
    pub fn numbering(&self, style: u16) -> (Option<u16>, Option<u8>) {
        let number = self.chain(style).find_map(|style| style.paragraph.number);
        (number, self.chain(style).find_map(|style| style.paragraph.level))
    }

    /// Whether text of the style is hidden.
    pub fn vanishes(&self, style: u16) -> bool {
        let chain: Vec<&Style> = self.chain(style).collect();
        chain.iter().rev().fold(false, |hidden, style| style.character.vanishes.resolved(hidden))
    }

    /// The style and those that it builds on, nearest first.
    fn chain(&self, style: u16) -> impl Iterator<Item = &Style> {
        let entry = |index: u16| self.0.get(usize::from(index)).and_then(Option::as_ref);
        std::iter::successors(entry(style), move |style| entry(style.base)).take(CHAIN_MAX)
    }
}

fn read_style(bytes: &[u8], base_len: usize) -> Option<Style> {
    let built_in = u16_at(bytes, 0)? & 0x0fff;
    let (kind, base) = (u16_at(bytes, 2)? & 0x000f, u16_at(bytes, 2)? >> 4);
    let name_len = usize::from(u16_at(bytes, base_len)?);
    let name_end = base_len + 2 + 2 * name_len;
    let units = bytes.get(base_len + 2..name_end)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name: String = char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>().to_lowercase();
    let named = ["heading", "title", "标题"].iter().any(|prefix| name.starts_with(prefix));
    let is_heading = kind == 1 && (named || HEADINGS.contains(&built_in) || built_in == TITLE);
    let mut style = Style { is_heading, base, ..Style::default() };
    // After the name comes a zero, then the lists, each at an even place.
    let mut at = name_end + 2;
    if kind == 1 {
        let paragraph = next_list(bytes, &mut at)?;
        for sprm in sprms(paragraph.get(2..).unwrap_or_default()) {
            style.paragraph.apply(sprm);
        }
    }
    if kind == 1 || kind == 2 {
        for sprm in sprms(next_list(bytes, &mut at).unwrap_or_default()) {
            style.character.apply(sprm);
        }
    }
    Some(style)
}

fn next_list<'b>(bytes: &'b [u8], at: &mut usize) -> Option<&'b [u8]> {
    let even = *at + *at % 2;
    u8_at(bytes, even)?;
    let len = usize::from(u16_at(bytes, even)?);
    *at = even + 2 + len;
    bytes.get(even + 2..even + 2 + len)
}
