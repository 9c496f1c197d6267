//! Owns a page as a picture: for the person who has to see the page, and for programs that read text from pictures. Does
//! not read text, and marks nothing.

mod gbk;
mod pdf;
mod photo;

use casefile::{Format, limits};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

use crate::error::ParseError;
use crate::format::ofd;

/// A page as pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row from the top left; opaque everywhere.
    pub rgba: Vec<u8>,
}

impl PageImage {
    /// The picture as a PNG file: grey where it is grey everywhere, as most pages are.
    pub fn png(&self) -> Vec<u8> {
        let is_grey = self.rgba.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
        let (samples, colour): (Vec<u8>, _) = match is_grey {
            true => (self.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect(), ExtendedColorType::L8),
            false => {
                let pixels = self.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
                (pixels.collect(), ExtendedColorType::Rgb8)
            }
        };
        let mut out = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive);
        encoder
            .write_image(&samples, self.width, self.height, colour)
            .expect("the samples are as many as the size says, and memory takes what is written");
        out
    }
}

impl std::fmt::Debug for PageImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PageImage({} x {})", self.width, self.height)
    }
}

/// Draws a page, counted from 1, as it is displayed: turned and cropped as the file says. The picture has the asked
/// width unless it would exceed the limits; then it is smaller in both directions.
pub fn page_image(bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ParseError> {
    let format = crate::recognise_within_limits(bytes)?;
    match format {
        Format::Pdf => pdf::draw(bytes, page, width_px),
        Format::Jpeg | Format::Png | Format::Tiff => photo::draw(bytes, format, page, width_px),
        Format::Ofd => ofd::draw(bytes, page, width_px),
        Format::Txt | Format::Html | Format::Mht | Format::Docx | Format::Doc | Format::Rtf | Format::Odt => {
            Err(ParseError::FormatWithoutPages { format })
        }
    }
}

/// The size in pixels of a page of this shape, as wide as asked and within the limits.
pub(crate) fn size_within_limits(width: f64, height: f64, width_px: u32) -> (u16, u16) {
    let is_shape = width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0;
    let aspect = if is_shape { height / width } else { 1.0 };
    let side = f64::from(limits::PAGE_IMAGE_SIDE_MAX);
    let wide = f64::from(width_px.max(1)).min(side).min(side / aspect);
    let wide = wide.min((limits::PAGE_IMAGE_PIXELS_MAX as f64 / aspect).sqrt());
    let whole = |length: f64| length.round().clamp(1.0, side) as u16;
    (whole(wide), whole(wide * aspect))
}

/// Fails unless the page is one of so many.
pub(crate) fn page_index(page: u32, pages: usize) -> Result<usize, ParseError> {
    match usize::try_from(page).ok().and_then(|page| page.checked_sub(1)).filter(|&index| index < pages) {
        Some(index) => Ok(index),
        None => Err(ParseError::PageMissing { page, pages: u32::try_from(pages).unwrap_or(u32::MAX) }),
    }
}
