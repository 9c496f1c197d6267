//! PDF: paragraphs within and across pages, furniture, rotation, text layers, doubled text, pages without text.

use expect_test::expect;

use crate::check;
use crate::pdf_file::{Extras, FIRST_EXTRA, LEFT, Page, Piece, SIZE, pdf, pdf_with, stream};

const LONG: &str = "原告郑五福与被告清河县王记粮行买卖合同纠纷一案，本院于2021年3月4日立案后，依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，本案现已审理终结。";

/// A judgment of two pages, with a paragraph that runs over the page break.
pub(crate) fn judgment() -> Vec<u8> {
    let mut first = Page::default();
    furniture(&mut first, "第 1 页 共 2 页");
    first.centred(740.0, 22.0, "清河县人民法院");
    first.centred(700.0, 22.0, "民 事 判 决 书");
    first.right(660.0, "（2021）冀0534民初12号");
    let y = first.paragraph(620.0, "原告：郑五福，男，1970年2月3日出生，汉族，住清河县葛仙庄镇东街。");
    let y = first.paragraph(y, LONG);
    let mut lines = crate::pdf_file::broken(LONG);
    let rest = lines.split_off(2);
    first.show(&Piece { x: LEFT + 2.0 * SIZE, y, size: SIZE, text: &lines[0] });
    first.show(&Piece { x: LEFT, y: y - 28.0, size: SIZE, text: &lines[1] });
    let mut second = Page::default();
    furniture(&mut second, "第 2 页 共 2 页");
    let mut y = 740.0;
    for line in &rest {
        second.show(&Piece { x: LEFT, y, size: SIZE, text: line });
        y -= 28.0;
    }
    let y = second.paragraph(y, "判决如下：");
    let y = second.paragraph(y, "一、被告于本判决生效之日起十日内给付原告货款一万元；");
    second.right(y - 28.0, "审 判 员　冯六顺");
    second.right(y - 56.0, "二〇二一年四月五日");
    second.right(y - 84.0, "书 记 员　陈七巧");
    pdf(&[first, second])
}

fn furniture(page: &mut Page, number: &str) {
    page.centred(800.0, 9.0, "清河县人民法院电子卷宗");
    page.centred(40.0, 9.0, number);
}

#[test]
fn paragraphs_run_over_lines_and_pages() {
    check(
        &judgment(),
        expect![[r#"
        pdf
        1 Furniture 清河县人民法院电子卷宗
        1 Heading 清河县人民法院
        1 Heading 民 事 判 决 书
        1 Paragraph （2021）冀0534民初12号
        1 Paragraph 原告：郑五福，男，1970年2月3日出生，汉族，住清河县葛仙庄镇东街。
        1 Paragraph 原告郑五福与被告清河县王记粮行买卖合同纠纷一案，本院于2021年3月4日立案后，依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，本案现已审理终结。
        1 Furniture 第 1 页 共 2 页
        1 Paragraph 原告郑五福与被告清河县王记粮行买卖合同纠纷一案，本院于2021年3月4日立案后，依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，本案现已审理终结。
        2 Furniture 清河县人民法院电子卷宗
        2 Paragraph 判决如下：
        2 Paragraph 一、被告于本判决生效之日起十日内给付原告货款一万元；
        2 Paragraph 审 判 员　冯六顺
        2 Paragraph 二〇二一年四月五日
        2 Paragraph 书 记 员　陈七巧
        2 Furniture 第 2 页 共 2 页
    "#]],
    );
}

/// Flush left and without indents: a line ends a paragraph only where the next word would have fitted, marks hang over the
/// margin, a long number goes to the next line whole, and short paragraphs stand apart though one fills its line.
#[test]
fn paragraphs_without_indents_end_where_room_is_left() {
    let mut page = Page::default();
    let mut y = 760.0;
    let mut show = |texts: &[&str]| {
        for text in texts {
            page.show(&Piece { x: LEFT, y, size: SIZE, text });
            y -= 24.0;
        }
        y -= 24.0;
    };
    show(&["清河县人民法院"]);
    show(&["原告：清河县王记粮行，住所地河北省清河县葛仙庄东街。"]);
    show(&["经营者：王记，住清河县葛仙庄镇东街五号。"]);
    show(&[
        "被告郑五福，男，一九七〇年二月三日出生，汉族，现无业，",
        "住河北省清河县，公民身份号码：",
        "110101197002031234，因本案今日到庭",
        "，对原告所诉没有异议，愿意分期给付货款及逾期利息万元",
        "，请求法院依法调解，不同意一次给付，由其承担",
        "62，477.81元。",
    ]);
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 清河县人民法院
        1 Paragraph 原告：清河县王记粮行，住所地河北省清河县葛仙庄东街。
        1 Paragraph 经营者：王记，住清河县葛仙庄镇东街五号。
        1 Paragraph 被告郑五福，男，一九七〇年二月三日出生，汉族，现无业，住河北省清河县，公民身份号码：110101197002031234，因本案今日到庭，对原告所诉没有异议，愿意分期给付货款及逾期利息万元，请求法院依法调解，不同意一次给付，由其承担62，477.81元。
    "#]],
    );
}

#[test]
fn lines_and_glyphs_have_places() {
    let document = parse::parse("", &judgment()).expect("pdf");
    let at = document.text.find("冯六顺").expect("the judge");
    let boxes = document.boxes(casefile::Span::of(at..at + "冯六顺".len()));
    assert_eq!(boxes.len(), 1);
    assert_eq!(boxes[0].page, 2);
    let rect = boxes[0].rect;
    assert!((rect.x1 - rect.x0 - 3.0 * SIZE).abs() < 0.1, "{rect:?}");
    assert!((rect.x1 - 490.0).abs() < 0.1 && (rect.y1 - rect.y0 - SIZE).abs() < 0.1, "{rect:?}");
    let spread = document.text.find("公开开庭").expect("the second of its kind");
    let second = spread + 3 + document.text[spread + 3..].find("公开开庭").expect("the second of its kind");
    let end = second + document.text[second..].find('。').expect("the end of the sentence");
    let pages: Vec<u32> = document.boxes(casefile::Span::of(second..end)).iter().map(|place| place.page).collect();
    assert!(pages.windows(2).all(|pair| pair[0] <= pair[1]) && pages.contains(&2), "{pages:?}");
}

/// Two pages that end in the same sentence do not lose it as a footer.
#[test]
fn a_sentence_at_the_foot_of_two_pages_is_text() {
    let sentence = "原告郑五福与被告清河县王记粮行买卖合同纠纷一案现已审结";
    let page = |number: &str| {
        let mut page = Page::default();
        furniture(&mut page, number);
        page.paragraph(700.0, LONG);
        page.show(&Piece { x: LEFT, y: 60.0, size: SIZE, text: sentence });
        page
    };
    let document = parse::parse("", &pdf(&[page("第 1 页"), page("第 2 页")])).expect("pdf");
    let kinds = document.blocks.iter().filter(|block| document.quote(block.span).contains("现已审结"));
    let kinds: Vec<_> = kinds.map(|block| block.kind).collect();
    assert_eq!(kinds, [casefile::BlockKind::Paragraph; 2]);
}

#[test]
fn rotated_pages_read_the_same() {
    let mut upright = Page::default();
    upright.paragraph(600.0, LONG);
    for rotate in [90, 180, 270] {
        // The page is shown turned, as scanners and spreadsheet programs leave it.
        let turned = Page { rotate, ..upright.clone() };
        let (a, b) = (parse::parse("", &pdf(&[upright.clone()])), parse::parse("", &pdf(&[turned])));
        assert_eq!(a.expect("upright").text, b.expect("turned").text, "rotated by {rotate}");
    }
}

#[test]
fn vertical_writing_runs_in_columns_from_the_right() {
    let mut page = Page::default();
    page.show_as(&Piece { x: 400.0, y: 700.0, size: SIZE, text: "右起第一列，" }, "", "FV");
    page.show_as(&Piece { x: 370.0, y: 700.0, size: SIZE, text: "左为第二列。" }, "", "FV");
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 右起第一列，左为第二列。
    "#]],
    );
}

#[test]
fn bold_text_drawn_twice_is_one_text() {
    let mut page = Page::default();
    page.show_as(&Piece { x: 100.0, y: 700.0, size: SIZE, text: "先填后描" }, "2 Tr", "F1");
    for shift in [0.0, 0.3] {
        page.show_as(&Piece { x: 100.0 + shift, y: 600.0, size: SIZE, text: "错位重印" }, "0 Tr", "F1");
    }
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 先填后描
        1 Paragraph 错位重印
    "#]],
    );
}

#[test]
fn an_invisible_layer_is_ocr() {
    let mut page = Page { content: "0 0 596 842 re f\n".to_owned(), ..Page::default() };
    page.show_as(&Piece { x: 100.0, y: 700.0, size: SIZE, text: "扫描件的文字层" }, "3 Tr", "F1");
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 扫描件的文字层
        page 1 Ocr Good
    "#]],
    );
}

#[test]
fn pages_without_text_say_so() {
    let mut text = Page::default();
    text.paragraph(700.0, "有文字的一页。");
    let drawn = Page { content: "100 100 300 300 re f\n".to_owned(), ..Page::default() };
    check(
        &pdf(&[drawn.clone(), text, Page::default()]),
        expect![[r#"
            pdf
            2 Paragraph 有文字的一页。
            page 1 Image Unreadable
            page 3 Blank Good
            ! page_without_text page on page 1
        "#]],
    );
    check(
        &pdf(&[drawn]),
        expect![[r#"
            pdf
            page 1 Image Unreadable
            ! page_without_text page on page 1
            ! document_empty pdf
        "#]],
    );
}

#[test]
fn private_use_characters_are_garbled() {
    let content = "BT /FP 16 Tf 1 0 0 1 100 700 Tm (ABCDEF) Tj ET\n".to_owned();
    let page = Page { content, ..Page::default() };
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 
            page 1 Native Garbled
            ! page_garbled page on page 1
        "#]],
    );
}

#[test]
fn gbk_bytes_in_a_font_of_single_bytes() {
    let hex: String = encoding_rs::GBK.encode("清河县人民法院2号").0.iter().map(|byte| format!("{byte:02X}")).collect();
    let content = format!("BT /FL 16 Tf 1 0 0 1 100 700 Tm <{hex}> Tj ET\n");
    check(
        &pdf(&[Page { content, ..Page::default() }]),
        expect![[r#"
        pdf
        1 Paragraph 清河县人民法院2号
    "#]],
    );
}

/// A subset of more than 128 glyphs numbers some of them like the bytes of Chinese characters; its table says what they are.
#[test]
fn digits_beyond_ascii_are_no_gbk() {
    let map = stream("1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <B0> <B9> <0030> endbfrange");
    let fonts =
        format!("/FD << /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Digits /ToUnicode {FIRST_EXTRA} 0 R >>");
    let content = "BT /FD 16 Tf 1 0 0 1 100 700 Tm <B8B6B2B4B7B7> Tj ET\n".to_owned();
    let extras = Extras { fonts, objects: vec![map], ..Extras::default() };
    check(
        &pdf_with(&[Page { content, ..Page::default() }], &extras),
        expect![[r#"
        pdf
        1 Paragraph 862477
    "#]],
    );
}

/// Browsers choose radicals and old brackets for the characters that share their glyphs.
#[test]
fn look_alike_code_points_become_the_usual_ones() {
    let map = stream(
        "1 begincodespacerange <00> <FF> endcodespacerange 5 beginbfchar <41> <2F3E> <42> <2329> <43> <232A> <44> <2F45> <45> <2ECB> endbfchar",
    );
    let fonts = format!("/FK << /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Song /ToUnicode {FIRST_EXTRA} 0 R >>");
    let content = "BT /FK 16 Tf 1 0 0 1 100 700 Tm (BACDE) Tj ET\n".to_owned();
    let extras = Extras { fonts, objects: vec![map], ..Extras::default() };
    check(
        &pdf_with(&[Page { content, ..Page::default() }], &extras),
        expect![[r#"
        pdf
        1 Paragraph 〈户〉方车
    "#]],
    );
}

#[test]
fn columns_of_a_table_row_do_not_join_the_next_line() {
    let mut page = Page::default();
    for (row, cells) in [["项目", "金额"], ["货款", "一万元"]].iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            page.show(&Piece { x: LEFT + 200.0 * column as f32, y: 700.0 - 28.0 * row as f32, size: SIZE, text });
        }
    }
    page.paragraph(600.0, LONG);
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 项目 金额
        1 Paragraph 货款 一万元
        1 Paragraph 原告郑五福与被告清河县王记粮行买卖合同纠纷一案，本院于2021年3月4日立案后，依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，本案现已审理终结。
    "#]],
    );
}

#[test]
fn words_of_letters_keep_their_blank() {
    let mut page = Page::default();
    for (row, text) in ["The parties agree that the contract", "shall be governed by these terms."].iter().enumerate() {
        let content = format!("BT /FL 12 Tf 1 0 0 1 100 {} Tm ({text}) Tj ET\n", 700 - 18 * row);
        page.content.push_str(&content);
    }
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph The parties agree that the contract shall be governed by these terms.
        "#]],
    );
}
