//! The reviewer's desk: the pages that people of a court read and work on, rendered here and working without script but for
//! keys, progress and the picture's comforts. What they show and change goes through the same store, roles and scope as the
//! API.

mod assets;
mod case;
mod corrections;
mod document;
mod form;
mod handbook;
mod narrowed;
mod page;
mod people;
mod queue;
mod refusal;
mod review;
mod same_kind;
mod search;
mod sides;
mod sign_in;
mod visitor;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::Service;

pub(crate) use refusal::no_page;

/// Pages load nothing from elsewhere, run no script but ours, and send forms to nobody else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The pages, each in its file.
pub(crate) fn routes() -> Router<Arc<Service>> {
    let pages = Router::new()
        .merge(sign_in::routes())
        .merge(queue::routes())
        .merge(review::routes())
        .merge(same_kind::routes())
        .merge(corrections::routes())
        .merge(document::routes())
        .merge(search::routes())
        .merge(case::routes())
        .merge(handbook::routes());
    let policy =
        SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    pages.merge(assets::routes()).layer(policy)
}
