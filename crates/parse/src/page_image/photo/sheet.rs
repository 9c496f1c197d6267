//! Owns the pixels of one page of a TIFF file, of the kinds that scanners write: two levels, grey, palette, colour, CMYK,
//! YCbCr.

use std::borrow::Cow;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;

use super::{check_pixels, fax, page_index};
use crate::error::ParseError;
use crate::format::image::tiff::{Directory, pages, tag};

/// Code of a palette in the photometric field.
const PALETTE: u32 = 3;

const DAMAGED: ParseError = ParseError::Damaged { what: "TIFF image" };

/// What is read neither by the decoder nor here: planes one after the other, floating point, more than 16 bits.
const UNREAD: ParseError = ParseError::Unsupported { what: "a TIFF image of a rare kind" };

pub(super) fn decoded(bytes: &[u8], page: u32) -> Result<DynamicImage, ParseError> {
    let pages = pages(bytes)?;
    let directory = &pages[page_index(page, pages.len())?];
    let header = directory.header(bytes).ok_or(DAMAGED)?;
    check_pixels(header.width, header.height)?;
    let mut picture = match fax::decoded(bytes, directory, &header) {
        Some(picture) => picture?,
        None => samples(bytes, directory)?,
    };
    if let Some(orientation) = u8::try_from(header.orientation).ok().and_then(Orientation::from_exif) {
        picture.apply_orientation(orientation);
    }
    Ok(picture)
}

fn samples(bytes: &[u8], directory: &Directory) -> Result<DynamicImage, ParseError> {
    let unreadable = |error: tiff::TiffError| match error {
        tiff::TiffError::UnsupportedError(_) => UNREAD,
        tiff::TiffError::LimitsExceeded => ParseError::LimitExceeded { limit: "IMAGE_PIXELS_MAX" },
        _ => DAMAGED,
    };
    let is_palette = directory.number(bytes, tag::PHOTOMETRIC) == Some(PALETTE);
    let bytes = if is_palette { as_grey(bytes, directory) } else { Cow::Borrowed(bytes) };
    let mut decoder = Decoder::new(Cursor::new(&bytes)).map_err(unreadable)?;
    decoder.seek_to_image(directory.index).map_err(unreadable)?;
    let (width, height) = decoder.dimensions().map_err(unreadable)?;
    check_pixels(width, height)?;
    let colour = decoder.colortype().map_err(unreadable)?;
    let palette = match is_palette {
        true => decoder.get_tag_u16_vec(Tag::ColorMap).map_err(unreadable)?,
        false => Vec::new(),
    };
    if decoder.find_tag_unsigned::<u16>(Tag::PlanarConfiguration).map_err(unreadable)? == Some(2) {
        return Err(UNREAD);
    }
    // Scans have 8 bits; of 16 the upper ones are what is seen.
    let data = match decoder.read_image().map_err(unreadable)? {
        DecodingResult::U8(data) => data,
        DecodingResult::U16(data) => data.into_iter().map(|sample| (sample >> 8) as u8).collect(),
        _ => return Err(UNREAD),
    };
    let grey = |data| GrayImage::from_raw(width, height, data).map(DynamicImage::ImageLuma8).ok_or(DAMAGED);
    let rgb = |data| RgbImage::from_raw(width, height, data).map(DynamicImage::ImageRgb8).ok_or(DAMAGED);
    match colour {
        ColorType::Gray(bits @ (1 | 2 | 4 | 8)) if is_palette => {
            rgb(unpacked(&data, width, bits).flat_map(|index| colour_of(index, &palette)).collect())
        }
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let top = (1u16 << bits) - 1;
            grey(unpacked(&data, width, bits).map(|level| (u16::from(level) * 255 / top) as u8).collect())
        }
        ColorType::Gray(8 | 16) => grey(data),
        ColorType::GrayA(8 | 16) => grey(data.chunks_exact(2).map(|pixel| pixel[0]).collect()),
        ColorType::RGB(8 | 16) => rgb(data),
        ColorType::RGBA(8 | 16) => rgb(data.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()),
        ColorType::CMYK(8 | 16) => rgb(data.chunks_exact(4).flat_map(rgb_of_cmyk).collect()),
        ColorType::YCbCr(8) => rgb(data.chunks_exact(3).flat_map(rgb_of_ycbcr).collect()),
        _ => Err(UNREAD),
    }
}

/// The file with the indices into a palette declared as shades of grey, which the decoder reads.
fn as_grey<'b>(bytes: &'b [u8], directory: &Directory) -> Cow<'b, [u8]> {
    let mut changed = bytes.to_vec();
    if let Some(value) = directory.place(tag::PHOTOMETRIC).and_then(|at| changed.get_mut(at..at + 2)) {
        // The value is 3, in whatever order of bytes; 1 is grey.
        value.iter_mut().filter(|byte| **byte != 0).for_each(|byte| *byte = 1);
    }
    Cow::Owned(changed)
}

/// A colour of a palette: all reds, then all greens, then all blues.
fn colour_of(index: u8, palette: &[u16]) -> [u8; 3] {
    let colours = palette.len() / 3;
    let sample =
        |part: usize| palette.get(part * colours + usize::from(index)).filter(|_| usize::from(index) < colours);
    [0, 1, 2].map(|part| sample(part).map_or(0, |sample| (sample >> 8) as u8))
}

/// Samples of fewer than 8 bits; every row begins with a byte of its own.
fn unpacked(data: &[u8], width: u32, bits: u8) -> impl Iterator<Item = u8> {
    let width = width as usize;
    let per_byte = usize::from(8 / bits);
    let rows = data.chunks(width.div_ceil(per_byte).max(1));
    rows.flat_map(move |row| {
        (0..width).map(move |x| {
            let shift = 8 - usize::from(bits) * (x % per_byte + 1);
            let byte = u16::from(row.get(x / per_byte).copied().unwrap_or(0));
            ((byte >> shift) & ((1 << bits) - 1)) as u8
        })
    })
}

fn rgb_of_cmyk(pixel: &[u8]) -> [u8; 3] {
    let light = |sample: u8| 255 - u16::from(sample);
    [0, 1, 2].map(|index| (light(pixel[index]) * light(pixel[3]) / 255) as u8)
}

/// ITU-R BT.601 in full range, as JPEG has it.
fn rgb_of_ycbcr(pixel: &[u8]) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(pixel[0]), f32::from(pixel[1]) - 128.0, f32::from(pixel[2]) - 128.0);
    let sample = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    [sample(y + 1.402 * cr), sample(y - 0.344_136 * cb - 0.714_136 * cr), sample(y + 1.772 * cb)]
}
