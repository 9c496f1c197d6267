//! The content of an OpenDocument text, in a container that is sound.

#![no_main]

use fuzz::containers;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match containers::odt(data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
