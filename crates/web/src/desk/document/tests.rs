//! What tiny invented documents look like: a drawn page, a reading view, hits of a search.

use casefile::{Document, Format, Glyph, Line, Page, PageOrigin, PageQuality, Rect, Signature, Source, Span};
use expect_test::{Expect, expect};

use super::mark::{Mark, Tone};
use super::sheet::{self, Wanted};
use super::{find, reading};

fn mark(document: &Document, words: &str, tone: Tone) -> Mark {
    let start = document.text.find(words).expect("the words stand in the text");
    Mark { span: Span::of(start..start + words.len()), tone }
}

/// Shows a document with words marked; one element a line.
fn check(document: &Document, page: Option<u32>, marked: &[(&str, Tone)], expected: Expect) {
    let marks = marked.iter().map(|&(words, tone)| mark(document, words, tone)).collect();
    let sheet = sheet::of(document, "d1", &Wanted { page, marks });
    let lines = sheet.markup.into_string().replace("><", ">\n<");
    expected.assert_eq(&format!("{} / {} {}\n{lines}\n", sheet.page, sheet.pages, sheet.unit));
}

fn flowing(name: &str, content: &str) -> Document {
    pipeline::parse(name, content.as_bytes()).expect("a document")
}

/// A document of pages with one line each: characters 10 wide and high, from left to right or from top to bottom.
fn fixed(format: Format, pages: &[(&str, bool)]) -> Document {
    let source = Source { sha256: "0".into(), name: "a".to_string(), format, bytes: 1 };
    let (text, blocks, attachments) = (String::new(), Vec::new(), Vec::new());
    let (pages_of, lines, glyphs) = (Vec::new(), Vec::new(), Vec::new());
    let (signatures, diagnostics) = (Vec::new(), Vec::new());
    let mut document =
        Document { source, text, pages: pages_of, blocks, lines, glyphs, attachments, signatures, diagnostics };
    for (index, &(words, is_column)) in pages.iter().enumerate() {
        let (start, number) = (document.text.len(), index as u32 + 1);
        for (nth, (at, _)) in words.char_indices().enumerate().filter(|(_, (_, c))| *c != ' ') {
            let along = 20.0 + 10.0 * nth as f32;
            let (x0, y0) = if is_column { (80.0, along) } else { (along, 30.0) };
            let rect = Rect { x0, y0, x1: x0 + 10.0, y1: y0 + 10.0 };
            document.glyphs.push(Glyph { at: (start + at) as u32, rect });
        }
        document.text.push_str(words);
        let span = Span::of(start..document.text.len());
        let rect = Rect { x0: 20.0, y0: 30.0, x1: 90.0, y1: 40.0 };
        document.lines.push(Line { page: number, span, rect });
        let (origin, quality) = (PageOrigin::Native, PageQuality::Good);
        document.pages.push(Page { number, span, origin, quality, width: 100.0, height: 141.5 });
    }
    document
}

#[test]
fn a_drawn_page_has_its_words_above_the_picture() {
    let document = fixed(Format::Pdf, &[("判决 书𠮷<", false), ("第二页", true)]);
    check(
        &document,
        None,
        &[("决 书", Tone::Evidence)],
        expect![[r#"
            1 / 2 页
            <div class="sheet" data-document="d1" data-page="1" data-pages="2" data-unit="页">
            <p class="about undrawn warning" hidden>本页影像无法绘制，以下按原位置显示文字。<span class="why">
            </span>
            </p>
            <svg class="fixed with-picture" viewBox="0 0 100 141.5" role="group" aria-label="第1页">
            <rect class="ground" width="100" height="141.5">
            </rect>
            <image class="picture" href="/api/v1/documents/d1/pages/1/image?width=1400" width="100" height="141.5" preserveAspectRatio="none" aria-hidden="true">
            </image>
            <rect class="mark evidence" x="28.5" y="28.5" width="33" height="13" rx="2">
            </rect>
            <g class="words">
            <text data-at="0" x="25 35 40 55 65 65 75" y="38" font-size="10" xml:space="preserve">判决 书𠮷&lt;</text>
            </g>
            </svg>
            </div>
        "#]],
    );
    check(
        &document,
        Some(2),
        &[("二", Tone::Other)],
        expect![[r#"
            2 / 2 页
            <div class="sheet" data-document="d1" data-page="2" data-pages="2" data-unit="页">
            <p class="about undrawn warning" hidden>本页影像无法绘制，以下按原位置显示文字。<span class="why">
            </span>
            </p>
            <svg class="fixed with-picture" viewBox="0 0 100 141.5" role="group" aria-label="第2页">
            <rect class="ground" width="100" height="141.5">
            </rect>
            <image class="picture" href="/api/v1/documents/d1/pages/2/image?width=1400" width="100" height="141.5" preserveAspectRatio="none" aria-hidden="true">
            </image>
            <rect class="mark other" x="78.5" y="28.5" width="13" height="13" rx="2">
            </rect>
            <g class="words">
            <text data-at="15" x="85 85 85" y="28 38 48" font-size="10" xml:space="preserve">第二页</text>
            </g>
            </svg>
            </div>
        "#]],
    );
}

#[test]
fn a_page_that_the_program_does_not_draw_is_its_text() {
    let mut document = fixed(Format::Ofd, &[("裁定书", false)]);
    let signer = "清河县人民法院".to_string();
    document.signatures.push(Signature { signer, time: Some("2021-04-05".to_string()), pages: vec![1] });
    check(
        &document,
        None,
        &[],
        expect![[r#"
        1 / 1 页
        <div class="sheet" data-document="d1" data-page="1" data-pages="1" data-unit="页">
        <p class="about undrawn warning">OFD 文书按原位置显示文字，图片和印章未绘制，请以原文件为准。</p>
        <details class="about">
        <summary>电子签名、印章 1 项（仅列出，未验证）</summary>
        <ul>
        <li>清河县人民法院，2021-04-05，见第1页</li>
        </ul>
        </details>
        <svg class="fixed" viewBox="0 0 100 141.5" role="group" aria-label="第1页">
        <rect class="ground" width="100" height="141.5">
        </rect>
        <g class="words">
        <text data-at="0" x="25 35 45" y="38" font-size="10" xml:space="preserve">裁定书</text>
        </g>
        </svg>
        </div>
    "#]],
    );
}

#[test]
fn a_scan_says_that_it_has_no_text() {
    let mut document = fixed(Format::Png, &[("", false)]);
    document.lines.clear();
    document.pages[0].origin = PageOrigin::Image;
    document.pages[0].quality = PageQuality::Unreadable;
    check(
        &document,
        Some(7),
        &[],
        expect![[r#"
            1 / 1 页
            <div class="sheet" data-document="d1" data-page="1" data-pages="1" data-unit="页">
            <p class="about">本页是影像，尚无文字，不能检索或选取。</p>
            <p class="about undrawn warning" hidden>本页影像无法绘制，请下载原文件查看。<span class="why">
            </span>
            </p>
            <svg class="fixed with-picture" viewBox="0 0 100 141.5" role="group" aria-label="第1页">
            <rect class="ground" width="100" height="141.5">
            </rect>
            <image class="picture" href="/api/v1/documents/d1/pages/1/image?width=1400" width="100" height="141.5" preserveAspectRatio="none" aria-hidden="true">
            </image>
            <g class="words">
            </g>
            </svg>
            </div>
        "#]],
    );
}

#[test]
fn a_reading_view_keeps_headings_tables_and_marks() {
    let html = "<h1>民事判决书</h1><p>原告：郑五 &lt;男&gt;。</p><table><tr><td>货款</td><td></td><td>10000元</td></tr>\
                <tr><td>合计</td><td>12500元</td></tr></table><p>特此判决。</p>";
    let document = flowing("a.html", html);
    check(
        &document,
        None,
        &[("郑五 <男", Tone::Evidence), ("10000", Tone::Other)],
        expect![[r#"
            1 / 1 段
            <div class="sheet" data-document="d1" data-page="1" data-pages="1" data-unit="段">
            <article class="reading">
            <p class="heading" data-at="0">民事判决书</p>
            <p data-at="16">原告：<mark class="evidence">郑五 &lt;男</mark>&gt;。</p>
            <table>
            <tbody>
            <tr>
            <td data-at="41">货款</td>
            <td data-at="48">
            </td>
            <td data-at="49">
            <mark class="other">10000</mark>元</td>
            </tr>
            <tr>
            <td data-at="58">合计</td>
            <td data-at="65">12500元</td>
            </tr>
            </tbody>
            </table>
            <p data-at="74">特此判决。</p>
            </article>
            </div>
        "#]],
    );
}

#[test]
fn a_text_without_end_comes_in_parts() {
    let line = "本院认为，被告应当归还借款。".repeat(1000) + "\n";
    let document = flowing("a.txt", &line.repeat(80));
    let parts = reading::parts(&document);
    assert_eq!((document.text.len(), parts.len()), (3_360_080, 4));
    assert_eq!((parts[0].start(), parts[3].end()), (0, 3_360_080));
    assert!(parts.windows(2).all(|pair| pair[0].end() == pair[1].start()));
    assert_eq!(
        [0, parts[1].start() - 1, parts[1].start(), 3_360_079].map(|at| reading::part_of(&parts, at)),
        [1, 1, 2, 4]
    );
    let one_line = flowing("a.txt", &"判".repeat(700_000));
    assert_eq!(
        reading::parts(&one_line).iter().map(|part| part.len()).collect::<Vec<_>>(),
        [1_048_575, 1_048_575, 2_850]
    );
    assert_eq!(reading::parts(&flowing("a.txt", " ")).len(), 1);
}

#[test]
fn words_are_found_over_white_space_width_and_case() {
    let document = flowing("a.txt", "民 事\n判决书（2019）某0101民初1号\n判 决\n书 abC");
    let found = |words: &str| {
        let found = find::find(&document, words);
        let words = found.hits.iter().map(|hit| document.quote(hit.span)).collect::<Vec<_>>().join("|");
        format!("{} {words}", found.total)
    };
    assert_eq!(found("判决书"), "2 判决书|判 决\n书");
    assert_eq!(found("(２０１９) 某"), "1 （2019）某");
    assert_eq!(found("ABC"), "1 abC");
    assert_eq!(found("民事判决书"), "1 民 事\n判决书");
    assert_eq!(found("　"), "0 ");
    let list = find::list(&document, "d1", "民初", &find::find(&document, "民初"));
    expect![[r#"
        <div class="found">
        <p role="status">共 1 处。</p>
        <ol>
        <li>
        <a class="to-evidence" href="/documents/d1?page=1&amp;start=34&amp;end=40" data-document="d1" data-page="1" data-start="34" data-end="40">民事判决书（2019）某0101<mark>民初</mark>1号判决书abC</a>
        </li>
        </ol>
        </div>"#]].assert_eq(&list.into_string().replace("><", ">\n<"));
}

#[test]
fn more_hits_than_are_listed_are_counted() {
    let document = flowing("a.txt", &"甲乙".repeat(201));
    let found = find::find(&document, "甲");
    assert_eq!((found.total, found.hits.len()), (201, 200));
    let list = find::list(&document, "d1", "甲", &found).into_string();
    assert!(list.contains("共 201 处，列出前 200 处。"), "{list}");
}
