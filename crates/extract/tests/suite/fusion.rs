//! What labels of a model do to what the rules have read. The labels are written down here; what the trained model says is
//! tested where it lives.

use catalog::Catalog;
use expect_test::{Expect, expect};
use extract::{Proposal, Tag, Tagger, Tags};
use text::{Change, Mend, Reading};

use crate::reading::document;

const SOUND: &str = "云州市东河区人民法院\n民 事 判 决 书\n（2021）鲁0102民初88号\n原告：张大川，男，1980年1月1日出生。\n\
    审判员　李明远\n二〇二一年五月六日\n书记员　赵小敏\n";

/// Labels that somebody wrote down.
#[derive(Debug, Default)]
struct Written {
    /// Label, words and probability.
    labels: &'static [(&'static str, &'static str, f64)],
    /// Words before which a line end was lost.
    broken_before: &'static [&'static str],
    doubted: usize,
}

impl Tagger for Written {
    fn tag(&self, text: &str) -> Option<Tags> {
        let fields = self.labels.iter().filter_map(|(label, words, probability)| {
            let start = text.find(words)?;
            Some(Tag { label, range: start..start + words.len(), probability: *probability })
        });
        let lost =
            self.broken_before.iter().filter_map(|words| text.find(words)).filter(|at| !text[..*at].ends_with('\n'));
        let mend = |at| Proposal { mend: Mend { at, change: Change::Insert("\n") }, probability: 0.99 };
        Some(Tags {
            fields: fields.collect(),
            entities: Vec::new(),
            mends: lost.map(mend).collect(),
            doubted: self.doubted,
        })
    }

    fn kinds(&self, _page: &str) -> Vec<(&'static str, f64)> {
        Vec::new()
    }
}

/// Value, confidence and method of the leaves with these paths, with the readings that lost.
fn check(text: &str, written: &Written, paths: &[&str], expected: Expect) {
    let (document, catalog) = (document(text), Catalog::embedded());
    let (extracted, _) = extract::extract_with_model(&Reading::of(&document, catalog), catalog, written);
    let leaves = extracted.record.leaves(catalog).into_iter().filter(|(path, ..)| paths.contains(&path.as_str()));
    let line = |(path, _, leaf): (casefile::LeafPath, _, &casefile::Extraction)| {
        let chosen = &leaf.chosen;
        let mended = if chosen.is_mended { ", mended" } else { "" };
        let lost: Vec<String> = leaf.losers.iter().map(|loser| loser.value.canonical()).collect();
        let lost = if lost.is_empty() { String::new() } else { format!(", not {}", lost.join(", ")) };
        let value = chosen.value.canonical();
        format!("{path} = {value} {:.3} {}{mended}{lost}\n", chosen.confidence.fraction(), chosen.method)
    };
    expected.assert_eq(&leaves.map(line).collect::<String>());
}

#[test]
fn agreement_halves_the_doubt() {
    let labels = &[("court", "云州市东河区人民法院", 0.99), ("clerks", "赵小敏", 0.99)];
    check(
        SOUND,
        &Written::default(),
        &["court", "clerks[赵小敏]"],
        expect![[r#"
        court = 云州市东河区人民法院 0.950 heading.court
        clerks[赵小敏] = 赵小敏 0.990 signature.clerks
    "#]],
    );
    check(
        SOUND,
        &Written { labels, ..Written::default() },
        &["court", "clerks[赵小敏]"],
        expect![[r#"
        court = 云州市东河区人民法院 0.975 heading.court
        clerks[赵小敏] = 赵小敏 0.995 signature.clerks
    "#]],
    );
}

#[test]
fn disagreement_makes_a_reading_doubtful_and_is_kept() {
    let labels = &[("judgment_date", "1980年1月1日", 0.99)];
    check(
        SOUND,
        &Written { labels, ..Written::default() },
        &["judgment_date"],
        expect![[r#"
        judgment_date = 2021-05-06 0.800 signature.date, not 1980-01-01
    "#]],
    );
    let unsure = &[("judgment_date", "1980年1月1日", 0.6)];
    check(
        SOUND,
        &Written { labels: unsure, ..Written::default() },
        &["judgment_date"],
        expect![[r#"
        judgment_date = 2021-05-06 0.990 signature.date
    "#]],
    );
}

#[test]
fn what_the_rules_miss_is_filled_where_the_model_is_sure() {
    let labels = &[("filing_date", "1980年1月1日", 0.99), ("prosecution_date", "1980年1月1日", 0.95)];
    check(
        SOUND,
        &Written { labels, ..Written::default() },
        &["filing_date", "prosecution_date"],
        expect![[r#"
        filing_date = 1980-01-01 0.750 model.filing_date
    "#]],
    );
}

#[test]
fn doubted_characters_make_long_values_less_sure_than_short_ones() {
    let paths = &["court", "case_number", "parties[原告 张大川].name", "parties[原告 张大川].sex"];
    check(
        SOUND,
        &Written { doubted: 0, ..Written::default() },
        paths,
        expect![[r#"
        court = 云州市东河区人民法院 0.950 heading.court
        case_number = （2021）鲁0102民初88号 0.995 heading.case_number
        parties[原告 张大川].name = 张大川 0.985 parties.name
        parties[原告 张大川].sex = 男 0.995 parties.sex
    "#]],
    );
    check(
        SOUND,
        &Written { doubted: 3, ..Written::default() },
        paths,
        expect![[r#"
            court = 云州市东河区人民法院 0.697 heading.court
            case_number = （2021）鲁0102民初88号 0.659 heading.case_number
            parties[原告 张大川].name = 张大川 0.815 parties.name
            parties[原告 张大川].sex = 男 0.852 parties.sex
        "#]],
    );
}

#[test]
fn what_is_read_in_a_mended_text_says_so() {
    let together = SOUND.replace('\n', "");
    let broken_before = &["民事判决书", "（2021）", "原告：", "审判员", "二〇二一年", "书记员"];
    let paths = &["court", "judgment_date", "judges[李明远]", "clerks[赵小敏]"];
    check(
        &together,
        &Written::default(),
        paths,
        expect![[r#"
        court = 云州市东河区人民法院 0.950 heading.court
        judgment_date = 2021-05-06 0.990 signature.date
        judges[李明远] = 李明远 0.990 signature.judges
        clerks[赵小敏] = 赵小敏 0.990 signature.clerks
    "#]],
    );
    let labels = &[("clerks", "赵小敏", 0.9)];
    check(
        &together,
        &Written { labels, broken_before, ..Written::default() },
        paths,
        expect![[r#"
        court = 云州市东河区人民法院 0.930 heading.court, mended
        judgment_date = 2021-05-06 0.930 signature.date, mended
        judges[李明远] = 李明远 0.930 signature.judges, mended
        clerks[赵小敏] = 赵小敏 0.985 signature.clerks, mended
    "#]],
    );
}
