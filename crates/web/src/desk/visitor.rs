//! Owns who looks at a page: whoever has signed in, or else the way to the sign-in page. A page changes nothing but who
//! holds a discrepancy, so no token is asked for; what a form sends is the business of `form`.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use super::refusal::Refusal;
use crate::Service;
use crate::actor::Actor;
use crate::error::ApiError;

/// Who looks at a page.
pub(super) struct Visitor(pub(super) Actor);

impl FromRequestParts<Arc<Service>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Visitor, Response> {
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str());
        match Actor::who(&parts.headers, &service.store).await {
            Ok(actor) if actor.must_change_password && parts.uri.path() != "/password" => {
                Err(Redirect::to("/password").into_response())
            }
            Ok(actor) => Ok(Visitor(actor)),
            Err(error) => Err(to_sign_in(&error, address)),
        }
    }
}

/// The way to the sign-in page and back, where signing in is what is missing.
pub(super) fn to_sign_in(error: &ApiError, address: &str) -> Response {
    match error.code {
        "not_signed_in" => {
            let query = serde_urlencoded::to_string([("next", address)]).unwrap_or_default();
            Redirect::to(&format!("/sign-in?{query}")).into_response()
        }
        _ => Refusal::from(error.clone()).into_response(),
    }
}
