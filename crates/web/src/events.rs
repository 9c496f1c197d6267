//! Owns the ways out that go on: server-sent events of what happens, and the export of cases as JSON lines.

use std::collections::{HashSet, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};
use serde::Deserialize;
use serde_json::json;
use store::case::{self, CaseFilter, CaseRow};
use store::discrepancy::{self, DiscrepancyFilter};
use store::event::{self, EventRow};
use store::{Millis, PageRequest, Scope, StoreError, run};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::{CaseView, first_page, json_of};
use crate::discrepancies;
use crate::error::{ApiError, ErrorBody};
use crate::request::Asked;
use crate::role::Action;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(follow)).routes(routes!(export))
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

/// Which cases to take out.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ExportAsked {
    /// Of this court alone.
    court: Option<String>,
}

/// Every case of one's scope as JSON lines: the case, its entered record, what its documents say, its discrepancies.
#[utoipa::path(get, path = "/export/cases", tag = "export", params(ExportAsked), responses(
    (status = 200, content_type = "application/x-ndjson"), (status = 403, body = ErrorBody)))]
async fn export(
    State(service): State<Arc<Service>>,
    actor: Actor,
    Asked(asked): Asked<ExportAsked>,
) -> Result<Response, ApiError> {
    actor.require(&service.store, Action::Export).await?;
    actor.audit(&service.store, "export.cases", asked.court.as_deref().unwrap_or_default(), "{}").await?;
    let filter = CaseFilter { court_id: asked.court, ..CaseFilter::default() };
    let exporter = Exporter { service, scope: actor.scope, filter, page: Some(first_page()), waiting: VecDeque::new() };
    let mut response = HttpBody::from_stream(stream::unfold(exporter, Exporter::next)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

struct Exporter {
    service: Arc<Service>,
    scope: Scope,
    filter: CaseFilter,
    page: Option<PageRequest>,
    waiting: VecDeque<CaseRow>,
}

impl Exporter {
    async fn next(mut self) -> Option<(Result<Bytes, StoreError>, Exporter)> {
        loop {
            if let Some(case) = self.waiting.pop_front() {
                let line = self.line(case).await;
                if line.is_err() {
                    // The answer breaks off, so that nobody takes a part for the whole.
                    self.waiting.clear();
                    self.page = None;
                }
                return Some((line, self));
            }
            let page = self.page.take()?;
            match case::list(&self.service.store, &self.scope, &self.filter, &page).await {
                Ok(found) => {
                    self.waiting = found.items.into();
                    self.page = found.next.map(|next| PageRequest { after: Some(next), rows: page.rows });
                }
                Err(error) => return Some((Err(error), self)),
            }
        }
    }

    async fn line(&self, case: CaseRow) -> Result<Bytes, StoreError> {
        let (store, scope) = (&self.service.store, &self.scope);
        let entry = store::entry::latest(store, scope, &case.id).await?;
        let extraction = match run::extraction(store, scope, &case.id).await {
            Ok((record, leaves)) => json!({"record": json_of(&record), "leaves": json_of(&leaves)}),
            Err(StoreError::NotFound { .. }) => json!(null),
            Err(error) => return Err(error),
        };
        let filter = DiscrepancyFilter { case_id: Some(case.id.clone()), ..DiscrepancyFilter::default() };
        let mut found = Vec::new();
        let mut page = PageRequest::first(casefile::limits::PAGE_ROWS_MAX);
        loop {
            let listed = discrepancy::list(store, scope, &filter, &page).await?;
            found.extend(listed.items.into_iter().map(|row| discrepancies::view(&self.service, row)));
            match listed.next {
                Some(next) => page.after = Some(next),
                None => break,
            }
        }
        let line = json!({
            "case": CaseView::from(case),
            "entry": entry.map(|row| json!({"version": row.version, "record": json_of(&row.record)})),
            "extraction": extraction,
            "discrepancies": found,
        });
        Ok(Bytes::from(format!("{line}\n")))
    }
}
