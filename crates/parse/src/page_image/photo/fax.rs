//! Owns the fax codings of TIFF pages (CCITT T.4 and T.6), which most black-and-white scans have.

use hayro_ccitt::{DecodeSettings, DecoderContext, EncodingMode};
use image::{DynamicImage, GrayImage};

use crate::error::ParseError;
use crate::format::image::Header;
use crate::format::image::tiff::{Directory, tag};

/// Codes of the compression field.
const HUFFMAN: u32 = 2;
const GROUP_3: u32 = 3;
const GROUP_4: u32 = 4;

const BLACK: u8 = 0;
const WHITE: u8 = 255;

/// The picture, if its coding is one of a fax.
pub(super) fn decoded(
    bytes: &[u8],
    directory: &Directory,
    header: &Header,
) -> Option<Result<DynamicImage, ParseError>> {
    let compression = directory.number(bytes, tag::COMPRESSION)?;
    if !(HUFFMAN..=GROUP_4).contains(&compression) {
        return None;
    }
    Some(strips(bytes, directory, header, compression).ok_or(ParseError::Damaged { what: "TIFF image" }))
}

fn strips(bytes: &[u8], directory: &Directory, header: &Header, compression: u32) -> Option<DynamicImage> {
    let (width, height) = (header.width, header.height);
    let is_2d = directory.number(bytes, tag::FAX_OPTIONS).unwrap_or(0) & 1 == 1;
    // 0: the zeros that a fax means as white are white; 1: they are black.
    let is_inverted = directory.number(bytes, tag::PHOTOMETRIC) == Some(1);
    let rows_per_strip = directory.number(bytes, tag::ROWS_PER_STRIP).unwrap_or(height).clamp(1, height);
    let is_reversed = directory.number(bytes, tag::FILL_ORDER) == Some(2);
    let mut page = Page { rows: Vec::new(), width: width as usize, is_inverted };
    let offsets = directory.numbers(bytes, tag::STRIP_OFFSETS)?;
    let lengths = directory.numbers(bytes, tag::STRIP_BYTES)?;
    for (index, (offset, length)) in offsets.zip(lengths).enumerate() {
        let before = rows_per_strip.checked_mul(u32::try_from(index).ok()?)?;
        let Some(rows) = height.checked_sub(before).filter(|&rows| rows > 0) else { break };
        let rows = rows.min(rows_per_strip);
        let start = usize::try_from(offset?).ok()?;
        let data = bytes.get(start..start.checked_add(usize::try_from(length?).ok()?)?)?;
        let turned: Vec<u8>;
        let data = match is_reversed {
            true => {
                turned = data.iter().map(|byte| byte.reverse_bits()).collect();
                &turned
            }
            false => data,
        };
        let mut context = DecoderContext::new(DecodeSettings {
            columns: width,
            rows,
            end_of_block: true,
            end_of_line: false,
            rows_are_byte_aligned: compression == HUFFMAN,
            encoding: match (compression, is_2d) {
                (GROUP_4, _) => EncodingMode::Group4,
                (GROUP_3, true) => EncodingMode::Group3_2D,
                (_, _) => EncodingMode::Group3_1D,
            },
            strict: false,
        });
        // A row that is broken ends its strip; the rows before it are what is left of it.
        let _ = hayro_ccitt::decode(data, &mut page, &mut context);
        page.fill_to(before + rows);
    }
    page.fill_to(height);
    GrayImage::from_raw(width, height, page.rows).map(DynamicImage::ImageLuma8)
}

/// The rows so far, a byte per pixel.
struct Page {
    rows: Vec<u8>,
    width: usize,
    is_inverted: bool,
}

impl Page {
    /// White rows for those that are missing, and none more than there are to be.
    fn fill_to(&mut self, rows: u32) {
        self.rows.resize(rows as usize * self.width, WHITE);
    }
}

impl hayro_ccitt::Decoder for Page {
    fn push_row(&mut self, changes: &[u32]) {
        let (paper, ink) = if self.is_inverted { (BLACK, WHITE) } else { (WHITE, BLACK) };
        let start = self.rows.len();
        self.rows.resize(start + self.width, paper);
        let row = &mut self.rows[start..];
        for run in changes.chunks(2) {
            let from = (run[0] as usize).min(row.len());
            let upto = run.get(1).map_or(row.len(), |&upto| upto as usize).min(row.len());
            if let Some(run) = row.get_mut(from..upto) {
                run.fill(ink);
            }
        }
    }
}
