//! Owns signing in and out, and the API tokens of a person.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use store::Millis;
use store::session::{self, NewToken, TokenRow};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::accounts::{self, random_bytes};
use crate::actor::{Actor, COOKIE, TOKEN_PREFIX, csrf_token, hex, secret_hash};
use crate::error::{ApiError, ErrorBody};
use crate::request::{At, Body};

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, who_am_i, sign_out))
        .routes(routes!(choose_password))
        .routes(routes!(list_tokens, add_token))
        .routes(routes!(revoke_token))
}

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// The name to sign in with.
    #[schema(example = "admin")]
    login: String,
    /// The password.
    password: String,
}

/// Who has signed in.
#[derive(Serialize, ToSchema)]
struct SessionView {
    user_id: String,
    login: String,
    name: String,
    role: &'static str,
    /// The role as people read it.
    role_name: &'static str,
    court_id: String,
    court_name: String,
    /// Whether the password was given by somebody else and should be changed.
    must_change_password: bool,
    /// To be sent as X-CSRF-Token with every request that changes something; none with an API token.
    csrf_token: Option<String>,
}

fn view(actor: &Actor) -> SessionView {
    SessionView {
        user_id: actor.user_id.clone(),
        login: actor.login.clone(),
        name: actor.name.clone(),
        role: actor.role.as_str(),
        role_name: actor.role.name_zh(),
        court_id: actor.court.id.clone(),
        court_name: actor.court.name.clone(),
        must_change_password: actor.must_change_password,
        csrf_token: actor.session.as_deref().map(csrf_token),
    }
}

/// Sign in: sets the cookie `casecheck_session`.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, responses(
    (status = 200, body = SessionView), (status = 401, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn sign_in(State(service): State<Arc<Service>>, Body(asked): Body<SignIn>) -> Result<Response, ApiError> {
    let (actor, cookie) = open(&service, &asked.login, &asked.password).await?;
    Ok((cookie, Json(view(&actor))).into_response())
}

/// Begins a session for whoever knows name and password. Returns the person and the header that sets the cookie.
pub(crate) async fn open(service: &Service, login: &str, password: &str) -> Result<(Actor, HeaderMap), ApiError> {
    let (store, now) = (&service.store, Millis::now());
    let user = accounts::sign_in(store, login.trim(), password, now).await?;
    let secret = hex(&random_bytes::<32>());
    let lasts = Duration::from_secs(u64::from(service.settings.session_hours) * 3_600);
    session::begin(store, &user.id, &secret_hash(&secret), now.after(lasts), now).await?;
    let actor = Actor::of(store, user, Some(secret.clone())).await?;
    actor.audit(store, "session.begin", &actor.user_id, "{}").await?;
    Ok((actor, cookie(service, &secret, lasts.as_secs())))
}

/// Ends the session of a person. Returns the header that takes the cookie back.
pub(crate) async fn close(service: &Service, actor: &Actor) -> Result<HeaderMap, ApiError> {
    if let Some(secret) = &actor.session {
        session::end(&service.store, &secret_hash(secret)).await?;
        actor.audit(&service.store, "session.end", &actor.user_id, "{}").await?;
    }
    Ok(cookie(service, "", 0))
}

fn cookie(service: &Service, secret: &str, seconds: u64) -> HeaderMap {
    let secure = if service.settings.secure_cookie { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={secret}; HttpOnly; SameSite=Strict; Path=/; Max-Age={seconds}{secure}");
    let mut headers = HeaderMap::new();
    headers.insert(header::SET_COOKIE, HeaderValue::from_str(&cookie).expect("hex and words are a header"));
    headers
}

/// Who has signed in.
#[utoipa::path(get, path = "/session", tag = "session", responses(
    (status = 200, body = SessionView), (status = 401, body = ErrorBody)))]
async fn who_am_i(actor: Actor) -> Json<SessionView> {
    Json(view(&actor))
}

/// Sign out.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = 204), (status = 401, body = ErrorBody)))]
async fn sign_out(State(service): State<Arc<Service>>, actor: Actor) -> Result<Response, ApiError> {
    Ok((close(&service, &actor).await?, StatusCode::NO_CONTENT).into_response())
}

/// The old and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The password until now.
    old: String,
    /// The password from now on: ten characters or more.
    new: String,
}

/// Change one's own password. Every session of the account ends.
#[utoipa::path(post, path = "/session/password", tag = "session", request_body = NewPassword, responses(
    (status = 204), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody)))]
async fn choose_password(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Body(asked): Body<NewPassword>,
) -> Result<StatusCode, ApiError> {
    accounts::sign_in(&service.store, &actor.login, &asked.old, Millis::now()).await?;
    accounts::choose_password(&service.store, &actor.user_id, &asked.new).await?;
    actor.audit(&service.store, "password.change", &actor.user_id, "{}").await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An API token without its secret.
#[derive(Serialize, ToSchema)]
struct TokenView {
    id: String,
    name: String,
    created_at_ms: i64,
    expires_at_ms: i64,
    revoked_at_ms: Option<i64>,
    used_at_ms: Option<i64>,
    /// The token itself, shown only when it is made.
    token: Option<String>,
}

fn token_view(row: TokenRow) -> TokenView {
    TokenView {
        id: row.id,
        name: row.name,
        created_at_ms: row.created_at.0,
        expires_at_ms: row.expires_at.0,
        revoked_at_ms: row.revoked_at.map(|at| at.0),
        used_at_ms: row.used_at.map(|at| at.0),
        token: None,
    }
}

/// One's own API tokens.
#[utoipa::path(get, path = "/tokens", tag = "session", responses(
    (status = 200, body = Vec<TokenView>), (status = 401, body = ErrorBody)))]
async fn list_tokens(State(service): State<Arc<Service>>, actor: Actor) -> Result<Json<Vec<TokenView>>, ApiError> {
    let rows = session::tokens_of(&service.store, &actor.user_id).await?;
    Ok(Json(rows.into_iter().map(token_view).collect()))
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddToken {
    /// What it is for.
    #[schema(example = "办案系统")]
    name: String,
    /// How many days it is valid, 1 to 730; 365 if not given.
    days: Option<u32>,
}

/// Make an API token with one's own role and scope. It is shown once.
#[utoipa::path(post, path = "/tokens", tag = "session", request_body = AddToken, responses(
    (status = 201, body = TokenView), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody)))]
async fn add_token(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Body(asked): Body<AddToken>,
) -> Result<(StatusCode, Json<TokenView>), ApiError> {
    let (store, now) = (&service.store, Millis::now());
    let name = asked.name.trim().to_string();
    let days = asked.days.unwrap_or(365);
    if name.is_empty() || name.chars().count() > 100 || !(1..=730).contains(&days) {
        let hint = "请填写用途（100字以内）和1至730天的有效期。";
        return Err(ApiError::bad_request("token_invalid", "访问令牌的用途或有效期不符合要求。", hint));
    }
    let token = format!("{TOKEN_PREFIX}{}", hex(&random_bytes::<32>()));
    let expires_at = now.after(Duration::from_secs(u64::from(days) * 24 * 3_600));
    let (user_id, secret_hash) = (actor.user_id.clone(), secret_hash(&token));
    let new = NewToken { user_id, name: name.clone(), secret_hash, expires_at };
    let id = session::add_token(store, &new, now).await?;
    actor.audit(store, "token.add", &id, "{}").await?;
    let (created_at_ms, expires_at_ms) = (now.0, expires_at.0);
    let (revoked_at_ms, used_at_ms) = (None, None);
    let view = TokenView { id, name, created_at_ms, expires_at_ms, revoked_at_ms, used_at_ms, token: Some(token) };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Revoke one of one's own API tokens.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "session", params(("id" = String, Path)), responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn revoke_token(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<StatusCode, ApiError> {
    session::revoke_token(&service.store, &actor.user_id, &id, Millis::now()).await?;
    actor.audit(&service.store, "token.revoke", &id, "{}").await?;
    Ok(StatusCode::NO_CONTENT)
}
