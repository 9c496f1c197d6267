//! Owns archives of whole case files: taking them in, and telling how far a worker has come with them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::StatusCode;
use casefile::{bare_file_name, limits};
use pipeline::ParseError;
use serde::Serialize;
use store::import::{self, NewImport};
use store::{Millis, case};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::error::{ApiError, ErrorBody};
use crate::request::At;
use crate::role::Action;
use crate::upload::{forget, interrupted, multipart_of, receive, unreadable};

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    let uploads = OpenApiRouter::new().routes(routes!(import_archive)).layer(DefaultBodyLimit::disable());
    uploads.routes(routes!(import_progress))
}

/// An archive that is being taken in.
#[derive(Serialize, ToSchema)]
struct ImportView {
    id: String,
    case_id: String,
    name: String,
    bytes: i64,
    /// waiting, done or refused.
    state: String,
    /// How many files it holds, once it was opened.
    files: Option<i64>,
    /// How many of them were taken so far.
    taken: i64,
    /// Those that were refused: name, code, message.
    #[schema(value_type = Vec<Object>)]
    refused: serde_json::Value,
    code: Option<String>,
    message: Option<String>,
    created_at_ms: i64,
    finished_at_ms: Option<i64>,
}

fn import_view(row: import::ImportRow) -> ImportView {
    ImportView {
        id: row.id,
        case_id: row.case_id,
        name: row.name,
        bytes: row.bytes,
        state: row.state,
        files: row.files,
        taken: row.taken,
        refused: crate::cases::json_of(&row.refused),
        code: row.code,
        message: row.message,
        created_at_ms: row.created_at.0,
        finished_at_ms: row.finished_at.map(|at| at.0),
    }
}

/// Upload a ZIP of a whole case file: multipart/form-data with one part. Its files become documents of the case; the
/// progress is asked for by the id.
#[utoipa::path(post, path = "/cases/{id}/imports", tag = "documents", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 202, body = ImportView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 413, body = ErrorBody)))]
async fn import_archive(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Path(id): Path<String>,
    request: Request,
) -> Result<(StatusCode, Json<ImportView>), ApiError> {
    let store = &service.store;
    actor.require(store, Action::Upload).await?;
    case::get(store, &actor.scope, &id).await?;
    let mut multipart = multipart_of(request).await?;
    while let Some(field) = multipart.next_field().await.map_err(|_| interrupted())? {
        let Some(name) = field.file_name().and_then(bare_file_name) else { continue };
        let stored = receive(&service, field, limits::ARCHIVE_BYTES_MAX).await?;
        if stored.bytes == 0 {
            forget(&service, &stored.sha256).await;
            return Err(unreadable(&ParseError::Empty));
        }
        let new = NewImport {
            case_id: id.clone(),
            sha256: stored.sha256,
            name,
            bytes: stored.bytes,
            created_by: actor.user_id.clone(),
        };
        let import_id = import::add(store, &new, Millis::now()).await?;
        actor.audit(store, "archive.upload", &import_id, "{}").await?;
        (service.wake)();
        let row = import::get(store, &actor.scope, &import_id).await?;
        return Ok((StatusCode::ACCEPTED, Json(import_view(row))));
    }
    Err(ApiError::bad_request("no_file", "请求中没有文件。", "请选择ZIP文件后上传。"))
}

/// How far the taking in of an archive has come.
#[utoipa::path(get, path = "/imports/{id}", tag = "documents", params(("id" = String, Path)), responses(
    (status = 200, body = ImportView), (status = 404, body = ErrorBody)))]
async fn import_progress(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<ImportView>, ApiError> {
    Ok(Json(import_view(import::get(&service.store, &actor.scope, &id).await?)))
}
