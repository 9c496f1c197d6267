//! Owns receivers of events, and the audit log as people read it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::audit::{self, Verified};
use store::event::EventKind;
use store::webhook::{self, NewWebhook};
use store::{Millis, Scope};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::accounts::random_bytes;
use crate::actor::{Actor, hex};
use crate::cases::json_of;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, Body};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(stop))
        .routes(routes!(read_audit))
        .routes(routes!(verify_audit))
}

/// A receiver of events.
#[derive(Serialize, ToSchema)]
struct WebhookView {
    id: String,
    court_id: String,
    url: String,
    /// Kinds of events; empty: every kind.
    kinds: Vec<String>,
    created_at_ms: i64,
    /// The key with which messages are signed, shown only when the receiver is added.
    secret: Option<String>,
}

/// The receivers of events of one's scope.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", responses(
    (status = 200, body = Vec<WebhookView>), (status = 403, body = ErrorBody)))]
async fn list(State(service): State<Arc<Service>>, actor: Actor) -> Result<Json<Vec<WebhookView>>, ApiError> {
    actor.require(&service.store, Action::ManageWebhooks).await?;
    let rows = webhook::list(&service.store, &actor.scope).await?;
    let views = rows.into_iter().map(|row| WebhookView {
        id: row.id,
        court_id: row.court_id,
        url: row.url,
        kinds: row.kinds,
        created_at_ms: row.created_at.0,
        secret: None,
    });
    Ok(Json(views.collect()))
}

/// A receiver to add.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddWebhook {
    /// `http://` or `https://` address.
    #[schema(example = "https://cases.example/hook")]
    url: String,
    /// Kinds of events, such as `case.checked`; every kind if not given.
    kinds: Option<Vec<String>>,
    /// It hears of this court and of those below it; one's own if not given.
    court_id: Option<String>,
}

/// Add a receiver of events. Messages to it carry the header `casecheck-signature: t=<seconds>,v1=<hex>`: the HMAC-SHA-256
/// of `<seconds>.<body>` under the secret, which is shown once.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", request_body = AddWebhook, responses(
    (status = 201, body = WebhookView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn add(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Body(asked): Body<AddWebhook>,
) -> Result<(StatusCode, Json<WebhookView>), ApiError> {
    let store = &service.store;
    actor.require(store, Action::ManageWebhooks).await?;
    let place = actor.place_of(store, asked.court_id.as_deref()).await?;
    let is_http = asked.url.parse::<axum::http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    });
    if !is_http {
        return Err(ApiError::bad_request("url_invalid", "接收地址不符合要求。", "请填写http或https地址。"));
    }
    let wanted = asked.kinds.unwrap_or_default();
    let kinds = wanted.iter().map(|kind| EventKind::ALL.into_iter().find(|one| one.as_str() == kind));
    let kinds = kinds.collect::<Option<Vec<EventKind>>>().ok_or_else(|| {
        let hint = "可用的取值见/api/v1/openapi.json。";
        ApiError::bad_request("kind_unknown", "没有这种事件。", hint)
    })?;
    let secret = hex(&random_bytes::<32>());
    let new = NewWebhook {
        court_id: place.court_id.clone(),
        url: asked.url.clone(),
        secret: secret.clone(),
        kinds,
        created_by: actor.user_id.clone(),
    };
    let now = Millis::now();
    let id = webhook::add(store, &new, now).await?;
    actor.audit(store, "webhook.add", &id, "{}").await?;
    let (court_id, url, created_at_ms) = (place.court_id, asked.url, now.0);
    let view = WebhookView { id, court_id, url, kinds: wanted, created_at_ms, secret: Some(secret) };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Stop a receiver of events.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", params(("id" = String, Path)), responses(
    (status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn stop(State(service): State<Arc<Service>>, actor: Actor, At(id): At<String>) -> Result<StatusCode, ApiError> {
    actor.require(&service.store, Action::ManageWebhooks).await?;
    webhook::stop(&service.store, &actor.scope, &id).await?;
    actor.audit(&service.store, "webhook.stop", &id, "{}").await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Which part of the log.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct AuditAsked {
    /// Rows after this place.
    after: Option<i64>,
    /// Number of rows, 1 to 500; 100 if not given.
    limit: Option<i64>,
}

/// A row of the audit log.
#[derive(Serialize, ToSchema)]
struct AuditView {
    seq: i64,
    at_ms: i64,
    user_id: String,
    court_id: String,
    action: String,
    subject: String,
    #[schema(value_type = Object)]
    detail: Json_,
    hash: String,
}

/// The audit log of one's scope, in order.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditAsked), responses(
    (status = 200, body = Vec<AuditView>), (status = 403, body = ErrorBody)))]
async fn read_audit(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<AuditAsked>,
) -> Result<Json<Vec<AuditView>>, ApiError> {
    actor.require(&service.store, Action::ReadAudit).await?;
    let rows = asked.limit.unwrap_or(100).clamp(1, 500);
    let rows = audit::visible(&service.store, &actor.scope, asked.after.unwrap_or(0), rows).await?;
    let views = rows.into_iter().map(|row| AuditView {
        seq: row.seq,
        at_ms: row.at.0,
        user_id: row.user_id,
        court_id: row.court_id,
        action: row.action,
        subject: row.subject,
        detail: json_of(&row.detail),
        hash: row.hash,
    });
    Ok(Json(views.collect()))
}

/// Whether the log is whole.
#[derive(Serialize, ToSchema)]
struct VerifiedView {
    whole: bool,
    /// How many rows were looked at, or the place at which the chain breaks.
    rows: i64,
}

/// Verify the chain of hashes of the whole audit log.
#[utoipa::path(post, path = "/audit/verify", tag = "audit", responses(
    (status = 200, body = VerifiedView), (status = 403, body = ErrorBody)))]
async fn verify_audit(State(service): State<Arc<Service>>, actor: Actor) -> Result<Json<VerifiedView>, ApiError> {
    actor.require(&service.store, Action::ReadAudit).await?;
    if actor.scope != Scope::All {
        return Err(ApiError::forbidden("整个审计日志由最高一级的管理员或检查人员校验。"));
    }
    let verified = audit::verify(&service.store).await?;
    Ok(Json(match verified {
        Verified::Whole { rows } => VerifiedView { whole: true, rows },
        Verified::Broken { seq } => VerifiedView { whole: false, rows: seq },
    }))
}
