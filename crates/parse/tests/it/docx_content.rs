//! DOCX: what fields, controls, tracked changes and embedded documents show, and the forms without a zip container.

use expect_test::expect;

use crate::check;
use crate::docx_file::{docx, p, zipped};

#[test]
fn a_deleted_paragraph_mark_joins_what_follows() {
    let deleted_mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
    let body = format!(
        "<w:p>{deleted_mark}<w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>\
         <w:p>{deleted_mark}<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>{}\
         <w:tbl><w:tr><w:tc><w:p>{deleted_mark}<w:r><w:t>格末</w:t></w:r></w:p></w:tc><w:tc>{}</w:tc></w:tr></w:tbl>\
         <w:p>{deleted_mark}<w:r><w:t>文末</w:t></w:r></w:p>",
        p("另段"),
        p("右")
    );
    check(
        &docx(&body, &[]),
        expect![[r#"
        docx
        1 Paragraph 前半后半
        1 Paragraph 另段
        1 Cell 格末
        1 Cell |右
        1 Paragraph 文末
    "#]],
    );
}

#[test]
fn changed_formatting_is_not_the_formatting() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>"#;
    let body = r#"<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val="1"/></w:pPr></w:pPrChange></w:pPr>
      <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>正文</w:t></w:r></w:p>"#;
    check(
        &docx(body, &[("styles", styles)]),
        expect![[r#"
        docx
        1 Paragraph 正文
    "#]],
    );
}

#[test]
fn styles_hide_text() {
    let styles =
        r#"<w:style w:type="character" w:styleId="h"><w:name w:val="隐"/><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let run = |properties: &str, text: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        run("", "甲"),
        run(r#"<w:rStyle w:val="h"/>"#, "乙"),
        run(r#"<w:rStyle w:val="h"/><w:vanish w:val="0"/>"#, "丙")
    );
    check(
        &docx(&body, &[("styles", styles)]),
        expect![[r#"
        docx
        1 Paragraph 甲丙
    "#]],
    );
}

#[test]
fn fields_show_their_results() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let form = |data: &str| {
        format!(r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>{}"#, mark("end"))
    };
    let body = [
        format!("<w:p>{}{}{}{}{}</w:p>", mark("begin"), text("条件"), mark("separate"), text("结果"), mark("end")),
        format!("<w:p>{}{}</w:p>", mark("begin"), text("未完的代码")),
        p("其后的正文"),
        format!(
            "<w:p>{}是{}否</w:p>",
            form(r#"<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>"#),
            form(r#"<w:checkBox><w:default w:val="0"/></w:checkBox>"#)
        )
        .replace("是", &text("是"))
        .replace("否", &text("否")),
        format!(
            "<w:p>{}</w:p>",
            form(r#"<w:ddList><w:result w:val="1"/><w:listEntry w:val="男"/><w:listEntry w:val="女"/></w:ddList>"#)
        ),
    ];
    check(
        &docx(&body.concat(), &[]),
        expect![[r#"
        docx
        1 Paragraph 结果
        1 Paragraph 其后的正文
        1 Paragraph ☑是□否
        1 Paragraph 女
    "#]],
    );
}

#[test]
fn content_controls_at_every_level() {
    let control = |prompt: &str, content: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr>{prompt}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )
    };
    let prompt = "<w:showingPlcHdr/>";
    let cell = |content: &str| format!("<w:tc>{content}</w:tc>");
    let body = [
        format!("<w:p><w:r><w:t>姓名：</w:t></w:r>{}</w:p>", control(prompt, "<w:r><w:t>单击此处输入文字</w:t></w:r>")),
        format!("<w:p><w:r><w:t>住址：</w:t></w:r>{}</w:p>", control("", "<w:r><w:t>清河县东街</w:t></w:r>")),
        control(prompt, &p("单击此处输入段落")),
        control("", &p("整段")),
        format!(
            "<w:tbl>{}</w:tbl>",
            control(
                "",
                &format!("<w:tr>{}{}{}</w:tr>", cell(&p("甲")), control(prompt, &cell(&p("选择"))), cell(&p("丙")))
            )
        ),
    ];
    check(
        &docx(&body.concat(), &[]),
        expect![[r#"
        docx
        1 Paragraph 姓名：
        1 Paragraph 住址：清河县东街
        1 Paragraph 整段
        1 Cell 甲
        1 Cell |
        1 Cell |丙
    "#]],
    );
}

#[test]
fn signs_of_symbol_fonts() {
    let run = |font: &str, text: &str| {
        format!(r#"<w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr><w:t>{text}</w:t></w:r>"#)
    };
    let body = format!(
        r#"<w:p>{}<w:r><w:t>是</w:t></w:r>{}<w:r><w:t>否</w:t><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>其他</w:t></w:r>{}</w:p>"#,
        run("Wingdings 2", "R"),
        run("Wingdings", "&#xf0a8;"),
        run("Arial", "R")
    );
    check(
        &docx(&body, &[]),
        expect![[r#"
        docx
        1 Paragraph ☑是□否□其他R
    "#]],
    );
}

#[test]
fn one_of_two_copies_is_read() {
    let body = "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r>\
      <w:r><mc:AlternateContent><mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧二</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    check(
        &docx(body, &[]),
        expect![[r#"
        docx
        1 Paragraph 旧新
    "#]],
    );
}

#[test]
fn covered_cells_and_cells_left_out() {
    let body = format!(
        r#"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>
        <w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>
        <w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>"#,
        p("合并"),
        p("一"),
        p("不显示"),
        p("二"),
        p("三")
    );
    check(
        &docx(&body, &[]),
        expect![[r#"
        docx
        1 Cell 合并
        1 Cell |一
        1 Cell 
        1 Cell |二
        1 Cell 
        1 Cell |三
    "#]],
    );
}

#[test]
fn comments_and_fractions() {
    let body = "<w:p><w:r><w:t>占</w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath></w:p>";
    let comments = format!(r#"<w:comment w:id="0" w:author="某">{}</w:comment>"#, p("请核实"));
    check(
        &docx(body, &[("comments", &comments)]),
        expect![[r#"
        docx
        1 Paragraph 占1/3
        1 Furniture 请核实
    "#]],
    );
}

#[test]
fn levels_bound_to_styles_and_empty_numbered_cells() {
    let numbering = r#"<w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="a"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="b"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#;
    let style = |id: &str| {
        format!(
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#
        )
    };
    let styled = |id: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{id}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let body = format!(
        "{}{}{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        styled("a", "甲"),
        styled("b", "子"),
        styled("b", "丑"),
        styled("b", ""),
        p("序号自动编写")
    );
    check(
        &docx(&body, &[("styles", &(style("a") + &style("b"))), ("numbering", numbering)]),
        expect![[r#"
        docx
        1 Paragraph 一、甲
        1 Paragraph 1) 子
        1 Paragraph 2) 丑
        1 Cell 3)
        1 Cell |序号自动编写
    "#]],
    );
}

#[test]
fn embedded_documents() {
    let relations = r#"<Relationships><Relationship Id="r1" Type="http://x/aFChunk" Target="a.htm"/><Relationship Id="r2" Type="http://x/aFChunk" Target="b.bin"/><Relationship Id="r4" Type="http://x/aFChunk" Target="c.rtf"/>
      <Relationship Id="r3" Type="http://x/oleObject" Target="embeddings/附表.xlsx"/></Relationships>"#;
    let body = format!(
        r#"<w:document xmlns:w="w" xmlns:r="r"><w:body>{}<w:altChunk r:id="r1"/>{}<w:altChunk r:id="r2"/><w:altChunk r:id="r4"/></w:body></w:document>"#,
        p("前"),
        p("后")
    );
    let bytes = zipped(&[
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/a.htm", "<html><p>嵌入</p><table><tr><td>左<td>右</table></html>".as_bytes()),
        ("word/c.rtf", b"{\\rtf1\\ansi\\uc1 \\u25991?\\u26411?\\par}"),
        ("word/b.bin", b"\x89PNG\r\n\x1a\n"),
        ("word/embeddings/附表.xlsx", b"PK"),
    ]);
    check(
        &bytes,
        expect![[r#"
            docx
            1 Paragraph 前
            1 Paragraph 嵌入
            1 Cell 左
            1 Cell |右
            1 Paragraph 后
            1 Paragraph 文末
        "#]],
    );
    let document = parse::parse("", &bytes).expect("a document");
    let attached: Vec<_> = document.attachments.iter().map(|file| (file.name.as_str(), file.bytes)).collect();
    assert_eq!(attached, [("b.bin", 8), ("附表.xlsx", 2)]);
}

/// A certificate as far as it is looked at: issuer, period of validity, subject.
const CERTIFICATE: &str = "BgNVBAMMA0FCQxcNMjAwMTAxMDAwMDAwWhcNMzAwMTAxMDAwMDAwWgYDVQQDDAnlkLTlm5vmlrk=";

#[test]
fn signatures_are_listed() {
    let origin = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/><Relationship Id="r2" Type="http://x/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>"#;
    let signatures = r#"<Relationships><Relationship Id="r1" Type="http://x/digital-signature/signature" Target="sig1.xml"/></Relationships>"#;
    let signature = format!(
        "<Signature><KeyInfo><X509Data><X509Certificate>{CERTIFICATE}</X509Certificate></X509Data></KeyInfo><Object><mdssi:SignatureTime><mdssi:Format>YYYY</mdssi:Format><mdssi:Value>2020-03-01T08:00:00Z</mdssi:Value></mdssi:SignatureTime></Object></Signature>"
    );
    let body = format!("<w:document><w:body>{}</w:body></w:document>", p("正文"));
    let bytes = zipped(&[
        ("_rels/.rels", origin.as_bytes()),
        ("word/document.xml", body.as_bytes()),
        ("_xmlsignatures/_rels/origin.sigs.rels", signatures.as_bytes()),
        ("_xmlsignatures/sig1.xml", signature.as_bytes()),
    ]);
    let document = parse::parse("", &bytes).expect("a document");
    let signed: Vec<_> = document.signatures.iter().map(|one| (one.signer.as_str(), one.time.as_deref())).collect();
    assert_eq!(signed, [("吴四方", Some("2020-03-01T08:00:00Z"))]);
}

#[test]
fn the_package_as_one_file() {
    let text = format!(
        r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part pkg:name="/_rels/.rels" pkg:contentType="a"><pkg:xmlData><Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml" pkg:contentType="b"><pkg:xmlData><w:document><w:body>{}</w:body></w:document></pkg:xmlData></pkg:part></pkg:package>"#,
        p("单一文件")
    );
    check(
        text.as_bytes(),
        expect![[r#"
        docx
        1 Paragraph 单一文件
    "#]],
    );
}

#[test]
fn word_2003_xml() {
    let text = r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="wx" xmlns:aml="aml">
      <o:DocumentProperties><o:Title>题名</o:Title></o:DocumentProperties><w:body><wx:sect>
      <w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>首项</w:t></w:r>
      <aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r></aml:content></aml:annotation>
      <aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>增补</w:t></w:r></aml:content></aml:annotation>
      <w:r><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:r></w:p>
      <w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>"#;
    check(
        text.as_bytes(),
        expect![[r#"
        docx
        1 Paragraph 一、首项增补
        1 Note 脚注
        1 Furniture 页眉
    "#]],
    );
}

#[test]
fn names_beyond_any_length_name_nothing() {
    let long = "x".repeat(5000);
    let styles = format!(r#"<w:style w:type="paragraph" w:styleId="{long}"><w:name w:val="heading 1"/></w:style>"#);
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:lvlText w:val="{long}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#
    );
    let body = format!(
        r#"<w:p><w:pPr><w:pStyle w:val="{long}"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>正文</w:t></w:r></w:p>"#
    );
    check(
        &docx(&body, &[("styles", &styles), ("numbering", &numbering)]),
        expect![[r#"
            docx
            1 Paragraph 正文
        "#]],
    );
}
