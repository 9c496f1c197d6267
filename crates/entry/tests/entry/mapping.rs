//! Mapping files.

use catalog::Catalog;
use entry::Mapping;
use expect_test::{Expect, expect};

use crate::{problem, table};

fn check(mapping: &str, csv: &str, expected: Expect) {
    let catalog = Catalog::embedded();
    let out = match Mapping::parse(mapping, "对照.toml", catalog) {
        Ok(mapping) => table(entry::read_csv(csv.as_bytes(), "案件.csv", &mapping, catalog)),
        Err(error) => problem(&error),
    };
    expected.assert_eq(&out);
}

#[test]
fn heading_row_constants_units_and_case_directories() {
    check(
        r#"
        header_row = 2
        key = ["卷宗"]
        separators = "|"
        blanks = ["缺"]
        column = [
            { headings = ["标的"], field = "award_amounts", unit = "万元" },
            { headings = ["代理"], field = "parties[原告].agents[*].name" },
            { headings = ["甲方"], field = "parties[原告].name" },
            { headings = ["法院"], field = "court" },
        ]
        constant = [{ field = "case_category", value = "民事" }, { field = "parties[原告].kind", value = "自然人" }]
        "#,
        "某院案件登记表\n卷宗,标的,甲方,代理,法院\ncase-1,2|3.5,张三,李四|王五,缺\n",
        expect![[r#"
            [case-1] 第3行
            case_category = 民事 (案件.csv!常量)
            award_amounts[2.00] = 2.00 (案件.csv!B3)
            award_amounts[3.50] = 3.50 (案件.csv!B3)
            parties[原告 张三].name = 张三 (案件.csv!C3)
            parties[原告 张三].role = 原告 (案件.csv!C3)
            parties[原告 张三].kind = 自然人 (案件.csv!常量)
            parties[原告 张三].agents[李四].name = 李四 (案件.csv!D3)
            parties[原告 张三].agents[王五].name = 王五 (案件.csv!D3)
        "#]],
    );
}

#[test]
fn what_can_be_wrong_with_a_mapping() {
    let one = |field: &str| format!("key = [\"案号\"]\ncolumn = [{{ headings = [\"甲\"], field = \"{field}\" }}]");
    check(
        &one("judgement_date"),
        "",
        expect![[r#"
        entry_mapping_field: 对照.toml: 对照表中“甲”所对的“judgement_date”不是案件信息的信息项
        提示: 是否指 judgment_date？
    "#]],
    );
    check(
        &one("parties[原告].birthdate"),
        "",
        expect![[r#"
        entry_mapping_field: 对照.toml: 对照表中“甲”所对的“parties[原告].birthdate”不是案件信息的信息项
        提示: 是否指 birth_date？
    "#]],
    );
    check(
        &one("parties"),
        "",
        expect![[r#"
        entry_mapping_field: 对照.toml: 对照表中“甲”所对的“parties”不是案件信息的信息项
        提示: 请查看信息项目录
    "#]],
    );
    check(
        &one("court[1]"),
        "",
        expect![[r#"
        entry_mapping_field: 对照.toml: 对照表中“甲”所对的“court[1]”不是案件信息的信息项
        提示: 是否指 court？
    "#]],
    );
    check(
        &one("parties[原告.name"),
        "",
        expect![[r#"
        entry_mapping_field: 对照.toml: 对照表中“甲”所对的“parties[原告.name”不是案件信息的信息项
        提示: 请查看信息项目录
    "#]],
    );
    check(
        &one("defendants[*].charges"),
        "",
        expect![[r#"
        entry_mapping_conflict: 对照.toml: 对照表中defendants.charges用[*]拆分的列只能对应单值信息项，且只能拆分一次
        提示: 请改正对照表
    "#]],
    );
    check(
        "key = []",
        "",
        expect![[r#"
        entry_mapping_conflict: 对照.toml: 对照表中key没有写明案号所在列的表头
        提示: 请改正对照表
    "#]],
    );
    check(
        "key = [\"案号\"]\nheader_row = 0",
        "",
        expect![[r#"
        entry_mapping_conflict: 对照.toml: 对照表中header_row应从1起算
        提示: 请改正对照表
    "#]],
    );
    check(
        "key = [\"案号\"]\ncolumn = [{ headings = [], field = \"court\" }]",
        "",
        expect![[r#"
        entry_mapping_conflict: 对照.toml: 对照表中court没有写明表头
        提示: 请改正对照表
    "#]],
    );
    check(
        "key = [\"案号\"]\ncolour = 1",
        "",
        expect![[r#"
        entry_mapping_syntax: 对照.toml: 对照表有误：TOML parse error at line 2, column 1
          |
        2 | colour = 1
          | ^^^^^^
        unknown field `colour`, expected one of `header_row`, `sheet`, `key`, `separators`, `blanks`, `column`, `constant`

        提示: 请对照默认对照表的写法
    "#]],
    );
}

#[test]
fn no_usual_heading_stands_for_two_fields_of_one_item() {
    let text = include_str!("../../data/default-mapping.toml");
    let table: toml::Table = text.parse().expect("the default mapping is TOML");
    let columns = table["column"].as_array().expect("columns are a list");
    let mut seen = std::collections::BTreeMap::new();
    for column in columns {
        let field = column["field"].as_str().expect("a field is a text");
        let group = field.split('[').next().unwrap_or(field);
        for heading in column["headings"].as_array().expect("headings are a list") {
            let heading = heading.as_str().expect("a heading is a text");
            // A defendant is a party and a defendant; otherwise a heading means one thing.
            let earlier = seen.insert((heading.to_string(), group.to_string()), field.to_string());
            assert_eq!(earlier, None, "{heading}");
        }
    }
}
