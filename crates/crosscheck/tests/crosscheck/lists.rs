//! Lists are compared as multisets.

use expect_test::expect;

use crate::check;

#[test]
fn order_says_nothing() {
    check(
        "assessors = 张三|李四",
        "assessors = 李四|张三",
        expect![[r#"
        （无疑点）
    "#]],
    );
}

#[test]
fn a_replaced_member_is_a_pair() {
    check(
        "judges = 张三|李四",
        "judges = 张三|李囚",
        expect![[r#"
        错误 judges[李四] absent_in_entry：录入为“李囚”，文书记载为“李四”，“四”录为“囚”
        错误 judges[李囚] absent_in_file：录入为“李囚”，文书记载为“李四”，“四”录为“囚”
    "#]],
    );
    check(
        "assessors = 张三|李四",
        "assessors = 张三|王五六",
        expect![[r#"
        错误 assessors[李四] absent_in_entry：录入为“王五六”，文书记载为“李四”
        错误 assessors[王五六] absent_in_file：录入为“王五六”，文书记载为“李四”
    "#]],
    );
}

#[test]
fn one_left_out_and_one_too_many() {
    check(
        "judges = 张三|李四",
        "judges = 张三",
        expect![[r#"
        错误 judges[李四] absent_in_entry：文书记载审判员为“李四”，录入中没有
    "#]],
    );
    check(
        "judges = 张三",
        "judges = 张三|李四",
        expect![[r#"
        错误 judges[李四] absent_in_file：录入审判员为“李四”，文书未见记载
    "#]],
    );
    check(
        "hearing_dates = 2018-03-01",
        "hearing_dates = 2018-03-01|2018-03-08",
        expect![[r#"
        存疑 hearing_dates[2018-03-08] absent_in_file：录入开庭日期为2018-03-08，文书未见记载
    "#]],
    );
    check(
        "judges = 张三|李四",
        "judges =",
        expect![[r#"
        提示 judges[张三] absent_in_entry：文书记载审判员为“张三”，录入中没有
        提示 judges[李四] absent_in_entry：文书记载审判员为“李四”，录入中没有
    "#]],
    );
    check(
        "court = 济南市历下区人民法院",
        "court = 济南市历下区人民法院\njudges = 李四",
        expect![[r#"
        提示 judges[李四] absent_in_file：录入审判员为“李四”，文书未见记载
    "#]],
    );
}

#[test]
fn sums_and_repeated_values() {
    check(
        "award_amounts = 20000|5000|5000",
        "award_amounts = 5000|2万元|5000",
        expect![[r#"
        （无疑点）
    "#]],
    );
    check(
        "award_amounts = 20000|5000",
        "award_amounts = 2|5000",
        expect![[r#"
        错误 award_amounts[20000.00] absent_in_entry：录入为2元，文书记载为20000元，相差一万倍，疑万元与元混淆
        错误 award_amounts[2.00] absent_in_file：录入为2元，文书记载为20000元，相差一万倍，疑万元与元混淆
    "#]],
    );
}
