//! Rows, migrations, queries, the job table and blobs: everything that outlives a process. SQLite and PostgreSQL hold the
//! same schema and answer the same questions. No row is computed here: what a document says and what a court may see is
//! decided by the callers, who also pass the time in.

pub mod audit;
pub mod backup;
mod blob;
pub mod case;
mod connect;
pub mod correction;
pub mod court;
pub mod discrepancy;
pub mod document;
pub mod entry;
mod error;
pub mod event;
mod id;
pub mod idempotency;
pub mod import;
pub mod job;
pub mod lock;
mod page;
pub mod review;
pub mod run;
mod scope;
pub mod search;
pub mod session;
pub mod setting;
mod sql;
mod time;
pub mod user;
pub mod webhook;

pub use blob::{BlobPlace, Blobs, S3Place, StoredBlob};
pub use connect::{Connect, Dialect, Store};
pub use error::StoreError;
pub use id::new_id;
pub use page::{Page, PageRequest};
pub use scope::{CourtPlace, Scope};
pub use time::Millis;

/// A result of this crate.
pub type Result<T> = std::result::Result<T, StoreError>;
