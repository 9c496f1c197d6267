//! Binary Word files.

#![no_main]

use casefile::Format;
use fuzz::documents;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match documents::read_as(Format::Doc, data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
