//! Owns sums of money in renminbi. Other currencies are no value of this kind.

use std::fmt;
use std::str::FromStr;

use super::ValueError;
use super::fold::fold_char;
use super::numeral::{self, Number};

const KIND: &str = "sum of money";
const PREFIXES: &[&str] = &["人民币", "共计", "合计", "总计", "RMB", "￥", "¥", "：", "，", "共", "计"];
const SUFFIXES: &[&str] = &["人民币", "整", "正", "钱", "。"];

/// A sum in whole fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// From fen.
    pub fn from_fen(fen: i64) -> Money {
        Money(fen)
    }

    /// The sum in fen.
    pub fn fen(self) -> i64 {
        self.0
    }

    /// Parses a sum in yuan: 12.5万元, 1,234.56元, 人民币壹佰万元整, 三千元, 177084.85. Fractions of a fen are rounded.
    pub fn parse(text: &str) -> Result<Money, ValueError> {
        let folded: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect();
        // 约人民币三万元 and 三万元左右 hedge around the currency.
        let (unhedged, is_hedged) = numeral::without_hedges(&folded);
        let mut body = without_affixes(unhedged);
        // A long dash before a sum is layout and no sign.
        let is_negative = text.trim_start().starts_with(['-', '−']);
        if is_negative {
            body = body.trim_start_matches(['-', '−']);
        }
        let (yuan, rest) = match body.find(['元', '圆', '圓', '块']) {
            Some(at) => {
                let mark = body[at..].chars().next().map_or(0, char::len_utf8);
                (&body[..at], &body[at + mark..])
            }
            None if body.contains(['角', '分']) => ("0", body),
            None => (body, ""),
        };
        let number = numeral::number(yuan).map_err(as_money)?;
        if number.is_approximate() || is_hedged {
            return Err(ValueError::Approximate(KIND));
        }
        let fen = whole_fen(number)?.checked_add(small_change(rest)?).ok_or(ValueError::Form(KIND))?;
        Ok(Money(if is_negative { -fen } else { fen }))
    }
}

impl FromStr for Money {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Money, ValueError> {
        Money::parse(text)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

fn as_money(error: ValueError) -> ValueError {
    match error {
        ValueError::Approximate(_) => ValueError::Approximate(KIND),
        _ => ValueError::Form(KIND),
    }
}

fn whole_fen(number: Number) -> Result<i64, ValueError> {
    number.hundredths().ok_or(ValueError::Form(KIND))
}

fn without_affixes(text: &str) -> &str {
    let mut body = text;
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| body.strip_prefix(prefix)) {
        body = rest;
    }
    while let Some(rest) = SUFFIXES.iter().find_map(|suffix| body.strip_suffix(suffix)) {
        body = rest;
    }
    body
}

/// What follows 元: 捌角玖分, 零捌分, 5角.
fn small_change(text: &str) -> Result<i64, ValueError> {
    let (mut fen, mut pending, mut last) = (0i64, None, 100i64);
    for c in text.chars() {
        if let Some(d) = numeral::digit(c) {
            if pending.is_some_and(|before| before != 0) {
                return Err(ValueError::Form(KIND));
            }
            pending = Some(i64::from(d));
            continue;
        }
        let worth = match c {
            '角' | '毛' => 10,
            '分' => 1,
            _ => return Err(ValueError::Form(KIND)),
        };
        let count = pending.take().filter(|_| worth < last).ok_or(ValueError::Form(KIND))?;
        fen += count * worth;
        last = worth;
    }
    match pending {
        None | Some(0) => Ok(fen),
        Some(_) => Err(ValueError::Form(KIND)),
    }
}
