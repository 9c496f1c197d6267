//! The sections of judgments.

use catalog::Catalog;
use expect_test::{Expect, expect};
use proptest::prelude::*;
use text::Reading;

use crate::document;

fn check(raw: &str, expected: Expect) {
    let document = document(raw);
    let reading = Reading::of(&document, Catalog::embedded());
    let mut out = String::new();
    for section in reading.sections().iter().filter(|section| !section.range.is_empty()) {
        out += &format!(
            "{}: {}\n",
            section.kind.name(),
            reading.text()[section.range.clone()].trim().replace('\n', " / ")
        );
    }
    for diagnostic in &reading.diagnostics {
        out += &format!("{} {}\n", diagnostic.code.as_str(), diagnostic.about);
    }
    expected.assert_eq(&out);
}

const JUDGMENT: &str = "云州市东河区人民法院
民 事 判 决 书
（2021）鲁0102民初88号
原告：张大川，男，汉族。
被告：李小河，女，汉族。
原告张大川与被告李小河买卖合同纠纷一案，本院于2021年1月4日立案后，公开开庭进行了审理。本案现已审理终结。
张大川向本院提出诉讼请求：支付货款。
李小河未答辩。
本院经审理查明，双方有买卖关系。
本院认为，合同有效。依照《中华人民共和国合同法》第六十条之规定，判决如下：
一、被告李小河于本判决生效后十日内支付原告张大川货款5000元；
二、驳回原告张大川的其他诉讼请求。
案件受理费50元，由被告李小河负担。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状。
审　判　员　　孙立
二〇二一年三月九日
书　记　员　　王五一
附：相关法律条文
《中华人民共和国合同法》
第六十条（条文略）
";

#[test]
fn a_civil_judgment() {
    check(
        JUDGMENT,
        expect![[r#"
        标题: 云州市东河区人民法院 / 民事判决书 / （2021）鲁0102民初88号
        当事人: 原告：张大川，男，汉族。 / 被告：李小河，女，汉族。
        审理经过: 原告张大川与被告李小河买卖合同纠纷一案，本院于2021年1月4日立案后，公开开庭进行了审理。本案现已审理终结。
        事实: 张大川向本院提出诉讼请求：支付货款。 / 李小河未答辩。 / 本院经审理查明，双方有买卖关系。
        理由: 本院认为，合同有效。
        裁判依据: 依照《中华人民共和国合同法》第六十条之规定，判决如下：
        主文: 一、被告李小河于本判决生效后十日内支付原告张大川货款5000元； / 二、驳回原告张大川的其他诉讼请求。
        尾部: 案件受理费50元，由被告李小河负担。 / 如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状。
        落款: 审判员孙立 / 二〇二一年三月九日 / 书记员王五一
        附录: 附：相关法律条文 / 《中华人民共和国合同法》 / 第六十条（条文略）
    "#]],
    );
}

#[test]
fn the_same_judgment_without_line_breaks() {
    check(
        &JUDGMENT.replace('\n', " "),
        expect![[r#"
        标题: 云州市东河区人民法院民事判决书（2021）鲁0102民初88号
        当事人: 原告：张大川，男，汉族。 / 被告：李小河，女，汉族。
        审理经过: 原告张大川与被告李小河买卖合同纠纷一案，本院于2021年1月4日立案后，公开开庭进行了审理。本案现已审理终结。
        事实: 张大川向本院提出诉讼请求：支付货款。 / 李小河未答辩。 / 本院经审理查明，双方有买卖关系。
        理由: 本院认为，合同有效。
        裁判依据: 依照《中华人民共和国合同法》第六十条之规定，判决如下：
        主文: 一、被告李小河于本判决生效后十日内支付原告张大川货款5000元； / 二、驳回原告张大川的其他诉讼请求。
        尾部: 案件受理费50元，由被告李小河负担。 / 如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状。
        落款: 审判员孙立 / 二〇二一年三月九日书记员王五一
        附录: 附：相关法律条文 / 《中华人民共和国合同法》 / 第六十条（条文略）
    "#]],
    );
}

#[test]
fn the_lower_court_s_words_open_no_section_of_this_document() {
    check(
        "云州市中级人民法院\n民事判决书\n（2021）鲁01民终8号\n上诉人（原审被告）：李小河。\n上诉人李小河不服某判决，向本院提起上诉。本案现已审理终结。\n一审法院认为，合同有效。依照《中华人民共和国合同法》第六十条，判决如下：李小河支付5000元。\n本院认为，一审处理妥当。按照《中华人民共和国民事诉讼法》第一百七十七条，判决如下：\n驳回上诉，维持原判。\n本判决为终审判决。\n审判长孙立\n",
        expect![[r#"
            标题: 云州市中级人民法院 / 民事判决书 / （2021）鲁01民终8号
            当事人: 上诉人（原审被告）：李小河。
            审理经过: 上诉人李小河不服某判决，向本院提起上诉。本案现已审理终结。
            事实: 一审法院认为，合同有效。依照《中华人民共和国合同法》第六十条，判决如下：李小河支付5000元。
            理由: 本院认为，一审处理妥当。
            裁判依据: 按照《中华人民共和国民事诉讼法》第一百七十七条，判决如下：
            主文: 驳回上诉，维持原判。
            尾部: 本判决为终审判决。
            落款: 审判长孙立
        "#]],
    );
}

#[test]
fn a_letter_has_no_sections_and_says_so() {
    check(
        "你好。\n见信如晤。\n",
        expect![[r#"
        当事人: 你好。 / 见信如晤。
        section_missing heading
        section_missing disposition
        section_missing signature
    "#]],
    );
}

proptest! {
    /// Sections are in order and cover the text, whatever it is.
    #[test]
    fn sections_cover_any_text(raw in "(判决如下：|本院认为，|审判员|\n|。|原告：|一案|（2019）鲁1民初1号|附：|甲|《法》第一条|依照| ){0,40}") {
        let document = document(&raw);
        let reading = Reading::of(&document, Catalog::embedded());
        let mut at = 0;
        for section in reading.sections().iter() {
            prop_assert_eq!(section.range.start, at);
            at = section.range.end;
        }
        prop_assert_eq!(at, reading.text().len());
    }
}
