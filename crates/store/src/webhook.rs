//! Owns webhooks: who wants to be told about events, where, and with which secret messages to it are signed. Sends nothing.

use crate::event::EventKind;
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Result, Scope, Store, StoreError, new_id};

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

/// A webhook as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    /// The id.
    pub id: String,
    /// It hears of this court and of the courts below it.
    pub court_id: String,
    /// Where it listens.
    pub url: String,
    /// What it hears of; empty: everything.
    pub kinds: Vec<String>,
    /// The id of the user.
    pub created_by: String,
    /// When it was added.
    pub created_at: Millis,
}

/// The active webhooks of the courts of a scope, the latest first, at most 200.
pub async fn list(store: &Store, scope: &Scope) -> Result<Vec<WebhookRow>> {
    let mut sql = Sql::new("SELECT w.id, w.court_id, w.url, w.kinds, w.created_by, w.created_at_ms FROM webhooks w ");
    sql.push("JOIN courts k ON k.id = w.court_id WHERE w.active = 1");
    scope.restrict_court(&mut sql, "k");
    sql.push(" ORDER BY w.id DESC LIMIT 200");
    let rows = sql.query().fetch_all(store.read()).await?;
    let hooks = rows.iter().map(|row| {
        let columns = Columns(row);
        let kinds = columns.text("kinds")?;
        Ok(WebhookRow {
            id: columns.text("id")?,
            court_id: columns.text("court_id")?,
            url: columns.text("url")?,
            kinds: kinds.split(',').filter(|kind| !kind.is_empty()).map(str::to_string).collect(),
            created_by: columns.text("created_by")?,
            created_at: Millis(columns.int("created_at_ms")?),
        })
    });
    Ok(hooks.collect::<std::result::Result<Vec<_>, sqlx::Error>>()?)
}

/// Stops a webhook of the courts of a scope; its row stays.
pub async fn stop(store: &Store, scope: &Scope, id: &str) -> Result<()> {
    let mut sql = Sql::new("UPDATE webhooks SET active = 0 WHERE active = 1 AND id = ");
    sql.bind(id).push(" AND court_id IN (SELECT k.id FROM courts k WHERE 1 = 1");
    scope.restrict_court(&mut sql, "k");
    let done = sql.push(")").query().execute(store.write()).await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::NotFound { what: "webhook" }),
    }
}
