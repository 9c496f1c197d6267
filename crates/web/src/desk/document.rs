//! Owns how a document of the case file is shown: one page or part at a time, with the words that prove something marked,
//! on a page of its own and as a part of others. Reads what the workers kept of a document and decides nothing.

mod find;
mod mark;
mod picture;
mod reading;
mod sheet;
#[cfg(test)]
mod tests;
mod toolbar;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use casefile::{Document, Span, limits};
use maud::{Markup, html};
use pipeline::snapshot;
use serde::Deserialize;
use store::PageRequest;
use store::document::{self, DocumentRow};

pub(super) use self::mark::{Mark, Tone};
pub(super) use self::toolbar::{material_name, state_name};

use self::sheet::{Sheet, Wanted};
use super::page::{self, Place};
use super::refusal::Refusal;
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::error::ApiError;
use crate::request::{Asked, At};

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new()
        .route("/documents/{id}", get(whole))
        .route("/documents/{id}/pages/{page}", get(one_page))
        .route("/documents/{id}/find", get(find_words))
        .route("/documents/{id}/strip", get(small_pages))
}

/// What a viewer shows at first.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The document, one of those that can be chosen.
    pub(super) document_id: String,
    /// Its page; where the first evidence begins if not given.
    pub(super) page: Option<u32>,
    /// What is marked.
    pub(super) marks: Vec<Mark>,
}

/// The address of a document with words marked.
pub(super) fn address(document_id: &str, page: u32, span: Span) -> String {
    format!("/documents/{document_id}?page={page}&start={}&end={}", span.start(), span.end())
}

/// Every document of a case.
pub(super) async fn documents_of(
    service: &Service,
    actor: &Actor,
    case_id: &str,
) -> Result<Vec<DocumentRow>, ApiError> {
    let mut documents = Vec::new();
    let mut after = None;
    loop {
        let asked = PageRequest { after, rows: limits::PAGE_ROWS_MAX };
        let found = document::of_case(&service.store, &actor.scope, case_id, &asked).await?;
        documents.extend(found.items);
        match found.next {
            Some(next) => after = Some(next),
            None => return Ok(documents),
        }
    }
}

/// The viewer: controls and a sheet. The documents were found in the scope of whoever looks.
pub(super) async fn viewer(service: &Service, documents: &[DocumentRow], shown: &Shown) -> Result<Markup, ApiError> {
    viewer_with_hits(service, documents, shown, "").await
}

async fn viewer_with_hits(
    service: &Service,
    documents: &[DocumentRow],
    shown: &Shown,
    words: &str,
) -> Result<Markup, ApiError> {
    let row =
        documents.iter().find(|row| row.id == shown.document_id).ok_or_else(|| ApiError::not_found("document"))?;
    let names_words = shown.marks.iter().any(|mark| mark.tone == Tone::Evidence);
    let wanted = Wanted { page: page_wanted(row, shown.page, names_words), marks: shown.marks.clone() };
    let sheet = sheet_of(service, row, wanted).await?;
    let hits = match words {
        "" => None,
        words => Some(hits_of(service, row, words).await?),
    };
    Ok(html! {
        section.viewer #viewer aria-label="文书原文" data-document=(row.id) data-marks=(mark::write(&shown.marks)) {
            (toolbar::toolbar(documents, row, &sheet, words))
            p.visually-hidden.announced role="status" {}
            div.body {
                nav.strip #viewer-strip aria-label="缩略图" hidden {}
                div.stage role="region" aria-label="页面内容" tabindex="0" { (sheet.markup) }
                div.hits hidden[hits.is_none()] role="region" aria-label="查找结果" {
                    button.close type="button" hidden { "关闭查找结果" }
                    div.list { @if let Some(hits) = hits { (hits) } }
                }
            }
        }
    })
}

/// Formats without pages have one page for evidence and parts for the view, so that words are found by their place alone.
fn page_wanted(row: &DocumentRow, page: Option<u32>, names_words: bool) -> Option<u32> {
    let has_pages = row.format.as_deref().is_some_and(toolbar::has_pages);
    page.filter(|_| has_pages || !names_words)
}

async fn sheet_of(service: &Service, row: &DocumentRow, wanted: Wanted) -> Result<Sheet, ApiError> {
    let id = row.id.clone();
    let sheet = with_document(service, row, move |document| sheet::of(document, &id, &wanted)).await?;
    Ok(sheet.unwrap_or_else(|| sheet::absent(row)))
}

async fn hits_of(service: &Service, row: &DocumentRow, words: &str) -> Result<Markup, ApiError> {
    let (id, words) = (row.id.clone(), words.trim().to_string());
    let list = move |document: &Document| find::list(document, &id, &words, &find::find(document, &words));
    let hits = with_document(service, row, list).await?;
    Ok(hits.unwrap_or_else(|| html! { p role="status" { "该文书尚无文字，不能查找。" } }))
}

/// Asks something of a document as it was read; none if it was not.
async fn with_document<T: Send + 'static>(
    service: &Service,
    row: &DocumentRow,
    ask: impl FnOnce(&Document) -> T + Send + 'static,
) -> Result<Option<T>, ApiError> {
    let Some(kept) = service.store.blobs().get_derived(&snapshot::name(&row.sha256)).await? else { return Ok(None) };
    let answer = tokio::task::spawn_blocking(move || snapshot::decode(&kept).map(|document| ask(&document))).await;
    answer.map_err(|_| {
        let status = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
        ApiError::new(status, "document_not_shown", "该文书无法显示。", "请下载原文件查看，并联系系统管理员。")
    })
}

/// Page and words at a place of a document; none where the document has no such place.
pub(super) async fn words_at(
    service: &Service,
    row: &DocumentRow,
    span: Span,
) -> Result<Option<(u32, String)>, ApiError> {
    let words = move |document: &Document| {
        let quote = document.text.get(span.range()).filter(|quote| !quote.is_empty())?;
        Some((document.page_of(span.start()), quote.to_string()))
    };
    Ok(with_document(service, row, words).await?.flatten())
}

/// What of a document is wanted.
#[derive(Deserialize)]
struct WholeAsked {
    /// Another document of the case.
    document: Option<String>,
    page: Option<u32>,
    start: Option<u32>,
    end: Option<u32>,
    /// Words to find.
    q: Option<String>,
}

/// A document on a page of its own.
async fn whole(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
    Asked(asked): Asked<WholeAsked>,
) -> Result<Response, Refusal> {
    if let Some(other) = asked.document.filter(|other| *other != id) {
        let is_id = other.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        return match is_id {
            true => Ok(Redirect::to(&format!("/documents/{other}")).into_response()),
            false => Err(ApiError::not_found("document").into()),
        };
    }
    let row = document::get(&service.store, &actor.scope, &id).await?;
    let case = store::case::get(&service.store, &actor.scope, &row.case_id).await?;
    let documents = documents_of(&service, &actor, &row.case_id).await?;
    let shown = Shown { document_id: id, page: asked.page, marks: evidence(asked.start, asked.end) };
    let viewer = viewer_with_hits(&service, &documents, &shown, asked.q.as_deref().unwrap_or_default()).await?;
    let body = html! {
        div.spread.document-head {
            h1 { (row.name) }
            p.quiet {
                "案件 " a href={"/cases/" (case.id)} { (case.case_number.as_deref().unwrap_or(&case.label)) } "　"
                a href=(sheet::original_address(&row.id)) { "下载原文件" }
            }
        }
        (viewer)
    };
    Ok(page::page(&actor, Place::Cases, &row.name, body).into_response())
}

/// The marks of an address that names words.
fn evidence(start: Option<u32>, end: Option<u32>) -> Vec<Mark> {
    match (start, end) {
        (Some(start), Some(end)) => vec![Mark { span: Span::new(start, end), tone: Tone::Evidence }],
        _ => Vec::new(),
    }
}

/// What is marked on a page.
#[derive(Deserialize)]
struct PageAsked {
    /// Bytes of the words to go to.
    start: Option<u32>,
    end: Option<u32>,
    /// What else is marked, or, when pages are turned, all that is marked.
    marks: Option<String>,
}

/// A page of a document, as a part of a page that is open.
async fn one_page(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At((id, page)): At<(String, u32)>,
    Asked(asked): Asked<PageAsked>,
) -> Result<Markup, Refusal> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    let mut marks = evidence(asked.start, asked.end);
    let page = page_wanted(&row, Some(page), !marks.is_empty());
    marks.extend(asked.marks.as_deref().map(mark::read).unwrap_or_default());
    Ok(sheet_of(&service, &row, Wanted { page, marks }).await?.markup)
}

/// Words to find.
#[derive(Deserialize)]
struct FindAsked {
    q: String,
}

/// The places of words in a document, as a part of a page that is open.
async fn find_words(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
    Asked(asked): Asked<FindAsked>,
) -> Result<Markup, Refusal> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    Ok(hits_of(&service, &row, &asked.q).await?)
}

/// The small pages of a document, as a part of a page that is open.
async fn small_pages(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    At(id): At<String>,
) -> Result<Markup, Refusal> {
    let row = document::get(&service.store, &actor.scope, &id).await?;
    Ok(toolbar::strip(&row))
}
