//! Owns what forms of the pages send: fields as a browser encodes them, from a person who has signed in, with the token that
//! only our own pages know.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use super::visitor::to_sign_in;
use crate::Service;
use crate::actor::{Actor, csrf_token};
use crate::error::ApiError;

/// The name of the field with the token.
pub(super) const CSRF_FIELD: &str = "csrf";

/// What a form sent, and who sent it.
pub(super) struct Submitted<T> {
    /// Who.
    pub(super) actor: Actor,
    /// What.
    pub(super) form: T,
}

impl<T: DeserializeOwned> FromRequest<Arc<Service>> for Submitted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Submitted<T>, Response> {
        let actor = Actor::who(request.headers(), &service.store).await;
        let actor = actor.map_err(|error| to_sign_in(&error, "/"))?;
        let refuse = |error: ApiError| Refusal::from(error).into_response();
        let body = Bytes::from_request(request, service).await;
        let body = body.map_err(|_| refuse(malformed()))?;
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| refuse(malformed()))?;
        let sent = pairs.iter().find(|(name, _)| name == CSRF_FIELD).map(|(_, value)| value.as_str());
        let expected = actor.session.as_deref().map(csrf_token);
        if expected.is_none() || sent != expected.as_deref() {
            let hint = "请返回上一页，刷新后重新提交。";
            return Err(refuse(ApiError::new(StatusCode::FORBIDDEN, "csrf", "请求缺少页面校验码。", hint)));
        }
        let rest = pairs.iter().filter(|(name, _)| name != CSRF_FIELD).collect::<Vec<_>>();
        let rest = serde_urlencoded::to_string(rest).map_err(|_| refuse(malformed()))?;
        let form = serde_urlencoded::from_str(&rest).map_err(|_| refuse(malformed()))?;
        Ok(Submitted { actor, form })
    }
}

fn malformed() -> ApiError {
    ApiError::bad_request("form_invalid", "提交的内容不符合要求。", "请返回上一页，刷新后重新提交。")
}
