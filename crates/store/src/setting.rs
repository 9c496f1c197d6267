//! Owns what the installation remembers about itself.

use sqlx::Row;

use crate::sql::query;
use crate::{Result, Store};

/// The value of a setting.
pub async fn get(store: &Store, key: &str) -> Result<Option<String>> {
    let row = query("SELECT value FROM settings WHERE key = $1").bind(key).fetch_optional(store.read()).await?;
    Ok(row.map(|row| row.try_get("value")).transpose()?)
}

/// Sets a setting.
pub async fn set(store: &Store, key: &str, value: &str) -> Result<()> {
    let text =
        "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    query(text).bind(key).bind(value).execute(store.write()).await?;
    Ok(())
}
