//! Workbooks: date and number cells, sheets, addresses.

use catalog::Catalog;
use entry::Mapping;
use expect_test::{Expect, expect};

use crate::table;
use crate::workbook::{Cell, workbook};

fn check(bytes: &[u8], mapping: Option<&str>, expected: Expect) {
    let catalog = Catalog::embedded();
    let mapping = match mapping {
        Some(text) => Mapping::parse(text, "对照.toml", catalog),
        None => Mapping::usual(catalog),
    };
    let mapping = mapping.expect("the mapping is in order");
    expected.assert_eq(&table(entry::read_xlsx(bytes, "案件.xlsx", &mapping, catalog)));
}

fn headings() -> Vec<Cell> {
    ["案号", "判决日期", "立案日期", "受理费", "原告", "原告身份证号", "开庭日期"].into_iter().map(Cell::Text).collect()
}

fn case() -> Vec<Cell> {
    vec![
        Cell::Text("（2018）鲁0102民初1号"),
        Cell::Day(43169.0),
        Cell::Number(43160.0),
        Cell::Number(20000.5),
        Cell::Text("张三"),
        Cell::Number(370102198001011232.0),
        Cell::Blank,
    ]
}

#[test]
fn date_serials_numbers_and_addresses() {
    check(
        &workbook(1, &[("Sheet1", &[headings(), case()])]),
        None,
        expect![[r#"
        [（2018）鲁0102民初1号] 第2行
        case_number = （2018）鲁0102民初1号 (案件.xlsx!B2)
        judgment_date = 2018-03-10 (案件.xlsx!C2)
        filing_date = 2018-03-01 (案件.xlsx!D2)
        case_fee = 20000.50 (案件.xlsx!E2)
        parties[原告 张三].name = 张三 (案件.xlsx!F2)
        parties[原告 张三].role = 原告 (案件.xlsx!F2)
        parties[原告 张三].id_number = 370102198001011200 (案件.xlsx!G2)
        ! 案件.xlsx!G2: 证件号码的位数超过表格数字的精度，末几位已丢失，请将该列设为文本
    "#]],
    );
}

#[test]
fn a_sheet_by_name_with_headings_further_down() {
    let sheets = [("说明", vec![vec![Cell::Text("请看第二页")]]), ("案件信息", vec![headings(), case()])];
    let sheets: Vec<(&str, &[Vec<Cell>])> = sheets.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
    let mapping = |sheet: &str| {
        format!(
            "header_row = 3\nsheet = \"{sheet}\"\nkey = [\"案号\"]\ncolumn = [{{ headings = [\"案号\"], field = \"case_number\" }}, {{ headings = [\"受理费\"], field = \"case_fee\" }}]"
        )
    };
    let bytes = workbook(3, &sheets);
    check(
        &bytes,
        Some(&mapping("案件信息")),
        expect![[r#"
        [（2018）鲁0102民初1号] 第4行
        case_number = （2018）鲁0102民初1号 (案件.xlsx!B4)
        case_fee = 20000.50 (案件.xlsx!E4)
        未对照: 判决日期、立案日期、原告、原告身份证号、开庭日期
    "#]],
    );
    check(
        &bytes,
        Some(&mapping("案件")),
        expect![[r#"
        entry_sheet_missing: 案件.xlsx: 没有名为“案件”的工作表
        提示: 请改对照表中的sheet，或改工作表名
    "#]],
    );
    check(
        &bytes[..bytes.len() / 2],
        None,
        expect![[r#"
        entry_table_damaged: 案件.xlsx: 表格已损坏或格式不符
        提示: 请用表格软件打开后另存为xlsx
    "#]],
    );
    check(
        b"no workbook",
        None,
        expect![[r#"
        entry_table_damaged: 案件.xlsx: 表格已损坏或格式不符
        提示: 请用表格软件打开后另存为xlsx
    "#]],
    );
}
