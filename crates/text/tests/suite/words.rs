//! Segmentation with the legal lexicon.

use expect_test::{Expect, expect};
use text::Words;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&Words::embedded().cut(text).join("/"));
}

#[test]
fn the_lexicon_holds_courts_causes_and_charges_together() {
    check("济南市历下区人民法院审理民间借贷纠纷", expect!["济南市历下区人民法院/审理/民间借贷纠纷"]);
    check("被告人犯拒不支付劳动报酬罪", expect!["被告人/犯/拒不支付劳动报酬罪"]);
}

#[test]
fn words_cover_the_text() {
    let text = "原告张大川诉被告李小河买卖合同纠纷一案，本院已受理。";
    assert_eq!(Words::embedded().cut(text).concat(), text);
    let ranges = Words::embedded().ranges(text);
    assert_eq!(ranges.first().map(|range| range.start), Some(0));
    assert_eq!(ranges.last().map(|range| range.end), Some(text.len()));
}

#[test]
fn long_words_are_found_by_their_parts() {
    assert!(Words::embedded().cut_for_search("民间借贷纠纷").contains(&"借贷"));
}

#[test]
fn a_text_is_found_by_words_pairs_and_nothing_else() {
    let check = |text: &str, expected: Expect| expected.assert_eq(&Words::embedded().search_words(text).join(" "));
    check("民间借贷纠纷，民间借贷。", expect!["民间 借贷 纠纷 民间借贷纠纷"]);
    check("原告张甲诉李乙", expect!["原告 张 甲 张甲 诉 甲诉 李 诉李 乙 李乙"]);
    check("（２０２１）鲁0199民初12号 ABC-3.5%", expect!["2021 鲁 0199 民初 12 号 abc 3 5"]);
    check(" ，。\n\u{200b}", expect![""]);
    check(&"7".repeat(40), expect!["77777777777777777777777777777777"]);
}
