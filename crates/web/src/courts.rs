//! Owns courts as people find them: by their names, within their scope.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use store::court;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::error::{ApiError, ErrorBody};
use crate::request::Asked;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(find_courts))
}

/// Words of a court's name.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
struct CourtsAsked {
    /// Words that the name holds; all courts of the scope if not given.
    q: Option<String>,
}

/// A court.
#[derive(Serialize, ToSchema)]
struct CourtView {
    id: String,
    name: String,
    /// supreme, high, intermediate or basic.
    level: String,
}

/// Courts in one's scope by their names, 50 at most.
#[utoipa::path(get, path = "/courts", tag = "courts", params(CourtsAsked), responses(
    (status = 200, body = Vec<CourtView>), (status = 401, body = ErrorBody)))]
async fn find_courts(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<CourtsAsked>,
) -> Result<Json<Vec<CourtView>>, ApiError> {
    let found = court::find(&service.store, &actor.scope, asked.q.as_deref().unwrap_or_default(), 50).await?;
    Ok(Json(found.into_iter().map(|row| CourtView { id: row.id, name: row.name, level: row.level }).collect()))
}
