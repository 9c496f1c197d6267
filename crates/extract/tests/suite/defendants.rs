//! Defendants: custody, charges, penalties and terms.

use expect_test::expect;

use crate::reading::check;

fn judgment(parties: &str, course: &str, reasons: &str, disposition: &str) -> String {
    format!(
        "云州市东河区人民法院\n刑事判决书\n（2020）鲁0102刑初5号\n公诉机关云州市东河区人民检察院。\n{parties}\n{course}\n经审理查明，事实如指控。\n本院认为，{reasons}依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n{disposition}\n如不服本判决，可在接到判决书的第二日起十日内提出上诉。\n审判员孙立\n二〇二〇年五月六日\n书记员王五一\n"
    )
}

#[test]
fn a_single_defendant_with_a_term_and_a_fine() {
    check(
        &judgment(
            "被告人赵四平，男，汉族。因涉嫌盗窃罪于2020年1月2日被刑事拘留，同月15日被逮捕。",
            "云州市东河区人民检察院以云东检刑诉〔2020〕6号起诉书指控被告人赵四平犯盗窃罪，于2020年3月1日向本院提起公诉。本院依法公开开庭审理了本案。现已审理终结。",
            "被告人赵四平的行为已构成盗窃罪。被告人赵四平系累犯，应当从重处罚；有自首情节，认罪认罚，可以从轻处罚。",
            "被告人赵四平犯盗窃罪，判处有期徒刑一年六个月，并处罚金人民币三千元。\n（刑期从判决执行之日起计算。判决执行以前先行羁押的，羁押一日折抵刑期一日，即自2020年1月2日起至2021年7月1日止。）",
        ),
        &["defendants", "prosecution_date", "indictment_number"],
        expect![[r#"
            prosecution_date = 2020-03-01 “2020年3月1日”
            indictment_number = 云东检刑诉〔2020〕6号 “云东检刑诉〔2020〕6号”
            defendants[赵四平].name = 赵四平 “赵四平”
            defendants[赵四平].detention_date = 2020-01-02 “2020年1月2日”
            defendants[赵四平].arrest_date = 2020-01-15 “同月15日”
            defendants[赵四平].charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].accused_charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].penalty = 有期徒刑 “有期徒刑一年六个月”
            defendants[赵四平].penalty_months = 18 “有期徒刑一年六个月”
            defendants[赵四平].fine_yuan = 3000.00 “罚金人民币三千元”
            defendants[赵四平].term_start = 2020-01-02 “自2020年1月2日起”
            defendants[赵四平].term_end = 2021-07-01 “至2021年7月1日止”
            defendants[赵四平].surrender = true “有自首情节”
            defendants[赵四平].recidivist = true “被告人赵四平系累犯”
            defendants[赵四平].plea_leniency = true “认罪认罚”
        "#]],
    );
}

#[test]
fn two_defendants_with_combined_penalties_and_probation() {
    check(
        &judgment(
            "被告人赵四平，男，汉族。\n被告人钱五妹，女，汉族。",
            "云州市东河区人民检察院指控被告人赵四平犯盗窃罪、抢劫罪，被告人钱五妹犯掩饰、隐瞒犯罪所得罪，于2020年3月1日向本院提起公诉。现已审理终结。",
            "被告人赵四平构成盗窃罪、抢劫罪，应数罪并罚。被告人钱五妹构成掩饰、隐瞒犯罪所得罪。辩护人关于被告人钱五妹构成自首的意见不能成立。",
            "一、被告人赵四平犯抢劫罪，判处有期徒刑四年，并处罚金人民币五千元；犯盗窃罪，判处有期徒刑一年，并处罚金人民币二千元；决定执行有期徒刑四年六个月，剥夺政治权利一年，并处罚金人民币七千元。\n二、被告人钱五妹犯掩饰、隐瞒犯罪所得罪，判处拘役五个月，缓刑六个月，并处罚金人民币一千元。",
        ),
        &["defendants"],
        expect![[r#"
            defendants[赵四平].name = 赵四平 “赵四平”
            defendants[赵四平].charges[抢劫罪] = 抢劫罪 “抢劫罪”
            defendants[赵四平].charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].accused_charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].accused_charges[抢劫罪] = 抢劫罪 “抢劫罪”
            defendants[赵四平].penalty = 有期徒刑 “有期徒刑四年六个月”
            defendants[赵四平].penalty_months = 54 “有期徒刑四年六个月”
            defendants[赵四平].fine_yuan = 7000.00 “罚金人民币七千元”
            defendants[赵四平].political_rights = 12 “剥夺政治权利一年”
            defendants[钱五妹].name = 钱五妹 “钱五妹”
            defendants[钱五妹].charges[掩饰、隐瞒犯罪所得罪] = 掩饰、隐瞒犯罪所得罪 “掩饰、隐瞒犯罪所得罪”
            defendants[钱五妹].accused_charges[掩饰、隐瞒犯罪所得罪] = 掩饰、隐瞒犯罪所得罪 “掩饰、隐瞒犯罪所得罪”
            defendants[钱五妹].penalty = 拘役 “拘役五个月”
            defendants[钱五妹].penalty_months = 5 “拘役五个月”
            defendants[钱五妹].probation_months = 6 “缓刑六个月”
            defendants[钱五妹].fine_yuan = 1000.00 “罚金人民币一千元”
        "#]],
    );
}

#[test]
fn an_appeal_that_maintains_leaves_the_first_judgment_in_force() {
    check(
        "云州市中级人民法院\n刑事裁定书\n（2020）鲁01刑终8号\n原公诉机关云州市东河区人民检察院。\n上诉人（原审被告人）赵四平，男，汉族。\n云州市东河区人民法院审理云州市东河区人民检察院指控原审被告人赵四平犯盗窃罪一案，于2020年5月6日作出（2020）鲁0102刑初5号刑事判决。原审被告人赵四平不服，提出上诉。现已审理终结。\n原判认定，赵四平盗窃他人财物。原判依照《中华人民共和国刑法》第二百六十四条之规定，判决：被告人赵四平犯盗窃罪，判处有期徒刑二年，并处罚金人民币四千三百元。\n本院认为，原判正确。依照《中华人民共和国刑事诉讼法》第二百三十六条之规定，裁定如下：\n驳回上诉，维持原判。\n本裁定为终审裁定。\n审判长孙立\n审判员周明远\n审判员吴小梅\n二〇二〇年七月六日\n书记员王五一\n",
        &["defendants"],
        expect![[r#"
            defendants[赵四平].name = 赵四平 “赵四平”
            defendants[赵四平].charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].accused_charges[盗窃罪] = 盗窃罪 “盗窃罪”
            defendants[赵四平].penalty = 有期徒刑 “有期徒刑二年”
            defendants[赵四平].penalty_months = 24 “有期徒刑二年”
            defendants[赵四平].fine_yuan = 4300.00 “罚金人民币四千三百元”
        "#]],
    );
}
