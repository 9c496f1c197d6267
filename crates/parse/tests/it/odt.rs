//! OpenDocument text: what carries text, what hides it, tables, lists, notes, passwords.

use expect_test::expect;

use crate::check;
use crate::docx_file::zipped;

const TYPE: &str = "application/vnd.oasis.opendocument.text";

const STYLES: &str = r#"<office:document-styles><office:master-styles><style:master-page><style:header><text:p>清河县人民法院</text:p></style:header>
 <style:footer><text:p>第<text:page-number>1</text:page-number>页</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"#;

const AUTOMATIC: &str = r#"<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>
 <style:style style:name="w" style:family="text"><style:text-properties style:font-name="Wingdings 2"/></style:style>
 <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"><style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties></text:list-level-style-number>
 <text:list-level-style-number text:level="2" loext:num-list-format="%1%.%2%" style:num-format="1" text:display-levels="2"/></text:list-style>
 <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>"#;

fn content(body: &str) -> String {
    format!(
        "<office:document-content><office:automatic-styles>{AUTOMATIC}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn odt(body: &str) -> Vec<u8> {
    zipped(&[
        ("mimetype", TYPE.as_bytes()),
        ("content.xml", content(body).as_bytes()),
        ("styles.xml", STYLES.as_bytes()),
    ])
}

pub(crate) fn judgment() -> Vec<u8> {
    odt(
        r#"<text:h text:outline-level="1">民事判决书</text:h><text:p>原告：<text:span>周三元</text:span>，女，汉族。</text:p>
      <text:list xml:id="l1" text:style-name="L1"><text:list-item><text:p>被告给付货款；</text:p></text:list-item><text:list-item><text:p>驳回其他请求。</text:p></text:list-item></text:list>
      <table:table><table:table-column/><table:table-row><table:table-cell><text:p>项目</text:p></table:table-cell><table:table-cell><text:p>金额</text:p></table:table-cell></table:table-row></table:table>
      <text:p>审判员　吴四方<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>见合同第二条。</text:p></text:note-body></text:note></text:p>"#,
    )
}

#[test]
fn parts_come_in_order_and_kind() {
    check(
        &judgment(),
        expect![[r#"
        odt
        1 Furniture 清河县人民法院
        1 Heading 民事判决书
        1 Paragraph 原告：周三元，女，汉族。
        1 Paragraph 一、被告给付货款；
        1 Paragraph 二、驳回其他请求。
        1 Cell 项目
        1 Cell |金额
        1 Paragraph 审判员　吴四方
        1 Note 见合同第二条。
        1 Furniture 第1页
    "#]],
    );
}

#[test]
fn blanks_breaks_and_hidden_text() {
    check(
        &odt(
            r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>
          <text:p>甲
            乙<text:s text:c="2"/>丙<text:tab/>丁<text:line-break/>次行<text:change text:change-id="c"/></text:p>
          <text:p><text:span text:style-name="h">隐</text:span><text:a>链接</text:a><text:ruby><text:ruby-base>拼</text:ruby-base><text:ruby-text>pin</text:ruby-text></text:ruby><text:date>2020年1月2日</text:date><text:placeholder>&lt;姓名&gt;</text:placeholder></text:p>
          <text:section text:display="none"><text:p>隐节</text:p></text:section>
          <text:p>批注<office:annotation><dc:creator>某</dc:creator><dc:date>2020</dc:date><text:p>请核实</text:p></office:annotation>处</text:p>
          <text:p>控件：<loext:content-control loext:showing-place-holder="true"><text:span>请输入</text:span></loext:content-control><loext:content-control><text:span>已填</text:span></loext:content-control></text:p>
          <text:p><text:span text:style-name="w">R</text:span>是<text:span text:style-name="w">&#xf0a3;</text:span>否</text:p>"#,
        ),
        expect![[r#"
            odt
            1 Furniture 清河县人民法院
            1 Paragraph 甲 乙  丙	丁
            1 Paragraph 次行
            1 Paragraph 链接拼2020年1月2日
            1 Paragraph 批注处
            1 Paragraph 控件：已填
            1 Paragraph ☑是□否
            1 Furniture 第1页
            1 Furniture 请核实
        "#]],
    );
}

#[test]
fn deleted_text_that_stays_where_it_was() {
    check(
        &odt(
            r#"<text:tracked-changes><text:changed-region text:id="d"><text:deletion/></text:changed-region><text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>
          <text:p>甲<text:change-start text:change-id="d"/>删<text:s/><text:change-end text:change-id="d"/><text:change-start text:change-id="i"/>增<text:change-end text:change-id="i"/></text:p>
          <text:list text:style-name="L1"><text:list-item><text:p>前半<text:change-start text:change-id="d"/>删</text:p></text:list-item><text:list-item><text:p>删<text:change-end text:change-id="d"/>后半</text:p></text:list-item><text:list-item><text:p>次项</text:p></text:list-item></text:list>"#,
        ),
        expect![[r#"
            odt
            1 Furniture 清河县人民法院
            1 Paragraph 甲增
            1 Paragraph 一、前半后半
            1 Paragraph 二、次项
            1 Furniture 第1页
        "#]],
    );
}

#[test]
fn frames_follow_their_paragraph() {
    check(
        &odt(
            r#"<text:p>框外<draw:frame><draw:text-box><text:p>框内</text:p><table:table><table:table-row><table:table-cell><text:p>左</text:p></table:table-cell><table:table-cell><text:p>右</text:p></table:table-cell></table:table-row></table:table></draw:text-box><svg:title>替代</svg:title></draw:frame>
          续<draw:custom-shape><text:p>图形内</text:p></draw:custom-shape></text:p>"#,
        ),
        expect![[r#"
            odt
            1 Furniture 清河县人民法院
            1 Paragraph 框外 续
            1 Paragraph 框内
            1 Cell 左
            1 Cell |右
            1 Paragraph 图形内
            1 Furniture 第1页
        "#]],
    );
}

#[test]
fn tables_keep_their_columns() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let rows = [
        row(&(r#"<table:table-cell table:number-columns-spanned="2"><text:p>跨两列</text:p></table:table-cell><table:covered-table-cell/>"#.to_owned() + &cell("三"))),
        row(&(r#"<table:table-cell table:number-rows-spanned="2"><text:p>跨两行</text:p></table:table-cell>"#.to_owned() + &cell("二") + &cell("三"))),
        row(&(r#"<table:covered-table-cell/>"#.to_owned() + &cell("二") + r#"<table:table-cell table:number-columns-repeated="999999999"/>"#)),
    ];
    check(
        &odt(&format!("<table:table>{}</table:table>", rows.concat())),
        expect![[r#"
        odt
        1 Furniture 清河县人民法院
        1 Cell 跨两列
        1 Cell |
        1 Cell |三
        1 Cell 跨两行
        1 Cell |二
        1 Cell |三
        1 Cell 
        1 Cell |二
        1 Furniture 第1页
    "#]],
    );
}

#[test]
fn lists_are_counted() {
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let body = [
        format!(
            r#"<text:list xml:id="l1" text:style-name="L1">{}<text:list-item><text:list>{}{}</text:list></text:list-item>{}</text:list>"#,
            item("甲"),
            item("子"),
            item("丑"),
            item("乙")
        ),
        "<text:p>其间</text:p>".to_owned(),
        format!(r#"<text:list text:continue-numbering="true" text:style-name="L1">{}</text:list>"#, item("丙")),
        format!(r#"<text:list text:style-name="L1">{}</text:list>"#, item("另起")),
        format!(r#"<text:list text:continue-list="l1" text:style-name="L1">{}</text:list>"#, item("接续")),
        r#"<text:list text:style-name="L1"><text:list-item text:start-value="9"><text:p>起于九</text:p><text:p>同项次段</text:p></text:list-item></text:list>"#.to_owned(),
        format!(r#"<text:list text:style-name="L2">{}</text:list>"#, item("圆点不是文字")),
    ];
    check(
        &odt(&body.concat()),
        expect![[r#"
        odt
        1 Furniture 清河县人民法院
        1 Paragraph 一、甲
        1 Paragraph 一.1 子
        1 Paragraph 一.2 丑
        1 Paragraph 二、乙
        1 Paragraph 其间
        1 Paragraph 三、丙
        1 Paragraph 一、另起
        1 Paragraph 三、接续
        1 Paragraph 九、起于九
        1 Paragraph 同项次段
        1 Paragraph 圆点不是文字
        1 Furniture 第1页
    "#]],
    );
}

#[test]
fn one_xml_file() {
    let text = format!(
        r#"<?xml version="1.0"?><office:document office:mimetype="{TYPE}"><office:master-styles><style:master-page><style:header><text:p>页眉</text:p></style:header></style:master-page></office:master-styles><office:body><office:text><text:p>单一文件</text:p></office:text></office:body></office:document>"#
    );
    check(
        text.as_bytes(),
        expect![[r#"
        odt
        1 Furniture 页眉
        1 Paragraph 单一文件
    "#]],
    );
}

#[test]
fn password_and_damage() {
    let manifest = r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    check(
        &zipped(&[
            ("mimetype", TYPE.as_bytes()),
            ("content.xml", b"\x01\x02"),
            ("META-INF/manifest.xml", manifest.as_bytes()),
        ]),
        expect![[r#"
            file_encrypted: the OpenDocument text is protected by a password
        "#]],
    );
    check(
        &zipped(&[("mimetype", TYPE.as_bytes()), ("content.xml", b"<office:body><<<")]),
        expect![[r#"
        file_damaged: the OpenDocument text is truncated or broken
    "#]],
    );
    check(
        &zipped(&[("mimetype", TYPE.as_bytes()), ("content.xml", "<office:body><text:p>残".as_bytes())]),
        expect![[r#"
            odt
            1 Paragraph 残
            ! part_unreadable content
        "#]],
    );
}
