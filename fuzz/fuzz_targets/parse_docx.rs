//! Word files as bytes: the zip container and its parts.

#![no_main]

use casefile::Format;
use fuzz::documents;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match documents::read_as(Format::Docx, data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
