//! Owns entered records: one case as JSON, many cases as a table, and their history. Who enters which field is the
//! catalogue's word.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, header};
use casefile::{EnteredRecord, bare_file_name, limits};
use entry::{Change, EntryError};
use intake::EntryVersion;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json_;
use store::job::Priority;
use store::{StoreError, case};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::json_of;
use crate::error::{ApiError, ErrorBody, ErrorView};
use crate::request::{Asked, At};
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    let entered = OpenApiRouter::new().routes(routes!(get_one, put)).routes(routes!(put_table));
    entered.layer(DefaultBodyLimit::max(limits::ENTERED_BYTES_MAX as usize)).routes(routes!(history))
}

/// An entered record.
#[derive(Serialize, ToSchema)]
struct EntryView {
    case_id: String,
    version: i64,
    /// The case record as typed.
    #[schema(value_type = Object)]
    record: Json_,
    source: String,
    entered_by: String,
    at_ms: i64,
    /// What was odd about it, in Chinese; only in the answer to a change.
    warnings: Vec<String>,
}

/// The latest version of the entered record.
#[utoipa::path(get, path = "/cases/{id}/entry", tag = "entries", params(("id" = String, Path)), responses(
    (status = 200, body = EntryView), (status = 404, body = ErrorBody)))]
async fn get_one(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
) -> Result<Json<EntryView>, ApiError> {
    Ok(Json(latest(&service, &actor, &id, Vec::new()).await?))
}

async fn latest(service: &Service, actor: &Actor, id: &str, warnings: Vec<String>) -> Result<EntryView, ApiError> {
    let row = store::entry::latest(&service.store, &actor.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("entry"))?;
    Ok(EntryView {
        case_id: row.case_id,
        version: row.version,
        record: json_of(&row.record),
        source: row.source,
        entered_by: row.entered_by,
        at_ms: row.at.0,
        warnings,
    })
}

/// Enter the record of a case: the whole record with the keys of the catalogue, as the next version. With the header
/// `If-Match: "<version>"` it is refused where somebody else was faster.
#[utoipa::path(put, path = "/cases/{id}/entry", tag = "entries", params(("id" = String, Path)),
    request_body(content_type = "application/json", content = Object),
    responses((status = 200, body = EntryView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody), (status = 412, body = ErrorBody)))]
async fn put(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<EntryView>, ApiError> {
    actor.require(&service.store, Action::Enter).await?;
    let row = case::get(&service.store, &actor.scope, &id).await?;
    if let Some(wanted) = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok())
        && wanted.trim_matches('"') != row.entry_version.to_string()
    {
        return Err(entry_changed());
    }
    let entered = entry::read_json(&body, "api", service.catalog).map_err(|error| entry_error(&error))?;
    let checked_version = headers.contains_key(header::IF_MATCH).then_some(row.entry_version);
    add(&service, &actor, &id, &entered.record, "api", checked_version).await.map_err(
        |error| match checked_version {
            Some(_) if error.code == "conflict" => entry_changed(),
            _ => error,
        },
    )?;
    (service.wake)();
    let warnings = entered.warnings.iter().map(ToString::to_string).collect();
    Ok(Json(latest(&service, &actor, &id, warnings).await?))
}

fn entry_changed() -> ApiError {
    let hint = "请取得最新版本，合并后重新提交。";
    ApiError::new(StatusCode::PRECONDITION_FAILED, "entry_changed", "录入信息已被他人更改。", hint)
}

fn entry_error(error: &EntryError) -> ApiError {
    let hint = "信息项名称见信息项目录；值按文书原样填写。";
    ApiError::bad_request(error.code(), format!("{error}；{}", error.hint()), hint)
}

/// Adds a version, unless nothing changed; refuses fields of other departments.
async fn add(
    service: &Service,
    actor: &Actor,
    case_id: &str,
    record: &EnteredRecord,
    source: &str,
    checked_version: Option<i64>,
) -> Result<(), ApiError> {
    let store = &service.store;
    let next = EntryVersion::of(store, &actor.scope, case_id, record, service.catalog).await?;
    // Between the check of `If-Match` and this read somebody may have been faster.
    if checked_version.is_some_and(|version| version != next.base_version) {
        return Err(StoreError::Conflict { what: "entry" }.into());
    }
    if next.is_unchanged() {
        return Ok(());
    }
    refuse_other_departments(service, actor, case_id, &next.changes).await?;
    let version = next.write(store, source, &actor.user_id, Priority::Fresh).await?;
    actor.audit(store, "entry.add", case_id, &format!("{{\"version\":{version}}}")).await?;
    Ok(())
}

async fn refuse_other_departments(
    service: &Service,
    actor: &Actor,
    case_id: &str,
    changes: &[Change],
) -> Result<(), ApiError> {
    let Some(department) = actor.role.department() else { return Ok(()) };
    let other = changes.iter().find(|change| change.department != department);
    let Some(other) = other else { return Ok(()) };
    let detail = format!("{{\"field\":\"{}\"}}", other.field.as_str());
    actor.audit(&service.store, "entry.refused", case_id, &detail).await?;
    let name = service.catalog.field(other.field.as_str()).map_or("该信息项", |field| &field.name);
    Err(ApiError::forbidden(format!("“{name}”由{}录入，{}不能更改。", other.department, actor.role.name_zh())))
}

/// A value that a version changed.
#[derive(Serialize, ToSchema)]
struct ChangeView {
    version: i64,
    path: String,
    /// The value as typed; none where it was taken back.
    value: Option<String>,
    /// Where it was typed.
    origin: String,
    department: String,
    entered_by: String,
    at_ms: i64,
}

/// Which values.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct HistoryAsked {
    /// Of this leaf path alone.
    path: Option<String>,
}

/// Who entered which value when, the first change first.
#[utoipa::path(get, path = "/cases/{id}/entry/history", tag = "entries", params(("id" = String, Path), HistoryAsked),
    responses((status = 200, body = Vec<ChangeView>), (status = 404, body = ErrorBody)))]
async fn history(
    State(service): State<Arc<Service>>,
    actor: Actor,
    At(id): At<String>,
    Asked(asked): Asked<HistoryAsked>,
) -> Result<Json<Vec<ChangeView>>, ApiError> {
    case::get(&service.store, &actor.scope, &id).await?;
    let rows = store::entry::history(&service.store, &actor.scope, &id, asked.path.as_deref()).await?;
    let views = rows.into_iter().map(|row| ChangeView {
        version: row.version,
        path: row.field.path,
        value: row.field.value,
        origin: row.field.origin,
        department: row.field.department,
        entered_by: row.entered_by,
        at_ms: row.at.0,
    });
    Ok(Json(views.collect()))
}

/// The name of the table.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct TableAsked {
    /// File name, for messages and origins.
    name: Option<String>,
}

/// What became of a row of a table.
#[derive(Serialize, ToSchema)]
struct RowView {
    row: usize,
    /// What names the case: its label or number.
    key: String,
    case_id: Option<String>,
    warnings: Vec<String>,
    error: Option<ErrorView>,
}

/// What became of a table.
#[derive(Serialize, ToSchema)]
struct TableView {
    rows: Vec<RowView>,
    /// Headings that no field is mapped to.
    unmapped: Vec<String>,
}

/// Enter many cases with a table, CSV or XLSX, one row per case; the first known heading such as 案号 names the case,
/// which must have been filed.
#[utoipa::path(post, path = "/entries", tag = "entries", params(TableAsked),
    request_body(content_type = "application/octet-stream", content = Vec<u8>),
    responses((status = 200, body = TableView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn put_table(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<TableAsked>,
    body: Bytes,
) -> Result<Json<TableView>, ApiError> {
    actor.require(&service.store, Action::Enter).await?;
    let name = asked.name.as_deref().and_then(bare_file_name).unwrap_or_else(|| "table".to_string());
    let (catalog, file) = (service.catalog, name.clone());
    let read = move || {
        let mapping = entry::Mapping::usual(catalog)?;
        // A workbook is a zip or an old compound file; anything else is read as CSV.
        match body.starts_with(b"PK") || body.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            true => entry::read_xlsx(&body, &file, &mapping, catalog),
            false => entry::read_csv(&body, &file, &mapping, catalog),
        }
    };
    let table = tokio::task::spawn_blocking(read).await;
    let table = table.map_err(|_| ApiError::bad_request("table_unreadable", "表格无法读取。", "请另存后重试。"))?;
    let table = table.map_err(|error| entry_error(&error))?;
    let mut rows = Vec::new();
    for one in table.cases {
        let case_id = case_named(&service, &actor, &one.key).await;
        let entered = match &case_id {
            Ok(id) => add(&service, &actor, id, &one.record, &name, None).await,
            Err(error) => Err(error.clone()),
        };
        rows.push(RowView {
            row: one.row,
            key: one.key,
            case_id: case_id.ok(),
            warnings: one.warnings.iter().map(ToString::to_string).collect(),
            error: entered.err().map(|error| error.view()),
        });
    }
    (service.wake)();
    Ok(Json(TableView { rows, unmapped: table.unmapped }))
}

/// The one case of the scope that a row names.
async fn case_named(service: &Service, actor: &Actor, key: &str) -> Result<String, ApiError> {
    let mut found = case::named(&service.store, &actor.scope, key, 2).await?;
    match (found.pop(), found.pop()) {
        (Some(one), None) => Ok(one.id),
        (None, _) => Err(StoreError::NotFound { what: "case" }.into()),
        (Some(_), Some(_)) => {
            let hint = "请用立案时的案件名称指明是哪一件。";
            Err(ApiError::new(StatusCode::CONFLICT, "case_ambiguous", "有多个案件符合。", hint))
        }
    }
}
