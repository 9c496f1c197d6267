//! Owns documents: what is known of them, their contents, texts and pages. How they come in is told in `upload`.

use std::sync::Arc;

use axum::Json;
use axum::body::Body as HttpBody;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use pipeline::snapshot;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::document::{self, DocumentRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::json_of;
use crate::error::{ApiError, ErrorBody};
use crate::request::{Asked, At, PageAsked};

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get_one))
        .routes(routes!(content))
        .routes(routes!(text))
        .routes(routes!(image))
}

/// A document.
#[derive(Serialize, ToSchema)]
struct DocumentView {
    id: String,
    case_id: String,
    sha256: String,
    name: String,
    bytes: i64,
    /// waiting, read, unreadable, parked or cancelled.
    state: &'static str,
    format: Option<String>,
    pages: Option<i64>,
    /// decision, indictment, complaint, transcript or other.
    material: Option<String>,
    /// Why it could not be read: the stable code.
    code: Option<String>,
    /// The same for people.
    message: Option<String>,
    #[schema(value_type = Vec<Object>)]
    diagnostics: Json_,
    uploaded_at_ms: i64,
    read_at_ms: Option<i64>,
}

fn view(row: DocumentRow) -> DocumentView {
    DocumentView {
        id: row.id,
        case_id: row.case_id,
        sha256: row.sha256,
        name: row.name,
        bytes: row.bytes,
        state: row.state.as_str(),
        format: row.format,
        pages: row.pages,
        material: row.material,
        code: row.code,
        message: row.message,
        diagnostics: json_of(&row.diagnostics),
        uploaded_at_ms: row.uploaded_at.0,
        read_at_ms: row.read_at.map(|at| at.0),
    }
}

/// A page of documents.
#[derive(Serialize, ToSchema)]
struct DocumentPage {
    items: Vec<DocumentView>,
    next: Option<String>,
}

/// The documents of a case in the order of their upload.
#[utoipa::path(get, path = "/cases/{id}/documents", tag = "documents", params(("id" = String, Path), PageAsked),
    responses((status = 200, body = DocumentPage), (status = 404, body = ErrorBody)))]
async fn list(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Asked(page): Asked<PageAsked>,
) -> Result<Json<DocumentPage>, ApiError> {
    store::case::get(&service.store, &actor.scope, &id).await?;
    let found = document::of_case(&service.store, &actor.scope, &id, &page.page()).await?;
    Ok(Json(DocumentPage { items: found.items.into_iter().map(view).collect(), next: found.next }))
}

/// A document.
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = String, Path)), responses(
    (status = 200, body = DocumentView), (status = 404, body = ErrorBody)))]
async fn get_one(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<DocumentView>, ApiError> {
    Ok(Json(view(document::get(&service.store, &actor.scope, &id).await?)))
}

/// The very bytes that were uploaded.
#[utoipa::path(get, path = "/documents/{id}/content", tag = "documents", params(("id" = String, Path)), responses(
    (status = 200, content_type = "application/octet-stream"), (status = 404, body = ErrorBody)))]
async fn content(State(service): State<Arc<Service>>, actor: Actor, At(id): At<String>) -> Result<Response, ApiError> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    let stream = service.store.blobs().stream(&row.sha256).await?;
    actor.audit(&service.store, "document.download", &id, "{}").await?;
    let disposition = format!("attachment; filename*=UTF-8''{}", percent_encoded(&row.name));
    let mut response = HttpBody::from_stream(stream).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(row.bytes));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A name as RFC 5987 wants it in a header.
fn percent_encoded(name: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(encode).collect()
}

/// Which page of the text.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TextAsked {
    /// Number of the page, counted from 1; all of them if not given.
    page: Option<u32>,
}

/// A page of a document.
#[derive(Serialize, ToSchema)]
struct PageView {
    number: u32,
    /// Bytes of the text of the document at which the page begins and ends; evidence counts the same way.
    start: u32,
    end: u32,
    /// good, garbled or unreadable.
    quality: String,
    text: String,
}

/// The text of a document by its pages.
#[derive(Serialize, ToSchema)]
struct TextView {
    document_id: String,
    pages: Vec<PageView>,
}

/// The text of a document, or of one of its pages.
#[utoipa::path(get, path = "/documents/{id}/text", tag = "documents", params(("id" = String, Path), TextAsked),
    responses((status = 200, body = TextView), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn text(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Asked(asked): Asked<TextAsked>,
) -> Result<Json<TextView>, ApiError> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    let kept = service.store.blobs().get_derived(&snapshot::name(&row.sha256)).await?.ok_or_else(not_read)?;
    let read = move || {
        let document = snapshot::decode(&kept)?;
        let wanted = document.pages.iter().filter(|page| asked.page.is_none_or(|number| number == page.number));
        let pages = wanted.map(|page| PageView {
            number: page.number,
            start: page.span.start(),
            end: page.span.end(),
            quality: format!("{:?}", page.quality).to_lowercase(),
            text: document.text[page.span.range()].to_string(),
        });
        Some(pages.collect::<Vec<_>>())
    };
    let pages = tokio::task::spawn_blocking(read).await.ok().flatten().ok_or_else(not_read)?;
    match pages.is_empty() {
        true => Err(ApiError::not_found("page")),
        false => Ok(Json(TextView { document_id: id, pages })),
    }
}

fn not_read() -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "document_unread", "该文书尚未读取，或无法读取。", "请查看文书状态，稍后重试。")
}

/// How wide the picture is.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ImageAsked {
    /// Width in pixels, 100 to 4000; 1200 if not given.
    width: Option<u32>,
}

/// A page of a document as a picture. A browser keeps it and asks each time whether it may still be seen.
#[utoipa::path(get, path = "/documents/{id}/pages/{number}/image", tag = "documents",
    params(("id" = String, Path), ("number" = u32, Path), ImageAsked),
    responses((status = 200, content_type = "image/png"), (status = 304, description = "The picture that the client has."),
        (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn image(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At((id, number)): At<(String, u32)>,
    Asked(asked): Asked<ImageAsked>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    let width = asked.width.unwrap_or(1_200).clamp(100, 4_000);
    let tag = picture_tag(&row.sha256, number, width);
    let kept = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_string())];
    if has_tag(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let bytes = service.store.blobs().get(&row.sha256).await?;
    let parser = service.parser.clone();
    let drawn = tokio::task::spawn_blocking(move || parser.page_image(&bytes, number, width)).await;
    let drawn = drawn.unwrap_or(Err(pipeline::ProcessError::Defect)).map_err(|error| {
        let status = match error.code() {
            "page_missing" => StatusCode::NOT_FOUND,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        ApiError::new(status, error.code(), error.message_zh(), "请改看该文书的文字。")
    })?;
    let png = tokio::task::spawn_blocking(move || drawn.png()).await.unwrap_or_default();
    Ok((kept, [(header::CONTENT_TYPE, "image/png")], png).into_response())
}

/// What a picture is made of: content, page, width, and the program that draws it.
fn picture_tag(sha256: &str, number: u32, width: u32) -> String {
    format!("\"{sha256}-{number}-{width}-{}\"", env!("CARGO_PKG_VERSION"))
}

/// Whether the client has what a tag names (RFC 9110, 13.1.2).
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(|one| one.trim());
    tags.any(|one| one.strip_prefix("W/").unwrap_or(one) == tag)
}
