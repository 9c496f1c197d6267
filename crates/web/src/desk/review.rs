//! Owns the review screen: on the left the page with the words that prove the discrepancy, on the right both values, why it
//! was flagged, and what can be decided. Who opens an undecided one holds it from then on.

mod decision;
mod facts;
mod judge;

pub(in crate::desk) use self::decision::why_refused;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use casefile::Span;
use maud::{Markup, html};
use serde::Deserialize;
use store::discrepancy::{self, DiscrepancyRow};
use store::document::DocumentRow;
use store::review::{Act, ReviewRow};
use store::{Millis, StoreError, lock, review, run};

use super::document::{self, Mark, Shown, Tone};
use super::narrowed::Narrowed;
use super::page::{self, Place};
use super::people::People;
use super::refusal::Refusal;
use super::sides::{Entered, Stated, Words, side};
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::discrepancies::verdict_name;
use crate::error::ApiError;
use crate::request::{Asked, At};
use crate::role::Action;

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new()
        .route("/review/{id}", get(show))
        .route("/review/{id}/decide", post(decision::decide))
        .route("/review/{id}/skip", post(decision::skip))
        .route("/review/{id}/leave", post(decision::leave))
        .route("/review/{id}/assign", post(decision::assign))
        .route("/review/undo", post(decision::undo))
}

/// What was done before the page was shown.
#[derive(Deserialize)]
struct Told {
    /// The verdict of the decision before.
    done: Option<String>,
    /// Whether a decision was taken back.
    undone: Option<String>,
    /// Why the decision before was not written: the code.
    refused: Option<String>,
}

/// Everything about one discrepancy that the screen shows.
struct Screen<'s> {
    service: &'s Service,
    actor: &'s Actor,
    narrowed: &'s Narrowed,
    row: &'s DiscrepancyRow,
    entered: Option<Entered>,
    stated: Option<Stated>,
    /// Other readings of the same field in the file.
    others: Vec<Stated>,
    history: Vec<store::entry::EntryFieldRow>,
    reviews: Vec<ReviewRow>,
    corrections: Vec<store::correction::CorrectionRow>,
    documents: Vec<DocumentRow>,
    people: People,
    acts: Vec<Act>,
    /// Who else works on it.
    held_by_other: Option<(String, Millis)>,
    /// People who may decide, with their ids, for assignment.
    reviewers: Vec<(String, String)>,
}

impl Screen<'_> {
    fn may_review(&self) -> bool {
        self.actor.role.may(Action::Review)
    }

    fn is_undecided(&self) -> bool {
        matches!(self.row.state.as_str(), "open" | "deferred")
    }

    /// The decision that stands, where it is decided.
    fn known_decision(&self) -> Option<&str> {
        if self.is_undecided() {
            return None;
        }
        review::standing(&self.reviews).last().map(|row| row.id.as_str())
    }

    /// The words that prove it, or else those of another reading, so that there is a place to look at.
    fn evidence(&self) -> Vec<&Words> {
        let stated = self.stated.iter().flat_map(|stated| &stated.evidence);
        let others = self.others.iter().flat_map(|other| &other.evidence);
        let found: Vec<&Words> = stated.collect();
        if found.is_empty() { others.take(1).collect() } else { found }
    }
}

async fn show(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
    Asked(narrowed): Asked<Narrowed>,
    Asked(told): Asked<Told>,
) -> Result<Markup, Refusal> {
    let row = discrepancy::get(&service.store, &actor.scope, &id).await?;
    let screen = screen(&service, &actor, &narrowed, &row).await?;
    let viewer = match shown(&screen) {
        Some(shown) => document::viewer(&service, &screen.documents, &shown).await?,
        None => html! { section.panel { p { "本案没有可以查看的文书。" } } },
    };
    let body = html! {
        div.review data-discrepancy=(row.id) data-holds[screen.may_review() && screen.is_undecided() && screen.held_by_other.is_none()] {
            (viewer)
            section.judge aria-labelledby="what" {
                div.judge-body tabindex="0" role="group" aria-label="疑点内容" {
                    (notices(&screen, &told))
                    (judge::head(&screen))
                    (facts::facts(&screen))
                }
                (judge::decision_form(&screen))
            }
        }
        (judge::reason_dialogs())
        (judge::undo_form(&screen))
    };
    Ok(page::page(&actor, Place::Queue, "疑点核实", body))
}

async fn screen<'s>(
    service: &'s Service,
    actor: &'s Actor,
    narrowed: &'s Narrowed,
    row: &'s DiscrepancyRow,
) -> Result<Screen<'s>, Refusal> {
    let (store, scope, now) = (&service.store, &actor.scope, Millis::now());
    let may_review = actor.role.may(Action::Review);
    let is_undecided = matches!(row.state.as_str(), "open" | "deferred");
    // Looking at it is working on it, for those who may decide.
    let holds = may_review && is_undecided && lock::hold(store, scope, &row.id, &actor.user_id, now).await?;
    let held_by_other = match is_undecided && !holds {
        true => discrepancy::get(store, scope, &row.id).await?.lock.filter(|(_, until)| *until > now),
        false => None,
    };
    let reviews = review::of_discrepancy(store, scope, &row.id).await?;
    let history = store::entry::history(store, scope, &row.case_id, Some(&row.found.path)).await?;
    let mut people = People::default();
    let ids = reviews.iter().map(|review| review.decided_by.as_str());
    let ids = ids.chain(history.iter().map(|change| change.entered_by.as_str()));
    let ids = ids.chain(held_by_other.iter().map(|(by, _)| by.as_str())).chain(row.assignee.as_deref());
    people.meet(store, &ids.collect::<Vec<_>>()).await?;
    Ok(Screen {
        service,
        actor,
        narrowed,
        row,
        entered: side(row.found.entered.as_deref()),
        stated: side(row.found.extracted.as_deref()),
        others: others(service, actor, row).await?,
        corrections: store::correction::of_discrepancy(store, scope, &row.id).await?,
        documents: document::documents_of(service, actor, &row.case_id).await?,
        acts: if may_review { review::recent(store, &actor.user_id, now).await? } else { Vec::new() },
        reviewers: if may_review { decision::reviewers(service, actor).await? } else { Vec::new() },
        history,
        reviews,
        people,
        held_by_other,
    })
}

/// What else the file says for the place of a discrepancy: readings that were not chosen, or, where the file says nothing
/// there, the values of the same field elsewhere.
async fn others(service: &Service, actor: &Actor, row: &DiscrepancyRow) -> Result<Vec<Stated>, Refusal> {
    let leaves = match run::extraction(&service.store, &actor.scope, &row.case_id).await {
        Ok((_, leaves)) => leaves,
        Err(StoreError::NotFound { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let leaves: std::collections::BTreeMap<String, Stated> = serde_json::from_str(&leaves).unwrap_or_default();
    if let Some(leaf) = leaves.get(&row.found.path) {
        return Ok(leaf.others.clone());
    }
    Ok(leaves.into_values().filter(|leaf| leaf.field == row.found.field).collect())
}

/// What the viewer shows at first: the words that prove it; where there are none, the latest decision of the court.
fn shown(screen: &Screen<'_>) -> Option<Shown> {
    let evidence = screen.evidence();
    if let Some(first) = evidence.first() {
        let tone = if screen.stated.is_some() { Tone::Evidence } else { Tone::Other };
        let same = evidence.iter().filter(|words| words.document == first.document);
        let marks = same.map(|words| Mark { span: words.span(), tone }).collect();
        return Some(Shown { document_id: first.document.clone(), page: Some(first.page), marks });
    }
    let decision = screen.documents.iter().rev().find(|row| row.material.as_deref() == Some("decision"));
    let row = decision.or(screen.documents.first())?;
    Some(Shown { document_id: row.id.clone(), page: None, marks: Vec::new() })
}

/// What was just done, and who else works on it.
fn notices(screen: &Screen<'_>, told: &Told) -> Markup {
    html! {
        @if let Some(verdict) = &told.done {
            p.done role="status" { "上一条已记为“" (verdict_name(verdict)) "”。" }
        }
        @if told.undone.is_some() { p.done role="status" { "已撤回，可以重新核实。" } }
        @if let Some(code) = &told.refused {
            p.refused role="alert" { "上一条没有记录：" (decision::why_refused(code)) }
        }
        @if let Some((by, until)) = &screen.held_by_other {
            p.warning role="status" { (screen.people.name(by)) "正在核实本疑点，锁定至" (page::clock(*until)) "。" }
        }
    }
}

/// The span that a form names.
fn span(start: Option<u32>, end: Option<u32>) -> Option<Span> {
    Some(Span::new(start?, end?)).filter(|span| !span.is_empty())
}

fn not_in_case() -> ApiError {
    ApiError::bad_request("evidence_invalid", "所选文字不在本案文书中。", "请在左侧文书中重新选择。")
}
