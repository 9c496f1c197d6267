//! Sums that the disposition orders to be paid.

use expect_test::{Expect, expect};

use crate::reading::check;

fn award(disposition: &str, expected: Expect) {
    let text = format!(
        "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n原告：张大川，男。\n被告：李小河，男。\n原告张大川与被告李小河合同纠纷一案，本院立案受理。\n本院认为，理由成立。依照《中华人民共和国某法》第一条的规定，判决如下：\n{disposition}\n案件受理费500元，由被告李小河负担。\n审判员孙立\n"
    );
    check(&text, &["award_amounts"], expected);
}

#[test]
fn principal_and_fixed_interest_but_no_base() {
    award(
        "一、被告李小河归还原告张大川借款本金20万元及截止2021年1月1日的利息3500.5元，并以20万元为基数，按年利率6%支付利息至付清之日止；\n二、被告王秋对上述借款20万元承担连带清偿责任；\n三、驳回原告张大川要求支付违约金8000元的其他诉讼请求。",
        expect![[r#"
            award_amounts[200000.00] = 200000.00 “20万元”
            award_amounts[3500.50] = 3500.50 “3500.5元”
        "#]],
    );
}

#[test]
fn notes_explain_unless_they_state_an_accrued_interest() {
    award(
        "被告李小河赔偿原告张大川损失600元（其中医疗费400元，交通费200元）。",
        expect![[r#"
        award_amounts[600.00] = 600.00 “600元”
    "#]],
    );
    award(
        "被告李小河偿还原告张大川借款本金五万元并支付利息（截至2021年1月1日的利息为700元，之后以50000元为基数计算）。",
        expect![[r#"
            award_amounts[50000.00] = 50000.00 “五万元”
            award_amounts[700.00] = 700.00 “700元”
        "#]],
    );
}

#[test]
fn totals_repeat_what_stands_beside_them() {
    award(
        "被告李小河支付原告张大川工资1000元、奖金500元，共计1500元。",
        expect![[r#"
        award_amounts[1000.00] = 1000.00 “1000元”
        award_amounts[500.00] = 500.00 “500元”
    "#]],
    );
    award(
        "被告李小河赔偿原告张大川医疗费400元、误工费600元，以上共计1000元的70%，即700元。",
        expect![[r#"
        award_amounts[700.00] = 700.00 “700元”
    "#]],
    );
    award(
        "被告李小河支付原告张大川欠款90000元，分期履行：于2021年5月1日前支付40000元，余款50000元于2021年8月1日前付清。",
        expect![[r#"
            award_amounts[40000.00] = 40000.00 “40000元”
            award_amounts[50000.00] = 50000.00 “50000元”
        "#]],
    );
}

#[test]
fn limits_and_deductions_are_not_paid() {
    award(
        "一、被告云州保险公司在交强险限额122000元范围内赔偿原告张大川30000元；\n二、被告李小河赔偿原告张大川9000元，扣除已支付的2000元，还应支付7000元。",
        expect![[r#"
            award_amounts[30000.00] = 30000.00 “30000元”
            award_amounts[7000.00] = 7000.00 “7000元”
        "#]],
    );
    award(
        "原告张大川返还被告李小河垫付的医疗费1200元。",
        expect![[r#"
        award_amounts[1200.00] = 1200.00 “1200元”
    "#]],
    );
}

#[test]
fn items_that_establish_or_refuse_order_nothing() {
    award(
        "一、确认原告张大川对被告李小河享有债权47万元；\n二、原告张大川无需支付被告李小河工资25000元；\n三、原告张大川有权就抵押房屋在300000元范围内优先受偿。",
        expect![[r#""#]],
    );
}
