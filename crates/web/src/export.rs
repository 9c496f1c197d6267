//! Owns the export of cases as JSON lines, read and sent page by page.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;
use serde_json::json;
use store::case::{self, CaseFilter, CaseRow};
use store::discrepancy::{self, DiscrepancyFilter};
use store::{PageRequest, Scope, StoreError, run};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Service;
use crate::actor::Actor;
use crate::cases::{CaseView, json_of};
use crate::discrepancies;
use crate::error::{ApiError, ErrorBody};
use crate::request::Asked;
use crate::role::Action;

/// Cases of one page.
const CASES: u32 = 100;

pub(crate) fn routes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(export))
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
    let exporter = Exporter {
        service,
        scope: actor.scope,
        filter,
        page: Some(PageRequest::first(CASES)),
        waiting: VecDeque::new(),
    };
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
