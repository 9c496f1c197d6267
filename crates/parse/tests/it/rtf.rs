//! RTF: encodings, destinations, what hides text, tables, fields, damage.

use encoding_rs::GB18030;
use expect_test::{Expect, expect};

fn check(body: &str, expect: Expect) {
    crate::check(wrapped(body).as_bytes(), expect);
}

/// A document around the body, with a Chinese font 0, a western font 1 and a symbol font 2.
fn wrapped(body: &str) -> String {
    format!(
        r"{{\rtf1\ansi\ansicpg936\deff0{{\fonttbl{{\f0\fnil\fcharset134{{\*\falt SimSun}}\'cb\'ce\'cc\'e5;}}{{\f1\fswiss\fcharset238 Arial;}}{{\f2\fcharset2 Wingdings;}}}}
{{\colortbl;\red0\green0\blue0;}}{{\stylesheet{{\s0 Normal;}}{{\s1\outlinelevel0 heading 1;}}{{\*\cs10 Default;}}{{\s2 \'b1\'ea\'cc\'e2;}}}}{{\info{{\title \'b2\'bb}}}}
{body}}}"
    )
}

/// Text as `\'xx` bytes of GB18030.
fn gbk(text: &str) -> String {
    GB18030.encode(text).0.iter().map(|byte| format!("\\'{byte:02x}")).collect()
}

/// Text as `\u` numbers, each with a question mark in its place.
fn numbers(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{}?", unit as i16)).collect()
}

pub(crate) fn judgment() -> Vec<u8> {
    let body = [
        format!(r"{{\header\pard\qc {}\par}}{{\footer\pard {}\chpgn\par}}", gbk("清河县人民法院"), gbk("第页")),
        format!(r"\pard\s1 {}\par", gbk("民事判决书")),
        format!(r"{{\pard\plain\f1 {}\par}}", numbers("原告：周三元，女，汉族。")),
        format!(r"\pard {}\par", gbk("判决如下：")),
        format!(r"{{\listtext\pard\plain\f0 {}\tab}}\ls1 {}\par", gbk("一、"), gbk("被告给付货款；")),
        format!(r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row\pard", gbk("项目"), gbk("金额")),
        format!(r"{}{{\footnote\pard\plain\chftn {}}}\par", gbk("审判员　吴四方"), gbk("见合同第二条。")),
    ];
    wrapped(&body.join("\n")).into_bytes()
}

#[test]
fn parts_come_in_order_and_kind() {
    crate::check(
        &judgment(),
        expect![[r#"
            rtf
            1 Furniture 清河县人民法院
            1 Heading 民事判决书
            1 Paragraph 原告：周三元，女，汉族。
            1 Paragraph 判决如下：
            1 Paragraph 一、被告给付货款；
            1 Cell 项目
            1 Cell |金额
            1 Paragraph 审判员　吴四方
            1 Note 见合同第二条。
            1 Furniture 第页
        "#]],
    );
}

#[test]
fn characters_come_in_many_ways() {
    check(
        r"\'d6\'d0{\'b9}{\b \'fa} \'81@ \'cd\f1\'f5\f0\'cd\par {\f1 \'e8\'9a}\f0 \u20013\'d6\'d0x\par{\uc2\u20013\'d6\'d0\uc0\u-10179\u-8393\u-10179 \u20013}\par \'810\'810\'87\'88\~\_\-\emdash\ldblquote a\{\\\}\rdblquote\tab b\line c\
d {\f2 \'fe}\'ca\'c7{\f2\'b7}\par \loch\f1\hich\f1\dbch\af0 \'d6\'d0\par",
        expect![[r#"
            rtf
            1 Paragraph 中国 丂 王
            1 Paragraph čš中衳
            1 Paragraph 中🜷�中
            1 Paragraph 噲 -—“a{\}”	b
            1 Paragraph c
            1 Paragraph d ☑是
            1 Paragraph 中
            ! encoding_damaged rtf
        "#]],
    );
}

#[test]
fn what_is_no_text() {
    check(
        r"A{\v hidden}{\deleted gone}B{\*\unknown gone}{\pict\pngblip 89504e47}{\pict\bin5 {}{}\}C\par
{\field{\*\fldinst HYPERLINK x}{\fldrslt{link}}} {\object{\*\objdata 0102}{\result{shown}}}{\upr{a}{\*\ud{b}}}{\*\bkmkstart x}{\xe entry}\par
{\shp{\*\shpinst\shpleft0{\sp{\sn name}{\sv value}}{\shptxt \pard in the box\par}}{\shprslt{\*\do copy}}}around the box\par
{\*\annotation\pard remark}{\pntext\f2\'b7\tab}item\par {\listtext 1.\tab}numbered\par \pard\s2 title\par",
        expect![[r#"
            rtf
            1 Paragraph ABC
            1 Paragraph link shownb
            1 Paragraph around the box
            1 Paragraph in the box
            1 Paragraph item
            1 Paragraph 1. numbered
            1 Heading title
            1 Furniture remark
        "#]],
    );
}

#[test]
fn lists_are_counted_where_no_label_is_stored() {
    let level = |format: u8, text: &str| {
        format!(
            r"{{\listlevel\levelnfc{format}\levelfollow2\levelstartat1{{\leveltext\leveltemplateid7{text};}}{{\levelnumbers\'01;}}}}"
        )
    };
    let list = [
        level(39, &format!(r"\'02\'00{}", gbk("、"))),
        level(39, r"\'03\uc2\u-248\'a3\'a8\'01\u-247\'a3\'a9"),
        level(23, r"\'01\u8226 ?"),
    ];
    let tables = format!(
        r"{{\*\listtable{{\list{}{{\listname ;}}\listid9}}}}{{\*\listoverridetable{{\listoverride\listid9\listoverridecount0\ls1}}{{\listoverride\listid9\listoverridecount1{{\lfolevel\listoverridestartat\levelstartat5}}\ls2}}}}",
        list.concat()
    );
    let item = |list: u8, level: u8, text: &str| format!(r"\pard\ilvl{level}\ls{list} {text}\par");
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 1, "c"),
        item(1, 2, "d"),
        item(1, 0, r"\~"),
        item(1, 0, r"{\listtext 7.\tab}e"),
        item(1, 0, "f"),
        item(2, 0, "g"),
        item(0, 0, "h"),
        item(3, 0, "i"),
        r"\trowd\pard\intbl\ls1 j\cell\row\pard".to_owned(),
    ];
    check(
        &format!("{tables}{}", body.join("\n")),
        expect![[r#"
            rtf
            1 Paragraph 一、a
            1 Paragraph （一）b
            1 Paragraph （二）c
            1 Paragraph d
            1 Paragraph 7. e
            1 Paragraph 三、f
            1 Paragraph 五、g
            1 Paragraph h
            1 Paragraph i
            1 Paragraph 六、j
        "#]],
    );
}

#[test]
fn embedded_objects_are_listed() {
    let body = r"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 0105
0000 02}{\result shown}}{\object{\*\objdata{\bin3 {}}}}}\par";
    let document = parse::parse("", wrapped(body).as_bytes()).expect("the file is read");
    let listed: Vec<(&str, u64)> = document.attachments.iter().map(|one| (one.name.as_str(), one.bytes)).collect();
    assert_eq!(listed, [("Excel.Sheet.8", 5), ("object", 3)]);
    assert_eq!(document.text, "shown");
}

#[test]
fn equations_show_what_word_draws() {
    let circled = gbk("○");
    check(
        &format!(
            r"a{{\field{{\*\fldinst{{ EQ \\o\\ac({circled},12)}}}}{{\fldrslt{{}}}}}}b\par
{{\field{{\*\fldinst EQ \\f(1,\tab 2)\par}}{{\fldrslt copy}}}}{{\field{{\*\fldinst REF x}}{{\fldrslt shown}}}}{{\v{{\field{{\*\fldinst EQ \\f(3,4)}}}}}}\par"
        ),
        expect![[r#"
            rtf
            1 Paragraph a⑫b
            1 Paragraph 1/2shown
        "#]],
    );
}

#[test]
fn tables_nest() {
    check(
        r"\trowd\pard\intbl a\par b\cell\cell c\cell\row\pard\intbl d\cell\pard\intbl\itap2 e\nestcell f\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl\itap1\cell\row\pard after\par",
        expect![[r#"
            rtf
            1 Cell a
            1 Cell b
            1 Cell |
            1 Cell |c
            1 Cell d
            1 Cell |e
            1 Cell |f
            1 Paragraph after
        "#]],
    );
}

#[test]
fn a_cut_file_is_read_up_to_the_cut() {
    let whole = judgment();
    crate::check(
        &whole[..whole.len() / 2 + 40],
        expect![[r#"
        rtf
        1 Furniture 清河县人民法院
        1 Heading 民事判决书
        1 Paragraph 原告：周三
        1 Furniture 第页
        ! part_unreadable rtf
    "#]],
    );
}

#[test]
fn deep_groups_and_long_numbers() {
    let body = format!(
        "before\\par {}deep\\par {}after\\par\\u99999999999999 \\bin-5 \\uc-9 end",
        "{".repeat(300),
        "}".repeat(300)
    );
    check(
        &body,
        expect![[r#"
            rtf
            1 Paragraph before
            1 Paragraph after
            1 Paragraph end
            ! text_truncated XML_DEPTH_MAX
        "#]],
    );
}

#[test]
fn bytes_that_are_no_characters() {
    check(
        r"\'d6\par \'d6\'ff\par",
        expect![[r#"
        rtf
        1 Paragraph �
        ! encoding_damaged rtf
    "#]],
    );
}

#[test]
fn blocks_count_towards_the_limit_of_text() {
    let count = casefile::limits::TEXT_BYTES_MAX / 30;
    let document = parse::parse("", wrapped(&"a\\par ".repeat(count)).as_bytes()).expect("what fits is read");
    assert!(document.blocks.len() < count, "{} blocks", document.blocks.len());
    assert!(document.diagnostics.iter().any(|one| one.about == "TEXT_BYTES_MAX"));
}
