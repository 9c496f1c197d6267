//! Damaged files never meet a defect of the program: they are read in part or refused with a reason. Damage is drawn
//! from a fixed seed, so that a failure comes back.

use std::panic;

use casefile::Format;
use pipeline::{Options, ProcessError};

use crate::fixture::{self, SampleFile};

/// Damaged files per format.
const DAMAGED_PER_FORMAT: u64 = 150;

const SEED: u64 = 20_190_603;

#[test]
fn damaged_txt_meets_no_defect() {
    damage(Format::Txt);
}

#[test]
fn damaged_html_meets_no_defect() {
    damage(Format::Html);
}

#[test]
fn damaged_docx_meets_no_defect() {
    damage(Format::Docx);
}

#[test]
fn damaged_pdf_meets_no_defect() {
    damage(Format::Pdf);
}

fn damage(format: Format) {
    let of_format = |file: &&SampleFile| file.processed.document.source.format == format;
    let files: Vec<&SampleFile> = fixture::every_file().filter(of_format).collect();
    assert!(files.len() >= 2, "only {} samples of {format}", files.len());
    let mut defects = Vec::new();
    let mut readable = 0;
    for number in 0..DAMAGED_PER_FORMAT {
        let mut random = Random(SEED ^ number);
        let file = files[random.below(files.len())];
        let bytes = damaged(&file.bytes, &mut random);
        match pipeline::process(&file.name, &bytes, Options::embedded()) {
            Err(ProcessError::Defect) => defects.push(format!("{} with damage {number}", file.name)),
            Err(ProcessError::Unreadable(_) | ProcessError::Stopped(_)) => {}
            Ok(_) => readable += 1,
        }
    }
    assert!(defects.is_empty(), "defects of the program:\n{}", defects.join("\n"));
    // Damage that nothing survives would test the recognition of formats alone.
    assert!(readable >= DAMAGED_PER_FORMAT / 10, "only {readable} damaged files of {format} were read at all");
}

/// The guard around a document is what the other tests of this file rely on.
#[test]
fn a_panic_is_what_the_guard_would_report() {
    let caught = panic::catch_unwind(|| panic!("on purpose"));
    assert!(caught.is_err(), "tests are built with unwinding panics");
}

/// One to eight changes: a bit flipped, bytes overwritten, cut out, doubled, or the tail cut off.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for _ in 0..1 + random.below(8) {
        if out.is_empty() {
            break;
        }
        let at = random.below(out.len());
        let end = (at + 1 + random.below(64)).min(out.len());
        match random.below(16) {
            0..=5 => out[at] ^= 1 << random.below(8),
            6..=9 => out[at] = random.below(256) as u8,
            10..=11 => drop(out.drain(at..end)),
            12..=13 => out.extend_from_within(at..end),
            14 => out[at..end].fill(random.below(256) as u8),
            _ => out.truncate(at),
        }
    }
    out
}

/// The generator splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}
