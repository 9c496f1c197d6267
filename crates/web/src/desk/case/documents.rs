//! Owns the list of the documents of a case, how well each could be read, and the place where files are dropped.

use maud::{Markup, html};
use serde::Deserialize;
use store::case::CaseRow;
use store::document::{DocumentRow, DocumentState};

use super::super::document::{material_name, state_name};
use crate::cases::json_of;

/// What was odd about a document.
#[derive(Deserialize)]
struct Odd {
    code: String,
    about: Option<String>,
}

/// Codes that say that a page has no words that could be read.
const PAGE_CODES: [(&str, &str); 3] =
    [("page_without_text", "页无文字层"), ("page_garbled", "页为乱码"), ("page_unreadable", "页无法读取")];

/// The documents of a case.
pub(super) fn show(documents: &[DocumentRow], may_manage: bool) -> Markup {
    html! {
        section.panel aria-labelledby="case-documents" {
            h2 #case-documents { "卷宗文书（" (documents.len()) "份）" }
            @if documents.is_empty() { p.quiet { "尚未上传文书。" } } @else {
                div.scroll tabindex="0" role="group" aria-label="卷宗文书，可左右滚动" {
                    table {
                        thead { tr {
                            th scope="col" { "文书" } th scope="col" { "材料种类" } th scope="col" { "格式" }
                            th.number scope="col" { "页数" } th scope="col" { "质量" } th scope="col" { "处理状态" }
                        } }
                        tbody { @for row in documents { (line(row, may_manage)) } }
                    }
                }
            }
        }
    }
}

fn line(row: &DocumentRow, may_manage: bool) -> Markup {
    html! {
        tr {
            th scope="row" { a href={"/documents/" (row.id)} { (row.name) } }
            td { (material_name(row.material.as_deref())) }
            td { (row.format.as_deref().map(str::to_uppercase).unwrap_or_default()) }
            td.number { @if let Some(pages) = row.pages { (pages) } }
            td { @if row.state == DocumentState::Read { (quality(row)) } }
            td {
                @let class = match row.state {
                    DocumentState::Read => "good",
                    DocumentState::Waiting => "",
                    _ => "error",
                };
                span class={"badge " (class)} { (state_name(row.state)) }
                @if let Some(message) = &row.message { div { (message) } }
                @if row.state == DocumentState::Parked && may_manage {
                    div.quiet { "可由系统管理员在任务列表中重新处理。" }
                }
            }
        }
    }
}

/// How well a document could be read: pages without words, and what else was odd.
fn quality(row: &DocumentRow) -> Markup {
    let odd: Vec<Odd> = serde_json::from_value(json_of(&row.diagnostics)).unwrap_or_default();
    let pages: Vec<(usize, &str)> = PAGE_CODES
        .iter()
        .map(|(code, name)| (odd.iter().filter(|one| one.code == *code).count(), *name))
        .filter(|(count, _)| *count > 0)
        .collect();
    let mut others: Vec<&str> = Vec::new();
    for one in odd.iter().filter(|one| !PAGE_CODES.iter().any(|(code, _)| *code == one.code)) {
        let about = one.about.as_deref().filter(|about| !about.is_empty());
        let name = casefile::Code::ALL.iter().find(|code| code.as_str() == one.code).map(|code| code.message_zh());
        let text = name.or(about).unwrap_or("有异常");
        if !others.contains(&text) {
            others.push(text);
        }
    }
    html! {
        @if pages.is_empty() && others.is_empty() { "良好" }
        @for (count, name) in &pages { span.badge.doubtful { (count) (name) } " " }
        @for text in &others { div { (text) } }
    }
}

/// Where files are dropped or chosen; the script sends them and tells how far each is.
pub(super) fn upload(case: &CaseRow) -> Markup {
    html! {
        section.panel.no-print #case-upload aria-labelledby="upload-head" data-case=(case.id) {
            h2 #upload-head { "上传卷宗" }
            div.drop {
                p { "将文件拖到此处，或选择文件。可一次选择多份；ZIP 压缩包自动展开。" }
                label { "选择文件" input #upload-files type="file" multiple; }
            }
            noscript { p.warning { "当前浏览器未启用脚本，不能在此上传；请使用导入命令或接口。" } }
            ul.uploads #upload-list aria-live="polite" aria-label="上传进度" {}
        }
    }
}
