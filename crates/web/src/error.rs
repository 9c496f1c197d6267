//! Owns how a request that is not answered as asked is answered: one shape, a stable code, words for the people of a court,
//! and what to do next. Holds no words of documents, no statements and no passwords.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::StoreError;
use utoipa::ToSchema;

/// Why a request is not answered as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable code, for programs.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// What to do next.
    pub hint: &'static str,
}

/// The body of an answer that is an error.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// What is wrong.
    pub error: ErrorView,
}

/// What is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErrorView {
    /// The stable code, for programs.
    #[schema(example = "not_found")]
    pub code: &'static str,
    /// What is wrong, in Chinese.
    #[schema(example = "没有找到该案件。")]
    pub message: String,
    /// What to do next, in Chinese.
    #[schema(example = "请核对编号和本院的查看范围。")]
    pub hint: &'static str,
}

impl ApiError {
    /// An error of a status.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>, hint: &'static str) -> ApiError {
        ApiError { status, code, message: message.into(), hint }
    }

    /// The request makes no sense.
    pub fn bad_request(code: &'static str, message: impl Into<String>, hint: &'static str) -> ApiError {
        ApiError::new(StatusCode::BAD_REQUEST, code, message, hint)
    }

    /// Nobody has signed in.
    pub fn unauthenticated() -> ApiError {
        let hint = "请登录后重试；程序请使用访问令牌。";
        ApiError::new(StatusCode::UNAUTHORIZED, "not_signed_in", "尚未登录，或登录已过期。", hint)
    }

    /// The role does not allow it.
    pub fn forbidden(message: impl Into<String>) -> ApiError {
        ApiError::new(StatusCode::FORBIDDEN, "forbidden", message, "如确需办理，请联系有相应职责的人员。")
    }

    /// No such row, or none that the scope shows.
    pub fn not_found(what: &str) -> ApiError {
        let message = format!("没有找到{}。", name_zh(what));
        ApiError::new(StatusCode::NOT_FOUND, "not_found", message, "请核对编号和本院的查看范围。")
    }

    /// As part of an answer about several things.
    pub fn view(&self) -> ErrorView {
        ErrorView { code: self.code, message: self.message.clone(), hint: self.hint }
    }
}

/// The Chinese name of what the store did not find.
fn name_zh(what: &str) -> &'static str {
    match what {
        "case" => "该案件",
        "document" => "该文书",
        "content" => "文书内容",
        "job" => "该任务",
        "discrepancy" => "该疑点",
        "correction" => "该补录任务",
        "extraction" => "提取结果，案件尚未核对",
        "import" => "该导入任务",
        "user" => "该用户",
        "token" => "该访问令牌",
        "webhook" => "该通知地址",
        "court" => "该法院",
        _ => "所请求的内容",
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> ApiError {
        let later = "请稍后重试；如持续出现，请联系系统管理员。";
        match &error {
            StoreError::NotFound { what } => ApiError::not_found(what),
            StoreError::Conflict { what: "lock" } => {
                let hint = "请处理下一条，或稍后再看。";
                ApiError::new(StatusCode::CONFLICT, "locked", "他人正在核实该疑点。", hint)
            }
            StoreError::Conflict { what: "decided" } => {
                let hint = "请查看核实记录；如需改判，请在该疑点页面重新核实。";
                ApiError::new(StatusCode::CONFLICT, "already_decided", "该疑点已有核实结论。", hint)
            }
            StoreError::Conflict { what: "gone" } => {
                let hint = "案件已重新核对，请刷新页面。";
                ApiError::new(StatusCode::CONFLICT, "no_longer_found", "该疑点已不存在。", hint)
            }
            StoreError::Conflict { what: "later" } => {
                let hint = "只能撤回本人最近十次操作中尚未被改判的。";
                ApiError::new(StatusCode::CONFLICT, "not_undoable", "该操作不能撤回。", hint)
            }
            StoreError::Conflict { what: "corrected" } => {
                let hint = "如需改判，请重新核实。";
                ApiError::new(StatusCode::CONFLICT, "already_corrected", "录入信息已据此补录，不能撤回。", hint)
            }
            StoreError::Conflict { .. } | StoreError::LeaseLost => {
                let message = "内容已被他人更改，或与现有内容冲突。";
                ApiError::new(StatusCode::CONFLICT, "conflict", message, "请刷新后再试。")
            }
            StoreError::Unavailable { .. } => {
                tracing::error!(code = error.code(), %error, "the store does not answer");
                ApiError::new(StatusCode::SERVICE_UNAVAILABLE, error.code(), "存储暂时不可用。", later)
            }
            StoreError::NoSpace => {
                tracing::error!(code = error.code(), "no space is left for contents");
                ApiError::new(StatusCode::SERVICE_UNAVAILABLE, error.code(), "存储空间不足。", later)
            }
            StoreError::TooLarge { limit } => {
                let message = format!("文件超过{}MB。", limit / (1024 * 1024));
                let hint = "请按卷内目录拆分，或降低扫描分辨率后重新上传。";
                ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "file_too_large", message, hint)
            }
            StoreError::Interrupted(_) => {
                ApiError::bad_request(error.code(), "上传中断，文件没有保存。", "请重新上传。")
            }
            StoreError::Configuration { .. } | StoreError::Database(_) => {
                tracing::error!(code = error.code(), %error, "the store refused");
                ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "服务内部错误。", later)
            }
        }
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> ApiError {
        match rejection {
            JsonRejection::MissingJsonContentType(_) => ApiError::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "content_type",
                "请求正文不是JSON。",
                "请将Content-Type设为application/json。",
            ),
            JsonRejection::BytesRejection(_) => {
                let hint = "请减少内容后重试。";
                ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "请求正文过大或中断。", hint)
            }
            // Where in the text it is wrong may be told; what stands there may not.
            other => {
                ApiError::bad_request("body_invalid", format!("请求正文不符合要求（{}）。", other.status()), BODY_HINT)
            }
        }
    }
}

const BODY_HINT: &str = "请对照接口说明/api/v1/openapi.json检查字段名和类型。";

impl From<QueryRejection> for ApiError {
    fn from(_: QueryRejection) -> ApiError {
        ApiError::bad_request("query_invalid", "查询参数不符合要求。", BODY_HINT)
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> ApiError {
        ApiError::bad_request("path_invalid", "地址不符合要求。", BODY_HINT)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status;
        let mut response = (status, Json(ErrorBody { error: self.view() })).into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::TOO_MANY_REQUESTS {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// Answers where nobody serves the address: in the shape of the API, or as a page.
pub(crate) async fn no_route(uri: Uri) -> Response {
    if !uri.path().starts_with("/api/") {
        return crate::desk::no_page();
    }
    let hint = "接口列表见/api/v1/openapi.json。";
    ApiError::new(StatusCode::NOT_FOUND, "no_route", "没有这个接口。", hint).into_response()
}

/// Answers in the shape of the API where the address is served otherwise.
pub(crate) async fn no_method() -> ApiError {
    let hint = "接口列表见/api/v1/openapi.json。";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "no_method", "该接口不支持这种请求方法。", hint)
}
