//! Statutes relied on.

use expect_test::expect;

use crate::reading::check;

fn based(basis: &str) -> String {
    format!(
        "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n原告：张大川，男。\n原告张大川与被告李小河合同纠纷一案，本院立案受理。\n本院认为，原告的请求不符合《中华人民共和国物权法》第九条的规定。{basis}判决如下：\n驳回原告张大川的诉讼请求。\n审判员孙立\n"
    )
}

#[test]
fn articles_of_several_laws_each_once() {
    check(
        &based(
            "依照《中华人民共和国合同法》第六十条第一款、第一百零七条、第六十条，《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条之规定，",
        ),
        &["statutes"],
        expect![[r#"
            statutes[中华人民共和国合同法 第六十条].law = 中华人民共和国合同法 “《中华人民共和国合同法》”
            statutes[中华人民共和国合同法 第六十条].article = 第六十条 “第六十条”
            statutes[中华人民共和国合同法 第一百零七条].law = 中华人民共和国合同法 “《中华人民共和国合同法》”
            statutes[中华人民共和国合同法 第一百零七条].article = 第一百零七条 “第一百零七条”
            statutes[最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释 第九十条].law = 最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释 “《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》”
            statutes[最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释 第九十条].article = 第九十条 “第九十条”
        "#]],
    );
}

#[test]
fn the_issuer_before_the_title_belongs_to_it_and_arabic_articles_are_rewritten() {
    check(
        &based("根据最高人民法院《关于审理民间借贷案件适用法律若干问题的规定》第29条，"),
        &["statutes"],
        expect![[r#"
        statutes[最高人民法院关于审理民间借贷案件适用法律若干问题的规定 第二十九条].law = 最高人民法院关于审理民间借贷案件适用法律若干问题的规定 “最高人民法院《关于审理民间借贷案件适用法律若干问题的规定》”
        statutes[最高人民法院关于审理民间借贷案件适用法律若干问题的规定 第二十九条].article = 第二十九条 “第29条”
    "#]],
    );
}

#[test]
fn a_law_that_is_only_discussed_is_not_relied_on() {
    check(
        &based(
            "其申请不符合《中华人民共和国行政诉讼法》第九十一条规定的情形，依照《中华人民共和国民事诉讼法》第一百六十四条的规定，",
        ),
        &["statutes"],
        expect![[r#"
            statutes[中华人民共和国民事诉讼法 第一百六十四条].law = 中华人民共和国民事诉讼法 “《中华人民共和国民事诉讼法》”
            statutes[中华人民共和国民事诉讼法 第一百六十四条].article = 第一百六十四条 “第一百六十四条”
        "#]],
    );
}
