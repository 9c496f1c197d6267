//! Owns what is declared at the broker and what messages look like. `README.md` of this crate holds the same as a table.

use lapin::options::{ExchangeDeclareOptions, QueueBindOptions, QueueDeclareOptions};
use lapin::types::{AMQPValue, FieldTable, ShortString};
use lapin::{BasicProperties, Channel, ExchangeKind};
use store::job::Priority;

/// Hints at work that somebody waits for.
pub(crate) const FRESH: &str = "casecheck.jobs.fresh";
/// Hints at work that can wait.
pub(crate) const BULK: &str = "casecheck.jobs.bulk";
/// Messages of other systems that name objects to take in.
pub(crate) const INGEST: &str = "casecheck.ingest";
/// Where such a message waits that cannot be served at the moment.
pub(crate) const LATER: &str = "casecheck.ingest.later";
/// Exchange and queue of what could not be used.
pub(crate) const DEAD: &str = "casecheck.dead";

/// Deliveries before a message goes to the dead letters: one that ends its consumer each time must not come for ever.
const DELIVERIES_MAX: i32 = 20;
/// Messages of a queue. The rows remember what the broker refuses beyond that.
const MESSAGES_MAX: i32 = 100_000;
/// How long a message waits before it is tried again, in milliseconds.
const LATER_MS: i32 = 3_000;

/// The queue for hints of an urgency.
pub(crate) fn queue_of(priority: Priority) -> &'static str {
    match priority {
        Priority::Fresh | Priority::Again => FRESH,
        Priority::Bulk => BULK,
    }
}

/// Declares everything; changes nothing where it is there already.
pub(crate) async fn declare(channel: &Channel) -> lapin::Result<()> {
    let durable = ExchangeDeclareOptions { durable: true, ..ExchangeDeclareOptions::default() };
    channel.exchange_declare(DEAD.into(), ExchangeKind::Fanout, durable, FieldTable::default()).await?;
    // The oldest dead letters make room.
    queue(channel, DEAD, &[("x-max-length", AMQPValue::LongInt(MESSAGES_MAX))]).await?;
    let bind = QueueBindOptions::default();
    channel.queue_bind(DEAD.into(), DEAD.into(), ShortString::default(), bind, FieldTable::default()).await?;
    for name in [FRESH, BULK, INGEST] {
        let arguments = [
            ("x-delivery-limit", AMQPValue::LongInt(DELIVERIES_MAX)),
            ("x-max-length", AMQPValue::LongInt(MESSAGES_MAX)),
            // The publisher hears of it; the default would drop the oldest unseen.
            ("x-overflow", text("reject-publish")),
            ("x-dead-letter-exchange", text(DEAD)),
            ("x-dead-letter-strategy", text("at-least-once")),
        ];
        queue(channel, name, &arguments).await?;
    }
    let arguments = [
        ("x-message-ttl", AMQPValue::LongInt(LATER_MS)),
        ("x-overflow", text("reject-publish")),
        ("x-dead-letter-exchange", text("")),
        ("x-dead-letter-routing-key", text(INGEST)),
        ("x-dead-letter-strategy", text("at-least-once")),
    ];
    queue(channel, LATER, &arguments).await
}

async fn queue(channel: &Channel, name: &str, arguments: &[(&str, AMQPValue)]) -> lapin::Result<()> {
    let mut table = FieldTable::default();
    table.insert("x-queue-type".into(), text("quorum"));
    for (key, value) in arguments {
        table.insert((*key).into(), value.clone());
    }
    channel.queue_declare(name.into(), QueueDeclareOptions::durable(), table).await?;
    Ok(())
}

fn text(text: &str) -> AMQPValue {
    AMQPValue::LongString(text.into())
}

/// What goes with a hint.
pub(crate) fn hint_properties() -> BasicProperties {
    const PERSISTENT: u8 = 2;
    BasicProperties::default().with_delivery_mode(PERSISTENT).with_content_type("text/plain".into())
}

/// The job that a hint names: the text form of a UUID and nothing else.
pub(crate) fn job_id(body: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(body).ok()?;
    let is_dash = |at: usize| matches!(at, 8 | 13 | 18 | 23);
    let fits = |(at, byte): (usize, u8)| if is_dash(at) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    (text.len() == 36 && text.bytes().enumerate().all(fits)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_a_uuid() {
        let id = store::new_id();
        assert_eq!(job_id(id.as_bytes()), Some(id.as_str()));
        for wrong in ["", "1", &id[1..], &id.replace('-', "0"), &format!("{id} "), &"é".repeat(18)] {
            assert_eq!(job_id(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(job_id(&[0xff; 36]), None);
    }
}
