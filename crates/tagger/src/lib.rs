//! The trained reader of court documents behind `extract::Tagger`: one network with its weights in the program, and two
//! engines that run it. Looks for no file by itself: where libonnxruntime may lie is said by the caller.

mod decode;
mod engine;
mod labels;
mod model;
mod window;

pub use engine::{Choice, EngineKind, choose};
pub use labels::{entities, fields, kinds};
pub use model::Model;

/// The name and version of the network.
pub const NAME: &str = "court-reader";

/// SHA-256 of the weights in hexadecimal, as the model card states it; a test compares it with the weights.
pub fn sha256() -> &'static str {
    include_str!("../../../models/court-reader/model.onnx.sha256").split_whitespace().next().unwrap_or_default()
}

/// The weights.
pub(crate) const WEIGHTS: &[u8] = include_bytes!("../../../models/court-reader/model.onnx");
