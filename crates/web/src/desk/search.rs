//! Owns the page on which cases are found: by number or label, party, cause or the words of their documents, within one's
//! scope, and on which a case is filed. How they are shown is the business of `results`.

mod results;
mod snippet;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use axum::routing::get;
use casefile::limits::{self, SEARCH_QUESTION_CHARS_MAX};
use casefile::value::fold::fold_char;
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use store::case::{self, CaseFilter};
use store::court::{self, CourtRow};
use store::{PageRequest, search};

use super::form::Submitted;
use super::page::{self, Place};
use super::refusal::Refusal;
use super::visitor::Visitor;
use crate::Service;
use crate::actor::Actor;
use crate::cases::file_case;
use crate::request::Asked;
use crate::role::Action;

use self::results::Results;
pub(super) use self::results::{open, state};

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/cases", get(find).post(file))
}

/// Rows of a page, and of a part of a page that shows every kind.
const ROWS: u32 = 20;
const ROWS_OF_PART: u32 = 6;

/// What is asked, as it stands in the address. What is empty narrows nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    /// Words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) q: String,
    /// What the words are; anything if empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) kind: String,
    /// The id of a court.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) court: String,
    /// A category of cases, such as 民事.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) category: String,
    /// `open`: with open discrepancies.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) only: String,
    /// Where the page begins.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) after: String,
}

/// What words can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// 案号或卷宗名称.
    Name,
    /// 当事人.
    Party,
    /// 案由.
    Cause,
    /// 卷宗文字.
    Text,
}

impl Kind {
    /// Every kind in the order of the page.
    const ALL: [Kind; 4] = [Kind::Name, Kind::Party, Kind::Cause, Kind::Text];

    /// The text form.
    fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Party => "party",
            Kind::Cause => "cause",
            Kind::Text => "text",
        }
    }

    /// The name that people read.
    fn name_zh(self) -> &'static str {
        match self {
            Kind::Name => "案号或案件名称",
            Kind::Party => "当事人",
            Kind::Cause => "案由",
            Kind::Text => "卷宗文字",
        }
    }

    fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl Question {
    /// The address of the page that answers it.
    fn address(&self) -> String {
        let query = serde_urlencoded::to_string(self).unwrap_or_default();
        if query.is_empty() { "/cases".to_string() } else { format!("/cases?{query}") }
    }

    /// The words in the form in which numbers and names are kept: standard width and brackets, no blanks.
    fn words(&self) -> String {
        let folded = self.q.chars().take(SEARCH_QUESTION_CHARS_MAX).filter_map(fold_char);
        folded.filter(|c| !c.is_whitespace()).collect()
    }

    fn filter(&self) -> CaseFilter {
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        CaseFilter {
            court_id: given(&self.court),
            category: given(&self.category),
            only_open: self.only == "open",
            ..CaseFilter::default()
        }
    }

    fn page(&self, rows: u32) -> PageRequest {
        PageRequest { after: Some(self.after.clone()).filter(|after| !after.is_empty()), rows }
    }
}

async fn find(
    State(service): State<Arc<Service>>,
    Visitor(actor): Visitor,
    Asked(question): Asked<Question>,
) -> Result<Markup, Refusal> {
    let courts = court::find(&service.store, &actor.scope, "", i64::from(limits::PAGE_ROWS_MAX)).await?;
    let found = match question.words().is_empty() {
        true => latest(&service, &actor, &question).await?,
        false => answers(&service, &actor, &question).await?,
    };
    let body = html! {
        div.spread {
            h1 { "案件检索" }
        }
        section.panel aria-label="检索条件" { (form(&service, &question, &courts)) }
        (results::show(&service, &question, &found, &courts))
        @if actor.role.may(Action::Upload) { (new_case(&actor, &courts)) }
    };
    Ok(page::page(&actor, Place::Cases, "案件检索", body))
}

async fn latest(service: &Service, actor: &Actor, question: &Question) -> Result<Vec<Results>, Refusal> {
    let found = case::list(&service.store, &actor.scope, &question.filter(), &question.page(ROWS)).await?;
    Ok(vec![Results::latest(found)])
}

/// The answers by kind; one kind alone has a whole page.
async fn answers(service: &Service, actor: &Actor, question: &Question) -> Result<Vec<Results>, Refusal> {
    let (kinds, rows) = match Kind::parse(&question.kind) {
        Some(kind) => (vec![kind], ROWS),
        None => (Kind::ALL.to_vec(), ROWS_OF_PART),
    };
    let mut found = Vec::new();
    for kind in kinds {
        found.push(of_kind(service, actor, question, kind, &question.page(rows)).await?);
    }
    Ok(found)
}

async fn of_kind(
    service: &Service,
    actor: &Actor,
    question: &Question,
    kind: Kind,
    page: &PageRequest,
) -> Result<Results, Refusal> {
    let (store, scope, filter) = (&service.store, &actor.scope, question.filter());
    let words = question.words();
    Ok(match kind {
        Kind::Name => Results::by_name(search::by_name(store, scope, &words, &filter, page).await?),
        Kind::Party => Results::by_party(search::by_party(store, scope, &words, &filter, page).await?),
        Kind::Cause => {
            let filter = CaseFilter { cause_prefix: Some(words), ..filter };
            Results::by_cause(case::list(store, scope, &filter, page).await?)
        }
        Kind::Text => {
            let asked: String = question.q.chars().take(SEARCH_QUESTION_CHARS_MAX).collect();
            let wanted = pipeline::search_words(&asked);
            let hits = search::by_text(store, scope, &wanted, &filter, page).await?;
            let snippets = snippet::of_hits(service, &hits.items, &asked, &wanted).await;
            Results::by_text(hits, snippets)
        }
    })
}

fn form(service: &Service, question: &Question, courts: &[CourtRow]) -> Markup {
    let categories = service.catalog.field("case_category").map(|field| field.choices.as_slice()).unwrap_or_default();
    html! {
        form.search method="get" action="/cases" role="search" aria-label="检索案件" {
            label.words { "案号、当事人、案由或卷宗文字"
                input type="search" name="q" value=(question.q) maxlength=(SEARCH_QUESTION_CHARS_MAX);
            }
            label { "检索范围"
                select name="kind" {
                    option value="" { "全部" }
                    @for kind in Kind::ALL {
                        option value=(kind.as_str()) selected[question.kind == kind.as_str()] { (kind.name_zh()) }
                    }
                }
            }
            @if courts.len() > 1 {
                label { "法院"
                    select name="court" {
                        option value="" { "全部" }
                        @for court in courts {
                            option value=(court.id) selected[question.court == court.id] { (court.name) }
                        }
                    }
                }
            }
            label { "案件类别"
                select name="category" {
                    option value="" { "全部" }
                    @for category in categories {
                        option value=(category) selected[*question.category == **category] { (category) }
                    }
                }
            }
            label.inline { input type="checkbox" name="only" value="open" checked[question.only == "open"]; "只看有待核实疑点的" }
            button.primary { "检索" }
            a.button href="/cases" { "清除" }
        }
    }
}

/// A case to file.
#[derive(Deserialize)]
struct NewCase {
    label: String,
    court: Option<String>,
}

fn new_case(actor: &Actor, courts: &[CourtRow]) -> Markup {
    html! {
        section.panel.no-print aria-labelledby="new-case" {
            h2 #new-case { "新建案件" }
            form.search method="post" action="/cases" {
                (page::csrf(actor))
                label.words { "案号或案件名称" input name="label" required maxlength="200"; }
                @if courts.len() > 1 {
                    label { "法院"
                        select name="court" {
                            @for court in courts {
                                option value=(court.id) selected[court.id == actor.court.id] { (court.name) }
                            }
                        }
                    }
                }
                button { "新建并上传卷宗" }
            }
        }
    }
}

async fn file(
    State(service): State<Arc<Service>>,
    Submitted { actor, form }: Submitted<NewCase>,
) -> Result<Redirect, Refusal> {
    let (filed, _) = file_case(&service, &actor, &form.label, form.court.as_deref()).await?;
    Ok(Redirect::to(&format!("/cases/{}", filed.id)))
}
