//! Law and courts as data: the fields of the case record with the rules that read them, section markers, outcome
//! patterns, courts, causes, case types, roles, laws. The data is `data/`, which a lawyer edits without a compiler; this
//! crate reads it, checks it and answers look-ups. It reads no file at run time and knows no document.

pub mod case_type;
mod catalog;
pub mod cause;
pub mod check;
pub mod court;
mod describe;
pub mod error;
pub mod field;
mod files;
pub mod list;
pub mod marker;
mod naming;
pub mod outcome;
pub mod pattern;
pub mod period;
pub mod prefilter;
mod schema;
pub mod section;
mod selective;
mod table;

pub use case_type::{CaseType, CaseTypes};
pub use catalog::Catalog;
pub use cause::{Cause, CauseList, Causes};
pub use check::{Reading, Report, check, try_field};
pub use court::{Court, CourtLevel, Courts, FormerCode};
pub use error::{CatalogError, Problem};
pub use field::{Basis, Example, Field, FieldGroup, Pick, Rule};
pub use files::embedded_files;
pub use list::{EthnicGroup, LawTitle, Laws, Province, Role, RoleKind, Roles};
pub use marker::{MARKER_IDS, Marker};
pub use outcome::OutcomePattern;
pub use pattern::Pattern;
pub use period::{Certainty, Period};
pub use prefilter::{KeywordId, KeywordSet, Prefilter};
pub use schema::Group;
pub use section::SectionKind;
