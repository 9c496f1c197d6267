//! Domain types of casecheck and the invariants that they carry: values, spans, evidence, documents, case records and
//! discrepancies. This crate knows no file, no clock and no other crate of the workspace.

pub mod comparison;
pub mod diagnostic;
pub mod discrepancy;
pub mod document;
pub mod entered;
pub mod extraction;
pub mod fees;
pub mod file_name;
pub mod key;
pub mod limits;
pub mod record;
pub mod span;
pub mod value;

pub use comparison::Comparison;
pub use diagnostic::{Code, Diagnostic};
pub use discrepancy::{Discrepancy, Fingerprint, Tier};
pub use document::{
    Attachment, Block, BlockKind, Document, Format, Glyph, Line, Page, PageOrigin, PageQuality, Rect, Signature, Source,
};
pub use entered::{EnteredLeaf, EnteredRecord};
pub use extraction::{Candidate, Confidence, Evidence, Extraction, PageBox};
pub use file_name::bare_file_name;
pub use key::FieldKey;
pub use record::{DistinctNames, LeafPath, Record, Schema};
pub use span::Span;
pub use value::{Value, ValueError, ValueKind};
