//! Owns receivers of events as people add, see and stop them.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use store::Millis;
use store::event::EventKind;
use store::webhook::{self, NewWebhook};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::accounts::random_bytes;
use crate::actor::{Actor, hex};
use crate::error::{ApiError, ErrorBody};
use crate::request::{At, Body};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(stop))
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
