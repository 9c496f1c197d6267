//! The promises of `casefile::Document` on every sample and on thousands of damaged copies: no panic, no breach.

use casefile::Format;
use encoding_rs::GB18030;

use crate::image_file::{Sheet, fields, jpeg_header, png, tiff};
use crate::{doc, docx, html, mht, odt, ofd, pdf, rtf, txt};

/// At least one file per format.
pub(crate) fn samples() -> Vec<(Format, Vec<u8>)> {
    vec![
        (Format::Txt, GB18030.encode(txt::TEXT).0.into_owned()),
        (Format::Txt, txt::TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        (Format::Html, html::JUDGMENT.as_bytes().to_vec()),
        (Format::Mht, mht::judgment()),
        (Format::Docx, docx::judgment()),
        (Format::Odt, odt::judgment()),
        (Format::Doc, doc::judgment()),
        (Format::Rtf, rtf::judgment()),
        (Format::Pdf, pdf::judgment()),
        (Format::Ofd, ofd::judgment()),
        (Format::Jpeg, jpeg_header(800, 600, &[])),
        (Format::Png, png(&[&[0, 255], &[255, 0]], &[])),
        (Format::Tiff, tiff(&[Sheet { fields: fields(2, 2, 8, 1, 1), strip: vec![0; 4] }])),
    ]
}

/// A deterministic source of numbers, so that a failure can be repeated.
pub(crate) struct Numbers(u64);

impl From<u64> for Numbers {
    fn from(seed: u64) -> Numbers {
        Numbers(0x9e37_79b9_7f4a_7c15 + seed)
    }
}

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

pub(crate) fn damaged(bytes: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match numbers.below(4) {
        0 => bytes.truncate(numbers.below(bytes.len())),
        1 => drop(bytes.drain(..numbers.below(bytes.len() / 8))),
        2 => {
            let from = numbers.below(bytes.len());
            let upto = (from + numbers.below(64)).min(bytes.len());
            drop(bytes.drain(from..upto));
        }
        _ => {
            for _ in 0..1 + numbers.below(12) {
                let at = numbers.below(bytes.len());
                bytes[at] = numbers.below(256) as u8;
            }
        }
    }
    bytes
}

#[test]
fn damage_breaks_no_promise() {
    for (seed, (format, bytes)) in samples().into_iter().enumerate() {
        let rounds = if format == Format::Pdf { 150 } else { 1500 };
        let mut numbers = Numbers::from(seed as u64);
        for round in 0..rounds {
            let bytes = damaged(&bytes, &mut numbers);
            let Ok(document) = parse::parse("", &bytes) else { continue };
            assert_eq!(parse::contract_breach(&document), None, "{format} sample {seed}, round {round}");
        }
    }
}

#[test]
fn parsing_twice_gives_the_same() {
    for (format, bytes) in samples() {
        assert_eq!(parse::parse("a", &bytes), parse::parse("a", &bytes), "{format}");
    }
}
