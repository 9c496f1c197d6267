//! The case fee and who bears it.

use expect_test::{Expect, expect};

use crate::reading::check;

fn fee(number: &str, parties: &str, sentence: &str, expected: Expect) {
    let text = format!(
        "云州市东河区人民法院\n民事判决书\n{number}\n{parties}\n张大川与李小河合同纠纷一案，本院立案受理。\n本院认为，理由成立。依照《中华人民共和国某法》第一条的规定，判决如下：\n李小河归还张大川10000元。\n{sentence}\n如不服本判决，可以在判决书送达之日起十五日内向本院递交上诉状，上诉于云州市中级人民法院，并预交上诉案件受理费90元。\n审判员孙立\n"
    );
    check(&text, &["case_fee", "fee_payers"], expected);
}

const FIRST: &str = "（2021）鲁0102民初88号";
const TWO: &str = "原告：张大川，男。\n被告：李小河，男。";
const THREE: &str = "原告：张大川，男。\n被告：李小河，男。\n被告：云州市青禾商贸有限公司。";

#[test]
fn the_figure_collected_after_halving() {
    fee(
        FIRST,
        TWO,
        "案件受理费90元，减半收取45元，由被告负担。",
        expect![[r#"
        case_fee = 45.00 “45元”
        fee_payers[李小河].name = 李小河 “被告”
        fee_payers[李小河].amount = 45.00 “45元”
    "#]],
    );
    fee(
        FIRST,
        TWO,
        "案件受理费90元（已减半收取），由李小河负担。",
        expect![[r#"
        case_fee = 90.00 “90元”
        fee_payers[李小河].name = 李小河 “李小河”
        fee_payers[李小河].amount = 90.00 “90元”
    "#]],
    );
    fee(
        FIRST,
        TWO,
        "案件受理费81元，依法减半收取，由被告李小河负担。",
        expect![[r#"
        case_fee = 40.50 “81元，依法减半”
        fee_payers[李小河].name = 李小河 “李小河”
        fee_payers[李小河].amount = 40.50 “81元，依法减半”
    "#]],
    );
    fee(
        FIRST,
        TWO,
        "案件受理费减半收取计45元，由原、被告各负担22.5元。",
        expect![[r#"
        case_fee = 45.00 “45元”
        fee_payers[张大川].name = 张大川 “原、被告”
        fee_payers[张大川].amount = 22.50 “22.5元”
        fee_payers[李小河].name = 李小河 “原、被告”
        fee_payers[李小河].amount = 22.50 “22.5元”
    "#]],
    );
}

#[test]
fn other_costs_do_not_count_but_the_printed_total_is_borne() {
    fee(
        FIRST,
        TWO,
        "案件受理费900元、保全费100元，合计1000元，由原告张大川负担400元，被告李小河负担600元。",
        expect![[r#"
            case_fee = 900.00 “900元”
            fee_payers[张大川].name = 张大川 “张大川”
            fee_payers[张大川].amount = 400.00 “400元”
            fee_payers[李小河].name = 李小河 “李小河”
            fee_payers[李小河].amount = 600.00 “600元”
        "#]],
    );
    fee(
        FIRST,
        TWO,
        "案件受理费900元，公告费600元，共计1500元，由被告负担。",
        expect![[r#"
        case_fee = 900.00 “900元”
        fee_payers[李小河].name = 李小河 “被告”
        fee_payers[李小河].amount = 1500.00 “1500元”
    "#]],
    );
}

#[test]
fn joint_payers_have_no_share_of_their_own() {
    fee(
        FIRST,
        THREE,
        "案件受理费900元，由被告李小河、云州市青禾商贸有限公司共同负担。",
        expect![[r#"
        case_fee = 900.00 “900元”
        fee_payers[李小河].name = 李小河 “李小河”
        fee_payers[云州市青禾商贸有限公司].name = 云州市青禾商贸有限公司 “云州市青禾商贸有限公司”
    "#]],
    );
    fee(
        FIRST,
        THREE,
        "案件受理费900元，由二被告各半负担。",
        expect![[r#"
        case_fee = 900.00 “900元”
        fee_payers[李小河].name = 李小河 “二被告”
        fee_payers[李小河].amount = 450.00 “900元”
        fee_payers[云州市青禾商贸有限公司].name = 云州市青禾商贸有限公司 “二被告”
        fee_payers[云州市青禾商贸有限公司].amount = 450.00 “900元”
    "#]],
    );
}

#[test]
fn claim_and_counterclaim_add_up() {
    fee(
        FIRST,
        TWO,
        "本诉案件受理费900元，由被告李小河负担；反诉案件受理费100元，由原告张大川负担40元，被告李小河负担60元。",
        expect![[r#"
            case_fee = 1000.00 “900元”“100元”
            fee_payers[李小河].name = 李小河 “李小河”
            fee_payers[李小河].amount = 960.00 “900元”
            fee_payers[张大川].name = 张大川 “张大川”
            fee_payers[张大川].amount = 40.00 “40元”
        "#]],
    );
}

#[test]
fn only_the_fee_of_this_instance() {
    let parties = "上诉人（原审被告）：李小河，男。\n被上诉人（原审原告）：张大川，男。";
    fee(
        "（2021）鲁01民终88号",
        parties,
        "一审案件受理费900元，由张大川负担；二审案件受理费800元，由上诉人负担。",
        expect![[r#"
            case_fee = 800.00 “800元”
            fee_payers[李小河].name = 李小河 “上诉人”
            fee_payers[李小河].amount = 800.00 “800元”
        "#]],
    );
}

#[test]
fn the_fee_of_an_appeal_but_not_the_advice_to_pay_one() {
    let parties = "上诉人（原审被告）：李小河，男。\n被上诉人（原审原告）：张大川，男。";
    fee(
        "（2021）鲁01民终88号",
        parties,
        "上诉案件受理费50元，由上诉人李小河负担。",
        expect![[r#"
        case_fee = 50.00 “50元”
        fee_payers[李小河].name = 李小河 “李小河”
        fee_payers[李小河].amount = 50.00 “50元”
    "#]],
    );
}

#[test]
fn refunds_and_waivers() {
    fee(
        FIRST,
        TWO,
        "案件受理费50元，由原告负担25元，退给原告25元。",
        expect![[r#"
        case_fee = 25.00 “50元”
        fee_payers[张大川].name = 张大川 “原告”
        fee_payers[张大川].amount = 25.00 “25元”
    "#]],
    );
    fee(FIRST, TWO, "原告张大川预交的案件受理费100元予以退还。", expect![[r#""#]]);
    fee(FIRST, TWO, "案件受理费10元，免予收取。", expect![[r#""#]]);
}
