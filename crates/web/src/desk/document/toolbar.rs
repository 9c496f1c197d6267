//! Owns the controls around a sheet: which document of the case, which page, how large, and the search box. All but the size
//! and the small pages work as forms and links without script, on the page of the document alone.

use casefile::Format;
use maud::{Markup, html};
use store::document::{DocumentRow, DocumentState};

use super::picture::picture_address;
use super::sheet::Sheet;

/// Width of a small picture of a page, in pixels: twice what is shown, for fine screens.
const SMALL_WIDTH_PX: u32 = 160;

/// The controls.
pub(super) fn toolbar(documents: &[DocumentRow], row: &DocumentRow, sheet: &Sheet, asked: &str) -> Markup {
    html! {
        div.tools role="group" aria-label="文书查看" {
            form.choose method="get" action={"/documents/" (row.id)} {
                label.visually-hidden for="viewer-document" { "文书" }
                select #viewer-document name="document" { @for one in documents { (choice(one, one.id == row.id)) } }
                button.plain { "打开" }
            }
            (turning(row, sheet))
            div.zoom role="group" aria-label="缩放" hidden {
                button type="button" data-zoom="out" aria-label="缩小" title="缩小（-）" { "−" }
                button type="button" data-zoom="fit" title="适合宽度（0）" { "适宽" }
                button type="button" data-zoom="in" aria-label="放大" title="放大（+）" { "＋" }
            }
            button.small-pages type="button" aria-expanded="false" aria-controls="viewer-strip" hidden { "缩略图" }
            form.find method="get" action={"/documents/" (row.id)} role="search" aria-label="在本文书中查找" {
                label.visually-hidden for="viewer-find" { "在本文书中查找" }
                input #viewer-find type="search" name="q" value=(asked) placeholder="查找本文书（f）" maxlength="100";
                button { "查找" }
            }
        }
    }
}

/// A document as one of the choices.
fn choice(row: &DocumentRow, is_shown: bool) -> Markup {
    let has_pages = row.format.as_deref().is_some_and(has_pages);
    html! {
        option value=(row.id) selected[is_shown] data-has-pages=[has_pages.then_some("yes")] {
            (row.name) "（" (material_name(row.material.as_deref()))
            @if let (true, Some(pages)) = (has_pages, row.pages) { "，" (pages) "页" }
            @if row.state != DocumentState::Read { "，" (state_name(row.state)) }
            "）"
        }
    }
}

fn turning(row: &DocumentRow, sheet: &Sheet) -> Markup {
    let address = |page: u32| format!("/documents/{}?page={page}", row.id);
    let (before, after) = (sheet.page.saturating_sub(1).max(1), (sheet.page + 1).min(sheet.pages));
    html! {
        form.turn method="get" action={"/documents/" (row.id)} hidden[sheet.pages == 1] {
            a.button.turn-back href=(address(before)) aria-label="上一页" title="上一页（[）" { "‹" }
            label { "第"
                input type="number" name="page" min="1" max=(sheet.pages) value=(sheet.page) required
                    aria-label="页码";
            }
            span.count { "/ " (sheet.pages) " " (sheet.unit) }
            a.button.turn-on href=(address(after)) aria-label="下一页" title="下一页（]）" { "›" }
            button.plain { "转到" }
        }
    }
}

/// The small pages of a document: pictures where the program draws it, numbers elsewhere.
pub(super) fn strip(row: &DocumentRow) -> Markup {
    let pages = row.pages.and_then(|pages| u32::try_from(pages).ok()).unwrap_or(1);
    let is_drawn = row.format.as_deref() != Some(Format::Ofd.as_str());
    html! {
        ol {
            @for page in 1..=pages {
                li {
                    a href={"/documents/" (row.id) "?page=" (page)} data-turn=(page) {
                        @if is_drawn {
                            img src=(picture_address(&row.id, page, SMALL_WIDTH_PX)) alt="" loading="lazy" width="80"
                                height="113";
                        }
                        span { "第" (page) "页" }
                    }
                }
            }
        }
    }
}

/// Whether documents of a format, by its name, consist of pages of fixed size.
pub(super) fn has_pages(format: &str) -> bool {
    Format::ALL.iter().any(|known| known.as_str() == format && known.has_pages())
}

/// A kind of material 材料种类 as people read it.
pub(in crate::desk) fn material_name(material: Option<&str>) -> &'static str {
    match material {
        Some("decision") => "裁判文书",
        Some("indictment") => "起诉书",
        Some("complaint") => "诉状、申请书",
        Some("transcript") => "笔录",
        Some(_) => "其他材料",
        None => "种类未定",
    }
}

/// What became of a document, as people read it.
pub(in crate::desk) fn state_name(state: DocumentState) -> &'static str {
    match state {
        DocumentState::Waiting => "待读取",
        DocumentState::Read => "已读取",
        DocumentState::Unreadable => "无法读取",
        DocumentState::Parked => "已搁置",
        DocumentState::Cancelled => "已取消",
    }
}
