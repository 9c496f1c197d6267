//! Owns the rows of people who use the service, and the count of failed sign-ins. Knows no password, only its hash.

use sqlx::any::AnyRow;

use crate::scope::Scope;
use crate::sql::{Columns, Sql, query};
use crate::{Millis, Page, PageRequest, Result, Store, StoreError, new_id};

/// A person.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The id.
    pub id: String,
    /// The name to sign in with; unique.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The court.
    pub court_id: String,
    /// The text form of the role.
    pub role: String,
    /// The password as an Argon2 string.
    pub password_hash: String,
    /// Whether the password was given by somebody else and is to be changed.
    pub must_change_password: bool,
    /// Whether the person may sign in.
    pub active: bool,
    /// Who added the row.
    pub created_by: String,
    /// When.
    pub created_at: Millis,
}

impl std::fmt::Debug for UserRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRow").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

/// A person to add.
#[derive(Clone)]
pub struct NewUser {
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The court.
    pub court_id: String,
    /// The text form of the role.
    pub role: String,
    /// The password as an Argon2 string.
    pub password_hash: String,
    /// Who adds the row.
    pub created_by: String,
}

const COLUMNS: &str = "u.id, u.login, u.name, u.court_id, u.role, u.password_hash, u.must_change_password, u.active, \
    u.created_by, u.created_at_ms";

/// Adds a person, whose password is to be changed. A login that exists is a conflict. Returns the id.
pub async fn add(store: &Store, new: &NewUser, now: Millis) -> Result<String> {
    let id = new_id();
    let text = "INSERT INTO users (id, login, name, court_id, role, password_hash, must_change_password, active, \
                created_by, created_at_ms) VALUES ($1, $2, $3, $4, $5, $6, 1, 1, $7, $8) ON CONFLICT (login) DO NOTHING";
    let insert = query(text).bind(&id).bind(&new.login).bind(&new.name).bind(&new.court_id).bind(&new.role);
    let insert = insert.bind(&new.password_hash).bind(&new.created_by).bind(now.0);
    match insert.execute(store.write()).await?.rows_affected() {
        1 => Ok(id),
        _ => Err(StoreError::Conflict { what: "user" }),
    }
}

/// Whether there is anybody.
pub async fn is_empty(store: &Store) -> Result<bool> {
    Ok(query("SELECT id FROM users LIMIT 1").fetch_optional(store.read()).await?.is_none())
}

/// A person of the courts of a scope.
pub async fn get(store: &Store, scope: &Scope, id: &str) -> Result<UserRow> {
    let mut sql = select_scoped(scope);
    sql.push(" AND u.id = ").bind(id);
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(user_row(&row.ok_or(StoreError::NotFound { what: "user" })?)?)
}

/// The name of a person, wherever the person works: who decided or holds something is no secret among those who see it.
pub async fn name_of(store: &Store, id: &str) -> Result<Option<String>> {
    let row = query("SELECT name FROM users WHERE id = $1").bind(id).fetch_optional(store.read()).await?;
    Ok(row.map(|row| Columns(&row).text("name")).transpose()?)
}

/// The person who signs in with a name.
pub async fn by_login(store: &Store, login: &str) -> Result<Option<UserRow>> {
    let mut sql = select_scoped(&Scope::All);
    sql.push(" AND u.login = ").bind(login);
    let row = sql.query().fetch_optional(store.read()).await?;
    Ok(row.map(|row| user_row(&row)).transpose()?)
}

/// People of the courts of a scope in the order in which they were added.
pub async fn list(store: &Store, scope: &Scope, page: &PageRequest) -> Result<Page<UserRow>> {
    let mut sql = select_scoped(scope);
    if let Some(after) = &page.after {
        sql.push(" AND u.id > ").bind(after.as_str());
    }
    sql.push(" ORDER BY u.id LIMIT ").bind(page.rows_to_fetch());
    let rows = sql.query().fetch_all(store.read()).await?;
    let users = rows.iter().map(user_row).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Page::of(users, page, |user| user.id.clone()))
}

fn select_scoped(scope: &Scope) -> Sql {
    let mut sql = Sql::new("SELECT ");
    sql.push(COLUMNS).push(" FROM users u JOIN courts k ON k.id = u.court_id WHERE 1 = 1");
    scope.restrict_court(&mut sql, "k");
    sql
}

/// Gives a person another role and lets them in or not. Whoever is locked out loses all sessions.
pub async fn change(store: &Store, id: &str, role: &str, active: bool) -> Result<()> {
    let mut tx = store.begin().await?;
    let update = query("UPDATE users SET role = $1, active = $2 WHERE id = $3").bind(role).bind(i64::from(active));
    if update.bind(id).execute(&mut *tx).await?.rows_affected() != 1 {
        return Err(StoreError::NotFound { what: "user" });
    }
    if !active {
        query("DELETE FROM sessions WHERE user_id = $1").bind(id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Who chose a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenBy {
    /// The person.
    Owner,
    /// Somebody else; the person is to change it.
    Other,
}

/// Sets a password. All sessions of the person end, and failed attempts are forgotten.
pub async fn set_password(store: &Store, id: &str, password_hash: &str, chosen_by: ChosenBy) -> Result<()> {
    let mut tx = store.begin().await?;
    let text = "UPDATE users SET password_hash = $1, must_change_password = $2 WHERE id = $3 RETURNING login";
    let update = query(text).bind(password_hash).bind(i64::from(chosen_by == ChosenBy::Other)).bind(id);
    let row = update.fetch_optional(&mut *tx).await?.ok_or(StoreError::NotFound { what: "user" })?;
    let login = Columns(&row).text("login")?;
    query("DELETE FROM sessions WHERE user_id = $1").bind(id).execute(&mut *tx).await?;
    query("DELETE FROM sign_in_failures WHERE login = $1").bind(&login).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Until when nobody may sign in with a name.
pub async fn locked_until(store: &Store, login: &str) -> Result<Millis> {
    let select = query("SELECT locked_until_ms FROM sign_in_failures WHERE login = $1").bind(login);
    let row = select.fetch_optional(store.read()).await?;
    Ok(row.map(|row| Columns(&row).int("locked_until_ms")).transpose()?.map(Millis).unwrap_or_default())
}

/// After how many failures a name is locked, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Lock {
    /// Failures in a row.
    pub after: i64,
    /// How long.
    pub lasts: std::time::Duration,
}

/// Counts a failed attempt to sign in. Returns whether the name is locked by it.
pub async fn sign_in_failed(store: &Store, login: &str, lock: Lock, now: Millis) -> Result<bool> {
    let mut tx = store.begin().await?;
    let text = "INSERT INTO sign_in_failures (login, failed, locked_until_ms, at_ms) VALUES ($1, 1, 0, $2) \
                ON CONFLICT (login) DO UPDATE SET failed = sign_in_failures.failed + 1, at_ms = excluded.at_ms \
                RETURNING failed";
    let row = query(text).bind(login).bind(now.0).fetch_one(&mut *tx).await?;
    let is_locked = Columns(&row).int("failed")? >= lock.after;
    if is_locked {
        // The count begins anew when the lock ends.
        let text = "UPDATE sign_in_failures SET failed = 0, locked_until_ms = $1 WHERE login = $2";
        query(text).bind(now.after(lock.lasts).0).bind(login).execute(&mut *tx).await?;
    }
    let day_ago = now.before(std::time::Duration::from_secs(24 * 3600));
    query("DELETE FROM sign_in_failures WHERE at_ms < $1").bind(day_ago.0).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(is_locked)
}

/// Forgets the failed attempts of a name.
pub async fn sign_in_succeeded(store: &Store, login: &str) -> Result<()> {
    query("DELETE FROM sign_in_failures WHERE login = $1").bind(login).execute(store.write()).await?;
    Ok(())
}

pub(crate) fn user_row(row: &AnyRow) -> std::result::Result<UserRow, sqlx::Error> {
    let columns = Columns(row);
    Ok(UserRow {
        id: columns.text("id")?,
        login: columns.text("login")?,
        name: columns.text("name")?,
        court_id: columns.text("court_id")?,
        role: columns.text("role")?,
        password_hash: columns.text("password_hash")?,
        must_change_password: columns.flag("must_change_password")?,
        active: columns.flag("active")?,
        created_by: columns.text("created_by")?,
        created_at: Millis(columns.int("created_at_ms")?),
    })
}
