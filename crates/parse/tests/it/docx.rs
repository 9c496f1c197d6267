//! DOCX: what carries text, what hides it, tables, numbering, notes, damage.

use expect_test::expect;

use crate::check;
use crate::docx_file::{docx, numbered, p, zipped};

const NUMBERING: &str = r#"
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>"#;

const STYLES: &str = r#"
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="判项"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="环"/><w:basedOn w:val="loop"/></w:style>"#;

pub(crate) fn judgment() -> Vec<u8> {
    let styled = |style: &str, text: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let table = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("项目"), p("金额"));
    let body = [
        styled("1", "民事判决书"),
        p("原告：周三元，女，汉族。"),
        p("判决如下："),
        numbered(1, 0, "被告给付货款；"),
        styled("x", "驳回其他诉讼请求。"),
        table,
        p("审判员　吴四方"),
    ];
    let header = p("清河县人民法院");
    let note = format!(
        r#"<w:footnote w:type="separator" w:id="0">{}</w:footnote><w:footnote w:id="1">{}</w:footnote>"#,
        p("线"),
        p("见合同第二条。")
    );
    docx(
        &body.concat(),
        &[
            ("styles", STYLES),
            ("numbering", NUMBERING),
            ("header", &header),
            ("footnotes", &note),
            ("footer", &p("第1页")),
        ],
    )
}

#[test]
fn parts_come_in_order_and_kind() {
    check(
        &judgment(),
        expect![[r#"
        docx
        1 Furniture 清河县人民法院
        1 Heading 民事判决书
        1 Paragraph 原告：周三元，女，汉族。
        1 Paragraph 判决如下：
        1 Paragraph 一、被告给付货款；
        1 Paragraph 二、驳回其他诉讼请求。
        1 Cell 项目
        1 Cell |金额
        1 Paragraph 审判员　吴四方
        1 Note 见合同第二条。
        1 Furniture 第1页
    "#]],
    );
}

#[test]
fn runs_breaks_and_hidden_text() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">甲 </w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>
      <w:moveFrom><w:r><w:t>丁</w:t></w:r></w:moveFrom><w:hyperlink><w:smartTag><w:r><w:t>戊</w:t></w:r></w:smartTag></w:hyperlink>
      <w:fldSimple><w:r><w:t>己</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>
      <w:r><w:t>0571</w:t><w:noBreakHyphen/><w:t>88</w:t><w:tab/><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:br/><w:t>次行 &amp; &#x4E00;</w:t></w:r></w:p>
      <w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>
      <w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"#;
    check(
        &docx(body, &[]),
        expect![[r#"
        docx
        1 Paragraph 甲 乙戊己0571-88	☑是
        1 Paragraph 次行 & 一
        1 Paragraph 拼
        1 Paragraph 控件
    "#]],
    );
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let inner = p("框内");
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inner}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{inner}</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>框外</w:t></w:r></w:p>"
    );
    check(
        &docx(&body, &[]),
        expect![[r#"
        docx
        1 Paragraph 框外
        1 Paragraph 框内
    "#]],
    );
}

#[test]
fn tables_keep_their_columns() {
    let cell = |properties: &str, content: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let empty = "<w:p/>";
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[cell("", &p("内一")), cell("", &p("内二"))]));
    let rows = [
        row(&[cell(r#"<w:gridSpan w:val="3"/>"#, &p("标题行"))]),
        row(&[
            cell(r#"<w:vMerge w:val="restart"/>"#, &p("合并")),
            cell("", &(p("第一段") + &p("第二段"))),
            cell("", &p("右")),
        ]),
        row(&[cell("<w:vMerge/>", empty), cell("", &p("中")), cell("", empty)]),
        row(&[cell(r#"<w:gridSpan w:val="2"/>"#, &p("跨两列")), cell("", &(inner + empty))]),
    ];
    check(
        &docx(&format!("<w:tbl>{}</w:tbl>", rows.concat()), &[]),
        expect![[r#"
        docx
        1 Paragraph 标题行
        1 Cell 合并
        1 Cell |第一段
        1 Cell 第二段
        1 Cell |右
        1 Cell 
        1 Cell |中
        1 Cell 跨两列
        1 Cell |
        1 Cell |内一
        1 Cell |内二
    "#]],
    );
}

#[test]
fn numbering_is_counted() {
    let deleted = r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"#;
    let body = [
        numbered(1, 0, "甲"),
        numbered(1, 1, "子"),
        numbered(1, 1, "丑"),
        numbered(1, 2, "细"),
        deleted.to_owned(),
        numbered(1, 0, "乙"),
        numbered(1, 1, "重新起算"),
        numbered(2, 0, "起于九"),
        numbered(2, 0, "次条"),
        numbered(2, 1, "款"),
        numbered(3, 0, "另起"),
        numbered(3, 0, "续"),
        numbered(4, 0, "圆点不是文字"),
        numbered(0, 0, "无编号"),
        numbered(77, 0, "未定义"),
    ];
    check(
        &docx(&body.concat(), &[("numbering", NUMBERING)]),
        expect![[r#"
        docx
        1 Paragraph 一、甲
        1 Paragraph （一）子
        1 Paragraph （二）丑
        1 Paragraph 1. 细
        1 Paragraph 二、乙
        1 Paragraph （一）重新起算
        1 Paragraph 第九条起于九
        1 Paragraph 第十条次条
        1 Paragraph 10.1 款
        1 Paragraph 一、另起
        1 Paragraph 二、续
        1 Paragraph 圆点不是文字
        1 Paragraph 无编号
        1 Paragraph 未定义
    "#]],
    );
}

/// Word counts an outer level that was passed over as begun.
#[test]
fn a_level_passed_over_counts() {
    let body = [numbered(2, 1, "款"), numbered(2, 0, "条")];
    check(
        &docx(&body.concat(), &[("numbering", NUMBERING)]),
        expect![[r#"
        docx
        1 Paragraph 9.1 款
        1 Paragraph 第十条条
    "#]],
    );
}

#[test]
fn strict_namespaces_and_odd_names_are_read() {
    let body = r#"<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>严格格式</x:t></x:r></x:p></x:body></x:document>"#;
    check(
        &zipped(&[("\\Word\\Document.xml", body.as_bytes())]),
        expect![[r#"
        docx
        1 Paragraph 严格格式
    "#]],
    );
}

#[test]
fn what_precedes_the_damage_is_read() {
    let body = format!("<w:document><w:body>{}<w:p><w:r><w:t>残", p("完整的一段"));
    check(
        &zipped(&[("word/document.xml", body.as_bytes())]),
        expect![[r#"
        docx
        1 Paragraph 完整的一段
        1 Paragraph 残
        ! part_unreadable document
    "#]],
    );
}

#[test]
fn a_damaged_header_is_read_up_to_the_damage() {
    let whole = docx(&p("正文"), &[("header", "<w:p><w:r><w:t>残</w:x")]);
    check(
        &whole,
        expect![[r#"
        docx
        1 Furniture 残
        1 Paragraph 正文
        ! part_unreadable header
    "#]],
    );
}

#[test]
fn nesting_beyond_the_limit_ends_the_text() {
    let body = format!("{}{}{}", p("前"), "<w:sdt>".repeat(300), p("深处"));
    check(
        &docx(&body, &[]),
        expect![[r#"
        docx
        1 Paragraph 前
        ! text_truncated XML_DEPTH_MAX
    "#]],
    );
}
