//! Owns why the queue did not do what it was asked, by what a caller can do about it.

use store::StoreError;

/// Why the queue did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The address makes no sense.
    #[error("queue: {message}")]
    Configuration {
        /// What is wrong with it.
        message: String,
    },
    /// The broker cannot be reached; worth another attempt.
    #[error("the message broker is not available")]
    Unavailable {
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The broker refuses the user, the virtual host, or the shape of the queues: a person has to look.
    #[error("the message broker refuses")]
    Refused {
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The job table did not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl QueueError {
    /// Whether the same question may be answered later.
    pub fn is_transient(&self) -> bool {
        match self {
            QueueError::Unavailable { .. } => true,
            QueueError::Store(error) => error.is_transient(),
            QueueError::Configuration { .. } | QueueError::Refused { .. } => false,
        }
    }

    /// The stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            QueueError::Configuration { .. } => "configuration",
            QueueError::Unavailable { .. } => "queue_unavailable",
            QueueError::Refused { .. } => "queue_refused",
            QueueError::Store(error) => error.code(),
        }
    }
}
