//! HTML: character sets, tables, hidden text, malformed markup.

use encoding_rs::GB18030;
use expect_test::expect;

use crate::check;

pub(crate) const JUDGMENT: &str = r#"<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312"><title>标题不入正文</title>
<style><!-- p.MsoNormal {margin:0} --></style></head>
<body><!--[if gte mso 9]><xml><o:p>旧程序</o:p></xml><![endif]-->
<h1 align=center>民&nbsp;事&nbsp;判&nbsp;决&nbsp;书</h1>
<p class=MsoNormal>原告：钱&middot;买买提，男，
1980年3月1日出生。<br>住清河县<b>东</b>街&#49;&#x53f7;。
<p>被告：&ldquo;清河&rdquo;商行 <span style="display: none">隐藏</span><del>删去</del>
<table border=1><tr><td>项目<td>金额（元）<tr><td><p>货款</p><p>利息</p></td><td>1,000.00</td></tr>
<tr><td colspan=2>合计</table>
<script>var a = "<p>不是正文</p>";</script>审判员　孙二</body></html>"#;

#[test]
fn word_web_page_in_gb2312() {
    check(
        &GB18030.encode(JUDGMENT).0,
        expect![[r#"
        html
        1 Heading 民 事 判 决 书
        1 Paragraph 原告：钱·买买提，男，1980年3月1日出生。
        1 Paragraph 住清河县东街1号。
        1 Paragraph 被告：“清河”商行
        1 Cell 项目
        1 Cell |金额（元）
        1 Cell 货款
        1 Cell 利息
        1 Cell |1,000.00
        1 Paragraph 合计
        1 Paragraph 审判员　孙二
    "#]],
    );
}

#[test]
fn the_same_in_utf8_and_utf16() {
    let wide: Vec<u8> = std::iter::once(0xfeff).chain(JUDGMENT.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let from_gb = parse::parse("", &GB18030.encode(JUDGMENT).0).expect("html");
    for bytes in [JUDGMENT.as_bytes(), &wide] {
        let document = parse::parse("", bytes).expect("html");
        assert_eq!(document.text, from_gb.text);
    }
}

#[test]
fn nested_tables_and_frames() {
    check(
        "<!DOCTYPE html><table><tr><td><p>全文在一格之内</p><table><tr><td>甲<td>乙</table></table>后".as_bytes(),
        expect![[r#"
            html
            1 Paragraph 全文在一格之内
            1 Cell 甲
            1 Cell |乙
            1 Paragraph 后
        "#]],
    );
}

#[test]
fn malformed_markup_loses_no_text() {
    check(
        "<html><p>一 < 二 & 三 &unknown; <b>粗</p></td></table>余文<div title=\"未闭>引号<p>末".as_bytes(),
        expect![[r#"
            html
            1 Paragraph 一 < 二 & 三 &unknown; 粗
            1 Paragraph 余文
            1 Paragraph 引号
            1 Paragraph 末
        "#]],
    );
}

#[test]
fn preformatted_text_keeps_its_lines() {
    check(
        "<div><pre>第一行\n  第二行</pre></div>".as_bytes(),
        expect![[r#"
        html
        1 Paragraph 第一行
        1 Paragraph 第二行
    "#]],
    );
}

#[test]
fn tables_nested_beyond_any_use() {
    let deep = format!("<html>{}底{}", "<table><tr><td>".repeat(20_000), "</table>".repeat(20_000));
    check(
        deep.as_bytes(),
        expect![[r#"
        html
        1 Paragraph 底
    "#]],
    );
}
