//! Marks in copies of PDF files: where they are, what they say, that they show, and that nothing else changes.

use std::fmt::Write;

use casefile::Rect;
use expect_test::{Expect, expect};
use lopdf::{Document, Object};
use parse::Highlight;

use crate::pdf_file::{Page, Piece, encrypted, pdf};

fn mark(page: u32, rect: [f32; 4], note: &str) -> Highlight {
    let [x0, y0, x1, y1] = rect;
    Highlight { page, rects: vec![Rect { x0, y0, x1, y1 }], note: note.to_owned() }
}

/// What the copy says of the annotations on its pages.
fn annotations(copy: &[u8], expect: Expect) {
    let document = Document::load_mem(copy).expect("a PDF");
    let mut out = String::new();
    for (number, page) in document.get_pages() {
        for one in document.get_page_annotations(page).expect("a list") {
            let text = |key: &[u8]| lopdf::decode_text_string(one.get(key).expect("there")).expect("text");
            let numbers = |key: &[u8]| -> Vec<f32> {
                let list = one.get(key).and_then(Object::as_array).expect("numbers");
                list.iter().map(|number| number.as_float().expect("a number").round()).collect()
            };
            let subtype = one.get(b"Subtype").and_then(Object::as_name).expect("a name");
            writeln!(out, "page {number} {} {:?}", String::from_utf8_lossy(subtype), text(b"Contents"))
                .expect("writing");
            writeln!(out, "  {:?}", numbers(b"Rect")).expect("writing");
            writeln!(out, "  {:?}", numbers(b"QuadPoints")).expect("writing");
        }
    }
    expect.assert_eq(&out);
}

fn one_line(rotate: u32) -> Vec<u8> {
    let mut page = Page { rotate, ..Page::default() };
    page.show(&Piece { x: 90.0, y: 700.0, size: 16.0, text: "原告赵平安" });
    pdf(&[page])
}

#[test]
fn a_mark_on_a_page() {
    let copy = parse::highlight(&one_line(0), &[mark(1, [90.0, 126.0, 170.0, 142.0], "原告：赵平安")]).expect("marked");
    annotations(
        &copy,
        expect![[r#"
        page 1 Highlight "原告：赵平安"
          [90.0, 700.0, 170.0, 716.0]
          [90.0, 716.0, 170.0, 716.0, 90.0, 700.0, 170.0, 700.0]
    "#]],
    );
}

/// The corner at the top left as displayed comes first, wherever it is on the sheet.
#[test]
fn a_mark_on_a_turned_page() {
    for rotate in [90, 180, 270] {
        let copy = parse::highlight(&one_line(rotate), &[mark(1, [10.0, 20.0, 110.0, 40.0], "注")]).expect("marked");
        annotations(
            &copy,
            match rotate {
                90 => expect![[r#"
                    page 1 Highlight "注"
                      [20.0, 10.0, 40.0, 110.0]
                      [20.0, 10.0, 20.0, 110.0, 40.0, 10.0, 40.0, 110.0]
                "#]],
                180 => expect![[r#"
                    page 1 Highlight "注"
                      [486.0, 20.0, 586.0, 40.0]
                      [586.0, 20.0, 486.0, 20.0, 586.0, 40.0, 486.0, 40.0]
                "#]],
                _ => expect![[r#"
                    page 1 Highlight "注"
                      [556.0, 732.0, 576.0, 832.0]
                      [576.0, 832.0, 576.0, 732.0, 556.0, 832.0, 556.0, 732.0]
                "#]],
            },
        );
    }
}

/// The place of the words, as the reader gives it, is where the mark is drawn.
#[test]
fn marks_cover_the_words_that_were_read() {
    for rotate in [0, 90, 180, 270] {
        let file = one_line(rotate);
        let document = parse::parse("", &file).expect("a document");
        let rect = document.glyphs.iter().map(|glyph| glyph.rect).reduce(Rect::union).expect("glyphs");
        let copy = parse::highlight(&file, &[Highlight { page: 1, rects: vec![rect], note: "注".to_owned() }]);
        let copy = copy.expect("marked");
        let page = &document.pages[0];
        let (before, after) =
            (parse::page_image(&file, 1, page.width as u32), parse::page_image(&copy, 1, page.width as u32));
        let (before, after) = (before.expect("drawn"), after.expect("drawn"));
        let mut yellow: Option<Rect> = None;
        for (index, (old, new)) in before.rgba.chunks_exact(4).zip(after.rgba.chunks_exact(4)).enumerate() {
            if old == [255; 4] && new[2] < 128 && new[0] == 255 {
                let (x, y) = ((index as u32 % after.width) as f32, (index as u32 / after.width) as f32);
                let pixel = Rect { x0: x, y0: y, x1: x + 1.0, y1: y + 1.0 };
                yellow = Some(yellow.map_or(pixel, |all| all.union(pixel)));
            }
            // Ink shows through the mark; blending rounds.
            let is_darker = new.iter().zip(old).all(|(new, old)| *new <= old.saturating_add(2));
            assert!(is_darker, "rotated by {rotate}: {old:?} became {new:?}");
        }
        let yellow = yellow.expect("a mark that shows");
        let close = |a: f32, b: f32| (a - b).abs() < 2.0;
        let same = close(yellow.x0, rect.x0) && close(yellow.x1, rect.x1) && close(yellow.y0, rect.y0);
        assert!(same && close(yellow.y1, rect.y1), "rotated by {rotate}: {yellow:?} for {rect:?}");
    }
}

#[test]
fn the_text_stays() {
    let file = one_line(0);
    let copy = parse::highlight(&file, &[mark(1, [0.0, 0.0, 10.0, 10.0], "注")]).expect("marked");
    let again = parse::highlight(&copy, &[mark(1, [0.0, 0.0, 20.0, 20.0], "再注")]).expect("marked");
    let text = |bytes: &[u8]| parse::parse("", bytes).expect("a document").text;
    assert_eq!(text(&file), text(&copy));
    assert_eq!(text(&file), text(&again));
    let document = Document::load_mem(&again).expect("a PDF");
    let page = document.page_iter().next().expect("a page");
    assert_eq!(document.get_page_annotations(page).expect("a list").len(), 2);
}

#[test]
fn places_that_are_no_numbers_are_left_out() {
    let copy = parse::highlight(&one_line(0), &[mark(1, [f32::NAN, 0.0, 1.0, f32::INFINITY], "注")]).expect("marked");
    annotations(&copy, expect![[r#""#]]);
}

#[test]
fn files_that_cannot_be_marked() {
    let code = |bytes: &[u8], page| {
        parse::highlight(bytes, &[mark(page, [0.0; 4], "")]).map(|_| "marked").unwrap_or_else(|error| error.code())
    };
    assert_eq!(code(&one_line(0), 2), "page_missing");
    assert_eq!(code("正文".as_bytes(), 1), "format_not_pdf");
    assert_eq!(code(&encrypted(&one_line(0)), 1), "file_encrypted");
    assert_eq!(code(b"%PDF-1.7\nnothing else", 1), "file_damaged");
}
