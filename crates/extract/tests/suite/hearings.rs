//! Dates of hearings.

use expect_test::expect;

use crate::reading::check;

fn course(course: &str) -> String {
    format!(
        "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n原告：张大川，男。\n原告张大川与被告李小河合同纠纷一案，{course}本案现已审理终结。\n原告诉称，被告欠款。\n"
    )
}

#[test]
fn two_dates_of_one_year() {
    check(
        &course("本院于2021年1月4日立案后，于2021年3月2日、4月15日两次公开开庭进行了审理。"),
        &["hearing_dates"],
        expect![[r#"
        hearing_dates[2021-03-02] = 2021-03-02 “2021年3月2日”
        hearing_dates[2021-04-15] = 2021-04-15 “4月15日”
    "#]],
    );
}

#[test]
fn the_filing_date_is_no_hearing() {
    check(&course("本院于2021年1月4日立案受理后，依法组成合议庭，公开开庭进行了审理。"), &["hearing_dates"], expect![]);
}

#[test]
fn a_date_relative_to_the_one_before() {
    check(
        &course("本院于2021年1月4日立案，依法适用简易程序，于同年2月1日公开开庭进行了审理。"),
        &["hearing_dates", "filing_date"],
        expect![[r#"
        filing_date = 2021-01-04 “2021年1月4日”
        hearing_dates[2021-02-01] = 2021-02-01 “同年2月1日”
    "#]],
    );
}
