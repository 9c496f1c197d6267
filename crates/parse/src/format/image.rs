//! Owns image files as documents: how many pages they have and how large those are, from their headers alone. Decodes no
//! pixels and reads no text: every page waits for a person or for character recognition.

mod jpeg;
mod png;
pub(crate) mod tiff;

use casefile::{Code, Diagnostic, PageOrigin, PageQuality, limits};

use crate::builder::{Builder, PageFrame};
use crate::error::ParseError;

/// Points per inch.
const POINTS: f64 = 72.0;

/// The resolution of a picture that states none and is no larger than a screen.
const SCREEN_DPI: f64 = 96.0;

/// Resolutions that scanners have; cameras write 72 or 1 without meaning it.
const DPI_RANGE: std::ops::RangeInclusive<f64> = 50.0..=2400.0;

/// The long sides of A4 and A2 in points. A page beyond A2 is a photograph whose stated resolution means nothing.
const A4: f64 = 842.0;
const A2: f64 = 1684.0;

/// What a header says of one picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Header {
    /// Size in pixels, as stored.
    pub width: u32,
    pub height: u32,
    /// Pixels per inch, across and down.
    pub dpi: Option<(f64, f64)>,
    /// How it has to be turned to be displayed, as Exif and TIFF count: 1 is not at all.
    pub orientation: u16,
}

impl Header {
    /// Fails where the picture is empty or too large to be drawn.
    fn checked(self, what: &'static str) -> Result<Header, ParseError> {
        if self.width == 0 || self.height == 0 {
            return Err(ParseError::Damaged { what });
        }
        if u64::from(self.width) * u64::from(self.height) > limits::IMAGE_PIXELS_MAX {
            return Err(ParseError::LimitExceeded { limit: "IMAGE_PIXELS_MAX" });
        }
        Ok(self)
    }

    /// Width and height in points, as displayed.
    fn points(&self) -> (f32, f32) {
        let (wide, high) = (f64::from(self.width), f64::from(self.height));
        let stated = self.dpi.filter(|(x, y)| DPI_RANGE.contains(x) && DPI_RANGE.contains(y));
        let stated = stated.map(|(x, y)| (wide / x * POINTS, high / y * POINTS));
        let on_screen = (wide / SCREEN_DPI * POINTS, high / SCREEN_DPI * POINTS);
        let to_a4 = A4 / wide.max(high);
        let fits = |(wide, high): &(f64, f64)| wide.max(*high) <= A2;
        let (wide, high) = stated
            .filter(fits)
            .or_else(|| Some(on_screen).filter(|(wide, high)| wide.max(*high) <= A4))
            .unwrap_or((wide * to_a4, high * to_a4));
        match self.orientation {
            5..=8 => (high as f32, wide as f32),
            _ => (wide as f32, high as f32),
        }
    }
}

pub(super) fn read_jpeg(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let header = jpeg::header(bytes).ok_or(ParseError::Damaged { what: "JPEG image" })?;
    write(&[header], "JPEG image", builder)
}

pub(super) fn read_png(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let header = png::header(bytes).ok_or(ParseError::Damaged { what: "PNG image" })?;
    write(&[header], "PNG image", builder)
}

pub(super) fn read_tiff(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let damaged = ParseError::Damaged { what: "TIFF image" };
    let pages = tiff::pages(bytes)?;
    let headers: Option<Vec<Header>> = pages.iter().map(|page| page.header(bytes)).collect();
    write(&headers.ok_or(damaged)?, "TIFF image", builder)
}

fn write(headers: &[Header], what: &'static str, builder: &mut Builder) -> Result<(), ParseError> {
    for (header, number) in headers.iter().zip(1..) {
        let (width, height) = header.checked(what)?.points();
        builder.page(PageFrame { origin: PageOrigin::Image, quality: PageQuality::Unreadable, width, height });
        builder.diagnose(Diagnostic::new(Code::PageWithoutText, "page").on_page(number));
    }
    Ok(())
}
