//! Owns deciding a whole kind of disagreements at once: the same field, department and pattern. What will be decided is
//! counted first, and the first rows of it are shown; it can be taken back as one act.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::get;
use casefile::limits::{DISCREPANCIES_COUNTED_MAX, PAGE_ROWS_MAX, SAME_KIND_MAX};
use maud::{Markup, html};
use serde::Deserialize;
use store::discrepancy::{self, DiscrepancyFilter, DiscrepancyRow};
use store::review::{self, Item};
use store::{Millis, PageRequest};

use super::form::Submitted;
use super::narrowed::{Narrowed, named_field};
use super::page::{self, Place};
use super::queue::undo_list;
use super::refusal::Refusal;
use super::sides::{Entered, Stated, place_name, short, shown, side};
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::discrepancies::{VERDICTS, Verdict};
use crate::error::ApiError;
use crate::request::Asked;
use crate::role::Action;

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/same-kind", get(preview).post(decide))
}

/// Rows of the preview.
const ROWS: u32 = 100;

/// Characters of a value in the table.
const VALUE_CHARS: usize = 40;

/// What was just done.
#[derive(Deserialize)]
struct Told {
    /// How many were decided.
    decided: Option<u32>,
}

/// Refuses an address that names no kind: all discrepancies of a court are not one.
fn kind(narrowed: &Narrowed) -> Result<(), ApiError> {
    match narrowed.field.is_empty() || narrowed.pattern.is_empty() {
        true => Err(ApiError::bad_request("kind_missing", "没有指明是哪一类疑点。", "请从疑点列表的“差异类型”进入。")),
        false => Ok(()),
    }
}

async fn preview(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    Asked(narrowed): Asked<Narrowed>,
    Asked(told): Asked<Told>,
) -> Result<Markup, Refusal> {
    kind(&narrowed)?;
    let (store, now) = (&service.store, Millis::now());
    let filter = narrowed.filter(&actor, now);
    let found = discrepancy::list(store, &actor.scope, &filter, &PageRequest::first(ROWS)).await?;
    let count: i64 =
        discrepancy::count(store, &actor.scope, &filter, DISCREPANCIES_COUNTED_MAX).await?.into_iter().sum();
    let acts = review::recent(store, &actor.user_id, now).await?;
    let body = html! {
        h1 { "同类疑点一并核实" }
        @if let Some(decided) = told.decided {
            p.done role="status" { "已一并核实" (decided) "条；他人正在核实的未动。" }
        }
        section.panel aria-labelledby="kind" {
            h2 #kind { (named_field(service.catalog, &narrowed.field)) "：" (narrowed.pattern) }
            p { "录入部门：" (narrowed.department) "。待核实共" strong { (count) } "条"
                @if count > SAME_KIND_MAX as i64 { "，一次最多核实" (SAME_KIND_MAX) "条" } "。" }
            @if actor.role.may(Action::Review) && count > 0 { (form(&actor, &narrowed, count, now)) }
        }
        section.panel aria-label="将被核实的疑点" { (table(&service, &narrowed, &found.items)) }
        @if !acts.is_empty() { (undo_list(&service, &actor, &narrowed, &acts)) }
    };
    Ok(page::page(&actor, Place::Queue, "同类疑点", body))
}

fn form(actor: &Actor, narrowed: &Narrowed, count: i64, now: Millis) -> Markup {
    html! {
        form.filters method="post" action=(narrowed.address("/same-kind")) {
            (page::csrf(actor))
            // What is found after the preview was shown is not decided unseen.
            input type="hidden" name="seen_at" value=(now.0);
            label {
                "结论"
                select name="verdict" required {
                    option value="" { "请选择" }
                    @for (verdict, name) in VERDICTS { option value=(verdict) { (name) } }
                }
            }
            label { "理由（误报、搁置须填写）" input name="reason" size="36"; }
            button.primary { "核实这" (count.min(SAME_KIND_MAX as i64)) "条" }
        }
        p.quiet { "录入错误：每条以卷宗记载的值为正确值，分别转录入部门补录。" }
    }
}

fn table(service: &Service, narrowed: &Narrowed, rows: &[DiscrepancyRow]) -> Markup {
    let kind = service.catalog.field(&narrowed.field).map(|field| field.kind);
    let value = |text: &str| short(&kind.map_or(text.to_string(), |kind| shown(kind, text)), VALUE_CHARS);
    html! {
        table.queue {
            caption { "预览，最先" (rows.len()) "条" }
            thead { tr {
                th scope="col" { "级别" } th scope="col" { "案件" } th scope="col" { "信息项" }
                th scope="col" { "录入值" } th scope="col" { "卷宗记载" }
            } }
            tbody {
                @for row in rows {
                    tr {
                        td { (page::tier(row.found.tier)) }
                        td { a href={"/cases/" (row.case_id)} { (row.case_label) } }
                        th scope="row" {
                            a href=(narrowed.address(&format!("/review/{}", row.id))) {
                                (place_name(service.catalog, &row.found.path, &row.found.field))
                            }
                        }
                        td { (side::<Entered>(row.found.entered.as_deref()).map(|entered| value(entered.typed.trim())).unwrap_or_default()) }
                        td { (side::<Stated>(row.found.extracted.as_deref()).map(|stated| value(&stated.value)).unwrap_or_default()) }
                    }
                }
            }
        }
    }
}

/// One decision for all.
#[derive(Deserialize)]
struct Decide {
    verdict: String,
    #[serde(default)]
    reason: String,
    seen_at: i64,
}

async fn decide(
    State(service): State<Arc<Service>>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form }: Submitted<Decide>,
) -> Result<Redirect, Refusal> {
    kind(&narrowed)?;
    let (store, now) = (&service.store, Millis::now());
    actor.require(store, Action::Review).await?;
    let verdict = Verdict { verdict: form.verdict, value: None, evidence: None, reason: form.reason };
    let decision = verdict.checked(&service, &actor, now)?;
    let filter = DiscrepancyFilter { opened_before: Some(Millis(form.seen_at + 1)), ..narrowed.filter(&actor, now) };
    let mut items = Vec::new();
    let mut page = PageRequest::first(PAGE_ROWS_MAX);
    while items.len() < SAME_KIND_MAX {
        let found = discrepancy::list(store, &actor.scope, &filter, &page).await?;
        items.extend(found.items.into_iter().map(|row| {
            let read = side::<Stated>(row.found.extracted.as_deref()).map(|stated| stated.value);
            Item { value: read.filter(|_| decision.verdict == review::ENTRY_ERROR), discrepancy_id: row.id }
        }));
        match found.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
    }
    items.truncate(SAME_KIND_MAX);
    let (_, count) = review::decide_many(store, &actor.scope, &items, &decision, now).await?;
    (service.wake)();
    Ok(Redirect::to(&narrowed.address_with("/same-kind", &[("decided", &count.to_string())])))
}
