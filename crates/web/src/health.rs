//! Owns what machines ask about the service: whether it lives, whether it can work, and its figures.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use store::{Millis, Store, job};

/// Renders the figures of this process as Prometheus reads them.
pub type Render = Arc<dyn Fn() -> String + Send + Sync>;

/// Asks whether the queue answers.
pub type QueueReady = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// What the answers need.
#[derive(Clone)]
pub struct Health {
    /// Database and blobs.
    pub store: Store,
    /// The figures.
    pub metrics: Render,
    /// The queue.
    pub queue_ready: QueueReady,
}

pub(crate) fn routes(health: Health) -> axum::Router {
    let routes = axum::Router::new().route("/health", get(live)).route("/ready", get(ready));
    routes.route("/metrics", get(figures)).with_state(health)
}

/// The process runs.
async fn live() -> Json<serde_json::Value> {
    Json(json!({"state": "live"}))
}

/// Database, blobs and queue answer.
async fn ready(State(health): State<Health>) -> Response {
    let database = health.store.ping().await.is_ok();
    let blobs = health.store.blobs().ping().await.is_ok();
    let queue = (health.queue_ready)().await;
    let status = if database && blobs { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    // Without the broker work goes on more slowly, so that this process stays in service.
    (status, Json(json!({"database": database, "blobs": blobs, "queue": queue}))).into_response()
}

async fn figures(State(health): State<Health>) -> Response {
    let mut text = (health.metrics)();
    if let Ok(depths) = job::depth(&health.store).await {
        text.push_str("# TYPE casecheck_jobs gauge\n# TYPE casecheck_jobs_oldest_seconds gauge\n");
        let now = Millis::now();
        for depth in depths {
            let labels = format!("kind=\"{}\",state=\"{}\"", depth.kind, depth.state);
            text.push_str(&format!("casecheck_jobs{{{labels}}} {}\n", depth.jobs));
            let seconds = (now.0 - depth.oldest.0).max(0) / 1_000;
            text.push_str(&format!("casecheck_jobs_oldest_seconds{{{labels}}} {seconds}\n"));
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
