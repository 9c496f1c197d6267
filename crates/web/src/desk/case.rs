//! Owns the page of a case: its head, its values with both sides, its documents, its dates and its checks. Each part is in
//! its file; nothing is compared here, the last run did.

mod dates;
mod documents;
mod fields;
mod values;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::{get, post};
use casefile::limits;
use maud::{Markup, html};
use serde::Deserialize;
use store::case::{self, CaseRow};
use store::discrepancy::{self, DiscrepancyFilter};
use store::run::{self, RunRow};
use store::{PageRequest, StoreError, entry};

use super::document::documents_of;
use super::form::Submitted;
use super::page::{self, Place};
use super::people::People;
use super::refusal::Refusal;
use super::search;
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::cases::check_case;
use crate::request::{Asked, At};
use crate::role::Action;

use self::values::{Sources, Values};

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/cases/{id}", get(show)).route("/cases/{id}/check", post(check))
}

/// Runs that are listed.
const RUNS: usize = 5;

/// What was just asked for.
#[derive(Deserialize)]
struct Told {
    /// `check`: a check.
    asked: Option<String>,
}

async fn show(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
    Asked(told): Asked<Told>,
) -> Result<Markup, Refusal> {
    let (store, scope) = (&service.store, &actor.scope);
    let case = case::get(store, scope, &id).await?;
    let documents = documents_of(&service, &actor, &id).await?;
    let runs = run::of_case(store, scope, &id).await?;
    let values = values_of(&service, &actor, &case).await?;
    let mut people = People::default();
    let typists = values.rows.iter().flat_map(|row| row.history.iter().map(|change| change.entered_by.as_str()));
    people.meet(store, &typists.filter(|id| !id.is_empty()).collect::<Vec<_>>()).await?;
    let is_asked = told.asked.as_deref() == Some("check");
    let body = html! {
        div.case-page data-case=(case.id) data-follow=[is_asked.then_some("check")] {
            (head(&service, &actor, &case))
            p.progress.done[is_asked] #case-progress role="status" aria-live="polite" {
                @if is_asked { "已安排重新核对，完成后更新本页。" }
            }
            div #case-parts {
                (standing(&case))
                (documents::show(&documents, actor.role.may(Action::Review)))
                (dates::show(&service, &values))
                (fields::show(&service, &values, &people))
                (checks(&runs))
            }
            @if actor.role.may(Action::Upload) { (documents::upload(&case)) }
        }
    };
    Ok(page::page(&actor, Place::Cases, &case.label, body))
}

/// Everything that is known about the values of a case.
async fn values_of(service: &Service, actor: &Actor, case: &CaseRow) -> Result<Values, Refusal> {
    let (store, scope) = (&service.store, &actor.scope);
    let leaves = match run::extraction(store, scope, &case.id).await {
        Ok((_, leaves)) => leaves,
        Err(StoreError::NotFound { .. }) => "{}".to_string(),
        Err(error) => return Err(error.into()),
    };
    let comparisons = run::comparisons(store, scope, &case.id).await?.unwrap_or_default();
    let filter = DiscrepancyFilter { case_id: Some(case.id.clone()), ..DiscrepancyFilter::default() };
    let page = PageRequest::first(limits::PAGE_ROWS_MAX);
    let discrepancies = discrepancy::list(store, scope, &filter, &page).await?.items;
    let sources = Sources {
        leaves: &leaves,
        comparisons: &comparisons,
        entry: entry::latest(store, scope, &case.id).await?,
        history: entry::history(store, scope, &case.id, None).await?,
        discrepancies,
    };
    Ok(Values::of(service.catalog, sources))
}

fn head(service: &Service, actor: &Actor, case: &CaseRow) -> Markup {
    let court = service.catalog.courts().by_id(&case.place.court_id).map(|court| &*court.name);
    html! {
        div.spread {
            h1 { (case.label) }
            div.row.no-print {
                @if case.open.iter().sum::<i64>() > 0 && actor.role.may(Action::Review) {
                    a.button.primary href={"/queue?case=" (case.id)} { "核实本案疑点" }
                }
                @if actor.role.may(Action::Check) {
                    form method="post" action={"/cases/" (case.id) "/check"} {
                        (page::csrf(actor))
                        button { "重新核对" }
                    }
                }
            }
        }
        p.row.case-facts {
            span { (court.unwrap_or_default()) }
            @for text in [&case.case_number, &case.category, &case.cause].into_iter().flatten() {
                @if *text != case.label { span { (text) } }
            }
            span.quiet { "立卷 " (page::day(case.created_at)) }
        }
    }
}

/// Where the check of the case stands; part of what is shown anew after a check.
fn standing(case: &CaseRow) -> Markup {
    html! {
        p.row #case-standing data-revision=(case.revision) data-checked=(case.checked_revision) {
            (search::state(case))
            "待核实疑点：" (search::open(case))
            @if let Some(at) = case.checked_at { span.quiet { "最近核对 " (page::instant(at)) } }
        }
    }
}

fn checks(runs: &[RunRow]) -> Markup {
    html! {
        section.panel aria-labelledby="case-runs" {
            h2 #case-runs { "核对记录" }
            @if runs.is_empty() { p.quiet { "尚未核对。" } } @else {
                div.scroll tabindex="0" role="group" aria-label="核对记录，可左右滚动" {
                    table {
                        thead { tr {
                            th scope="col" { "时间" } th.number scope="col" { "录入版本" } th.number scope="col" { "文书" }
                            th.number scope="col" { "提取项" } th.number scope="col" { "比对项" } th.number scope="col" { "一致" }
                            th.number scope="col" { "隐去" } th.number scope="col" { "疑点" } th scope="col" { "说明" }
                            th scope="col" { "目录版本" }
                        } }
                        tbody { @for run in runs.iter().take(RUNS) { (check_row(run)) } }
                    }
                }
                @if runs.len() > RUNS { p.quiet { "另有" (runs.len() - RUNS) "次更早的核对。" } }
            }
        }
    }
}

fn check_row(run: &RunRow) -> Markup {
    let counts = &run.counts;
    html! {
        tr {
            th scope="row" { (page::instant(run.at)) }
            td.number { @if run.entry_version == 0 { "未录入" } @else { (run.entry_version) } }
            td.number { (counts.documents) } td.number { (counts.leaves) } td.number { (counts.compared) }
            td.number { (counts.same) } td.number { (counts.masked) } td.number { (run.discrepancies) }
            td { @if run.partial { "部分文书未读出或有异常" } @else { "完整" } }
            td { code { (run.versions.catalog) } }
        }
    }
}

/// A form without fields of its own.
#[derive(Deserialize)]
struct Nothing {}

async fn check(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Submitted { actor, form: Nothing {} }: Submitted<Nothing>,
) -> Result<Redirect, Refusal> {
    check_case(&service, &actor, &id).await?;
    Ok(Redirect::to(&format!("/cases/{id}?asked=check")))
}
