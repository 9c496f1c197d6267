//! Numbers of articles.

#![no_main]

use fuzz::values;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|data: &[u8]| -> Corpus {
    match values::articles(data) {
        fuzz::Input::Used => Corpus::Keep,
        fuzz::Input::Foreign => Corpus::Reject,
    }
});
