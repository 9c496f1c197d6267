//! Owns what is shown of a document at once, a sheet: which page or part that is, and what has to be said about it.

use casefile::{Document, Format, Page, PageOrigin, PageQuality, Span};
use maud::{Markup, html};
use store::document::{DocumentRow, DocumentState};

use super::mark::{self, Mark, Tone};
use super::picture::{self, Drawn};
use super::reading;

/// Which sheet is wanted.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The number of the page, or of the part; where the first evidence begins if not given.
    pub(super) page: Option<u32>,
    /// What is marked.
    pub(super) marks: Vec<Mark>,
}

/// What is shown at once.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its number, counted from 1.
    pub(super) page: u32,
    /// How many the document has.
    pub(super) pages: u32,
    /// What people call them: 页, or 段 of a text without pages.
    pub(super) unit: &'static str,
    /// As a part of a page.
    pub(super) markup: Markup,
}

/// The sheet of a document that was read.
pub(super) fn of(document: &Document, document_id: &str, wanted: &Wanted) -> Sheet {
    let marks = mark::within(document, &wanted.marks);
    let first = marks.iter().find(|mark| mark.tone == Tone::Evidence).map(|mark| mark.span);
    match document.source.format.has_pages() {
        true => page_of(document, document_id, wanted.page, first, &marks),
        false => part_of(document, document_id, wanted.page, first, &marks),
    }
}

/// The sheet that stands for a document that cannot be shown.
pub(super) fn absent(row: &DocumentRow) -> Sheet {
    let why = match row.state {
        DocumentState::Waiting => "该文书正在排队读取，读取后即可查看。请稍后刷新。",
        DocumentState::Read => "该文书的文字没有保存下来，请由系统管理员重新读取。",
        DocumentState::Parked => "该文书多次读取未成功，已搁置，请由系统管理员处理。",
        DocumentState::Cancelled => "该文书的读取已取消。",
        DocumentState::Unreadable => "该文书无法读取。",
    };
    let body = html! {
        p.warning { (why) @if let Some(message) = &row.message { (message) } }
        p { a href=(original_address(&row.id)) { "下载原文件" } }
    };
    Sheet { page: 1, pages: 1, unit: "页", markup: framed(&row.id, 1, 1, "页", body) }
}

/// Where the very bytes that were uploaded are.
pub(super) fn original_address(document_id: &str) -> String {
    format!("/api/v1/documents/{document_id}/content")
}

fn page_of(document: &Document, id: &str, page: Option<u32>, first: Option<Span>, marks: &[Mark]) -> Sheet {
    let pages = document.pages.len().max(1) as u32;
    let of_evidence = || first.map_or(1, |span| beginning_of(document, span));
    let wanted = page.unwrap_or_else(of_evidence).clamp(1, pages);
    let body = match document.pages.get(wanted as usize - 1) {
        Some(page) => fixed(document, id, page, marks),
        None => html! { p.warning { "该文书没有页面。" } },
    };
    Sheet { page: wanted, pages, unit: "页", markup: framed(id, wanted, pages, "页", body) }
}

/// The page on which the words of a span begin. Words of a paragraph that runs on to the next page may stand there, while
/// the text of the page before goes on.
fn beginning_of(document: &Document, span: Span) -> u32 {
    let boxed = document.boxes(span).first().map(|place| place.page);
    boxed.unwrap_or_else(|| document.page_of(span.start()))
}

fn fixed(document: &Document, id: &str, page: &Page, marks: &[Mark]) -> Markup {
    let drawn = match document.source.format {
        Format::Ofd => Drawn::Text,
        _ => Drawn::Picture,
    };
    let has_words = document.lines.iter().any(|line| line.page == page.number);
    let instead = if has_words { "以下按原位置显示文字。" } else { "请下载原文件查看。" };
    html! {
        @if let Some(note) = note(document, page) { p.about { (note) } }
        p.about.undrawn.warning hidden[drawn == Drawn::Picture] {
            @match drawn {
                Drawn::Picture => { "本页影像无法绘制，" (instead) span.why {} }
                Drawn::Text => "OFD 文书按原位置显示文字，图片和印章未绘制，请以原文件为准。",
            }
        }
        @if !document.signatures.is_empty() { (signatures(document)) }
        (picture::page(document, id, page, drawn, marks))
    }
}

/// What has to be known about the text of a page.
fn note(document: &Document, page: &Page) -> Option<&'static str> {
    let is_photo = matches!(document.source.format, Format::Jpeg | Format::Png | Format::Tiff);
    match (page.origin, page.quality) {
        (PageOrigin::Image, _) | (_, PageQuality::Unreadable) if is_photo || page.span.is_empty() => {
            Some("本页是影像，尚无文字，不能检索或选取。")
        }
        (PageOrigin::Image, _) | (_, PageQuality::Unreadable) => Some("本页部分内容是影像，没有文字。"),
        (_, PageQuality::Garbled) => Some("本页文字编码有误，所提取的文字可能与影像不符，请以影像为准。"),
        (PageOrigin::Ocr, PageQuality::Good) => Some("本页文字由扫描识别得来，请以影像为准。"),
        (PageOrigin::Blank, PageQuality::Good) => Some("本页为空白页。"),
        (PageOrigin::Native, PageQuality::Good) => None,
    }
}

fn signatures(document: &Document) -> Markup {
    html! {
        details.about {
            summary { "电子签名、印章 " (document.signatures.len()) " 项（仅列出，未验证）" }
            ul {
                @for signature in &document.signatures {
                    li {
                        (if signature.signer.is_empty() { "签章人未载明" } else { signature.signer.as_str() })
                        @if let Some(time) = &signature.time { "，" (time) }
                        @if !signature.pages.is_empty() {
                            @let pages: Vec<String> = signature.pages.iter().map(u32::to_string).collect();
                            "，见第" (pages.join("、")) "页"
                        }
                    }
                }
            }
        }
    }
}

/// Words that an address names are shown in whatever part they stand; a part is named where somebody turns over.
fn part_of(document: &Document, id: &str, part: Option<u32>, first: Option<Span>, marks: &[Mark]) -> Sheet {
    let parts = reading::parts(document);
    let count = parts.len() as u32;
    let of_evidence = || first.map_or(1, |span| reading::part_of(&parts, span.start()));
    let wanted = part.unwrap_or_else(of_evidence).clamp(1, count);
    let body = html! {
        @if document.text.trim().is_empty() { p.about.warning { "该文书没有文字。" } }
        @if !document.signatures.is_empty() { (signatures(document)) }
        (reading::part(document, parts[wanted as usize - 1], marks))
    };
    Sheet { page: wanted, pages: count, unit: "段", markup: framed(id, wanted, count, "段", body) }
}

fn framed(id: &str, page: u32, pages: u32, unit: &str, body: Markup) -> Markup {
    html! {
        div.sheet data-document=(id) data-page=(page) data-pages=(pages) data-unit=(unit) { (body) }
    }
}
