//! Owns the work queue: the discrepancies of one's scope by tier and age, counted, with who works on which; and taking the
//! next one.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::{get, post};
use casefile::limits::DISCREPANCIES_COUNTED_MAX;
use maud::{Markup, html};
use serde::Deserialize;
use store::discrepancy::{self, DiscrepancyRow};
use store::review::{self, Act};
use store::{Millis, PageRequest, lock};

use super::form::Submitted;
use super::narrowed::{Narrowed, TIERS, named_field};
use super::page::{self, Place};
use super::people::People;
use super::refusal::Refusal;
use super::review::why_refused;
use super::sides::{Entered, Stated, place_name, short, shown, side};
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::discrepancies::verdict_name;
use crate::request::Asked;
use crate::role::Action;

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/queue", get(queue)).route("/queue/next", post(next))
}

/// Rows of a page.
const ROWS: u32 = 50;

/// Characters of a value in the table.
const VALUE_CHARS: usize = 40;

/// Where in the list.
#[derive(Deserialize)]
struct At {
    after: Option<String>,
    /// What was just done: `cleared` or `undone`.
    done: Option<String>,
    /// Why the last decision was not written.
    refused: Option<String>,
}

async fn queue(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    Asked(narrowed): Asked<Narrowed>,
    Asked(at): Asked<At>,
) -> Result<Markup, Refusal> {
    let (store, now) = (&service.store, Millis::now());
    let filter = narrowed.filter(&actor, now);
    let found = discrepancy::list(store, &actor.scope, &filter, &PageRequest { after: at.after, rows: ROWS }).await?;
    let counts = discrepancy::count(store, &actor.scope, &filter, DISCREPANCIES_COUNTED_MAX).await?;
    let acts = match actor.role.may(Action::Review) {
        true => review::recent(store, &actor.user_id, now).await?,
        false => Vec::new(),
    };
    let mut people = People::default();
    let holders = found.items.iter().flat_map(|row| row.lock.iter().map(|(by, _)| by.as_str()));
    let assignees = found.items.iter().filter_map(|row| row.assignee.as_deref());
    people.meet(store, &holders.chain(assignees).collect::<Vec<_>>()).await?;
    let body = html! {
        div.spread {
            h1 { "疑点核实" }
            (counted(&counts))
        }
        @if at.done.as_deref() == Some("cleared") {
            p.done role="status" { "符合条件的疑点已全部核实，或正由他人核实。" }
        }
        @if at.done.as_deref() == Some("undone") { p.done role="status" { "已撤回，各条疑点恢复为撤回前的状态。" } }
        @if let Some(code) = &at.refused {
            p.refused role="alert" { "上一条没有记录：" (why_refused(code)) }
        }
        section.panel aria-label="筛选" { (narrowed.form(store, &actor, service.catalog).await?) }
        @if actor.role.may(Action::Review) { (begin(&actor, &narrowed, found.items.is_empty())) }
        section.panel aria-label="疑点列表" {
            @if found.items.is_empty() {
                p { "没有符合条件的疑点。" }
            } @else {
                (table(&service, &narrowed, &found.items, &people, &actor, now))
            }
            @if let Some(next) = &found.next {
                p { a.button href=(narrowed.address_with("/queue", &[("after", next)])) { "下一页" } }
            }
        }
        @if !acts.is_empty() { (undo_list(&service, &actor, &narrowed, &acts)) }
    };
    Ok(page::page(&actor, Place::Queue, "疑点核实", body))
}

/// The counts by tier.
fn counted(counts: &[i64; 3]) -> Markup {
    html! {
        p.row aria-label="符合条件的疑点数" {
            @for ((tier, name), count) in TIERS.iter().zip(counts) {
                span class={"tier " (tier)} {
                    (name) " " (count)
                    @if *count == DISCREPANCIES_COUNTED_MAX { "以上" }
                }
            }
        }
    }
}

fn begin(actor: &Actor, narrowed: &Narrowed, is_empty: bool) -> Markup {
    html! {
        form.row method="post" action=(narrowed.address("/queue/next")) {
            (page::csrf(actor))
            button.primary data-key="next" disabled[is_empty] { "开始核实下一条" kbd { "N" } }
        }
    }
}

fn table(
    service: &Service,
    narrowed: &Narrowed,
    rows: &[DiscrepancyRow],
    people: &People,
    actor: &Actor,
    now: Millis,
) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label="疑点列表，可左右滚动" {
            table.queue {
                caption.visually-hidden { "按级别和发现时间排列的疑点" }
                thead { tr {
                    th scope="col" { "级别" } th scope="col" { "案件" } th scope="col" { "信息项" }
                    th scope="col" { "录入值" } th scope="col" { "卷宗记载" } th scope="col" { "差异类型" }
                    th scope="col" { "发现时间" } th scope="col" { "核实情况" }
                } }
                tbody { @for row in rows { (line(service, narrowed, row, people, actor, now)) } }
            }
        }
    }
}

fn line(
    service: &Service,
    narrowed: &Narrowed,
    row: &DiscrepancyRow,
    people: &People,
    actor: &Actor,
    now: Millis,
) -> Markup {
    let found = &row.found;
    let kind = service.catalog.field(&found.field).map(|field| field.kind);
    let value = |text: &str| short(&kind.map_or(text.to_string(), |kind| shown(kind, text)), VALUE_CHARS);
    let entered: Option<Entered> = side(found.entered.as_deref());
    let stated: Option<Stated> = side(found.extracted.as_deref());
    let lock = row.lock.as_ref().filter(|(by, until)| *until > now && *by != actor.user_id);
    html! {
        tr {
            td { (page::tier(found.tier)) }
            td { a href={"/cases/" (row.case_id)} { (row.case_label) } }
            th scope="row" {
                a href=(narrowed.address(&format!("/review/{}", row.id))) {
                    (place_name(service.catalog, &found.path, &found.field))
                }
            }
            td { @match &entered { Some(entered) => (value(entered.typed.trim())), None => { span.quiet { "（空）" } } } }
            td { @match &stated { Some(stated) => (value(&stated.value)), None => { span.quiet { "（未载）" } } } }
            td { a href=(same_kind(narrowed, row)) title="查看同类疑点" { (found.pattern) } }
            td { (page::instant(row.opened_at)) }
            td {
                @if let Some((by, until)) = lock {
                    span.badge.doubtful { (people.name(by)) "核实中，至" (page::clock(*until)) }
                } @else if let Some(verdict) = &row.verdict {
                    span.badge.good { (verdict_name(verdict)) }
                } @else if let Some(assignee) = &row.assignee {
                    span.badge { "已指派" (people.name(assignee)) }
                } @else if row.state == "deferred" {
                    span.badge { "已搁置" }
                } @else {
                    span.quiet { "待核实" }
                }
            }
        }
    }
}

/// The page of all discrepancies of the kind of one.
pub(super) fn same_kind(narrowed: &Narrowed, row: &DiscrepancyRow) -> String {
    let found = &row.found;
    let tier = usize::try_from(found.tier).ok().and_then(|tier| TIERS.get(tier)).map_or("", |(tier, _)| tier);
    let kind = Narrowed {
        court: narrowed.court.clone(),
        field: found.field.clone(),
        department: found.department.clone(),
        pattern: found.pattern.clone(),
        tier: tier.to_string(),
        ..Narrowed::default()
    };
    kind.address("/same-kind")
}

/// The last acts of whoever looks, each with the button that takes it back.
pub(super) fn undo_list(service: &Service, actor: &Actor, narrowed: &Narrowed, acts: &[Act]) -> Markup {
    html! {
        section.panel aria-labelledby="recent" {
            h2 #recent { "本人最近的核实" }
            ul.acts {
                @for act in acts {
                    li.row {
                        (page::instant(act.at))
                        span { (verdict_name(&act.verdict)) }
                        span { (act.case_label) " " (named_field(service.catalog, &act.field)) }
                        @if act.count > 1 { span.badge { "等" (act.count) "条" } }
                        form method="post" action=(narrowed.address("/review/undo")) {
                            (page::csrf(actor))
                            input type="hidden" name="act" value=(act.act);
                            button.link { "撤回" span.visually-hidden { (act.case_label) (named_field(service.catalog, &act.field)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A form without fields of its own.
#[derive(Deserialize)]
struct Nothing {}

/// Takes the next one of the queue.
async fn next(
    State(service): State<Arc<Service>>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form: Nothing {} }: Submitted<Nothing>,
) -> Result<Redirect, Refusal> {
    actor.require(&service.store, Action::Review).await?;
    Ok(Redirect::to(&next_address(&service, &actor, &narrowed, None, &[]).await?))
}

/// The address of the next discrepancy after a place in the queue, taken for the person; of the queue where there is none.
pub(super) async fn next_address(
    service: &Service,
    actor: &Actor,
    narrowed: &Narrowed,
    after: Option<&str>,
    told: &[(&str, &str)],
) -> Result<String, Refusal> {
    let now = Millis::now();
    let filter = narrowed.filter(actor, now);
    let found = lock::next(&service.store, &actor.scope, &filter, after, &actor.user_id, now).await?;
    Ok(match found {
        Some(row) => narrowed.address_with(&format!("/review/{}", row.id), told),
        None => {
            let refused = told.iter().filter(|(name, _)| *name == "refused").copied();
            narrowed.address_with("/queue", &[("done", "cleared")].into_iter().chain(refused).collect::<Vec<_>>())
        }
    })
}
