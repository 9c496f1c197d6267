//! Items of groups are paired by name and role.

use expect_test::expect;

use crate::records::Sure;
use crate::{check, check_sure};

const TWO: &str = "
    parties[0].role = 原告
    parties[0].name = 张三
    parties[0].sex = 男
    parties[1].role = 被告
    parties[1].name = 李四
    parties[1].sex = 女
";

#[test]
fn order_says_nothing() {
    check(
        TWO,
        "
        parties[0].role = 被告
        parties[0].name = 李四
        parties[0].sex = 女
        parties[1].role = 原告
        parties[1].name = 张三
        parties[1].sex = 男
        ",
        expect![[r#"
            （无疑点）
        "#]],
    );
}

#[test]
fn a_typo_in_a_name_is_one_difference() {
    check(
        TWO,
        "
        parties[0].role = 原告
        parties[0].name = 张山
        parties[0].sex = 男
        parties[1].role = 被告
        parties[1].name = 李四
        parties[1].sex = 女
        ",
        expect![[r#"
            错误 parties[原告 张三].name different：录入为“张山”，文书记载为“张三”，疑将“三”误录为形近字“山”
        "#]],
    );
}

#[test]
fn another_name_with_the_same_birth_date_is_the_same_person() {
    check(
        "
        parties[0].role = 被告人
        parties[0].name = 王小明
        parties[0].birth_date = 1980-05-03
        ",
        "
        parties[0].role = 被告人
        parties[0].name = 汪晓敏
        parties[0].birth_date = 1980-05-03
        ",
        expect![[r#"
            错误 parties[被告人 王小明].name different：录入为“汪晓敏”，文书记载为“王小明”
        "#]],
    );
}

#[test]
fn exchanged_roles() {
    check(
        TWO,
        "
        parties[0].role = 被告
        parties[0].name = 张三
        parties[1].role = 原告
        parties[1].name = 李四
        ",
        expect![[r#"
            错误 parties[原告 张三].role different：录入为“被告”，文书记载为“原告”，疑将双方诉讼地位互换
            错误 parties[被告 李四].role different：录入为“原告”，文书记载为“被告”，疑将双方诉讼地位互换
        "#]],
    );
}

#[test]
fn a_party_left_out_and_a_party_too_many() {
    check(
        &format!("{TWO}\nparties[2].role = 第三人\nparties[2].name = 东山市远大商贸有限公司"),
        "
        parties[0].role = 原告
        parties[0].name = 张三
        parties[1].role = 被告
        parties[1].name = 李四
        parties[2].role = 被告
        parties[2].name = 赵六
        ",
        expect![[r#"
            错误 parties[第三人 东山市远大商贸有限公司].name absent_in_entry：文书记载当事人为“东山市远大商贸有限公司”，录入中没有
            错误 parties[被告 赵六].name absent_in_file：录入当事人为“赵六”，文书未见记载
        "#]],
    );
    for sure in [Sure::No, Sure::Mended] {
        check_sure(
            sure,
            &format!("{TWO}\nparties[2].role = 第三人\nparties[2].name = 东山市远大商贸有限公司"),
            "
            parties[0].role = 原告
            parties[0].name = 张三
            ",
            expect![[r#"
                提示 parties[被告 李四].name absent_in_entry：文书记载当事人为“李四”，录入中没有
                提示 parties[第三人 东山市远大商贸有限公司].name absent_in_entry：文书记载当事人为“东山市远大商贸有限公司”，录入中没有
            "#]],
        );
    }
}

#[test]
fn masked_names_pair_by_role() {
    check(
        "
        parties[0].role = 原告
        parties[0].name = 张某
        parties[1].role = 被告
        parties[1].name = 张某某
        ",
        "
        parties[0].role = 被告
        parties[0].name = 张小三
        parties[1].role = 原告
        parties[1].name = 张三
        ",
        expect![[r#"
            提示 parties[原告 张某].name masked：录入为“张三”，文书记载为“张某”，有隐去部分，无法核对
            提示 parties[被告 张某某].name masked：录入为“张小三”，文书记载为“张某某”，有隐去部分，无法核对
        "#]],
    );
}

#[test]
fn equal_names_pair_in_order() {
    let twins = "
        parties[0].role = 被告
        parties[0].name = 李某
        parties[0].birth_date = 1980-01-01
        parties[1].role = 被告
        parties[1].name = 李某
        parties[1].birth_date = 1990-01-01
    ";
    check(
        twins,
        twins,
        expect![[r#"
        （无疑点）
    "#]],
    );
}

#[test]
fn what_was_not_asked_for_is_not_missed() {
    check(
        &format!("case_number = （2018）沪0105刑初655号\ncourt = 济南市历下区人民法院\n{TWO}"),
        "
        case_number = （2018）沪0105刑初655号
        parties[0].name = 张三
        parties[1].name = 李四
        ",
        expect![[r#"
            （无疑点）
        "#]],
    );
    check(
        &format!("case_number = （2018）沪0105刑初655号\ncourt = 济南市历下区人民法院\n{TWO}"),
        "
        case_number =
        court = 济南市历下区人民法院
        ",
        expect![[r#"
            提示 case_number absent_in_entry：文书记载案号为（2018）沪0105刑初655号，录入中没有
            提示 parties absent_in_entry：文书记载2项（如“张三”），录入中整组为空
        "#]],
    );
}

#[test]
fn nested_groups() {
    check(
        &format!("{TWO}\nparties[0].agents[0].name = 孙律\nparties[1].agents[0].name = 钱律"),
        &format!("{TWO}\nparties[0].agents[0].name = 孙津\nparties[1].agents[0].name = 钱律"),
        expect![[r#"
            错误 parties[原告 张三].agents[孙律].name different：录入为“孙津”，文书记载为“孙律”，“律”录为“津”
        "#]],
    );
}

#[test]
fn statutes_and_prior_cases() {
    check(
        "
        statutes[0].law = 中华人民共和国刑法
        statutes[0].article = 第二百六十四条
        statutes[1].law = 中华人民共和国刑法
        statutes[1].article = 第五十二条
        prior_cases[0].court = 济南市历下区人民法院
        prior_cases[0].case_number = （2018）鲁0102刑初12号
        ",
        "
        statutes[0].law = 刑法
        statutes[0].article = 第52条
        statutes[1].law = 刑法
        statutes[1].article = 第246条
        prior_cases[0].court = 济南市历下区人民法院
        prior_cases[0].case_number = （2018）鲁0102刑初21号
        ",
        expect![[r#"
            错误 prior_cases[（2018）鲁0102刑初12号 济南市历下区人民法院].case_number different：录入为（2018）鲁0102刑初21号，文书记载为（2018）鲁0102刑初12号，两位数字前后颠倒
            错误 statutes[中华人民共和国刑法 第二百六十四条].article different：录入为“第246条”，文书记载为“第二百六十四条”，两位数字前后颠倒
        "#]],
    );
}

#[test]
fn fields_of_other_cases_do_not_apply() {
    check(
        "case_category = 民事\ncase_fee = 50",
        "case_category = 民事\ncase_fee = 50\ndefendants[0].name = 张三\nprosecution_date = 2018-01-01",
        expect![[r#"
            （无疑点）
        "#]],
    );
}
