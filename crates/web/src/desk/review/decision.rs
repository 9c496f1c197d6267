//! Owns what the review screen sends: decisions, skipping, leaving, assignment, taking back. Each leads to the next page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Redirect;
use serde::Deserialize;
use serde_json::json;
use store::discrepancy::{self, DiscrepancyRow};
use store::review::{self, Standing};
use store::user;
use store::{Millis, PageRequest, document as documents, lock};

use super::{not_in_case, span};
use crate::Service;
use crate::actor::Actor;
use crate::desk::document;
use crate::desk::form::Submitted;
use crate::desk::narrowed::Narrowed;
use crate::desk::queue::next_address;
use crate::desk::refusal::Refusal;
use crate::desk::sides::{Stated, side};
use crate::discrepancies::Verdict;
use crate::error::ApiError;
use crate::request::{Asked, At};
use crate::role::{Action, Role};

/// A decision as the form sends it.
#[derive(Deserialize)]
pub(super) struct Decide {
    verdict: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    reason: String,
    /// The review that the person saw standing, if it was decided before.
    again: Option<String>,
    /// Where the right value stands, if the person showed it.
    #[serde(default)]
    document: String,
    #[serde(default)]
    start: String,
    #[serde(default)]
    end: String,
}

/// Writes a decision and leads to the next discrepancy of the queue.
pub(super) async fn decide(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form }: Submitted<Decide>,
) -> Result<Redirect, Refusal> {
    let (store, now) = (&service.store, Millis::now());
    actor.require(store, Action::Review).await?;
    let row = discrepancy::get(store, &actor.scope, &id).await?;
    let evidence = evidence(&service, &actor, &row, &form).await?;
    let verdict = form.verdict.clone();
    let (value, reason) = (right_value(&row, &form.verdict, form.value, evidence.is_some()), form.reason);
    let decision = Verdict { verdict: form.verdict, value, evidence, reason }.checked(&service, &actor, now)?;
    let standing = form.again.as_deref().map_or(Standing::Undecided, Standing::Decided);
    let told = match review::decide(store, &actor.scope, &id, &decision, standing, now).await.map_err(ApiError::from) {
        Ok(_) => {
            (service.wake)();
            [("done", verdict)]
        }
        // Somebody was faster: the person goes on, and is told.
        Err(error) if error.status == StatusCode::CONFLICT => [("refused", error.code.to_string())],
        Err(error) => return Err(error.into()),
    };
    let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
    Ok(Redirect::to(&next_address(&service, &actor, &narrowed, Some(&cursor(&row)), &told).await?))
}

/// The right value that was given. The form is filled with what was read: only for an entry error is that, left as it is, what
/// the person says is right.
fn right_value(row: &DiscrepancyRow, verdict: &str, value: String, is_shown: bool) -> Option<String> {
    let read = side::<Stated>(row.found.extracted.as_deref()).map(|stated| stated.value);
    let is_left = !is_shown && read.as_deref() == Some(value.trim());
    Some(value).filter(|_| verdict == review::ENTRY_ERROR || !is_left)
}

/// The place of a discrepancy in the queue.
fn cursor(row: &DiscrepancyRow) -> String {
    format!("{}.{}", row.found.tier, row.id)
}

/// The words that the person showed, as they stand in the document.
async fn evidence(
    service: &Service,
    actor: &Actor,
    row: &DiscrepancyRow,
    form: &Decide,
) -> Result<Option<String>, Refusal> {
    let Some(span) = span(form.start.parse().ok(), form.end.parse().ok()) else { return Ok(None) };
    let shown = documents::get(&service.store, &actor.scope, &form.document).await?;
    let words = document::words_at(service, &shown, span).await?;
    match words.filter(|_| shown.case_id == row.case_id) {
        Some((page, quote)) => Ok(Some(
            json!({"document": shown.id, "page": page, "start": span.start(), "end": span.end(), "quote": quote})
                .to_string(),
        )),
        None => Err(not_in_case().into()),
    }
}

/// What became of a decision that was not written, by its code.
pub(in crate::desk) fn why_refused(code: &str) -> &'static str {
    match code {
        "locked" => "他人正在核实该疑点。",
        "already_decided" => "他人已先核实。",
        "no_longer_found" => "案件已重新核对，该疑点已不存在。",
        _ => "内容已变化。",
    }
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Leaves one undecided and goes on.
pub(super) async fn skip(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form: Nothing {} }: Submitted<Nothing>,
) -> Result<Redirect, Refusal> {
    actor.require(&service.store, Action::Review).await?;
    let row = discrepancy::get(&service.store, &actor.scope, &id).await?;
    lock::release(&service.store, &id, &actor.user_id).await?;
    Ok(Redirect::to(&next_address(&service, &actor, &narrowed, Some(&cursor(&row)), &[]).await?))
}

/// Gives one back and returns to the list.
pub(super) async fn leave(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form: Nothing {} }: Submitted<Nothing>,
) -> Result<Redirect, Refusal> {
    discrepancy::get(&service.store, &actor.scope, &id).await?;
    lock::release(&service.store, &id, &actor.user_id).await?;
    Ok(Redirect::to(&narrowed.address("/queue")))
}

/// Who is to decide.
#[derive(Deserialize)]
pub(super) struct Assign {
    assignee: String,
}

/// Says who is to decide it.
pub(super) async fn assign(
    State(service): State<Arc<Service>>,
    At(id): At<String>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form }: Submitted<Assign>,
) -> Result<Redirect, Refusal> {
    let store = &service.store;
    actor.require(store, Action::Review).await?;
    let assignee = Some(form.assignee.as_str()).filter(|id| !id.is_empty());
    if let Some(assignee) = assignee
        && !reviewers(&service, &actor).await?.iter().any(|(id, _)| id == assignee)
    {
        return Err(ApiError::not_found("user").into());
    }
    if let Some(assignee) = assignee {
        may_see(&service, &actor, &id, assignee).await?;
    }
    lock::assign(store, &actor.scope, &id, assignee).await?;
    let detail = json!({"assignee": assignee}).to_string();
    actor.audit(store, "discrepancy.assign", &id, &detail).await?;
    Ok(Redirect::to(&narrowed.address(&format!("/review/{id}"))))
}

/// Refuses somebody who does not see the discrepancy: it would wait for them in vain.
async fn may_see(service: &Service, actor: &Actor, id: &str, assignee: &str) -> Result<(), Refusal> {
    let store = &service.store;
    let row = discrepancy::get(store, &actor.scope, id).await?;
    let place = store::case::get(store, &actor.scope, &row.case_id).await?.place;
    let person = Actor::of(store, user::get(store, &actor.scope, assignee).await?, None).await?;
    match person.scope.shows(&place) {
        true => Ok(()),
        false => {
            let hint = "请指派给本案所属法院或其上级法院的核实人员。";
            Err(ApiError::bad_request("assignee_out_of_scope", format!("{}看不到本案。", person.name), hint).into())
        }
    }
}

/// Whoever may decide in the scope of a person: ids and names.
pub(super) async fn reviewers(service: &Service, actor: &Actor) -> Result<Vec<(String, String)>, Refusal> {
    let page = PageRequest::first(casefile::limits::PAGE_ROWS_MAX);
    let people = user::list(&service.store, &actor.scope, &page).await?.items.into_iter();
    let may = |row: &user::UserRow| row.active && Role::parse(&row.role).is_some_and(|role| role.may(Action::Review));
    let mut found: Vec<(String, String)> = people.filter(may).map(|row| (row.id, row.name)).collect();
    if !found.iter().any(|(id, _)| *id == actor.user_id) {
        found.insert(0, (actor.user_id.clone(), actor.name.clone()));
    }
    Ok(found)
}

/// What is taken back.
#[derive(Deserialize)]
pub(super) struct Undo {
    act: String,
}

/// Takes one of the last acts back and leads to what it was about.
pub(super) async fn undo(
    State(service): State<Arc<Service>>,
    Asked(narrowed): Asked<Narrowed>,
    Submitted { actor, form }: Submitted<Undo>,
) -> Result<Redirect, Refusal> {
    let store = &service.store;
    actor.require(store, Action::Review).await?;
    let undone = review::undo(store, &actor.scope, &form.act, &actor.user_id, Millis::now()).await?;
    (service.wake)();
    Ok(Redirect::to(&match undone.as_slice() {
        [one] => narrowed.address_with(&format!("/review/{one}"), &[("undone", "1")]),
        _ => narrowed.address_with("/queue", &[("done", "undone")]),
    }))
}
