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

#[test]
fn cells_reach_over_rows_and_columns() {
    check(
        "<table><tr><td rowspan=2>跨两行<td>一<td rowspan=0>到底<tr><td>二<tr><td colspan=2>跨两列<tr><td>甲<td>乙</table>"
            .as_bytes(),
        expect![[r#"
            html
            1 Cell 跨两行
            1 Cell |一
            1 Cell |到底
            1 Cell 
            1 Cell |二
            1 Paragraph 跨两列
            1 Cell 甲
            1 Cell |乙
        "#]],
    );
}

#[test]
fn list_labels_are_printed() {
    check(
        "<html><ol><li>甲<li><p>乙</p><p>次段</p><ol type=a start=3><li>子</ol><li value=9>丙</ol><ul><li>圆点</ul>\
         <ol style='list-style-type: cjk-ideographic'><li>首<li>次</ol><ol style=\"list-style:none\"><li>无号</ol><li>表外"
            .as_bytes(),
        expect![[r#"
            html
            1 Paragraph 1. 甲
            1 Paragraph 2. 乙
            1 Paragraph 次段
            1 Paragraph c. 子
            1 Paragraph 9. 丙
            1 Paragraph 圆点
            1 Paragraph 一、首
            1 Paragraph 二、次
            1 Paragraph 无号
            1 Paragraph 表外
        "#]],
    );
}

#[test]
fn controls_show_their_values() {
    check(
        "<html><p>姓名：<input value='周三元'> <input type=hidden value=x><input type=checkbox checked>是<input type=radio>否\
         <select><option>男<option selected>女</select><select><option>一</option><option>二</option></select></p>\
         <textarea>第一行\n第二行</textarea><p hidden>隐</p><p style='visibility: hidden'>隐</p><template>隐</template><iframe>隐</iframe>"
            .as_bytes(),
        expect![[r#"
            html
            1 Paragraph 姓名：周三元 ☑是□否女一
            1 Paragraph 第一行
            1 Paragraph 第二行
        "#]],
    );
}

#[test]
fn what_word_adds() {
    check(
        "<html><div style='mso-element:header'><p>页眉</p></div>\
         <p><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;&nbsp;</span></span><![endif]>首项<a style='mso-footnote-id:ftn1' href='#_ftn1'>[1]</a></p>\
         <p><span style='font-family:Wingdings;mso-list:Ignore'>l<span>&nbsp;</span></span>圆点</p>\
         <p><span style='font-family:\"Wingdings 2\"'>R</span>是<font face=Wingdings>&#168;</font>否</p>\
         <div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p>脚注</p></div></div>"
            .as_bytes(),
        expect![[r#"
            html
            1 Furniture 页眉
            1 Paragraph 一、首项
            1 Paragraph 圆点
            1 Paragraph ☑是□否
            1 Note 脚注
        "#]],
    );
}

#[test]
fn a_table_of_more_cells_than_any_document_has() {
    let row = "<tr><td colspan=64>x<td>y".repeat(35_000);
    let document = parse::parse("", format!("<table>{row}</table>后").as_bytes()).expect("a page");
    assert_eq!(parse::contract_breach(&document), None);
    assert!(document.blocks.len() < 3_000_000, "{} blocks", document.blocks.len());
    assert!(document.text.ends_with("\n后"));
    let codes: Vec<_> = document.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["text_truncated"]);
}

#[test]
fn hidden_cells_without_an_end() {
    check(
        "<table><tr><td>甲<td style='display:none'>隐<table><tr><td>隐</table><td>乙<tr style='display:none'><td>隐<tr><td>丙<td hidden>隐</table>其后"
            .as_bytes(),
        expect![[r#"
            html
            1 Cell 甲
            1 Cell |乙
            1 Paragraph 丙
            1 Paragraph 其后
        "#]],
    );
}
