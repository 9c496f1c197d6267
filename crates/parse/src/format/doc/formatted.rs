//! Owns the pages on which Word keeps the properties of runs and paragraphs ("FKP"). A page is looked at when a place in
//! the text asks for it; nothing is kept.

use std::ops::Range;

use super::binary::{Plc, u8_at, u16_at, u32_at};

const PAGE_BYTES: usize = 512;

/// A run of bytes with the same properties.
pub(super) struct Run<'b> {
    /// Its range in the document stream.
    pub range: Range<u32>,
    pub properties: &'b [u8],
}

/// The runs of characters, or the paragraphs.
pub(super) struct Runs<'b> {
    document: &'b [u8],
    pages: Plc<'b>,
    is_paragraphs: bool,
}

impl<'b> Runs<'b> {
    pub fn of_characters(document: &'b [u8], pages: &'b [u8]) -> Runs<'b> {
        Runs { document, pages: Plc::new(pages, 4), is_paragraphs: false }
    }

    pub fn of_paragraphs(document: &'b [u8], pages: &'b [u8]) -> Runs<'b> {
        Runs { document, pages: Plc::new(pages, 4), is_paragraphs: true }
    }

    /// The run at a place in the document stream. Of paragraphs, the properties begin with the style.
    pub fn at(&self, place: u32) -> Option<Run<'b>> {
        let entry = self.pages.item(self.pages.index_at(place)?);
        // Only 22 bits number the page.
        let number = (u32_at(entry, 0)? & 0x003f_ffff) as usize;
        let start = number.checked_mul(PAGE_BYTES)?;
        let page = self.document.get(start..start.checked_add(PAGE_BYTES)?)?;
        let count = usize::from(page[PAGE_BYTES - 1]);
        let position = |index: usize| u32_at(page, index * 4);
        let after = (0..=count).take_while(|index| position(*index).is_some_and(|start| start <= place)).count();
        let index = after.checked_sub(1).filter(|index| *index < count)?;
        let range = position(index)?..position(index + 1)?;
        let entry_len = if self.is_paragraphs { 13 } else { 1 };
        let offset = usize::from(u8_at(page, (count + 1) * 4 + index * entry_len)?) * 2;
        let properties = match (offset, self.is_paragraphs) {
            (0, _) => &[],
            (offset, true) => paragraph_list(page, offset).unwrap_or_default(),
            (offset, false) => character_list(page, offset).unwrap_or_default(),
        };
        Some(Run { range, properties })
    }
}

fn character_list(page: &[u8], offset: usize) -> Option<&[u8]> {
    let len = usize::from(u8_at(page, offset)?);
    page.get(offset + 1..offset + 1 + len)
}

fn paragraph_list(page: &[u8], offset: usize) -> Option<&[u8]> {
    match usize::from(u8_at(page, offset)?) {
        0 => {
            let len = 2 * usize::from(u8_at(page, offset + 1)?);
            page.get(offset + 2..offset + 2 + len)
        }
        half => page.get(offset + 1..offset + 2 * half),
    }
}

/// Properties too long for a page stand in the data stream, after their length.
pub(super) fn list_elsewhere(data: &[u8], at: u32) -> &[u8] {
    let at = at as usize;
    let len = u16_at(data, at).unwrap_or(0);
    data.get(at + 2..at + 2 + usize::from(len)).unwrap_or_default()
}
