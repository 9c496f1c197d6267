//! Owns drawing a page of an image file: its pixels, upright, in the asked size.

mod fax;
mod sheet;

use std::io::Cursor;

use casefile::{Format, limits};
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use super::{PageImage, page_index, size_within_limits};
use crate::error::ParseError;

pub(super) fn draw(bytes: &[u8], format: Format, page: u32, width_px: u32) -> Result<PageImage, ParseError> {
    let mut picture = match format {
        Format::Png => with_one_page(page).and_then(|()| decoded(bytes, ImageFormat::Png, "PNG image"))?,
        Format::Tiff => sheet::decoded(bytes, page)?,
        _ => with_one_page(page).and_then(|()| decoded(bytes, ImageFormat::Jpeg, "JPEG image"))?,
    };
    if picture.color().has_alpha() {
        picture = on_white(&picture);
    }
    let (width, height) = size_within_limits(picture.width().into(), picture.height().into(), width_px);
    let (width, height) = (u32::from(width), u32::from(height));
    if (width, height) != (picture.width(), picture.height()) {
        picture = picture.resize_exact(width, height, FilterType::Triangle);
    }
    Ok(PageImage { width, height, rgba: picture.into_rgba8().into_raw() })
}

fn with_one_page(page: u32) -> Result<(), ParseError> {
    page_index(page, 1).map(|_| ())
}

fn decoded(bytes: &[u8], format: ImageFormat, what: &'static str) -> Result<DynamicImage, ParseError> {
    let damaged = |_| ParseError::Damaged { what };
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    check_pixels(width, height)?;
    let mut bounds = Limits::no_limits();
    // Eight bytes are the most that a pixel takes: four samples of 16 bits.
    bounds.max_alloc = Some(limits::IMAGE_PIXELS_MAX * 8);
    decoder.set_limits(bounds).map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn check_pixels(width: u32, height: u32) -> Result<(), ParseError> {
    match u64::from(width) * u64::from(height) > limits::IMAGE_PIXELS_MAX {
        true => Err(ParseError::LimitExceeded { limit: "IMAGE_PIXELS_MAX" }),
        false => Ok(()),
    }
}

/// The picture on white paper.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    let rgba = picture.to_rgba8();
    let mut out = RgbImage::new(rgba.width(), rgba.height());
    for (paper, pixel) in out.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        let blend = |sample: u32| ((sample * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        *paper = Rgb([blend(red), blend(green), blend(blue)]);
    }
    DynamicImage::ImageRgb8(out)
}
