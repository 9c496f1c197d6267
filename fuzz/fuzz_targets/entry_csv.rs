//! Tables of entered records as CSV.

#![no_main]

use fuzz::entered;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match entered::csv(data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
