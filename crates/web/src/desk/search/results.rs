//! Owns how found cases are shown: by what matched, with the party or the words that did.

use maud::{Markup, html};
use store::Page;
use store::case::CaseRow;
use store::court::CourtRow;
use store::search::{PartyHit, TextHit};

use super::super::document;
use super::super::page;
use super::snippet::Snippet;
use super::{Kind, Question};
use crate::Service;

/// A found case with what matched.
struct Found {
    case: CaseRow,
    matched: Vec<Matched>,
}

/// What matched.
enum Matched {
    /// Somebody.
    Party {
        /// The role, such as 原告.
        role: String,
        /// The name.
        name: String,
    },
    /// Words of a document.
    Words {
        /// The document.
        document_id: String,
        /// Its name.
        document_name: String,
        /// The words, where they are found again.
        snippet: Option<Snippet>,
    },
}

/// Cases that were found in one way.
pub(super) struct Results {
    kind: Option<Kind>,
    found: Vec<Found>,
    next: Option<String>,
}

impl Results {
    fn of_cases(kind: Option<Kind>, page: Page<CaseRow>) -> Results {
        let found = page.items.into_iter().map(|case| Found { case, matched: Vec::new() });
        Results { kind, found: found.collect(), next: page.next }
    }

    pub(super) fn latest(page: Page<CaseRow>) -> Results {
        Results::of_cases(None, page)
    }

    pub(super) fn by_name(page: Page<CaseRow>) -> Results {
        Results::of_cases(Some(Kind::Name), page)
    }

    pub(super) fn by_cause(page: Page<CaseRow>) -> Results {
        Results::of_cases(Some(Kind::Cause), page)
    }

    pub(super) fn by_party(page: Page<PartyHit>) -> Results {
        let found = page.items.into_iter().map(|hit| Found {
            case: hit.case,
            matched: hit.parties.into_iter().map(|one| Matched::Party { role: one.role, name: one.name }).collect(),
        });
        Results { kind: Some(Kind::Party), found: found.collect(), next: page.next }
    }

    /// Documents of the same case stand together.
    pub(super) fn by_text(page: Page<TextHit>, snippets: Vec<Option<Snippet>>) -> Results {
        let mut found: Vec<Found> = Vec::new();
        for (hit, snippet) in page.items.into_iter().zip(snippets) {
            let words = Matched::Words { document_id: hit.document_id, document_name: hit.document_name, snippet };
            match found.iter_mut().find(|one| one.case.id == hit.case.id) {
                Some(one) => one.matched.push(words),
                None => found.push(Found { case: hit.case, matched: vec![words] }),
            }
        }
        Results { kind: Some(Kind::Text), found, next: page.next }
    }
}

/// Every part of an answer.
pub(super) fn show(service: &Service, question: &Question, results: &[Results], courts: &[CourtRow]) -> Markup {
    let is_empty = results.iter().all(|part| part.found.is_empty());
    html! {
        @if is_empty {
            section.panel aria-label="检索结果" { p role="status" { (nothing(question)) } }
        }
        @for part in results.iter().filter(|part| !part.found.is_empty()) { (one_part(service, question, part, courts)) }
    }
}

fn nothing(question: &Question) -> &'static str {
    match question.q.trim().is_empty() {
        true => "没有符合条件的案件。",
        false => "没有找到。案号、当事人和案由从开头匹配；卷宗文字按词查找，所有词都须出现在同一文书中。",
    }
}

fn one_part(service: &Service, question: &Question, part: &Results, courts: &[CourtRow]) -> Markup {
    let id = part.kind.map_or("latest", Kind::as_str);
    let name = part.kind.map_or("最近的案件", Kind::name_zh);
    let more = part.next.as_ref().map(|next| match part.kind {
        // A part of a page that shows every kind leads to the first page of its own.
        Some(kind) if question.kind.is_empty() => {
            Question { kind: kind.as_str().to_string(), after: String::new(), ..question.clone() }
        }
        _ => Question { after: next.clone(), ..question.clone() },
    });
    html! {
        section.panel aria-labelledby={"found-" (id)} {
            h2 #{"found-" (id)} { (name) }
            div.scroll tabindex="0" role="group" aria-label={(name) "，可左右滚动"} {
                table.cases {
                    thead { tr {
                        th scope="col" { "案件" } th scope="col" { "法院" } th scope="col" { "类别" } th scope="col" { "案由" }
                        th scope="col" { "文书" } th scope="col" { "核对情况" } th scope="col" { "待核实疑点" }
                    } }
                    tbody { @for found in &part.found { (row(service, found, courts)) } }
                }
            }
            @if let Some(more) = more {
                p { a.button href=(more.address()) {
                    @if question.kind.is_empty() && part.kind.is_some() { "查看全部" } @else { "下一页" }
                    span.visually-hidden { "：" (name) }
                } }
            }
        }
    }
}

fn row(service: &Service, found: &Found, courts: &[CourtRow]) -> Markup {
    let case = &found.case;
    let named = courts.iter().find(|court| court.id == case.place.court_id).map(|court| court.name.as_str());
    let court = named.or_else(|| service.catalog.courts().by_id(&case.place.court_id).map(|court| &*court.name));
    html! {
        tr {
            th scope="row" {
                a href={"/cases/" (case.id)} { (case.label) }
                @if let Some(number) = case.case_number.as_ref().filter(|number| **number != case.label) {
                    div.quiet { (number) }
                }
                @for matched in &found.matched { (what_matched(matched)) }
            }
            td { (court.unwrap_or_default()) }
            td { (case.category.as_deref().unwrap_or_default()) }
            td { (case.cause.as_deref().unwrap_or_default()) }
            td.number { (case.documents) }
            td { (state(case)) }
            td { (open(case)) }
        }
    }
}

fn what_matched(matched: &Matched) -> Markup {
    match matched {
        Matched::Party { role, name } => html! { div.matched { (role) " " mark { (name) } } },
        Matched::Words { document_id, document_name, snippet: Some(snippet) } => html! {
            div.matched {
                a href=(document::address(document_id, snippet.page, snippet.span)) { (document_name) }
                " …" (snippet.before) mark { (snippet.found) } (snippet.after) "…"
            }
        },
        Matched::Words { document_id, document_name, snippet: None } => html! {
            div.matched { a href={"/documents/" (document_id)} { (document_name) } }
        },
    }
}

/// How far the check of a case has come.
pub(in crate::desk) fn state(case: &CaseRow) -> Markup {
    html! {
        @if case.revision == 0 { span.badge { "待上传" } }
        @else if case.pending_documents > 0 { span.badge { "读取中，剩" (case.pending_documents) "份" } }
        @else if case.checked_revision < case.revision { span.badge { "核对中" } }
        @else if case.entry_version == 0 { span.badge { "已提取，未录入" } }
        @else { span.badge.good { "已核对" } }
        @if case.unread_documents > 0 { " " span.badge.doubtful { (case.unread_documents) "份未读出" } }
    }
}

/// The open discrepancies of a case by tier.
pub(in crate::desk) fn open(case: &CaseRow) -> Markup {
    html! {
        @if case.open.iter().sum::<i64>() == 0 { span.quiet { "无" } }
        @for (tier, count) in case.open.iter().enumerate().filter(|(_, count)| **count > 0) {
            (page::tier(tier as i64)) " " (count) " "
        }
    }
}
