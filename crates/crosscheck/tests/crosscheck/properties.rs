//! What holds for all values: a value is the same as itself, sameness has no direction, an unchanged record is clean.

use casefile::{Comparison, ValueKind};
use catalog::Catalog;
use proptest::prelude::*;

use crate::records::{self, Sure};

/// Values of every kind, one line each.
fn any_value(kind: ValueKind) -> BoxedStrategy<String> {
    match kind {
        ValueKind::Date => (1950u32..2030, 1u32..=12, 1u32..=28)
            .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
            .boxed(),
        ValueKind::Money => (0u64..100_000_000, 0u32..100).prop_map(|(yuan, fen)| format!("{yuan}.{fen:02}")).boxed(),
        ValueKind::Months => (1u32..300).prop_map(|months| months.to_string()).boxed(),
        ValueKind::Flag => Just("true".to_string()).boxed(),
        ValueKind::CaseNumber => {
            (2013u32..2030, 1u32..99_999).prop_map(|(year, serial)| format!("（{year}）鲁0102民初{serial}号")).boxed()
        }
        ValueKind::Article => (1u32..500).prop_map(|article| format!("第{article}条")).boxed(),
        ValueKind::Identity => "[0-9]{17}[0-9X]".boxed(),
        _ => "[张王李赵某×东西山市区公司纠纷罪族院路号（）·1-9]{1,8}".boxed(),
    }
}

fn a_field_of(kind: ValueKind) -> Option<String> {
    let fields = Catalog::embedded().fields().iter();
    fields
        .filter(|field| field.kind == kind && !field.list && field.key.group().is_none())
        .map(|f| f.key.to_string())
        .next()
}

fn outcome(key: &str, found: &str, typed: &str) -> Comparison {
    let extracted = records::extracted(&format!("{key} = {found}"), Sure::Yes);
    let entered = records::entered(&format!("{key} = {typed}"));
    crosscheck::compare(&extracted, &entered, Catalog::embedded()).comparisons[0].outcome
}

proptest! {
    #[test]
    fn sameness_has_no_direction(pick in 0usize..64, seed in any::<u64>()) {
        let kinds: Vec<(ValueKind, String)> =
            ALL.iter().filter_map(|kind| Some((*kind, a_field_of(*kind)?))).collect();
        let (kind, key) = &kinds[pick % kinds.len()];
        let mut runner = proptest::test_runner::TestRunner::new_with_rng(
            ProptestConfig::default(),
            proptest::test_runner::TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &seed_bytes(seed)),
        );
        let draw = |runner: &mut proptest::test_runner::TestRunner| {
            any_value(*kind).new_tree(runner).expect("the strategies reject nothing").current()
        };
        let (a, b) = (draw(&mut runner), draw(&mut runner));
        prop_assert_eq!(outcome(key, &a, &a), Comparison::Same);
        prop_assert_eq!(outcome(key, &a, &b) == Comparison::Same, outcome(key, &b, &a) == Comparison::Same);
    }

    #[test]
    fn an_unchanged_record_is_clean(
        names in proptest::collection::vec("[张王李赵某][一-龥]{1,2}[1-3]?", 1..6),
        dates in proptest::collection::vec(any_value(ValueKind::Date), 0..4),
        sums in proptest::collection::vec(any_value(ValueKind::Money), 0..4),
    ) {
        let mut lines = format!("hearing_dates = {}\naward_amounts = {}\n", dates.join("|"), sums.join("|"));
        for (index, name) in names.iter().enumerate() {
            let role = if index % 2 == 0 { "原告" } else { "被告" };
            lines.push_str(&format!("parties[{index}].role = {role}\nparties[{index}].name = {name}\n"));
            lines.push_str(&format!("parties[{index}].agents[0].name = {name}\n"));
        }
        let (extracted, entered) = (records::extracted(&lines, Sure::Yes), records::entered(&lines));
        let report = crosscheck::compare(&extracted, &entered, Catalog::embedded());
        prop_assert!(report.discrepancies.is_empty(), "{}", crate::lines(&report));
        let again = crosscheck::compare(&extracted, &entered, Catalog::embedded());
        prop_assert_eq!(report, again);
    }
}

const ALL: &[ValueKind] = &[
    ValueKind::Text,
    ValueKind::Choice,
    ValueKind::Person,
    ValueKind::Organisation,
    ValueKind::Court,
    ValueKind::Address,
    ValueKind::CaseNumber,
    ValueKind::DocumentNumber,
    ValueKind::Date,
    ValueKind::Money,
    ValueKind::Months,
];

fn seed_bytes(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes
}
