//! Web pages as one MIME message.

#![no_main]

use casefile::Format;
use fuzz::documents;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match documents::read_as(Format::Mht, data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
