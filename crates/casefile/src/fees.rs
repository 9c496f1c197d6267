//! Owns the arithmetic of court fees by the Measures on the Payment of Litigation Costs 诉讼费用交纳办法 (State Council
//! Order No. 481, in force since 2007-04-01). Fees that a court sets within a range are no formula and not here.

use crate::value::Money;

/// A share of the amount between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bracket {
    /// The part of the amount above this sum is charged.
    pub above_yuan: i64,
    /// The rate in hundredths of a percent.
    pub basis_points: i64,
}

/// How a fee follows from an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Where it stands in the Measures.
    pub article: &'static str,
    /// What is always charged.
    pub base_yuan: i64,
    /// Ascending; each rate holds up to where the next begins.
    pub brackets: &'static [Bracket],
    /// The most that is charged.
    pub cap_yuan: Option<i64>,
}

const fn bracket(above_yuan: i64, basis_points: i64) -> Bracket {
    Bracket { above_yuan, basis_points }
}

/// Acceptance fee of a property case 财产案件受理费.
pub const PROPERTY: Schedule = Schedule {
    article: "第十三条第一款第（一）项",
    base_yuan: 50,
    brackets: &[
        bracket(10_000, 250),
        bracket(100_000, 200),
        bracket(200_000, 150),
        bracket(500_000, 100),
        bracket(1_000_000, 90),
        bracket(2_000_000, 80),
        bracket(5_000_000, 70),
        bracket(10_000_000, 60),
        bracket(20_000_000, 50),
    ],
    cap_yuan: None,
};

/// Application fee of enforcement with an amount 申请执行费.
pub const EXECUTION: Schedule = Schedule {
    article: "第十四条第（一）项",
    base_yuan: 50,
    brackets: &[bracket(10_000, 150), bracket(500_000, 100), bracket(5_000_000, 50), bracket(10_000_000, 10)],
    cap_yuan: None,
};

/// Application fee of property preservation 财产保全申请费.
pub const PRESERVATION: Schedule = Schedule {
    article: "第十四条第（二）项",
    base_yuan: 30,
    brackets: &[bracket(1_000, 100), bracket(100_000, 50)],
    cap_yuan: Some(5_000),
};

/// The fee for an amount in dispute; a negative amount counts as none.
pub fn fee(schedule: &Schedule, amount: Money) -> Money {
    const FEN_PER_YUAN: i128 = 100;
    const BASIS: i128 = 10_000;
    let amount = i128::from(amount.fen().max(0));
    let mut total = i128::from(schedule.base_yuan) * FEN_PER_YUAN * BASIS;
    for (index, bracket) in schedule.brackets.iter().enumerate() {
        let lower = i128::from(bracket.above_yuan) * FEN_PER_YUAN;
        let upper = schedule.brackets.get(index + 1).map_or(i128::MAX, |b| i128::from(b.above_yuan) * FEN_PER_YUAN);
        total += (amount.min(upper) - lower).max(0) * i128::from(bracket.basis_points);
    }
    let fen = divide_to_even(total, BASIS);
    let cap = schedule.cap_yuan.map_or(i128::MAX, |cap| i128::from(cap) * FEN_PER_YUAN);
    Money::from_fen(i64::try_from(fen.min(cap)).expect("a fee is a fraction of an amount that fits, or a small base"))
}

/// Acceptance fee of a property case.
pub fn property_fee(amount: Money) -> Money {
    fee(&PROPERTY, amount)
}

/// Application fee of enforcement.
pub fn execution_fee(amount: Money) -> Money {
    fee(&EXECUTION, amount)
}

/// Application fee of property preservation.
pub fn preservation_fee(amount: Money) -> Money {
    fee(&PRESERVATION, amount)
}

/// Half of a fee, as after mediation, withdrawal (article 15) or in summary procedure (article 16).
pub fn half_fee(fee: Money) -> Money {
    let half = divide_to_even(i128::from(fee.fen()), 2);
    Money::from_fen(i64::try_from(half).expect("half of a sum that fits"))
}

/// The Measures do not say how a fraction of a fen is rounded; ties go to the even fen, which favours neither side.
fn divide_to_even(value: i128, by: i128) -> i128 {
    let quotient = value.div_euclid(by);
    let twice = value.rem_euclid(by) * 2;
    let rounds_up = twice > by || (twice == by && quotient % 2 != 0);
    quotient + i128::from(rounds_up)
}
