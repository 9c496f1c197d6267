//! The HTTP side of the service: the API, and the reviewer's desk as pages, with sign-in, roles and scope. Requests become
//! questions of the store, rows become JSON or HTML. It computes nothing about cases: what a document says and what is
//! flagged was decided by the workers.

pub mod accounts;
mod actor;
mod audit;
mod cases;
mod courts;
mod desk;
mod discrepancies;
mod documents;
mod entries;
mod error;
mod events;
mod export;
mod health;
mod imports;
mod jobs;
mod request;
mod role;
mod session;
mod upload;
mod users;
mod webhooks;

use std::future::IntoFuture;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use catalog::{Catalog, CourtLevel};
use pipeline::isolation::Parser;
use store::court::CourtRow;
use store::{CourtPlace, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

pub use error::{ApiError, ErrorBody, ErrorView};
pub use health::{Health, QueueReady, Render};
pub use role::{Action, Role};

/// How the API behaves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a session lasts, in hours.
    pub session_hours: u32,
    /// Largest document, in bytes; at most `casefile::limits::FILE_BYTES_MAX`.
    pub upload_bytes_max: u64,
    /// How many days a department has for a correction.
    pub correction_days: u32,
    /// Whether the session cookie is sent over TLS alone.
    pub secure_cookie: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            session_hours: 12,
            upload_bytes_max: casefile::limits::FILE_BYTES_MAX,
            correction_days: 7,
            secure_cookie: false,
        }
    }
}

/// Everything that requests need.
pub struct Service {
    /// Database and blobs.
    pub store: Store,
    /// Law and courts as data.
    pub catalog: &'static Catalog,
    /// Where pages are drawn.
    pub parser: Arc<Parser>,
    /// How the API behaves.
    pub settings: Settings,
    /// Renders the figures of this process.
    pub metrics: Render,
    /// Called after jobs were written.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// Asks whether the queue answers.
    pub queue_ready: QueueReady,
    /// Becomes true when the service is told to stop: answers that go on end then.
    pub stop: watch::Receiver<bool>,
}

/// Largest request that is no upload, in bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// How long connections that are open at the end may take to finish.
const CLOSING: Duration = Duration::from_secs(10);

#[derive(OpenApi)]
#[openapi(info(
    title = "casecheck 核卷",
    description = "Case information extracted from electronic case files and checked against what was entered. \
                   Sign in with POST /session, or send an API token: Authorization: Bearer cck_….",
    license(name = "Apache-2.0")
))]
struct Description;

fn api() -> OpenApiRouter<Arc<Service>> {
    let resources = OpenApiRouter::new()
        .merge(session::routes())
        .merge(users::routes())
        .merge(courts::routes())
        .merge(cases::routes())
        .merge(documents::routes())
        .merge(upload::routes())
        .merge(imports::routes())
        .merge(entries::routes())
        .merge(discrepancies::routes())
        .merge(jobs::routes())
        .merge(events::routes())
        .merge(export::routes())
        .merge(webhooks::routes())
        .merge(audit::routes());
    OpenApiRouter::with_openapi(Description::openapi()).nest("/api/v1", resources)
}

/// The description of the API, as OpenAPI wants it.
pub fn openapi_json() -> String {
    api().into_openapi().to_pretty_json().expect("the description is JSON")
}

/// The routes of the service.
pub fn router(service: Arc<Service>) -> Router {
    let (api, description) = api().split_for_parts();
    let description = description.to_pretty_json().expect("the description is JSON");
    let describe = move || std::future::ready(([(header::CONTENT_TYPE, "application/json")], description.clone()));
    let health = Health {
        store: service.store.clone(),
        metrics: service.metrics.clone(),
        queue_ready: service.queue_ready.clone(),
    };
    let routes = api.merge(desk::routes()).layer(DefaultBodyLimit::max(BODY_BYTES_MAX)).with_state(service);
    let routes = routes.route("/api/v1/openapi.json", axum::routing::get(describe)).merge(health::routes(health));
    let set = |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    routes
        .fallback(error::no_route)
        .method_not_allowed_fallback(error::no_method)
        .layer(middleware::from_fn(observe))
        .layer(set(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(set(header::CACHE_CONTROL, "no-store"))
        .layer(set(header::REFERRER_POLICY, "no-referrer"))
        .layer(set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
}

/// Counts and logs a request by its route; ids and words of it stay out.
async fn observe(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let route = path.map_or_else(|| "none".to_string(), |path| path.as_str().to_string());
    let method = request.method().clone();
    let response = next.run(request).await;
    let (status, taken) = (response.status().as_u16(), start.elapsed());
    metrics::counter!("casecheck_http_requests_total", "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("casecheck_http_request_seconds", "route" => route.clone()).record(taken.as_secs_f64());
    tracing::debug!(%method, route, status, ms = taken.as_millis() as u64, "request");
    response
}

/// Serves until told to stop; requests under way are finished.
pub async fn serve(listener: TcpListener, service: Arc<Service>, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    until_stopped(listener, router(service), stop).await
}

/// Serves health and figures alone, for workers.
pub async fn serve_health(listener: TcpListener, health: Health, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    until_stopped(listener, health::routes(health), stop).await
}

async fn until_stopped(listener: TcpListener, routes: Router, stop: watch::Receiver<bool>) -> std::io::Result<()> {
    let serving = axum::serve(listener, routes).with_graceful_shutdown(stopped(stop.clone())).into_future();
    tokio::select! {
        served = serving => served,
        // A client that never ends its request does not keep the service alive.
        () = async { stopped(stop).await; tokio::time::sleep(CLOSING).await } => Ok(()),
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // The sender is gone only when the process ends.
    let _ = stop.wait_for(|stopped| *stopped).await;
}

/// The courts of the catalogue as rows, each with its place in the tree.
pub fn court_rows(catalog: &Catalog) -> Vec<CourtRow> {
    let courts = catalog.courts();
    let row = |court: &catalog::Court| {
        let (mut middle_id, mut high_id) = (String::new(), String::new());
        let mut next = Some(court);
        while let Some(above) = next {
            match above.level {
                CourtLevel::Intermediate => middle_id = above.id.to_string(),
                CourtLevel::High => high_id = above.id.to_string(),
                CourtLevel::Supreme | CourtLevel::Basic => {}
            }
            next = courts.parent(above);
        }
        CourtRow {
            id: court.id.to_string(),
            name: court.name.to_string(),
            level: level_name(court.level).to_string(),
            place: CourtPlace { court_id: court.id.to_string(), middle_id, high_id },
        }
    };
    courts.all().iter().map(row).collect()
}

fn level_name(level: CourtLevel) -> &'static str {
    match level {
        CourtLevel::Supreme => "supreme",
        CourtLevel::High => "high",
        CourtLevel::Intermediate => "intermediate",
        CourtLevel::Basic => "basic",
    }
}
