//! Owns webhooks: who wants to be told about events, where, and with which secret messages to it are signed. Sends nothing.

use crate::event::EventKind;
use crate::sql::{Columns, query};
use crate::{Millis, Result, Store, StoreError, new_id};

/// A webhook to add.
#[derive(Clone)]
pub struct NewWebhook {
    /// It hears of this court and of the courts below it.
    pub court_id: String,
    /// Where it listens.
    pub url: String,
    /// With what messages to it are signed.
    pub secret: String,
    /// What it wants to hear of; empty: everything.
    pub kinds: Vec<EventKind>,
    /// The id of the user.
    pub created_by: String,
}

/// Where and how to tell a webhook.
#[derive(Clone, PartialEq, Eq)]
pub struct Receiver {
    /// Where it listens.
    pub url: String,
    /// With what messages to it are signed.
    pub secret: String,
}

/// Adds a webhook. Events that happen after this are delivered to it.
pub async fn add(store: &Store, new: &NewWebhook, now: Millis) -> Result<String> {
    let id = new_id();
    let kinds = new.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(",");
    let text = "INSERT INTO webhooks (id, court_id, url, secret, kinds, active, created_by, created_at_ms) \
                VALUES ($1, $2, $3, $4, $5, 1, $6, $7)";
    let insert = query(text).bind(&id).bind(&new.court_id).bind(&new.url).bind(&new.secret).bind(kinds);
    insert.bind(&new.created_by).bind(now.0).execute(store.write()).await?;
    Ok(id)
}

/// Where to deliver to, unless the webhook was stopped meanwhile.
pub async fn receiver(store: &Store, id: &str) -> Result<Receiver> {
    let select = query("SELECT url, secret FROM webhooks WHERE id = $1 AND active = 1").bind(id);
    let row = select.fetch_optional(store.read()).await?.ok_or(StoreError::NotFound { what: "webhook" })?;
    let columns = Columns(&row);
    Ok(Receiver { url: columns.text("url")?, secret: columns.text("secret")? })
}

/// Stops a webhook; its row stays.
pub async fn stop(store: &Store, id: &str) -> Result<()> {
    let done = query("UPDATE webhooks SET active = 0 WHERE id = $1").bind(id).execute(store.write()).await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::NotFound { what: "webhook" }),
    }
}
