//! Readies a document's text for extraction: normalises it with a map back to the raw text, finds the sections of a
//! judgment, and cuts Chinese into words. Everything here is infallible: odd input gives a result and diagnostics.

pub mod mend;
pub mod normal;
pub mod reading;
pub mod sections;
pub mod words;

pub use mend::{Change, Mend};
pub use normal::{Normal, normalised};
pub use reading::Reading;
pub use sections::{Section, Sections};
pub use words::Words;
