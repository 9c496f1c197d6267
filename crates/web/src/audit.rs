//! Owns the audit log as people read and verify it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::Scope;
use store::audit::{self, Verified};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::json_of;
use crate::error::{ApiError, ErrorBody};
use crate::request::Asked;
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(read_audit)).routes(routes!(verify_audit))
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
