//! Signature blocks.

use expect_test::expect;

use crate::reading::check;

const KEYS: &[&str] =
    &["judgment_date", "tribunal", "presiding_judge", "judges", "assessors", "judge_assistants", "clerks"];

fn signed(signature: &str) -> String {
    format!(
        "云州市东河区人民法院\n民事裁定书\n（2021）鲁0102民初88号\n原告：张大川，男。\n原告张大川与被告李小河合同纠纷一案，本院立案受理。\n依照《中华人民共和国民事诉讼法》第一百四十八条规定，裁定如下：\n准许原告张大川撤回起诉。\n{signature}"
    )
}

#[test]
fn a_panel_with_spread_names() {
    check(
        &signed(
            "审　判　长　　孙　立\n代理审判员　　周明远\n人民陪审员　　吴　小　梅\n二〇二一年三月九日\n法官助理　　郑开\n书　记　员　　王五一\n",
        ),
        KEYS,
        expect![[r#"
            judgment_date = 2021-03-09 “二〇二一年三月九日”
            tribunal = 合议庭 “审　判　长”
            presiding_judge = 孙立 “孙　立”
            judges[周明远] = 周明远 “周明远”
            assessors[吴小梅] = 吴小梅 “吴　小　梅”
            judge_assistants[郑开] = 郑开 “郑开”
            clerks[王五一] = 王五一 “王五一”
        "#]],
    );
}

#[test]
fn a_single_judge_and_a_second_clerk() {
    check(
        &signed("审判员 孙立\n二○二一年十二月三十一日\n书记员 王五一 赵六\n附：相关法律条文\n"),
        KEYS,
        expect![[r#"
        judgment_date = 2021-12-31 “二○二一年十二月三十一日”
        tribunal = 独任 “审判员”
        judges[孙立] = 孙立 “孙立”
        clerks[王五一] = 王五一 “王五一”
        clerks[赵六] = 赵六 “赵六”
    "#]],
    );
}

#[test]
fn an_enforcement_officer_alone_says_nothing_about_the_tribunal() {
    check(
        &signed("执行员 孙立\n二〇二一年三月九日\n本件与原本核对无异\n书记员 王五一\n"),
        KEYS,
        expect![[r#"
        judgment_date = 2021-03-09 “二〇二一年三月九日”
        judges[孙立] = 孙立 “孙立”
        clerks[王五一] = 王五一 “王五一”
    "#]],
    );
}

#[test]
fn a_minority_name_with_a_dot() {
    check(
        &signed("审判员 艾山江·买买提\n二〇二一年元月廿日\n书记员 王五一\n"),
        KEYS,
        expect![[r#"
        judgment_date = 2021-01-20 “二〇二一年元月廿日”
        tribunal = 独任 “审判员”
        judges[艾山江·买买提] = 艾山江·买买提 “艾山江·买买提”
        clerks[王五一] = 王五一 “王五一”
    "#]],
    );
}
