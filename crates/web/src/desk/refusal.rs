//! Owns how a page that cannot be shown, or a form that is not accepted, is answered: the same words, codes and statuses as
//! in the API, as a page with a way back.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::html;
use store::StoreError;

use super::page;
use crate::error::ApiError;

/// Why a page is not shown.
#[derive(Debug)]
pub(super) struct Refusal(ApiError);

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Refusal {
        Refusal(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal(error) = self;
        let body = html! {
            section.narrow.panel {
                h1 { (error.message) }
                p { (error.hint) }
                p.quiet { "代码：" code { (error.code) } }
                p { a.button href="/" { "回到首页" } }
            }
        };
        (error.status, page::bare("无法办理", body)).into_response()
    }
}

/// Answers where there is no such page.
pub(crate) fn no_page() -> Response {
    let error =
        ApiError::new(axum::http::StatusCode::NOT_FOUND, "no_page", "没有这个页面。", "请检查地址，或从首页进入。");
    let policy = HeaderValue::from_static(super::POLICY);
    ([(header::CONTENT_SECURITY_POLICY, policy)], Refusal(error)).into_response()
}
