//! The body of a Word file, in a container that is sound.

#![no_main]

use fuzz::containers;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match containers::docx(data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
