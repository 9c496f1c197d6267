//! DOC: parts and their order, what hides text, fields, tables, numbering, damage.

use encoding_rs::{GBK, WINDOWS_1251};
use expect_test::expect;

use crate::check;
use crate::doc_file::{Paragraph, WordFile, level, p, runs, style_sheet, styled, with, word_95, words};

const DELETED: &[u8] = &[0x00, 0x08, 1];
const HIDDEN: &[u8] = &[0x3c, 0x08, 1];
const IN_TABLE: &[u8] = &[0x16, 0x24, 1];
const ROW_END: &[u8] = &[0x17, 0x24, 1];
const DEPTH_TWO: &[u8] = &[0x49, 0x66, 2, 0, 0, 0];
const INNER_CELL: &[u8] = &[0x4b, 0x24, 1];
const INNER_ROW_END: &[u8] = &[0x4c, 0x24, 1];
const NUMBERED: &[u8] = &[0x0b, 0x46, 1, 0];
const RESTARTED: &[u8] = &[0x0b, 0x46, 2, 0];
const LEVEL_TWO: &[u8] = &[0x0a, 0x26, 1];

/// A list of two levels, and a second use of it that starts anew.
fn lists() -> (Vec<u8>, usize, Vec<u8>) {
    let mut table = [&1u16.to_le_bytes()[..], &words(&[77])].concat();
    table.resize(30, 0);
    let len = table.len();
    table.extend(level(1, 39, "\u{0}、"));
    table.extend(level(1, 39, "（\u{1}）"));
    (0..7).for_each(|_| table.extend(level(1, 0, "")));
    let use_of = |overrides: u8| [words(&[77, 0, 0]), vec![overrides, 0, 0, 0]].concat();
    let uses = [words(&[2]), use_of(0), use_of(1), words(&[u32::MAX, u32::MAX, 1, 0x10])].concat();
    (table, len, uses)
}

fn styles() -> Vec<u8> {
    style_sheet(&[
        (0, 0xfff, "Normal", &[], &[]),
        (1, 0, "heading 1", &[], &[]),
        (0xffe, 0, "判项", NUMBERED, &[]),
        (0xffe, 0, "批注样式", &[], HIDDEN),
        (0xffe, 4, "自身", &[], &[]),
    ])
}

pub(crate) fn judgment() -> Vec<u8> {
    let file = WordFile {
        body: vec![
            styled(1, "民事判决书\r"),
            p("(2020) No. 1\r"),
            p("原告：周三元，女，汉族。\r"),
            p("判决如下：\r"),
            with(0, &[NUMBERED], "被告给付货款；\r"),
            styled(2, "驳回其他诉讼请求。\r"),
            with(0, &[IN_TABLE], "项目\u{7}"),
            with(0, &[IN_TABLE], "金额\u{7}"),
            with(0, &[IN_TABLE, ROW_END], "\u{7}"),
            p("审判员　吴四方\r"),
        ],
        footnotes: vec![p("\u{2}见合同第二条。\r")],
        header: vec![p("清河县人民法院\r")],
        footer: vec![p("第\u{13} PAGE \u{14}1\u{15}页\r")],
        styles: styles(),
        lists: lists(),
        ..WordFile::default()
    };
    file.build()
}

fn body(paragraphs: Vec<Paragraph>) -> Vec<u8> {
    WordFile { body: paragraphs, styles: styles(), lists: lists(), ..WordFile::default() }.build()
}

#[test]
fn parts_come_in_order_and_kind() {
    check(
        &judgment(),
        expect![[r#"
        doc
        1 Furniture 清河县人民法院
        1 Heading 民事判决书
        1 Paragraph (2020) No. 1
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
fn hidden_deleted_and_special_characters() {
    let symbol = [&[0x09, 0x6a, 2, 0, 0xfe, 0xf0][..], &[0x55, 0x08, 1]].concat();
    check(
        &body(vec![
            runs(&[
                ("甲", &[]),
                ("乙", DELETED),
                ("丙", HIDDEN),
                ("丁\u{1e}戊\u{b}次行", &[]),
                ("(", &symbol),
                ("是\u{1}\r", &[]),
            ]),
            runs(&[("删去的一段", DELETED), ("\r", DELETED)]),
            styled(3, "样式隐藏\r"),
            styled(4, "样式以自身为基础\r"),
            p("𠮷姓\u{c}"),
            p("新页\r"),
        ]),
        expect![[r#"
            doc
            1 Paragraph 甲丁-戊
            1 Paragraph 次行☑是
            1 Paragraph 样式以自身为基础
            1 Paragraph 𠮷姓
            1 Paragraph 新页
        "#]],
    );
}

#[test]
fn fields_show_their_result() {
    check(
        &body(vec![
            p("见\u{13} HYPERLINK \"http://a\" \u{14}附件\u{13} REF x \u{14}一\u{15}\u{15}。\r"),
            p("\u{13} TOC \u{14}第一节\r"),
            p("第二节\u{15}\r"),
            p("\u{13}没有结尾的域不吞文字\r"),
            p("末段\r"),
        ]),
        expect![[r#"
            doc
            1 Paragraph 见附件一。
            1 Paragraph 第一节
            1 Paragraph 第二节
            1 Paragraph 没有结尾的域不吞文字
            1 Paragraph 末段
        "#]],
    );
}

#[test]
fn equations_show_what_word_draws() {
    check(
        &body(vec![
            p("情形\u{13} EQ \\o\\ac(○,1)\u{15}和\u{13}eq \\o\\ac(□,\\s\\up 2(乙))\u{14}\u{15}；\r"),
            p(
                "\u{13} EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(zhōu),周)\u{15}三元占\u{13}EQ \\f(1,3)\u{15}\r",
            ),
            p(
                "\u{13}EQ \\r(3,x\\,y)\u{15}、\u{13}EQ \\b\\bc\\[(a)\u{15}、\u{13}EQ \\i\\su(1,n,x)\u{15}、\u{13}EQ \\s(a(b,c)\u{15}\r",
            ),
            p(
                "有结果\u{13}EQ \\f(1,2)\u{14}二分之一\u{15}，\u{13} REF \u{13}EQ \\f(3,4)\u{15} \u{14}引用\u{15}，\u{13}EQUATION\u{15}\r",
            ),
            runs(&[("删\u{13}EQ \\f(1,", &[]), ("9", DELETED), ("2)\u{15}\r", &[])]),
        ]),
        expect![[r#"
            doc
            1 Paragraph 情形①和乙；
            1 Paragraph 周三元占1/3
            1 Paragraph 3√x,y、[a]、∑1 n x、a(b,c)
            1 Paragraph 有结果二分之一，引用，
            1 Paragraph 删1/2
        "#]],
    );
}

#[test]
fn tables_nest() {
    let inner = |changes: &[&[u8]], text: &str| with(0, &[&[IN_TABLE, DEPTH_TWO], changes].concat(), text);
    check(
        &body(vec![
            with(0, &[IN_TABLE], "第一段\r"),
            with(0, &[IN_TABLE], "第二段\u{7}"),
            with(0, &[IN_TABLE], "\u{7}"),
            with(0, &[IN_TABLE], "右\u{7}"),
            with(0, &[IN_TABLE, ROW_END], "\u{7}"),
            with(0, &[IN_TABLE], "左\u{7}"),
            inner(&[INNER_CELL], "内一\r"),
            inner(&[INNER_CELL], "内二\r"),
            inner(&[INNER_ROW_END], "\r"),
            with(0, &[IN_TABLE], "\u{7}"),
            with(0, &[IN_TABLE, ROW_END], "\u{7}"),
            p("表后\r"),
            p("无属性\u{7}"),
            p("的格\u{7}"),
            p("\u{7}"),
            p("末段\r"),
        ]),
        expect![[r#"
            doc
            1 Cell 第一段
            1 Cell 第二段
            1 Cell |
            1 Cell |右
            1 Cell 左
            1 Cell |内一
            1 Cell |内二
            1 Paragraph 表后
            1 Cell 无属性
            1 Cell |的格
            1 Paragraph 末段
        "#]],
    );
}

#[test]
fn numbering_is_counted() {
    check(
        &body(vec![
            with(0, &[NUMBERED], "甲\r"),
            with(0, &[NUMBERED, LEVEL_TWO], "子\r"),
            with(0, &[NUMBERED, LEVEL_TWO], "丑\r"),
            styled(2, "乙\r"),
            with(0, &[RESTARTED], "另起\r"),
            with(2, &[&[0x0b, 0x46, 0, 0]], "取消编号\r"),
        ]),
        expect![[r#"
            doc
            1 Paragraph 一、甲
            1 Paragraph （一）子
            1 Paragraph （二）丑
            1 Paragraph 二、乙
            1 Paragraph 一、另起
            1 Paragraph 取消编号
        "#]],
    );
}

#[test]
fn text_boxes_notes_and_comments() {
    let file = WordFile {
        body: vec![p("框在此\u{8}处\r"), p("下一段\r")],
        text_box: vec![p("框内\r")],
        anchor: 3,
        comments: vec![p("\u{5}批注\r")],
        endnotes: vec![p("\u{2}尾注\r")],
        ..WordFile::default()
    };
    check(
        &file.build(),
        expect![[r#"
        doc
        1 Paragraph 框在此处
        1 Paragraph 框内
        1 Paragraph 下一段
        1 Note 尾注
        1 Furniture 批注
    "#]],
    );
}

#[test]
fn encrypted_and_lying_files() {
    let encrypted = WordFile { body: vec![p("密\r")], flags: 0x0100, ..WordFile::default() };
    check(
        &encrypted.build(),
        expect![[r#"
        file_encrypted: the Word document is protected by a password
    "#]],
    );
    let mut lying = body(vec![p("ABCDEFG\r"), p("后\r")]);
    // The length of the text in the first piece becomes more than the file has.
    let positions = [0u32, 8, 10].iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    let at = lying.windows(12).position(|window| window == positions).expect("the piece table");
    lying[at + 4..at + 12].copy_from_slice(&words(&[0x7fff_ffff, 0x7fff_fffe]));
    let document = parse::parse("", &lying).expect("what is there can be read");
    assert!(document.text.len() < 16 * lying.len(), "{} bytes of text", document.text.len());
    assert!(document.diagnostics.iter().any(|one| one.about == "pieces"));
}

#[test]
fn word_95_names_a_language_or_none() {
    let text = "原告：周三元，女。\r项目\u{7}金额\u{7}\u{7}判决如下：被告给付货款。\r";
    let bytes = GBK.encode(text).0;
    for language in [0x0804, 0x0409] {
        check(
            &word_95(language, &bytes),
            expect![[r#"
                doc
                1 Paragraph 原告：周三元，女。
                1 Cell 项目
                1 Cell |金额
                1 Paragraph 判决如下：被告给付货款。
            "#]],
        );
    }
    let bytes = WINDOWS_1251.encode("Решение суда\r").0;
    check(
        &word_95(0x0419, &bytes),
        expect![[r#"
            doc
            1 Paragraph Решение суда
        "#]],
    );
}
