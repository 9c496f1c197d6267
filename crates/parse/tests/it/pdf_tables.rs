//! PDF: tables by their rules, text columns, and what only looks like either.

use expect_test::expect;

use crate::check;
use crate::pdf_file::{LEFT, Page, Piece, SIZE, pdf};

#[test]
fn a_table_is_read_cell_by_cell() {
    let mut page = Page::default();
    page.paragraph(780.0, "借款明细如下：");
    let texts: &[&[&str]] =
        &[&["序号", "借款用途", "金额"], &["1", "用于购买收割机及\n其配套农具", "三万元"], &["2", "", "五千元"]];
    page.grid(&[90.0, 150.0, 350.0, 500.0], &[750.0, 720.0, 670.0, 640.0], texts);
    page.paragraph(600.0, "以上事实，有借条为证。");
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 借款明细如下：
            1 Cell 序号
            1 Cell |借款用途
            1 Cell |金额
            1 Cell 1
            1 Cell |用于购买收割机及其配套农具
            1 Cell |三万元
            1 Cell 2
            1 Cell |
            1 Cell |五千元
            1 Paragraph 以上事实，有借条为证。
        "#]],
    );
}

#[test]
fn merged_cells_keep_the_columns_that_they_span() {
    let mut page = Page::default();
    for y in [750.0, 720.0, 660.0] {
        page.rule(90.0, y, 400.0, 0.5);
    }
    // The first column spans both lower rows, so that their rule leaves it out; the head spans the other two.
    page.rule(190.0, 690.0, 300.0, 0.5);
    for (x, top) in [(90.0, 750.0), (190.0, 750.0), (340.0, 720.0), (490.0, 750.0)] {
        page.rule(x, 660.0, 0.5, top - 660.0);
    }
    for (x, y, text) in [
        (100.0, 730.0, "当事人"),
        (200.0, 730.0, "基本情况"),
        (100.0, 686.0, "郑五福"),
        (200.0, 700.0, "性别"),
        (350.0, 700.0, "男"),
        (200.0, 670.0, "民族"),
        (350.0, 670.0, "汉族"),
    ] {
        page.lines(x, y, 18.0, text);
    }
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Cell 当事人
            1 Cell |基本情况
            1 Cell 郑五福
            1 Cell |性别
            1 Cell |男
            1 Cell 
            1 Cell |民族
            1 Cell |汉族
        "#]],
    );
}

#[test]
fn dashed_open_and_stroked_rules_make_a_table() {
    let mut page = Page::default();
    // Dashes across, strokes down, no border at the sides.
    for y in [750.0, 720.0, 690.0] {
        for dash in 0..70 {
            page.rule(90.0 + 6.0 * dash as f32, y, 3.0, 0.5);
        }
    }
    page.content.push_str("1 w 250 690 m 250 750 l S\n");
    for (x, y, text) in
        [(100.0, 730.0, "案由"), (260.0, 730.0, "民间借贷纠纷"), (100.0, 700.0, "标的"), (260.0, 700.0, "一万元")]
    {
        page.lines(x, y, 18.0, text);
    }
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Cell 案由
            1 Cell |民间借贷纠纷
            1 Cell 标的
            1 Cell |一万元
        "#]],
    );
}

#[test]
fn a_table_goes_on_on_the_next_page() {
    let pages: Vec<Page> = [("甲", "一月"), ("乙", "二月")]
        .iter()
        .map(|&(name, month)| {
            let mut page = Page::default();
            page.centred(40.0, 9.0, "清河县人民法院电子卷宗");
            page.grid(&[90.0, 300.0, 500.0], &[130.0, 100.0], &[&[name, month]]);
            page
        })
        .collect();
    check(
        &pdf(&pages),
        expect![[r#"
            pdf
            1 Cell 甲
            1 Cell |一月
            1 Furniture 清河县人民法院电子卷宗
            2 Cell 乙
            2 Cell |二月
            2 Furniture 清河县人民法院电子卷宗
        "#]],
    );
}

#[test]
fn frames_and_underlines_are_no_tables() {
    let mut page = Page::default();
    page.content.push_str("40 40 516 762 re S\n");
    page.paragraph(700.0, "申请人：冯六顺");
    page.rule(180.0, 697.0, 60.0, 0.5);
    // Lined paper: one column of boxes.
    page.grid(&[80.0, 520.0], &[680.0, 650.0, 620.0], &[&["请求依法裁决。"], &["事实和理由另附。"]]);
    check(
        &pdf(&[page]),
        expect![[r#"
            pdf
            1 Paragraph 申请人：冯六顺
            1 Paragraph 请求依法裁决。
            1 Paragraph 事实和理由另附。
        "#]],
    );
}

const LEFT_TEXT: &str = "本县各乡镇的调解组织在本年度共受理各类民间纠纷五百余件，其中邻里纠纷占四成，婚姻家庭纠纷占三成，其余为土地承包与劳务报酬等方面的纠纷，调解成功率较上一年度提高了三个百分点，未发生因调解不及时而激化的事件。";
const RIGHT_TEXT: &str = "下一年度的工作重点是充实调解员队伍，完善与人民法院的衔接机制，对达成的调解协议及时引导当事人申请司法确认，并在各村设立固定的调解室，定期公布典型案例，使群众在家门口就能够解决矛盾，把纠纷化解在基层。";

#[test]
fn columns_are_read_one_after_the_other() {
    let mut page = Page::default();
    page.centred(780.0, 20.0, "人民调解工作简报");
    // Drawn line by line across both columns, as some programs do.
    let rows = |text: &str| text.chars().collect::<Vec<_>>().chunks(15).map(|row| row.iter().collect()).collect();
    let (left, right): (Vec<String>, Vec<String>) = (rows(LEFT_TEXT), rows(RIGHT_TEXT));
    for (row, (left, right)) in left.iter().zip(&right).enumerate() {
        let y = 720.0 - 20.0 * row as f32;
        page.show(&Piece { x: 90.0, y, size: 12.0, text: left });
        page.show(&Piece { x: 310.0, y, size: 12.0, text: right });
    }
    page.lines(90.0, 500.0, 18.0, "清河县司法局编印");
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Heading 人民调解工作简报
        1 Paragraph 本县各乡镇的调解组织在本年度共受理各类民间纠纷五百余件，其中邻里纠纷占四成，婚姻家庭纠纷占三成，其余为土地承包与劳务报酬等方面的纠纷，调解成功率较上一年度提高了三个百分点，未发生因调解不及时而激化的事件。
        1 Paragraph 下一年度的工作重点是充实调解员队伍，完善与人民法院的衔接机制，对达成的调解协议及时引导当事人申请司法确认，并在各村设立固定的调解室，定期公布典型案例，使群众在家门口就能够解决矛盾，把纠纷化解在基层。
        1 Paragraph 清河县司法局编印
    "#]],
    );
}

#[test]
fn labels_with_values_are_read_by_line() {
    let mut page = Page::default();
    for (row, (label, value)) in [
        ("姓名", "冯六顺"),
        ("性别", "男"),
        ("民族", "汉族"),
        ("出生日期", "1980年1月2日"),
        ("文化程度", "初中"),
        ("住址", "清河县葛仙庄镇东街十二号"),
        ("职业", "农民"),
        ("联系电话", "无"),
    ]
    .iter()
    .enumerate()
    {
        let y = 700.0 - 28.0 * row as f32;
        page.show(&Piece { x: LEFT, y, size: SIZE, text: label });
        page.show(&Piece { x: LEFT + 160.0, y, size: SIZE, text: value });
    }
    check(
        &pdf(&[page]),
        expect![[r#"
        pdf
        1 Paragraph 姓名 冯六顺
        1 Paragraph 性别 男
        1 Paragraph 民族 汉族
        1 Paragraph 出生日期 1980年1月2日
        1 Paragraph 文化程度 初中
        1 Paragraph 住址 清河县葛仙庄镇东街十二号
        1 Paragraph 职业 农民
        1 Paragraph 联系电话 无
    "#]],
    );
}
