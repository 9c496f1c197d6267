//! Owns accounts: passwords, their hashes, and the first administrator. Rows are the store's.

use std::sync::LazyLock;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use store::user::{self, ChosenBy, Lock, NewUser, UserRow};
use store::{Millis, Store, StoreError, audit, court};
use tokio::sync::Semaphore;

use crate::error::ApiError;
use crate::role::Role;

/// Shortest password.
pub const PASSWORD_CHARS_MIN: usize = 10;

/// Longest password, in bytes; hashing takes time by length.
const PASSWORD_BYTES_MAX: usize = 1024;

/// After ten failures in a row nobody signs in with a name for fifteen minutes.
const LOCK: Lock = Lock { after: 10, lasts: Duration::from_secs(15 * 60) };

/// Hashing takes 20 MB and a core; more at once would let strangers occupy the machine.
static HASHING: Semaphore = Semaphore::const_new(2);

/// Somebody to let in.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The court.
    pub court_id: String,
    /// What the person does.
    pub role: Role,
    /// Who adds the account.
    pub created_by: String,
}

/// Creates the administrator `admin` of the supreme court where nobody exists yet. Returns the password, which nothing
/// keeps.
pub async fn create_first_administrator(store: &Store, now: Millis) -> Result<Option<String>, StoreError> {
    if !user::is_empty(store).await? {
        return Ok(None);
    }
    let account = NewAccount {
        login: "admin".to_string(),
        name: "系统管理员".to_string(),
        court_id: court::supreme(store).await?.id,
        role: Role::Administrator,
        created_by: String::new(),
    };
    match create(store, &account, now).await {
        Ok((_, password)) => Ok(Some(password)),
        // Another process was first.
        Err(StoreError::Conflict { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Adds an account with a password of the program's choice, to be changed. Returns id and password.
pub async fn create(store: &Store, account: &NewAccount, now: Millis) -> Result<(String, String), StoreError> {
    let password = random_password();
    let new = NewUser {
        login: account.login.clone(),
        name: account.name.clone(),
        court_id: account.court_id.clone(),
        role: account.role.as_str().to_string(),
        password_hash: hash(password.clone()).await,
        created_by: account.created_by.clone(),
    };
    Ok((user::add(store, &new, now).await?, password))
}

/// Gives an account a new password of the program's choice, to be changed; every session of it ends.
pub async fn reset_password(store: &Store, user_id: &str) -> Result<String, StoreError> {
    let password = random_password();
    user::set_password(store, user_id, &hash(password.clone()).await, ChosenBy::Other).await?;
    Ok(password)
}

/// Sets the password that a person chose.
pub(crate) async fn choose_password(store: &Store, user_id: &str, password: &str) -> Result<(), ApiError> {
    let is_short = password.chars().count() < PASSWORD_CHARS_MIN;
    if is_short || password.len() > PASSWORD_BYTES_MAX {
        let message = format!("密码须为{PASSWORD_CHARS_MIN}个字符以上。");
        return Err(ApiError::bad_request("password_unfit", message, "请换一个更长的密码。"));
    }
    let hashed = hash(password.to_string()).await;
    Ok(user::set_password(store, user_id, &hashed, ChosenBy::Owner).await?)
}

/// The account of a name and a password. Wrong passwords and unknown names take the same time and get the same answer.
pub(crate) async fn sign_in(store: &Store, login: &str, password: &str, now: Millis) -> Result<UserRow, ApiError> {
    if user::locked_until(store, login).await? > now {
        let hint = "请十五分钟后再试，或联系系统管理员重置密码。";
        let status = axum::http::StatusCode::TOO_MANY_REQUESTS;
        return Err(ApiError::new(status, "sign_in_locked", "多次登录失败，该账号已暂时锁定。", hint));
    }
    let found = user::by_login(store, login).await?.filter(|user| user.active);
    let hash = found.as_ref().map_or_else(|| NOBODY.clone(), |user| user.password_hash.clone());
    let matches = verify(password.to_string(), hash).await;
    match found.clone().filter(|_| matches) {
        Some(user) => {
            user::sign_in_succeeded(store, login).await?;
            Ok(user)
        }
        None => {
            user::sign_in_failed(store, login, LOCK, now).await?;
            let (user_id, court_id) = found.as_ref().map_or(("", ""), |user| (&user.id, &user.court_id));
            let action = "session.refused";
            audit::append(store, &audit::Action { user_id, court_id, action, subject: user_id, detail: "{}" }, now)
                .await?;
            let hint = "请核对账号和密码。";
            let status = axum::http::StatusCode::UNAUTHORIZED;
            Err(ApiError::new(status, "sign_in_failed", "账号或密码不正确。", hint))
        }
    }
}

/// A hash that no password has.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&random_password()));

fn hash_now(password: &str) -> String {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.expect("passwords within the limit can be hashed").to_string()
}

/// The Argon2 string of a password.
async fn hash(password: String) -> String {
    let _place = HASHING.acquire().await.expect("the semaphore is never closed");
    let hashed = tokio::task::spawn_blocking(move || hash_now(&password)).await;
    hashed.expect("hashing does not panic")
}

/// Whether a password is the one of an Argon2 string.
async fn verify(password: String, hash: String) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    let _place = HASHING.acquire().await.expect("the semaphore is never closed");
    let verify = move || {
        let parsed = PasswordHash::new(&hash);
        parsed.is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
    };
    tokio::task::spawn_blocking(verify).await.unwrap_or(false)
}

/// 20 characters without those that are easily mistaken for each other: more than 100 bits.
fn random_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = random_bytes::<20>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    letters.iter().collect()
}

/// Bytes from the operating system that nobody can guess.
pub(crate) fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
