//! Owns jobs as people see them: what waits, what failed and why, and what can be done about it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use store::Millis;
use store::job::{self, JobFilter, JobKind, JobRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, page};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get_one))
        .routes(routes!(cancel))
        .routes(routes!(replay))
        .routes(routes!(replay_parked))
}

/// A job.
#[derive(Serialize, ToSchema)]
struct JobView {
    id: String,
    /// read_document, check_case, import_archive or deliver_webhook.
    kind: String,
    subject_id: String,
    case_id: Option<String>,
    court_id: String,
    /// ready, leased, done, parked or cancelled.
    state: String,
    attempts: i64,
    /// Why the last attempt failed: the stable code.
    error_code: Option<String>,
    /// The same for people.
    error_message: Option<String>,
    created_at_ms: i64,
    started_at_ms: Option<i64>,
    finished_at_ms: Option<i64>,
}

fn view(row: JobRow) -> JobView {
    JobView {
        id: row.id,
        kind: row.kind,
        subject_id: row.subject_id,
        case_id: row.case_id,
        court_id: row.court_id,
        state: row.state,
        attempts: row.attempts,
        error_code: row.error_code,
        error_message: row.error_message,
        created_at_ms: row.created_at.0,
        started_at_ms: row.started_at.map(|at| at.0),
        finished_at_ms: row.finished_at.map(|at| at.0),
    }
}

/// A page of jobs.
#[derive(Serialize, ToSchema)]
struct JobPage {
    items: Vec<JobView>,
    next: Option<String>,
}

/// Which jobs to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct JobsAsked {
    /// ready, leased, done, parked or cancelled.
    state: Option<String>,
    /// read_document, check_case, import_archive or deliver_webhook.
    kind: Option<String>,
    /// Of this case.
    case: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

/// Jobs of one's scope, the latest first.
#[utoipa::path(get, path = "/jobs", tag = "jobs", params(JobsAsked), responses(
    (status = 200, body = JobPage), (status = 401, body = ErrorBody)))]
async fn list(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<JobsAsked>,
) -> Result<Json<JobPage>, ApiError> {
    let kind = asked.kind.as_deref().map(|kind| {
        let hint = "可用的取值见/api/v1/openapi.json。";
        JobKind::parse(kind).ok_or_else(|| ApiError::bad_request("filter_invalid", "没有这种任务。", hint))
    });
    let filter = JobFilter { state: asked.state, kind: kind.transpose()?, case_id: asked.case };
    let found = job::list(&service.store, &actor.scope, &filter, &page(asked.after, asked.limit)).await?;
    Ok(Json(JobPage { items: found.items.into_iter().map(view).collect(), next: found.next }))
}

/// A job.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 200, body = JobView), (status = 404, body = ErrorBody)))]
async fn get_one(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<JobView>, ApiError> {
    Ok(Json(view(job::get(&service.store, &actor.scope, &id).await?)))
}

/// Cancel a job: one that waits ends at once, one under way within two seconds.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 202), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn cancel(State(service): State<Arc<Service>>, actor: Actor, At(id): At<String>) -> Result<StatusCode, ApiError> {
    actor.require(&service.store, Action::ManageJobs).await?;
    job::cancel(&service.store, &actor.scope, &id, Millis::now()).await?;
    actor.audit(&service.store, "job.cancel", &id, "{}").await?;
    Ok(StatusCode::ACCEPTED)
}

/// Let a parked or cancelled job begin anew.
#[utoipa::path(post, path = "/jobs/{id}/replay", tag = "jobs", params(("id" = String, Path)), responses(
    (status = 202), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn replay(State(service): State<Arc<Service>>, actor: Actor, At(id): At<String>) -> Result<StatusCode, ApiError> {
    actor.require(&service.store, Action::ManageJobs).await?;
    job::replay(&service.store, &actor.scope, &id, Millis::now()).await?;
    actor.audit(&service.store, "job.replay", &id, "{}").await?;
    (service.wake)();
    Ok(StatusCode::ACCEPTED)
}

/// How many jobs began anew.
#[derive(Serialize, ToSchema)]
struct Replayed {
    replayed: u64,
}

/// Let the parked jobs of one's scope begin anew, 500 at most.
#[utoipa::path(post, path = "/jobs/replay-parked", tag = "jobs", responses(
    (status = 200, body = Replayed), (status = 403, body = ErrorBody)))]
async fn replay_parked(State(service): State<Arc<Service>>, actor: Actor) -> Result<Json<Replayed>, ApiError> {
    actor.require(&service.store, Action::ManageJobs).await?;
    let replayed = job::replay_parked(&service.store, &actor.scope, 500, Millis::now()).await?;
    actor.audit(&service.store, "job.replay_parked", "", &format!("{{\"jobs\":{replayed}}}")).await?;
    (service.wake)();
    Ok(Json(Replayed { replayed }))
}
