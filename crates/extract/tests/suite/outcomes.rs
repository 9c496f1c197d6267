//! Outcomes as the disposition shows them.

use expect_test::{Expect, expect};

use crate::reading::check;

fn outcome(title: &str, number: &str, disposition: &str, expected: Expect) {
    let text = format!(
        "云州市东河区人民法院\n{title}\n{number}\n原告：张大川，男。\n被告：李小河，男。\n原告张大川与被告李小河合同纠纷一案，本院立案受理。\n本院认为，理由成立。依照《中华人民共和国某法》第一条的规定，判决如下：\n{disposition}\n审判员孙立\n"
    );
    check(&text, &["outcomes"], expected);
}

const FIRST: &str = "（2021）鲁0102民初88号";
const SECOND: &str = "（2021）鲁01民终88号";

#[test]
fn claims_granted_in_whole_in_part_and_not_at_all() {
    outcome(
        "民事判决书",
        FIRST,
        "被告李小河归还原告张大川10000元。",
        expect![[r#"
        outcomes[判决支持] = 判决支持 “被告李小河归还原告张大川10000元”
    "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "一、被告李小河归还原告张大川10000元；\n二、驳回原告张大川的其他诉讼请求。",
        expect![[r#"
            outcomes[判决部分支持] = 判决部分支持 “驳回原告张大川的其他诉讼请求”
        "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "一、被告李小河归还原告张大川10000元；\n二、驳回原告张大川对被告王秋的诉讼请求。",
        expect![[r#"
            outcomes[判决部分支持] = 判决部分支持 “驳回原告张大川对被告王秋的诉讼请求”
        "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "驳回原告张大川的诉讼请求。",
        expect![[r#"
        outcomes[判决驳回诉讼请求] = 判决驳回诉讼请求 “驳回原告张大川的诉讼请求”
    "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "一、驳回原告张大川的诉讼请求；\n二、原告张大川支付被告李小河工资500元。",
        expect![[r#"
            outcomes[判决驳回诉讼请求] = 判决驳回诉讼请求 “一、驳回原告张大川的诉讼请求”
        "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "不准原告张大川与被告李小河离婚。",
        expect![[r#"
        outcomes[判决驳回诉讼请求] = 判决驳回诉讼请求 “不准原告张大川与被告李小河离婚”
    "#]],
    );
    outcome(
        "民事判决书",
        FIRST,
        "原告张大川与被告李小河的婚姻无效。",
        expect![[r#"
        outcomes[判决支持] = 判决支持 “原告张大川与被告李小河的婚姻无效”
    "#]],
    );
}

#[test]
fn appeals() {
    outcome(
        "民事判决书",
        SECOND,
        "驳回上诉，维持原判。",
        expect![[r#"
        outcomes[维持原判] = 维持原判 “驳回上诉，维持原判”
    "#]],
    );
    outcome(
        "民事判决书",
        SECOND,
        "一、维持云州市东河区人民法院（2020）鲁0102民初7号民事判决第二项；\n二、变更该判决第一项为：李小河归还张大川9000元。",
        expect![[r#"
            outcomes[改判] = 改判 “维持云州市东河区人民法院（2020）鲁0102民初7号民事判决第二项；
            二、变更”
        "#]],
    );
    outcome(
        "民事裁定书",
        SECOND,
        "一、撤销云州市东河区人民法院（2020）鲁0102民初7号民事裁定。\n二、本案指令云州市东河区人民法院审理。",
        expect![[r#"
            outcomes[撤销原裁定] = 撤销原裁定 “撤销云州市东河区人民法院（2020）鲁0102民初7号民事裁定。
            二、本案指令云州市东河区人民法院审理”
        "#]],
    );
}

#[test]
fn what_no_pattern_knows() {
    outcome(
        "民事裁定书",
        FIRST,
        "本案转为普通程序。",
        expect![[r#"
        outcomes[其他] = 其他 “本案转为普通程序”
    "#]],
    );
    outcome(
        "民事调解书",
        FIRST,
        "1、被告李小河归还原告张大川10000元。",
        expect![[r#"
        outcomes[调解] = 调解 “1、被告李小河归还原告张大川10000元”
    "#]],
    );
}
