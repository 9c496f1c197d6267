//! The normalised text and the way back.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use text::Normal;

use crate::document;

fn check(raw: &str, expected: Expect) {
    expected.assert_eq(Normal::of(&document(raw)).as_str());
}

#[test]
fn width_brackets_and_layout_spaces() {
    check(
        "判　决　书\n(2019)鲁０１０２民初 12 号\n原告:张　三,男",
        expect![[r#"
        判决书
        （2019）鲁0102民初12号
        原告：张三，男"#]],
    );
}

#[test]
fn spaces_between_ascii_words_stay_one() {
    check("John   Smith 住 上 海", expect!["John Smith住上海"]);
}

#[test]
fn furniture_is_left_out() {
    check(
        "甲公司\n#第1页\n与乙公司",
        expect![[r#"
        甲公司
        与乙公司"#]],
    );
}

#[test]
fn a_wrapped_line_goes_on_and_a_short_one_does_not() {
    let long = "本院认为原告与被告之间的买卖合同关系合法有效被告应当按照约定支付货款及逾期利息，";
    check(
        &format!("{long}\n原告的请求成立。\n住址：\n甲地，\n乙地"),
        expect![[r#"
        本院认为原告与被告之间的买卖合同关系合法有效被告应当按照约定支付货款及逾期利息，原告的请求成立。
        住址：
        甲地，
        乙地"#]],
    );
}

#[test]
fn spaces_are_line_breaks_where_a_text_has_lost_them() {
    let body = "经审理查明，被告欠款未还。".repeat(40);
    check(
        &format!("某法院 民事判决书 （2019）鲁1民初1号 {body} 审　判　员 张 三 书记员 李四"),
        expect![[r#"
        某法院
        民事判决书
        （2019）鲁1民初1号
        经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。经审理查明，被告欠款未还。
        审判员张三书记员
        李四"#]],
    );
}

/// A program that wraps a text without line breaks anew gives it some breaks, at no paragraph's end.
#[test]
fn spaces_are_line_breaks_where_long_lines_have_them_after_sentences() {
    let body = "经审理查明，被告欠款未还。".repeat(30);
    let wrapped = format!(
        "某法院 民事判决书 原告：甲公司。 被告：乙公司。 {body} 本院认为\n{body} 判决如下： 给付货款。 驳回其他请求。"
    );
    let raw = document(&wrapped);
    let normal = Normal::of(&raw);
    let short: Vec<&str> = normal.as_str().lines().filter(|line| line.chars().count() < 20).collect();
    assert_eq!(
        short,
        [
            "某法院",
            "民事判决书",
            "原告：甲公司。",
            "被告：乙公司。",
            "本院认为",
            "判决如下：",
            "给付货款。",
            "驳回其他请求。"
        ]
    );
}

proptest! {
    /// Every range of the normalised text leads to a raw span whose characters normalise to it.
    #[test]
    fn ranges_lead_back(raw in "[甲乙（()：: ,，\n1２a\u{3000}\u{200b}]{0,60}", from in 0usize..60, to in 0usize..60) {
        let document = document(&raw);
        let normal = Normal::of(&document);
        let text = normal.as_str();
        let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (a, b) = (bounds[from % bounds.len()], bounds[to % bounds.len()]);
        let range = a.min(b)..a.max(b);
        let range = text[range.clone()].find(|c: char| !c.is_whitespace()).map_or(range.start..range.start, |offset| {
            range.start + offset..range.start + text[range.clone()].trim_end().len()
        });
        let span = normal.raw_span(&document, range.clone());
        prop_assert!(raw.is_char_boundary(span.range().start) && raw.is_char_boundary(span.range().end));
        let visible = |text: &str| text.chars().filter_map(casefile::value::fold::fold_char).filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(visible(document.quote(span)), visible(&text[range.clone()]));
        prop_assert_eq!(visible(&normal.printed(&document, range.clone())), visible(&text[range]));
    }
}
