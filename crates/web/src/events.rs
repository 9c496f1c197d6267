//! Owns server-sent events: what happens in a scope, as it happens.

use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use serde::Deserialize;
use serde_json::json;
use store::event::{self, EventRow};
use store::{Millis, Scope};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::json_of;
use crate::error::ErrorBody;
use crate::request::Asked;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(follow))
}

/// How often new events are looked for.
const LOOK: Duration = Duration::from_millis(500);

/// A transaction may commit its event after a later one: the last seconds are asked for again.
const LATE: Duration = Duration::from_secs(5);

/// Events of one look.
const ROWS: i64 = 200;

/// Which events.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct EventsAsked {
    /// Of this case alone.
    case: Option<String>,
}

/// What happens in one's scope, as it happens (server-sent events). With the header `Last-Event-ID` it goes on where it
/// broke off; an event may then come twice.
#[utoipa::path(get, path = "/events", tag = "events", params(EventsAsked), responses(
    (status = 200, content_type = "text/event-stream"), (status = 401, body = ErrorBody)))]
async fn follow(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<EventsAsked>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_string);
    let follower = Follower {
        from: last.unwrap_or_else(|| id_of(Millis::now())),
        scope: actor.scope,
        case: asked.case,
        seen: HashSet::new(),
        waiting: VecDeque::new(),
        service,
    };
    Sse::new(stream::unfold(follower, Follower::next)).keep_alive(KeepAlive::default())
}

/// The least id of an instant: ids are UUIDv7, which begin with the milliseconds.
fn id_of(at: Millis) -> String {
    let hex = format!("{:012x}", at.0.max(0));
    format!("{}-{}", &hex[..8], &hex[8..])
}

struct Follower {
    service: Arc<Service>,
    scope: Scope,
    case: Option<String>,
    from: String,
    seen: HashSet<String>,
    waiting: VecDeque<EventRow>,
}

impl Follower {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Follower)> {
        let mut stop = self.service.stop.clone();
        loop {
            if let Some(row) = self.waiting.pop_front() {
                let data = json!({
                    "kind": row.kind, "case": row.case_id, "court": row.place.court_id, "at_ms": row.at.0,
                    "body": json_of(&row.body),
                });
                let event = Event::default().id(&row.id).event(row.kind).data(data.to_string());
                return Some((Ok(event), self));
            }
            if *stop.borrow() {
                return None;
            }
            self.look().await;
            if self.waiting.is_empty() {
                tokio::select! {
                    _ = stop.changed() => return None,
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
        }
    }

    async fn look(&mut self) {
        let case = self.case.as_deref();
        let found = event::after(&self.service.store, &self.scope, case, &self.from, ROWS).await;
        let Ok(rows) = found else { return };
        let is_full = rows.len() as i64 == ROWS;
        let newest = rows.last().map(|row| row.id.clone());
        self.waiting = rows.into_iter().filter(|row| self.seen.insert(row.id.clone())).collect();
        let late = id_of(Millis::now().before(LATE));
        match newest {
            Some(newest) if is_full && newest < late => self.from = newest,
            _ if self.from < late => self.from = late,
            _ => {}
        }
        let from = &self.from;
        self.seen.retain(|id| id > from);
    }
}
