//! Owns why the store did not do what it was asked, by what a caller can do about it.

/// Why a question to the store has no answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or none that the scope shows: the two are not told apart.
    #[error("{what} not found")]
    NotFound {
        /// What was looked for.
        what: &'static str,
    },
    /// The row exists already, or changed meanwhile.
    #[error("{what} conflicts with what is stored")]
    Conflict {
        /// What was to be written.
        what: &'static str,
    },
    /// The lease expired and somebody else does the work, or the work was cancelled.
    #[error("the lease of the job is lost")]
    LeaseLost,
    /// The database or the blob storage cannot be reached, or is busy for too long; worth another attempt.
    #[error("the {place} is not available")]
    Unavailable {
        /// Database or blob storage.
        place: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The blob storage is full.
    #[error("no space left for blobs")]
    NoSpace,
    /// The blob is larger than the limit.
    #[error("the content is larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The content could not be received.
    #[error("the content ended early")]
    Interrupted(#[source] std::io::Error),
    /// The address of the database or of the blob storage makes no sense.
    #[error("{key}: {message}")]
    Configuration {
        /// The key of the configuration.
        key: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A stored row makes no sense to this program: a defect, or a database of another version.
    #[error("the database answered in a way that this program does not understand")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same question may be answered later.
    pub fn is_transient(&self) -> bool {
        matches!(self, StoreError::Unavailable { .. } | StoreError::NoSpace)
    }

    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::NotFound { .. } => "not_found",
            StoreError::Conflict { .. } => "conflict",
            StoreError::LeaseLost => "lease_lost",
            StoreError::Unavailable { .. } => "store_unavailable",
            StoreError::NoSpace => "storage_full",
            StoreError::TooLarge { .. } => "too_large",
            StoreError::Interrupted(_) => "upload_interrupted",
            StoreError::Configuration { .. } => "configuration",
            StoreError::Database(_) => "database_error",
        }
    }
}

/// SQLSTATE classes of PostgreSQL after which the same statement may succeed: serialisation failures and deadlocks (40),
/// lost connections (08), missing resources (53), and a server that starts or stops (57P).
const TRANSIENT_STATES: [&str; 4] = ["40", "08", "53", "57P"];

/// Primary result codes of SQLite for a database that is busy, locked or full.
const SQLITE_BUSY: [i64; 3] = [5, 6, 13];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let transient = match &error {
            sqlx::Error::RowNotFound => return StoreError::NotFound { what: "row" },
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                return StoreError::Conflict { what: "row" };
            }
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                let is_busy = code.parse::<i64>().is_ok_and(|code| SQLITE_BUSY.contains(&(code & 0xff)));
                let is_state = code.len() == 5 && TRANSIENT_STATES.iter().any(|state| code.starts_with(state));
                is_state || (code.len() != 5 && is_busy)
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                true
            }
            // The server went away in the middle of a sentence.
            sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
            _ => false,
        };
        match transient {
            true => StoreError::Unavailable { place: "database", source: Box::new(error) },
            false => StoreError::Database(error),
        }
    }
}
