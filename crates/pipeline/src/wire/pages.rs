//! Owns how questions about pages and their answers travel. What is read holds every promise of its type, whoever wrote
//! it; whether a picture shows the page, or a part is a PDF, is not looked at.

use casefile::{Rect, limits};
use parse::{Bookmark, Highlight, Outline, PageImage, PageRange};

use super::{Malformed, Reader, Writer};

const LENGTH_BYTES: usize = 8;
const PIXEL_BYTES: usize = 4;
const RECT_BYTES: usize = 16;
const RANGE_BYTES: usize = 8;
const HIGHLIGHT_BYTES: usize = 4 + 2 * LENGTH_BYTES;
const BOOKMARK_BYTES: usize = LENGTH_BYTES + 8;

pub(crate) fn write_highlights(highlights: &[Highlight], to: &mut Writer) {
    to.length(highlights.len());
    for highlight in highlights {
        to.u32(highlight.page);
        to.length(highlight.rects.len());
        highlight.rects.iter().for_each(|rect| write_rect(*rect, to));
        to.text(&highlight.note);
    }
}

pub(crate) fn read_highlights(from: &mut Reader) -> Result<Vec<Highlight>, Malformed> {
    from.list(HIGHLIGHT_BYTES, |from| {
        Ok(Highlight { page: from.u32()?, rects: from.list(RECT_BYTES, read_rect)?, note: from.text()?.to_owned() })
    })
}

pub(crate) fn write_ranges(ranges: &[PageRange], to: &mut Writer) {
    to.length(ranges.len());
    for range in ranges {
        to.u32(range.first());
        to.u32(range.last());
    }
}

pub(crate) fn read_ranges(from: &mut Reader) -> Result<Vec<PageRange>, Malformed> {
    from.list(RANGE_BYTES, |from| PageRange::new(from.u32()?, from.u32()?).ok_or(Malformed))
}

/// Writes the size of a picture; its pixels follow.
pub(crate) fn write_image<'i>(image: &'i PageImage, to: &mut Writer) -> &'i [u8] {
    to.u32(image.width);
    to.u32(image.height);
    &image.rgba
}

pub(crate) fn read_image(from: &mut Reader) -> Result<PageImage, Malformed> {
    let sides = 1..=u32::from(limits::PAGE_IMAGE_SIDE_MAX);
    let (width, height) = (from.u32()?, from.u32()?);
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(Malformed);
    }
    // Two sides within the limit have a product far below 32 bits.
    let mut rgba = from.take((width * height) as usize * PIXEL_BYTES)?.to_vec();
    // A picture is opaque, so that nobody who shows it needs to know what lies below.
    rgba.chunks_exact_mut(PIXEL_BYTES).for_each(|pixel| pixel[PIXEL_BYTES - 1] = u8::MAX);
    Ok(PageImage { width, height, rgba })
}

/// Writes how long the parts are; the parts follow.
pub(crate) fn write_parts<'p>(parts: &'p [Vec<u8>], to: &mut Writer) -> impl Iterator<Item = &'p [u8]> {
    to.length(parts.len());
    parts.iter().for_each(|part| to.length(part.len()));
    parts.iter().map(Vec::as_slice)
}

pub(crate) fn read_parts(from: &mut Reader) -> Result<Vec<Vec<u8>>, Malformed> {
    let lengths = from.list(LENGTH_BYTES, |from| usize::try_from(from.u64()?).map_err(|_| Malformed))?;
    lengths.into_iter().map(|length| from.take(length).map(<[u8]>::to_vec)).collect()
}

pub(crate) fn write_outline(outline: &Outline, to: &mut Writer) {
    to.u32(outline.pages);
    to.length(outline.bookmarks.len());
    for bookmark in &outline.bookmarks {
        to.text(&bookmark.title);
        to.u32(bookmark.page);
        to.u32(bookmark.level);
    }
}

pub(crate) fn read_outline(from: &mut Reader) -> Result<Outline, Malformed> {
    let pages = from.u32()?;
    let bookmarks = from.list(BOOKMARK_BYTES, |from| {
        let bookmark = Bookmark { title: from.text()?.to_owned(), page: from.u32()?, level: from.u32()? };
        let is_sound = (1..=pages).contains(&bookmark.page) && bookmark.level >= 1;
        if is_sound { Ok(bookmark) } else { Err(Malformed) }
    })?;
    match (1..=limits::PAGES_MAX).contains(&pages) && bookmarks.len() <= limits::BOOKMARKS_MAX {
        true => Ok(Outline { pages, bookmarks }),
        false => Err(Malformed),
    }
}

pub(super) fn write_rect(rect: Rect, to: &mut Writer) {
    [rect.x0, rect.y0, rect.x1, rect.y1].into_iter().for_each(|edge| to.f32(edge));
}

pub(super) fn read_rect(from: &mut Reader) -> Result<Rect, Malformed> {
    Ok(Rect { x0: from.f32()?, y0: from.f32()?, x1: from.f32()?, y1: from.f32()? })
}
