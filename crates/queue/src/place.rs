//! Owns the address of the queue as people write it. Knows no connection.

use std::fmt;

use crate::QueueError;
use crate::backend::rabbit::check_url;

/// Where hints come from.
#[derive(Clone, PartialEq, Eq)]
pub enum QueuePlace {
    /// The job table alone.
    Embedded,
    /// RabbitMQ, at this address.
    Rabbit(String),
}

impl QueuePlace {
    /// Reads `embedded`, or `amqp://USER:PASSWORD@HOST:PORT/VHOST`, or the same with `amqps`.
    pub fn parse(text: &str) -> Result<QueuePlace, QueueError> {
        let text = text.trim();
        if text == "embedded" {
            return Ok(QueuePlace::Embedded);
        }
        check_url(text)?;
        Ok(QueuePlace::Rabbit(text.to_string()))
    }
}

impl std::str::FromStr for QueuePlace {
    type Err = QueueError;

    fn from_str(text: &str) -> Result<QueuePlace, QueueError> {
        QueuePlace::parse(text)
    }
}

/// Without user and password, which an address may hold.
impl fmt::Debug for QueuePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            QueuePlace::Embedded => f.write_str("Embedded"),
            QueuePlace::Rabbit(url) => write!(f, "Rabbit({})", without_credentials(url)),
        }
    }
}

/// The address without user and password.
fn without_credentials(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, rest)), None) => format!("{scheme}://{rest}"),
        (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://…@{rest}"),
        (None, _) => "…".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        assert_eq!(QueuePlace::parse("embedded").expect("a place"), QueuePlace::Embedded);
        for url in ["amqp://localhost", "amqps://u:p@broker:5671/court", "amqp://u:p@127.0.0.1:5672/%2f?heartbeat=5"] {
            assert_eq!(QueuePlace::parse(url).expect("a place"), QueuePlace::Rabbit(url.to_string()));
        }
        for wrong in ["", "rabbit", "http://u:secret@h", "amqp://u:secret@h:port", "amqp//u:secret@h", "Embedded"] {
            let error = QueuePlace::parse(wrong).expect_err(wrong);
            assert_eq!((error.code(), error.is_transient()), ("configuration", false));
            assert!(error.to_string().contains("embedded"), "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn the_password_is_never_shown() {
        let place = QueuePlace::parse("amqp://clerk:p%40ss@broker:5672/court").expect("a place");
        assert_eq!(format!("{place:?}"), "Rabbit(amqp://…@broker:5672/court)");
        let place = QueuePlace::parse("amqp://broker").expect("a place");
        assert_eq!(format!("{place:?}"), "Rabbit(amqp://broker)");
    }
}
