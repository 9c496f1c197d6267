//! Owns who asks: from a session cookie or an API token to a person with a role and a scope. A cookie comes with every
//! request that a browser sends, so a request that changes something must also carry the token that only our own pages
//! know.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use sha2::{Digest, Sha256};
use store::court::{self, CourtRow};
use store::user::UserRow;
use store::{CourtPlace, Millis, Scope, Store, StoreError, audit, session};

use crate::Service;
use crate::error::ApiError;
use crate::role::{Action, Role};

/// The cookie of a session.
pub(crate) const COOKIE: &str = "casecheck_session";

/// The header with the token that belongs to the cookie.
pub(crate) const CSRF_HEADER: &str = "x-csrf-token";

/// How API tokens begin, so that they are recognised where they leak.
pub(crate) const TOKEN_PREFIX: &str = "cck_";

/// Who asks.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) user_id: String,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) court: CourtRow,
    pub(crate) scope: Scope,
    pub(crate) must_change_password: bool,
    /// The secret of the session, where it is one.
    pub(crate) session: Option<String>,
}

impl Actor {
    /// The person of a row.
    pub(crate) async fn of(store: &Store, user: UserRow, session: Option<String>) -> Result<Actor, ApiError> {
        let role = Role::parse(&user.role).ok_or_else(ApiError::unauthenticated)?;
        let court = court::get(store, &user.court_id).await?;
        let scope = match court.level.as_str() {
            "supreme" => Scope::All,
            "high" => Scope::High(court.id.clone()),
            "intermediate" => Scope::Middle(court.id.clone()),
            _ => Scope::Court(court.id.clone()),
        };
        Ok(Actor {
            user_id: user.id,
            login: user.login,
            name: user.name,
            role,
            court,
            scope,
            must_change_password: user.must_change_password,
            session,
        })
    }

    /// Who sends a request, by its API token or its cookie. Whoever lets a cookie change something asks for the token that
    /// belongs to it, too.
    pub(crate) async fn who(headers: &HeaderMap, store: &Store) -> Result<Actor, ApiError> {
        if let Some(token) = bearer(headers) {
            let user = session::find_token(store, &secret_hash(token), Millis::now()).await?;
            return Actor::of(store, user.ok_or_else(ApiError::unauthenticated)?, None).await;
        }
        let secret = cookie(headers).ok_or_else(ApiError::unauthenticated)?;
        let found = session::find(store, &secret_hash(&secret), Millis::now()).await?;
        let (user, _) = found.ok_or_else(ApiError::unauthenticated)?;
        Actor::of(store, user, Some(secret)).await
    }

    /// Refuses what the role does not include, and notes the attempt.
    pub(crate) async fn require(&self, store: &Store, action: Action) -> Result<(), ApiError> {
        if self.role.may(action) {
            return Ok(());
        }
        self.audit(store, "refused", &format!("{action:?}"), "{}").await?;
        Err(ApiError::forbidden(format!("{}无此权限。", self.role.name_zh())))
    }

    /// Notes what was done.
    pub(crate) async fn audit(
        &self,
        store: &Store,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let (user_id, court_id) = (&self.user_id, &self.court.id);
        audit::append(store, &audit::Action { user_id, court_id, action, subject, detail }, Millis::now()).await
    }

    /// The place of a court that the person names, or of the person's own; one that is not in the scope does not exist.
    pub(crate) async fn place_of(&self, store: &Store, court_id: Option<&str>) -> Result<CourtPlace, ApiError> {
        let place = match court_id {
            None => self.court.place.clone(),
            Some(id) => court::get(store, id).await?.place,
        };
        match self.scope.shows(&place) {
            true => Ok(place),
            false => Err(ApiError::not_found("court")),
        }
    }
}

impl FromRequestParts<Arc<Service>> for Actor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Actor, ApiError> {
        let actor = Actor::who(&parts.headers, &service.store).await?;
        let changes = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        let sent = parts.headers.get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        match &actor.session {
            Some(secret) if changes && sent != Some(csrf_token(secret).as_str()) => {
                let hint = "请刷新页面后重试；程序请使用访问令牌。";
                Err(ApiError::new(axum::http::StatusCode::FORBIDDEN, "csrf", "请求缺少页面校验码。", hint))
            }
            _ => Ok(actor),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let token = value.strip_prefix("Bearer ")?.trim();
    token.starts_with(TOKEN_PREFIX).then_some(token)
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_string())
}

/// What is stored of a secret.
pub(crate) fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// The token of a session, made from its secret so that it needs no place of its own.
pub(crate) fn csrf_token(secret: &str) -> String {
    hex(&Sha256::digest(format!("csrf:{secret}").as_bytes()))
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
