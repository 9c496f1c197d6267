//! Owns the uploading of documents: streamed, limited, known by their content. What is refused leaves nothing behind, and
//! every file of a request gets its own answer.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use casefile::{bare_file_name, limits};
use pipeline::ParseError;
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::document::{self, NewDocument};
use store::idempotency::{self, Answered, RequestKey};
use store::job::Priority;
use store::{Millis, StoredBlob, case};
use tokio::sync::Semaphore;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::{Actor, hex};
use crate::error::{ApiError, ErrorBody, ErrorView};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    // The limits are those of each file; what arrives goes to the store piece by piece.
    OpenApiRouter::new().routes(routes!(upload)).layer(DefaultBodyLimit::disable())
}

/// What became of one file.
#[derive(Serialize, ToSchema)]
struct UploadedFile {
    /// The name that was kept.
    name: String,
    document_id: Option<String>,
    sha256: Option<String>,
    /// Whether it is new; false where the case had this content already.
    created: bool,
    /// Why it was refused.
    error: Option<ErrorView>,
}

/// What became of every file.
#[derive(Serialize, ToSchema)]
struct Uploaded {
    files: Vec<UploadedFile>,
}

/// Upload documents of a case: multipart/form-data with one part per file. With the header `Idempotency-Key` a repeat of
/// the same request gets the same answer.
#[utoipa::path(post, path = "/cases/{id}/documents", tag = "documents", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Vec<u8>),
    responses((status = 200, body = Uploaded), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody),
        (status = 422, body = ErrorBody)))]
async fn upload(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, ApiError> {
    actor.require(&service.store, Action::Upload).await?;
    case::get(&service.store, &actor.scope, &id).await?;
    let mut multipart = multipart_of(request).await?;
    let key = idempotency_key(&headers)?;
    if let Some(standing) = standing(&service, &actor, &id, key.as_deref()).await? {
        return repeat(multipart, standing).await;
    }
    let mut files = Vec::new();
    let mut first_error = None;
    loop {
        let field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => {
                tell(&service, &actor, &id, &files).await?;
                return Err(interrupted());
            }
        };
        if field.file_name().is_none() {
            continue;
        }
        if files.len() >= limits::UPLOAD_FILES_MAX {
            let message = format!("一次最多上传{}个文件，其余未接收。", limits::UPLOAD_FILES_MAX);
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            tell(&service, &actor, &id, &files).await?;
            return Err(ApiError::new(status, "too_many_files", message, "请分批上传，或打包为ZIP导入。"));
        }
        let sent = field.file_name().unwrap_or_default().to_string();
        match take(&service, &actor, &id, &sent, field).await {
            Ok(file) => files.push(file),
            // The connection or the store is of no more use; what arrived whole before stays.
            Err(error) if error.code == "upload_interrupted" || error.status.is_server_error() => {
                tell(&service, &actor, &id, &files).await?;
                return Err(error);
            }
            Err(error) => {
                files.push(refused(&sent, &error));
                first_error.get_or_insert(error);
            }
        }
    }
    tell(&service, &actor, &id, &files).await?;
    answer(&service, &actor, key, &id, files, first_error).await
}

/// Tells the queue and the audit log what was filed.
async fn tell(service: &Service, actor: &Actor, case_id: &str, files: &[UploadedFile]) -> Result<(), ApiError> {
    let taken = files.iter().filter(|file| file.error.is_none()).count();
    if taken > 0 {
        (service.wake)();
        actor.audit(&service.store, "document.upload", case_id, &format!("{{\"files\":{taken}}}")).await?;
    }
    Ok(())
}

fn route_of(case_id: &str) -> String {
    format!("POST /cases/{case_id}/documents")
}

/// The answer that stands under a key.
async fn standing(
    service: &Service,
    actor: &Actor,
    case_id: &str,
    key: Option<&str>,
) -> Result<Option<Answered>, ApiError> {
    let Some(key) = key else { return Ok(None) };
    let key = RequestKey { user_id: &actor.user_id, route: &route_of(case_id), key };
    Ok(idempotency::find(&service.store, key, Millis::now()).await?)
}

/// Gives the answer that stands, if the files are the same as then; nothing is stored. What was refused then has no hash,
/// and is compared by its place alone.
async fn repeat(mut multipart: Multipart, standing: Answered) -> Result<Response, ApiError> {
    let answer = crate::cases::json_of(&standing.answer);
    let mut known = answer["files"].as_array().map_or(&[][..], Vec::as_slice).iter();
    while let Some(mut field) = multipart.next_field().await.map_err(|_| interrupted())? {
        if field.file_name().is_none() {
            continue;
        }
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        while let Some(piece) = field.chunk().await.map_err(|_| interrupted())? {
            bytes += piece.len() as u64;
            hash.update(&piece);
            if bytes > limits::FILE_BYTES_MAX {
                return Err(key_reused());
            }
        }
        let expected = known.next().ok_or_else(key_reused)?["sha256"].as_str();
        if expected.is_some_and(|sha256| sha256 != hex(&hash.finalize())) {
            return Err(key_reused());
        }
    }
    match known.next() {
        Some(_) => Err(key_reused()),
        None => Ok(json_text(StatusCode::from_u16(standing.status).unwrap_or(StatusCode::OK), standing.answer)),
    }
}

fn key_reused() -> ApiError {
    let message = "同一Idempotency-Key已用于不同的内容。";
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    ApiError::new(status, "idempotency_mismatch", message, "请为不同的请求使用不同的键。")
}

pub(crate) async fn multipart_of(request: Request) -> Result<Multipart, ApiError> {
    <Multipart as FromRequest<()>>::from_request(request, &()).await.map_err(|_| {
        let hint = "请以multipart/form-data上传，每个文件一部分。";
        ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "content_type", "请求不是文件上传。", hint)
    })
}

pub(crate) fn interrupted() -> ApiError {
    ApiError::bad_request("upload_interrupted", "上传中断，文件没有保存。", "请重新上传。")
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=200).contains(&key.len()) => Ok(Some(key.to_string())),
        _ => {
            let hint = "请使用200个以内的可见字符。";
            Err(ApiError::bad_request("idempotency_key", "Idempotency-Key不符合要求。", hint))
        }
    }
}

fn refused(sent: &str, error: &ApiError) -> UploadedFile {
    let name = bare_file_name(sent).unwrap_or_default();
    UploadedFile { name, document_id: None, sha256: None, created: false, error: Some(error.view()) }
}

/// Takes one file in.
async fn take(
    service: &Service,
    actor: &Actor,
    case_id: &str,
    sent: &str,
    field: Field<'_>,
) -> Result<UploadedFile, ApiError> {
    let name = bare_file_name(sent)
        .ok_or_else(|| ApiError::bad_request("file_name", "文件没有名称。", "请命名后重新上传。"))?;
    let stored = receive(service, field, service.settings.upload_bytes_max).await?;
    if let Err(error) = recognise(service, &stored).await {
        forget(service, &stored.sha256).await;
        return Err(error);
    }
    let new = NewDocument {
        case_id: case_id.to_string(),
        sha256: stored.sha256.clone(),
        name: name.clone(),
        bytes: stored.bytes,
        uploaded_by: actor.user_id.clone(),
    };
    let filed = document::add(&service.store, &new, Priority::Fresh, Millis::now()).await?;
    metrics::counter!("casecheck_upload_bytes_total").increment(stored.bytes);
    Ok(UploadedFile {
        name,
        document_id: Some(filed.id),
        sha256: Some(stored.sha256),
        created: filed.created,
        error: None,
    })
}

/// Longest silence between two pieces of an upload. Slow lines send a piece every second; whoever is slower holds a place
/// that others need.
const PIECE: std::time::Duration = std::time::Duration::from_secs(30);

pub(crate) async fn receive(service: &Service, field: Field<'_>, bytes_max: u64) -> Result<StoredBlob, ApiError> {
    let content = Box::pin(futures_util::stream::unfold(field, next_piece));
    Ok(service.store.blobs().put(content, bytes_max).await?)
}

async fn next_piece(mut field: Field<'_>) -> Option<(std::io::Result<Bytes>, Field<'_>)> {
    let piece = match tokio::time::timeout(PIECE, field.chunk()).await {
        Ok(piece) => piece.map_err(std::io::Error::other).transpose()?,
        Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
    };
    Some((piece, field))
}

/// Files whose kind is looked at, at once: each may take as much memory as the largest file.
static RECOGNISING: Semaphore = Semaphore::const_new(4);

/// Refuses what is no document, by its content.
async fn recognise(service: &Service, stored: &StoredBlob) -> Result<(), ApiError> {
    if stored.bytes == 0 {
        return Err(unreadable(&ParseError::Empty));
    }
    let _place = RECOGNISING.acquire().await.map_err(|_| interrupted())?;
    let content = service.store.blobs().get(&stored.sha256).await?;
    let recognised = tokio::task::spawn_blocking(move || pipeline::recognise(&content).map(|_| ())).await;
    recognised.unwrap_or(Err(ParseError::Unknown)).map_err(|error| unreadable(&error))
}

pub(crate) fn unreadable(error: &ParseError) -> ApiError {
    let status = match error {
        ParseError::Empty => StatusCode::UNPROCESSABLE_ENTITY,
        ParseError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNSUPPORTED_MEDIA_TYPE,
    };
    let hint = match error {
        ParseError::Empty => "请检查文件后重新上传。",
        ParseError::TooLarge { .. } => "请按卷内目录拆分，或降低扫描分辨率后重新上传。",
        _ => "请另存为PDF或DOCX后重新上传。",
    };
    ApiError::new(status, error.code(), error.message_zh(), hint)
}

/// Removes a content that no document names.
pub(crate) async fn forget(service: &Service, sha256: &str) {
    let used = document::is_content_used(&service.store, sha256).await;
    if matches!(used, Ok(false))
        && let Err(error) = service.store.blobs().remove(sha256).await
    {
        tracing::warn!(code = error.code(), "a refused content could not be removed");
    }
}

/// One answer for all files: the status of the first refusal where nothing was taken.
async fn answer(
    service: &Service,
    actor: &Actor,
    key: Option<String>,
    case_id: &str,
    files: Vec<UploadedFile>,
    first_error: Option<ApiError>,
) -> Result<Response, ApiError> {
    let taken = files.iter().filter(|file| file.error.is_none()).count();
    if files.is_empty() {
        return Err(ApiError::bad_request("no_file", "请求中没有文件。", "请选择文件后上传。"));
    }
    if let (0, Some(error)) = (taken, first_error) {
        return Err(error);
    }
    let request: String = files.iter().map(|file| format!("{}\n", file.sha256.as_deref().unwrap_or("-"))).collect();
    let body = serde_json::to_string(&Uploaded { files }).expect("texts and flags are JSON");
    let Some(key) = key else { return Ok(json_text(StatusCode::OK, body)) };
    let request = hex(&Sha256::digest(request.as_bytes()));
    let route = route_of(case_id);
    let key = RequestKey { user_id: &actor.user_id, route: &route, key: &key };
    let answered = Answered { request: request.clone(), status: 200, answer: body };
    let standing = idempotency::keep(&service.store, key, &answered, Millis::now()).await?;
    if standing.request != request {
        return Err(key_reused());
    }
    Ok(json_text(StatusCode::from_u16(standing.status).unwrap_or(StatusCode::OK), standing.answer))
}

fn json_text(status: StatusCode, body: String) -> Response {
    (status, [(axum::http::header::CONTENT_TYPE, "application/json")], body).into_response()
}
