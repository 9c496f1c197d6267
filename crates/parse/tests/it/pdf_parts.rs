//! PDF: what lies over the text (seals, watermarks, comments), fonts and forms of every kind, text layers that cannot be
//! right, scans, and what a file carries besides pages.

use std::fmt::Write;

use expect_test::expect;

use crate::check;
use crate::pdf_file::{Extras, FIRST_EXTRA, Page, Piece, SIZE, pdf, pdf_with, stream};

const TEXT: &str = "原告郑五福与被告王记粮行买卖合同纠纷一案，本院于立案后依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，被告经传票传唤无正当理由拒不到庭，本案现已审理终结。";

#[test]
fn a_seal_does_not_break_the_date_below_it() {
    let mut page = Page::default();
    page.paragraph(720.0, TEXT);
    page.right(600.0, "审 判 员　冯六顺");
    page.right(572.0, "二〇二一年四月五日");
    page.content.push_str("1 0 0 rg\n");
    page.show(&Piece { x: 380.0, y: 575.0, size: 10.0, text: "合同专用章" });
    page.content.push_str("0 g\n");
    page.right(544.0, "书 记 员　陈七巧");
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 原告郑五福与被告王记粮行买卖合同纠纷一案，本院于立案后依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，被告经传票传唤无正当理由拒不到庭，本案现已审理终结。
            1 Paragraph 审 判 员　冯六顺
            1 Paragraph 二〇二一年四月五日
            1 Paragraph 书 记 员　陈七巧
            1 Furniture 合同专用章
        "#]],
    );
}

#[test]
fn a_red_heading_is_text() {
    let mut page = Page { content: "1 0 0 rg\n".to_owned(), ..Page::default() };
    page.centred(740.0, 22.0, "清河县人民法院文件");
    page.content.push_str("0 g\n");
    page.paragraph(700.0, "各人民法庭：");
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 清河县人民法院文件
            1 Paragraph 各人民法庭：
        "#]],
    );
}

#[test]
fn a_watermark_across_the_page_is_furniture() {
    let mut page = Page::default();
    page.paragraph(500.0, TEXT);
    let hex: String = "内部资料".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    page.content.push_str(&format!("BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 380 Tm <{hex}> Tj ET\n"));
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 原告郑五福与被告王记粮行买卖合同纠纷一案，本院于立案后依法适用简易程序，公开开庭进行了审理，原告及其委托诉讼代理人到庭参加诉讼，被告经传票传唤无正当理由拒不到庭，本案现已审理终结。
            1 Furniture 内部资料
        "#]],
    );
}

/// An annotation of a kind whose appearance shows a text, as two objects; the second is the appearance.
fn annotation(kind: &str, appearance: usize, text: &str) -> [String; 2] {
    let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let dict = format!("<< /Type /Annot /Subtype /{kind} /Rect [90 600 290 620] /AP << /N {appearance} 0 R >> >>");
    let form = stream(&format!("BT /F1 12 Tf 1 0 0 1 0 4 Tm <{hex}> Tj ET\n"));
    let head = "<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 3 0 R >> >>";
    [dict, form.replacen("<<", head, 1)]
}

#[test]
fn comments_are_furniture_and_form_fields_are_text() {
    for kind in ["Stamp", "FreeText", "Widget"] {
        let mut page = Page::default();
        page.paragraph(700.0, "收件人：");
        let objects = annotation(kind, FIRST_EXTRA + 1, "冯六顺");
        let extras =
            Extras { page: format!("/Annots [{FIRST_EXTRA} 0 R]"), objects: objects.to_vec(), ..Extras::default() };
        let document = parse::parse("", &pdf_with(&[page], &extras)).expect("pdf");
        let last = document.blocks.last().expect("the annotation");
        assert_eq!(document.quote(last.span), "冯六顺", "{kind}");
        let is_furniture = last.kind == casefile::BlockKind::Furniture;
        assert_eq!(is_furniture, kind != "Widget", "{kind}");
    }
}

#[test]
fn page_numbers_of_every_style_are_furniture() {
    for number in ["第3页 共12页", "- 3 -", "3 / 12", "— 3 —", "第三页"] {
        let mut page = Page::default();
        page.paragraph(700.0, TEXT);
        page.centred(40.0, SIZE, number);
        let document = parse::parse("", &pdf(&[page])).expect("pdf");
        let last = document.blocks.last().expect("the number");
        assert_eq!((last.kind, document.quote(last.span)), (casefile::BlockKind::Furniture, number));
    }
}

#[test]
fn the_last_line_of_a_page_is_no_page_number() {
    for text in ["二〇二一年四月五日", "（2021）冀0534民初12号", "审 判 员　冯六顺", "合计：12"]
    {
        let mut page = Page::default();
        page.paragraph(700.0, TEXT);
        page.paragraph(60.0, text);
        let document = parse::parse("", &pdf(&[page])).expect("pdf");
        let last = document.blocks.last().expect("the line");
        assert_eq!((last.kind, document.quote(last.span)), (casefile::BlockKind::Paragraph, text));
    }
}

#[test]
fn drawn_fonts_and_forms_are_read() {
    let map = "1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <7532> <42> <2F08> endbfchar\n";
    let form = stream("BT /F1 16 Tf 1 0 0 1 100 600 Tm <4E59> Tj ET\n");
    let head = "<< /Type /XObject /Subtype /Form /BBox [0 0 596 842] /Resources << /Font << /F1 3 0 R >> >>";
    let objects = vec![stream(map), stream("1000 0 0 0 750 750 d1 0 0 750 750 re f\n"), form.replacen("<<", head, 1)];
    let (map, glyph, form) = (FIRST_EXTRA, FIRST_EXTRA + 1, FIRST_EXTRA + 2);
    let font = format!(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 66 /Widths [1000 1000] /Encoding << /Differences [65 /a /b] >> /CharProcs << /a {glyph} 0 R /b {glyph} 0 R >> /ToUnicode {map} 0 R >>"
    );
    let content = "BT /FT 16 Tf 1 0 0 1 100 700 Tm (AB) Tj ET\n/X1 Do\n".to_owned();
    let page = Page { content, resources: format!("/XObject << /X1 {form} 0 R >>"), ..Page::default() };
    let extras = Extras { fonts: format!("/FT {font}"), objects, ..Extras::default() };
    // 人 is written as the radical that looks like it.
    check(
        &pdf_with(&[page], &extras),
        expect![[r#"
            pdf
            1 Paragraph 甲人
            1 Paragraph 乙
        "#]],
    );
}

#[test]
fn text_turned_by_its_matrix_is_read_in_its_direction() {
    let mut page = Page::default();
    for (row, text) in ["原告郑五福与被告王记粮行", "买卖合同纠纷一案"].iter().enumerate() {
        let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        let x = 200 + 24 * row;
        page.content.push_str(&format!("BT /F1 16 Tf 0 1 -1 0 {x} 100 Tm <{hex}> Tj ET\n"));
    }
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 原告郑五福与被告王记粮行买卖合同纠纷一案
        "#]],
    );
}

#[test]
fn characters_of_a_wrong_table_are_garbled() {
    let quality = |text: &str| {
        let mut page = Page::default();
        page.paragraph(700.0, text);
        parse::parse("", &pdf(&[page])).expect("pdf").pages[0].quality
    };
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for shift in [1, 29, 300] {
        let shifted: String =
            TEXT.chars().map(|c| if is_han(c) { char::from_u32(c as u32 + shift).unwrap_or(c) } else { c }).collect();
        assert_eq!(quality(&shifted), casefile::PageQuality::Garbled, "shifted by {shift}");
    }
    assert_eq!(quality(TEXT), casefile::PageQuality::Good);
    // Names and numbers have few words, but still some.
    let names = "郑五福、冯六顺、陈七巧、王二小、李文华、张建国、刘秀英、赵志强、孙玉兰、周海燕、吴桂芳、徐立新、朱明亮、马春生、胡国庆、林爱民、何永康、郭德胜";
    assert_eq!(quality(names), casefile::PageQuality::Good);
}

#[test]
fn a_page_image_is_a_scan() {
    let image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream";
    let scan = Page {
        content: "q 596 0 0 842 0 0 cm /XI Do Q\n".to_owned(),
        resources: format!("/XObject << /XI {FIRST_EXTRA} 0 R >>"),
        ..Page::default()
    };
    let mut numbered = scan.clone();
    numbered.centred(40.0, 9.0, "3");
    let mut layered = scan.clone();
    layered.show_as(&Piece { x: 100.0, y: 700.0, size: SIZE, text: "扫描件的文字层" }, "3 Tr", "F1");
    let extras = Extras { objects: vec![image.to_owned()], ..Extras::default() };
    check(
        &pdf_with(&[scan, numbered, layered], &extras),
        expect![[r#"
            pdf
            2 Furniture 3
            3 Paragraph 扫描件的文字层
            page 1 Image Unreadable
            page 2 Image Unreadable
            page 3 Ocr Good
            ! page_without_text page on page 1
            ! page_without_text page on page 2
        "#]],
    );
}

#[test]
fn attachments_and_signatures_are_listed() {
    let file = FIRST_EXTRA;
    let objects = vec![
        format!("<< /Type /Filespec /F (a.xml) /UF <FEFF8D778BC9002E0078006D006C> /EF << /F {} 0 R >> >>", file + 1),
        "<< /Type /EmbeddedFile /Params << /Size 7 >> /Length 7 >>\nstream\n<a></a>\nendstream".to_owned(),
        format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (sig1) /Rect [0 0 9 9] /V {} 0 R >>", file + 3),
        "<< /Type /Sig /Filter /Adobe.PPKLite /Name <FEFF6E056CB353BF4EBA6C116CD59662> /M (D:20210405093000+08'00') >>"
            .to_owned(),
        format!("<< /Type /Annot /Subtype /Widget /FT /Sig /T (sig2) /Rect [0 0 9 9] /V {} 0 R >>", file + 5),
        format!("<< /Type /Sig /Filter /Adobe.PPKLite /Contents <{}> >>", cms("冯六顺")),
    ];
    let extras = Extras {
        catalog: format!(
            "/Names << /EmbeddedFiles << /Names [(a) {file} 0 R] >> >> /AcroForm << /Fields [{} 0 R {} 0 R] >>",
            file + 2,
            file + 4
        ),
        page: format!("/Annots [{} 0 R]", file + 2),
        objects,
        ..Extras::default()
    };
    let mut page = Page::default();
    page.paragraph(700.0, "附件见附页。");
    let document = parse::parse("", &pdf_with(&[page], &extras)).expect("pdf");
    let mut out = String::new();
    for attachment in &document.attachments {
        writeln!(out, "{} {}", attachment.name, attachment.bytes).expect("writing to a string");
    }
    for signature in &document.signatures {
        writeln!(out, "{} {:?} {:?}", signature.signer, signature.time, signature.pages).expect("writing to a string");
    }
    expect![[r#"
        起诉.xml 7
        清河县人民法院 Some("2021-04-05 09:30:00 +08:00") [1]
        冯六顺 None []
    "#]]
    .assert_eq(&out);
}

/// The skeleton of a CMS signature in hex whose certificate names a subject.
fn cms(subject: &str) -> String {
    let der = |tag: u8, content: &[u8]| {
        let mut out = vec![tag, 0x82, (content.len() >> 8) as u8, content.len() as u8];
        out.extend_from_slice(content);
        out
    };
    let name = |text: &str| {
        let value = der(0x0c, text.as_bytes());
        let pair = [vec![0x06, 0x03, 0x55, 0x04, 0x03], value].concat();
        der(0x30, &der(0x31, &der(0x30, &pair)))
    };
    let certificate = |serial: u8, subject: &str| {
        let parts = [
            der(0xa0, &[0x02, 0x01, 0x02]),
            vec![0x02, 0x01, serial],
            der(0x30, &[]),
            name("某认证中心"),
            der(0x30, &[]),
            name(subject),
        ];
        der(0x30, &der(0x30, &parts.concat()))
    };
    let signer = [vec![0x02, 0x01, 0x01], der(0x30, &[name("某认证中心"), vec![0x02, 0x01, 7]].concat())].concat();
    let signed = [
        vec![0x02, 0x01, 0x01],
        der(0x31, &[]),
        der(0x30, &[]),
        der(0xa0, &[certificate(1, "某认证中心"), certificate(7, subject)].concat()),
        der(0x31, &der(0x30, &signer)),
    ];
    let content = [vec![0x06, 0x01, 0x2a], der(0xa0, &der(0x30, &signed.concat()))].concat();
    der(0x30, &content).iter().map(|byte| format!("{byte:02x}")).collect()
}
