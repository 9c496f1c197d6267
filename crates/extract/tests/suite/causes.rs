//! Causes of action.

use expect_test::expect;

use crate::reading::check;

fn civil(course: &str) -> String {
    format!(
        "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n原告：张大川，男。\n被告：云州市青禾商贸有限公司。\n被告：李小河，男。\n{course}\n本院认为，原告的请求成立。依照《中华人民共和国民法典》第六百七十五条的规定，判决如下：\n驳回原告张大川的诉讼请求。\n审判员孙立\n"
    )
}

fn administrative(course: &str) -> String {
    format!(
        "云州市中级人民法院\n行政裁定书\n（2021）鲁01行终9号\n上诉人（原审原告）：张大川，男。\n被上诉人（原审被告）：云州市东河区人民政府。\n被上诉人（原审被告）：云州市人民政府。\n{course}\n本院认为，上诉理由不成立。依照《中华人民共和国行政诉讼法》第八十九条的规定，裁定如下：\n驳回上诉，维持原裁定。\n审判员孙立\n"
    )
}

#[test]
fn the_words_between_the_last_party_and_the_case() {
    check(
        &civil("原告张大川与被告云州市青禾商贸有限公司（以下简称青禾公司）、李小河民间借贷纠纷一案，本院立案受理。"),
        &["causes"],
        expect![[r#"
            causes[民间借贷纠纷] = 民间借贷纠纷 “民间借贷纠纷”
        "#]],
    );
}

#[test]
fn a_cause_of_no_list_is_read_as_printed() {
    check(
        &civil("原告张大川诉被告云州市青禾商贸有限公司、李小河债务加入合同履行纠纷一案，本院立案受理。"),
        &["causes"],
        expect![[r#"
            causes[债务加入合同履行纠纷] = 债务加入合同履行纠纷 “债务加入合同履行纠纷”
        "#]],
    );
}

#[test]
fn unknown_names_leave_the_longest_listed_cause() {
    check(
        &civil("原告王秋与被告赵冬机动车交通事故责任纠纷一案，王秋于2021年3月1日申请变更当事人。"),
        &["causes"],
        expect![[r#"
            causes[机动车交通事故责任纠纷] = 机动车交通事故责任纠纷 “机动车交通事故责任纠纷”
        "#]],
    );
}

#[test]
fn an_objection_to_jurisdiction_is_no_part_of_the_cause() {
    check(
        &civil("原告张大川因与被告李小河合同纠纷管辖权异议一案，向本院提出异议。"),
        &["causes"],
        expect![[r#"
            causes[合同纠纷] = 合同纠纷 “合同纠纷”
        "#]],
    );
}

#[test]
fn a_short_name_of_a_contract_is_no_party() {
    check(
        &civil(
            "原告张大川与被告李小河房屋买卖合同纠纷一案，本院立案受理。\n原告诉称，双方签订商品房买卖合同（编号1号，以下简称买卖合同）。",
        ),
        &["causes"],
        expect![[r#"
            causes[房屋买卖合同纠纷] = 房屋买卖合同纠纷 “房屋买卖合同纠纷”
        "#]],
    );
}

#[test]
fn two_acts_of_two_bodies_are_two_causes() {
    check(
        &administrative(
            "上诉人张大川因诉被上诉人云州市东河区人民政府（以下简称东河区政府）政府信息公开、云州市人民政府（以下简称云州市政府）行政复议一案，不服云州市东河区人民法院（2020）鲁0102行初7号行政裁定，向本院提起上诉。",
        ),
        &["causes"],
        expect![[r#"
            causes[政府信息公开] = 政府信息公开 “政府信息公开”
            causes[行政复议] = 行政复议 “行政复议”
        "#]],
    );
}

#[test]
fn applications_are_causes_of_their_own() {
    let text = "云州市东河区人民法院\n民事裁定书\n（2021）鲁0102财保8号\n申请人：张大川，男。\n被申请人：李小河，男。\n申请人张大川于2021年3月1日向本院申请诉前财产保全，请求冻结被申请人李小河的存款。\n本院经审查认为，申请符合法律规定。依照《中华人民共和国民事诉讼法》第一百零一条的规定，裁定如下：\n冻结被申请人李小河的银行存款10000元。\n审判员孙立\n";
    check(
        text,
        &["causes"],
        expect![[r#"
        causes[申请诉前财产保全] = 申请诉前财产保全 “申请诉前财产保全”
    "#]],
    );
}

#[test]
fn criminal_cases_have_none() {
    let text = "云州市东河区人民法院\n刑事判决书\n（2021）鲁0102刑初8号\n公诉机关云州市东河区人民检察院。\n被告人李小河，男。\n云州市东河区人民检察院指控被告人李小河犯盗窃罪一案，本院立案受理。\n依照《中华人民共和国刑法》第二百六十四条的规定，判决如下：\n被告人李小河犯盗窃罪，判处罚金一千元。\n审判员孙立\n";
    check(text, &["causes"], expect![[r#""#]]);
}
