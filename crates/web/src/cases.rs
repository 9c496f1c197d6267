//! Owns cases: filing, lists, checks, and what the last check found out about one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::Millis;
use store::case::{self, CaseFilter, CaseRow, NewCase};
use store::job::Priority;
use store::run::{self, RunRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, Body, page};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(list, file))
        .routes(routes!(get_one))
        .routes(routes!(ask_for_check))
        .routes(routes!(list_runs))
        .routes(routes!(extraction))
}

/// A case.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseView {
    pub(crate) id: String,
    pub(crate) court_id: String,
    /// The name under which it was filed.
    pub(crate) label: String,
    /// 案号, as the last check read it.
    pub(crate) case_number: Option<String>,
    /// 案件类别, as the last check read it.
    pub(crate) category: Option<String>,
    /// 案由, as the last check read it.
    pub(crate) cause: Option<String>,
    pub(crate) documents: i64,
    /// Documents that wait to be read.
    pub(crate) pending_documents: i64,
    /// Documents that could not be read.
    pub(crate) unread_documents: i64,
    /// Version of the entered record; 0 while nothing is entered.
    pub(crate) entry_version: i64,
    /// `waiting` while documents are read or a check is due, else `checked`, or `new` while there is nothing to check.
    pub(crate) state: &'static str,
    pub(crate) checked_at_ms: Option<i64>,
    /// Open discrepancies of tier error, doubtful and notice.
    pub(crate) open_errors: i64,
    pub(crate) open_doubtful: i64,
    pub(crate) open_notices: i64,
    pub(crate) created_at_ms: i64,
}

impl From<CaseRow> for CaseView {
    fn from(row: CaseRow) -> CaseView {
        let state = match row.revision {
            0 => "new",
            revision if row.pending_documents == 0 && row.checked_revision == revision => "checked",
            _ => "waiting",
        };
        CaseView {
            id: row.id,
            court_id: row.place.court_id,
            label: row.label,
            case_number: row.case_number,
            category: row.category,
            cause: row.cause,
            documents: row.documents,
            pending_documents: row.pending_documents,
            unread_documents: row.unread_documents,
            entry_version: row.entry_version,
            state,
            checked_at_ms: row.checked_at.map(|at| at.0),
            open_errors: row.open[0],
            open_doubtful: row.open[1],
            open_notices: row.open[2],
            created_at_ms: row.created_at.0,
        }
    }
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
struct CasePage {
    items: Vec<CaseView>,
    /// To be given as `after` for the next page.
    next: Option<String>,
}

/// Which cases to list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct CasesAsked {
    /// Of this court alone.
    court: Option<String>,
    /// With this case number.
    number: Option<String>,
    /// Filed under a label that begins so.
    label: Option<String>,
    /// Of this category, such as `civil`.
    category: Option<String>,
    /// `open`: with open discrepancies; `errors`: with open errors.
    only: Option<String>,
    after: Option<String>,
    limit: Option<u32>,
}

/// Cases of one's scope, the latest first.
#[utoipa::path(get, path = "/cases", tag = "cases", params(CasesAsked), responses(
    (status = 200, body = CasePage), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody)))]
async fn list(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<CasesAsked>,
) -> Result<Json<CasePage>, ApiError> {
    let filter = CaseFilter {
        court_id: asked.court,
        case_number: asked.number,
        label_prefix: asked.label,
        category: asked.category,
        only_open: asked.only.as_deref() == Some("open"),
        only_errors: asked.only.as_deref() == Some("errors"),
        ..CaseFilter::default()
    };
    let found = case::list(&service.store, &actor.scope, &filter, &page(asked.after, asked.limit)).await?;
    Ok(Json(CasePage { items: found.items.into_iter().map(CaseView::from).collect(), next: found.next }))
}

/// A case to file.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FileCase {
    /// The name under which it is filed, most often its number; unique within its court.
    #[schema(example = "（2019）某0102民初1234号")]
    label: String,
    /// The court; one's own if not given.
    court_id: Option<String>,
}

/// Longest label.
const LABEL_CHARS_MAX: usize = 200;

/// File a case. One of the same label in the same court is returned as it is, with status 200.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = FileCase, responses(
    (status = 201, body = CaseView), (status = 200, body = CaseView), (status = 400, body = ErrorBody),
    (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn file(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Body(asked): Body<FileCase>,
) -> Result<(StatusCode, Json<CaseView>), ApiError> {
    let (row, created) = file_case(&service, &actor, &asked.label, asked.court_id.as_deref()).await?;
    Ok((if created { StatusCode::CREATED } else { StatusCode::OK }, Json(row.into())))
}

/// Files a case for somebody who may; says whether it did not exist before.
pub(crate) async fn file_case(
    service: &Service,
    actor: &Actor,
    label: &str,
    court_id: Option<&str>,
) -> Result<(CaseRow, bool), ApiError> {
    let store = &service.store;
    actor.require(store, Action::Upload).await?;
    let place = actor.place_of(store, court_id).await?;
    let label = label.trim().to_string();
    if label.is_empty() || label.chars().count() > LABEL_CHARS_MAX || label.chars().any(char::is_control) {
        let hint = "请填写案号或卷宗名称（200字以内）。";
        return Err(ApiError::bad_request("label_invalid", "案件名称不符合要求。", hint));
    }
    let new = NewCase { place, label, created_by: actor.user_id.clone() };
    let filed = case::file(store, &new, Millis::now()).await?;
    if filed.created {
        actor.audit(store, "case.file", &filed.id, "{}").await?;
        // Receivers of events are told by jobs.
        (service.wake)();
    }
    Ok((case::get(store, &actor.scope, &filed.id).await?, filed.created))
}

/// A case.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = String, Path)), responses(
    (status = 200, body = CaseView), (status = 404, body = ErrorBody)))]
async fn get_one(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<CaseView>, ApiError> {
    Ok(Json(case::get(&service.store, &actor.scope, &id).await?.into()))
}

/// Ask for a new check of a case.
#[utoipa::path(post, path = "/cases/{id}/check", tag = "cases", params(("id" = String, Path)), responses(
    (status = 202), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn ask_for_check(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<StatusCode, ApiError> {
    check_case(&service, &actor, &id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Asks for a new check of a case for somebody who may.
pub(crate) async fn check_case(service: &Service, actor: &Actor, id: &str) -> Result<(), ApiError> {
    actor.require(&service.store, Action::Check).await?;
    case::request_check(&service.store, &actor.scope, id, Priority::Again, Millis::now()).await?;
    actor.audit(&service.store, "case.check", id, "{}").await?;
    (service.wake)();
    Ok(())
}

/// A check.
#[derive(Serialize, ToSchema)]
struct RunView {
    id: String,
    at_ms: i64,
    duration_ms: i64,
    entry_version: i64,
    catalog_version: String,
    model_version: String,
    program_version: String,
    documents: i64,
    /// Values that were found in the documents.
    leaves: i64,
    compared: i64,
    same: i64,
    masked: i64,
    discrepancies: i64,
    /// Whether some document was not read or something was odd.
    partial: bool,
    #[schema(value_type = Vec<Object>)]
    diagnostics: Json_,
}

fn run_view(row: RunRow) -> RunView {
    RunView {
        id: row.id,
        at_ms: row.at.0,
        duration_ms: row.duration_ms,
        entry_version: row.entry_version,
        catalog_version: row.versions.catalog,
        model_version: row.versions.model,
        program_version: row.versions.code,
        documents: row.counts.documents,
        leaves: row.counts.leaves,
        compared: row.counts.compared,
        same: row.counts.same,
        masked: row.counts.masked,
        discrepancies: row.discrepancies,
        partial: row.partial,
        diagnostics: json_of(&row.diagnostics),
    }
}

/// JSON that the store keeps as text.
pub(crate) fn json_of(text: &str) -> Json_ {
    serde_json::from_str(text).unwrap_or(Json_::Null)
}

/// The checks of a case, the latest first.
#[utoipa::path(get, path = "/cases/{id}/runs", tag = "cases", params(("id" = String, Path)), responses(
    (status = 200, body = Vec<RunView>), (status = 404, body = ErrorBody)))]
async fn list_runs(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<Vec<RunView>>, ApiError> {
    case::get(&service.store, &actor.scope, &id).await?;
    let runs = run::of_case(&service.store, &actor.scope, &id).await?;
    Ok(Json(runs.into_iter().map(run_view).collect()))
}

/// What the documents of a case say together.
#[derive(Serialize, ToSchema)]
struct ExtractionView {
    /// The case record.
    #[schema(value_type = Object)]
    record: Json_,
    /// Value, confidence, method, evidence and other readings by leaf path; `document` is the id of the document.
    #[schema(value_type = Object)]
    leaves: Json_,
}

/// What the documents of a case say together, with the words that prove it.
#[utoipa::path(get, path = "/cases/{id}/extraction", tag = "cases", params(("id" = String, Path)), responses(
    (status = 200, body = ExtractionView), (status = 404, body = ErrorBody)))]
async fn extraction(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<ExtractionView>, ApiError> {
    let (record, leaves) = run::extraction(&service.store, &actor.scope, &id).await?;
    Ok(Json(ExtractionView { record: json_of(&record), leaves: json_of(&leaves) }))
}
