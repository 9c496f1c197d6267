//! Title blocks: court, number, kind of document, category and procedure.

use expect_test::expect;

use extract::Material;

use crate::reading::{check, extracted};

const KEYS: &[&str] = &["court", "case_number", "document_type", "case_category", "trial_procedure"];

#[test]
fn a_title_block_in_lines() {
    check(
        "云州市东河区人民法院\n民 事 判 决 书\n(2021)鲁0102民初88号\n原告：张大川，男，1980年1月1日出生。\n",
        KEYS,
        expect![[r#"
            document_type = 判决书 “判 决 书”
            case_category = 民事 “(2021)鲁0102民初88号”
            trial_procedure = 一审 “(2021)鲁0102民初88号”
            court = 云州市东河区人民法院 “云州市东河区人民法院”
            case_number = （2021）鲁0102民初88号 “(2021)鲁0102民初88号”
        "#]],
    );
}

#[test]
fn a_title_block_without_line_breaks() {
    let facts = "经审理查明，被告人多次盗窃他人财物，价值共计人民币三千元。".repeat(20);
    let text = format!(
        "云州市东河区人民法院 刑事判决书 （2020）鲁0102刑初5号 公诉机关云州市东河区人民检察院。 被告人赵四平，男。 {facts}"
    );
    check(
        &text,
        KEYS,
        expect![[r#"
        document_type = 判决书 “判决书”
        case_category = 刑事 “（2020）鲁0102刑初5号”
        trial_procedure = 一审 “（2020）鲁0102刑初5号”
        court = 云州市东河区人民法院 “云州市东河区人民法院”
        case_number = （2020）鲁0102刑初5号 “（2020）鲁0102刑初5号”
    "#]],
    );
}

#[test]
fn a_page_title_that_names_the_parties_comes_before_the_title_block() {
    check(
        "原告张大川与被告李小河买卖合同纠纷一案民事裁定书\n云州市东河区人民法院\n民事裁定书\n（2019）鲁0102民初9号之一\n原告：张大川。\n",
        KEYS,
        expect![[r#"
            document_type = 裁定书 “裁定书”
            case_category = 民事 “（2019）鲁0102民初9号之一”
            trial_procedure = 一审 “（2019）鲁0102民初9号之一”
            court = 云州市东河区人民法院 “云州市东河区人民法院”
            case_number = （2019）鲁0102民初9号之一 “（2019）鲁0102民初9号之一”
        "#]],
    );
}

#[test]
fn an_order_is_no_listed_kind() {
    check(
        "云州市东河区人民法院\n报告财产令\n（2019）鲁0102执77号\n李小河：\n本院于2019年1月2日立案执行。\n",
        KEYS,
        expect![[r#"
        document_type = 其他 “令”
        case_category = 执行 “（2019）鲁0102执77号”
        trial_procedure = 执行 “（2019）鲁0102执77号”
        court = 云州市东河区人民法院 “云州市东河区人民法院”
        case_number = （2019）鲁0102执77号 “（2019）鲁0102执77号”
    "#]],
    );
}

#[test]
fn without_a_number_the_text_says_the_procedure() {
    check(
        "最高人民法院\n刑事裁定书\n被告人钱五，男。\n某省高级人民法院依法报请本院核准。本院依法组成合议庭进行了复核，现已复核终结。\n本院认为，罪行极其严重。依照《中华人民共和国刑事诉讼法》第二百四十六条的规定，裁定如下：\n核准死刑。\n",
        KEYS,
        expect![[r#"
            document_type = 裁定书 “裁定书”
            case_category = 刑事 “刑事裁定书”
            trial_procedure = 死刑复核 “复核终结”
            court = 最高人民法院 “最高人民法院”
        "#]],
    );
}

#[test]
fn a_note_behind_a_title_does_not_make_it_a_decision() {
    let kind = |title: &str| {
        let text = format!("云州市东河区人民法院\n{title}\n案号：（2021）鲁0102民初88号\n时间：2021年3月1日\n");
        extracted(&text).material
    };
    assert_eq!(kind("庭　审　笔　录（第一次）"), Material::Transcript);
    assert_eq!(kind("庭审笔录"), Material::Transcript);
    assert_eq!(kind("民事起诉状（补充）"), Material::Complaint);
    assert_eq!(kind("民事判决书（副本）"), Material::Decision);
}
