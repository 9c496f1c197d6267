//! The files of the model: what they are and how large they may be.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What of the model may lie in the repository, in bytes.
const BYTES_MAX: usize = 8 * 1024 * 1024;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/court-reader")
}

#[test]
fn weights_have_the_checksum_that_the_card_states_and_are_small() {
    let weights = std::fs::read(folder().join("model.onnx")).expect("the weights lie in the repository");
    assert!(weights.len() < BYTES_MAX, "{} bytes", weights.len());
    let sum: String = Sha256::digest(&weights).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sum, tagger::sha256());
    let card = std::fs::read_to_string(folder().join("README.md")).expect("the model has a card");
    assert!(card.contains(&sum), "the card states another checksum than {sum}");
}
