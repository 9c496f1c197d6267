//! Owns how parts of requests are read, so that what is wrong with them is answered in the shape of the API.

use axum::Json;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::PageRequest;
use utoipa::IntoParams;

use crate::error::ApiError;

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Body<T>, ApiError> {
        let Json(body) = Json::<T>::from_request(request, state).await?;
        Ok(Body(body))
    }
}

/// The query.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Asked<T>, ApiError> {
        let Query(query) = Query::<T>::from_request_parts(parts, state).await?;
        Ok(Asked(query))
    }
}

/// The parameters of the path.
pub(crate) struct At<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<At<T>, ApiError> {
        let Path(path) = Path::<T>::from_request_parts(parts, state).await?;
        Ok(At(path))
    }
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageAsked {
    /// The cursor that the page before gave as `next`.
    after: Option<String>,
    /// Number of rows, 1 to 500; 50 if not given.
    limit: Option<u32>,
}

/// Rows of a page where nobody says how many.
const ROWS: u32 = 50;

/// The page that cursor and number name.
pub(crate) fn page(after: Option<String>, limit: Option<u32>) -> PageRequest {
    PageRequest { after, rows: limit.unwrap_or(ROWS).clamp(1, casefile::limits::PAGE_ROWS_MAX) }
}

impl PageAsked {
    /// The page.
    pub(crate) fn page(self) -> PageRequest {
        page(self.after, self.limit)
    }
}
