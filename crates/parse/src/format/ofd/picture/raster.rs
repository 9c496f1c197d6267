//! Owns images inside of an OFD as pixels: PNG, JPEG, TIFF, BMP and JBIG2. Does not place them.

use std::io::Cursor;
use std::sync::Arc;

use casefile::limits;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::vello_cpu::{PixelMetadata, Pixmap};
use hayro_jbig2::{DecodeSettings, Decoder, File};
use image::{ImageReader, Limits, RgbaImage, imageops};

/// The pixels of an image, by its content; none where it cannot be decoded within the limits.
pub(super) fn decoded(bytes: &[u8]) -> Option<Pixmap> {
    let image = if bytes.starts_with(b"\x97JB2\r\n\x1a\n") { bilevel(bytes)? } else { coloured(bytes)? };
    pixmap(image)
}

/// A smaller copy, where so many pixels fall on one of the page that they would be missed.
pub(super) fn shrunk(pixmap: Arc<Pixmap>, scale: f64) -> Arc<Pixmap> {
    let side = |length: u16| (f64::from(length) * scale).ceil().clamp(1.0, f64::from(length));
    let (width, height) = (side(pixmap.width()) as u32, side(pixmap.height()) as u32);
    if scale > 0.6 {
        return pixmap;
    }
    let (old_width, old_height) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let rgba = pixmap.as_ref().clone().take_rgba8(ImageAlphaType::Alpha);
    let Some(image) = RgbaImage::from_raw(old_width, old_height, rgba) else { return pixmap };
    let small = imageops::thumbnail(&image, width, height);
    self::pixmap(small).map_or(pixmap, Arc::new)
}

fn pixmap(image: RgbaImage) -> Option<Pixmap> {
    let (width, height) = (u16::try_from(image.width()).ok()?, u16::try_from(image.height()).ok()?);
    if width == 0 || height == 0 {
        return None;
    }
    Some(Pixmap::from_parts(image.into_raw(), width, height, PixelMetadata::new(ImageAlphaType::Alpha, true)))
}

fn coloured(bytes: &[u8]) -> Option<RgbaImage> {
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let (width, height) = reader()?.into_dimensions().ok()?;
    if u64::from(width) * u64::from(height) > limits::IMAGE_PIXELS_MAX {
        return None;
    }
    let mut reader = reader()?;
    let mut bounds = Limits::no_limits();
    bounds.max_alloc = Some(limits::IMAGE_PIXELS_MAX * 8);
    reader.limits(bounds);
    Some(reader.decode().ok()?.into_rgba8())
}

fn bilevel(bytes: &[u8]) -> Option<RgbaImage> {
    let file = File::new(bytes, &DecodeSettings::default()).ok()?;
    let page = file.page(0)?;
    let (width, height) = (page.width(), page.height());
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits::IMAGE_PIXELS_MAX {
        return None;
    }
    let mut bits = Bits { rgba: Vec::new(), room: pixels as usize * 4 };
    page.decode(&mut bits).ok()?;
    bits.rgba.resize(bits.room, u8::MAX);
    RgbaImage::from_raw(width, height, bits.rgba)
}

/// Takes pixels as they are decoded, no more than the image has.
struct Bits {
    rgba: Vec<u8>,
    room: usize,
}

impl Decoder for Bits {
    fn push_pixel(&mut self, black: bool) {
        if self.rgba.len() + 4 <= self.room {
            let level = if black { 0 } else { u8::MAX };
            self.rgba.extend([level, level, level, u8::MAX]);
        }
    }

    fn push_pixel_chunk(&mut self, black: bool, chunk_count: u32) {
        for _ in 0..u64::from(chunk_count) * 8 {
            if self.rgba.len() + 4 > self.room {
                return;
            }
            self.push_pixel(black);
        }
    }

    fn next_line(&mut self) {}
}
