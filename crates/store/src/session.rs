//! Owns what stands for a person in a request: sessions of browsers, and tokens of programs. Rows hold the hash of the
//! secret, never the secret.

use sqlx::any::AnyRow;

use crate::sql::{Columns, query};
use crate::user::{UserRow, user_row};
use crate::{Millis, Result, Store, StoreError, new_id};

/// Begins a session. Sessions that have ended are forgotten.
pub async fn begin(store: &Store, user_id: &str, secret_hash: &str, expires_at: Millis, now: Millis) -> Result<()> {
    let mut tx = store.begin().await?;
    query("DELETE FROM sessions WHERE expires_at_ms < $1").bind(now.0).execute(&mut *tx).await?;
    let text = "INSERT INTO sessions (secret_hash, user_id, created_at_ms, expires_at_ms) VALUES ($1, $2, $3, $4)";
    let insert = query(text).bind(secret_hash).bind(user_id).bind(now.0).bind(expires_at.0);
    insert.execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

/// The person of a session that has not ended, with its end.
pub async fn find(store: &Store, secret_hash: &str, now: Millis) -> Result<Option<(UserRow, Millis)>> {
    let text = "SELECT u.id, u.login, u.name, u.court_id, u.role, u.password_hash, u.must_change_password, u.active, \
                u.created_by, u.created_at_ms, s.expires_at_ms FROM sessions s JOIN users u ON u.id = s.user_id \
                WHERE s.secret_hash = $1 AND s.expires_at_ms > $2 AND u.active = 1";
    let row = query(text).bind(secret_hash).bind(now.0).fetch_optional(store.read()).await?;
    let found = row.map(|row| Ok((user_row(&row)?, Millis(Columns(&row).int("expires_at_ms")?))));
    Ok(found.transpose().map_err(|error: sqlx::Error| error)?)
}

/// Ends a session.
pub async fn end(store: &Store, secret_hash: &str) -> Result<()> {
    query("DELETE FROM sessions WHERE secret_hash = $1").bind(secret_hash).execute(store.write()).await?;
    Ok(())
}

/// A token of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// The id.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it ends.
    pub expires_at: Millis,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
    /// When it was last used, to within ten minutes.
    pub used_at: Option<Millis>,
}

/// A token to add.
#[derive(Clone)]
pub struct NewToken {
    /// Whose it is.
    pub user_id: String,
    /// What its owner calls it.
    pub name: String,
    /// The hash of the secret.
    pub secret_hash: String,
    /// When it ends.
    pub expires_at: Millis,
}

/// Adds a token. Returns its id.
pub async fn add_token(store: &Store, new: &NewToken, now: Millis) -> Result<String> {
    let id = new_id();
    let text = "INSERT INTO tokens (id, user_id, name, secret_hash, created_at_ms, expires_at_ms) \
                VALUES ($1, $2, $3, $4, $5, $6)";
    let insert = query(text).bind(&id).bind(&new.user_id).bind(&new.name).bind(&new.secret_hash);
    insert.bind(now.0).bind(new.expires_at.0).execute(store.write()).await?;
    Ok(id)
}

/// The person of a token that is valid.
pub async fn find_token(store: &Store, secret_hash: &str, now: Millis) -> Result<Option<UserRow>> {
    let text = "SELECT u.id, u.login, u.name, u.court_id, u.role, u.password_hash, u.must_change_password, u.active, \
                u.created_by, u.created_at_ms, t.used_at_ms FROM tokens t JOIN users u ON u.id = t.user_id \
                WHERE t.secret_hash = $1 AND t.expires_at_ms > $2 AND t.revoked_at_ms IS NULL AND u.active = 1";
    let row = query(text).bind(secret_hash).bind(now.0).fetch_optional(store.read()).await?;
    let Some(row) = row else { return Ok(None) };
    // Not every request writes: what matters is whether a token is in use at all.
    let ten_minutes_ago = now.before(std::time::Duration::from_secs(600)).0;
    if Columns(&row).maybe_int("used_at_ms")?.is_none_or(|used| used < ten_minutes_ago) {
        let update = query("UPDATE tokens SET used_at_ms = $1 WHERE secret_hash = $2").bind(now.0).bind(secret_hash);
        update.execute(store.write()).await?;
    }
    Ok(Some(user_row(&row)?))
}

/// The tokens of a person, the latest first, at most 200.
pub async fn tokens_of(store: &Store, user_id: &str) -> Result<Vec<TokenRow>> {
    let text = "SELECT id, name, created_at_ms, expires_at_ms, revoked_at_ms, used_at_ms FROM tokens WHERE user_id = $1 \
                ORDER BY id DESC LIMIT 200";
    let rows = query(text).bind(user_id).fetch_all(store.read()).await?;
    Ok(rows.iter().map(token_row).collect::<std::result::Result<Vec<_>, _>>()?)
}

/// Revokes a token of a person.
pub async fn revoke_token(store: &Store, user_id: &str, id: &str, now: Millis) -> Result<()> {
    let text = "UPDATE tokens SET revoked_at_ms = $1 WHERE id = $2 AND user_id = $3 AND revoked_at_ms IS NULL";
    let done = query(text).bind(now.0).bind(id).bind(user_id).execute(store.write()).await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::NotFound { what: "token" }),
    }
}

fn token_row(row: &AnyRow) -> std::result::Result<TokenRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(TokenRow {
        id: columns.text("id")?,
        name: columns.text("name")?,
        created_at: Millis(columns.int("created_at_ms")?),
        expires_at: Millis(columns.int("expires_at_ms")?),
        revoked_at: columns.maybe_int("revoked_at_ms")?.map(Millis),
        used_at: columns.maybe_int("used_at_ms")?.map(Millis),
    })
}
