//! Owns terms: years, months and days as sentences state them. Where a term begins and ends is the date's business.

use std::fmt;
use std::str::FromStr;

use super::ValueError;
use super::fold::fold_char;
use super::numeral;

const KIND: &str = "term";
/// No term of law is longer; a larger count is a calendar year read as a duration.
const YEARS_MAX: u64 = 100;
/// The longest term in months.
pub(super) const MONTHS_MAX: u32 = 1_200;
const DAYS_MAX: u32 = 36_600;

/// Words that may stand before a term.
const PREFIXES: &[&str] = &[
    "决定执行",
    "判处",
    "执行",
    "并处",
    "附加",
    "宣告",
    "有期徒刑",
    "拘役",
    "管制",
    "缓刑考验期限",
    "缓刑考验期",
    "缓刑",
    "剥夺政治权利",
    "刑期",
    "期限",
    "为",
    "，",
    "、",
    "：",
];

/// A term in months and days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    months: u32,
    days: u32,
}

impl Duration {
    /// From months and days; days are not carried into months, whose length depends on the start.
    pub fn new(months: u32, days: u32) -> Duration {
        Duration { months, days }
    }

    /// Whole months.
    pub fn months(self) -> u32 {
        self.months
    }

    /// Days beyond the months.
    pub fn days(self) -> u32 {
        self.days
    }

    /// Parses 二年六个月, 三年零六个月, 六年六月, 四个月十五日, 一年半, 半年, 2年6个月, with or without 有期徒刑 before it.
    pub fn parse(text: &str) -> Result<Duration, ValueError> {
        let folded: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect();
        let mut body = folded.as_str();
        while let Some(rest) = PREFIXES.iter().find_map(|prefix| body.strip_prefix(prefix)) {
            body = rest;
        }
        let mut reader = Reader { rest: body, months: 0, days: 0, last: None };
        while !reader.rest.is_empty() {
            reader.step()?;
        }
        if reader.last.is_none() {
            return Err(ValueError::Form(KIND));
        }
        let months = u32::try_from(reader.months).ok().filter(|&n| n <= MONTHS_MAX);
        let days = u32::try_from(reader.days).ok().filter(|&n| n <= DAYS_MAX);
        months.zip(days).map(|(months, days)| Duration { months, days }).ok_or(ValueError::Impossible(KIND))
    }
}

impl FromStr for Duration {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Duration, ValueError> {
        Duration::parse(text)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.months, self.days) {
            (months, 0) => write!(f, "{months}m"),
            (0, days) => write!(f, "{days}d"),
            (months, days) => write!(f, "{months}m{days}d"),
        }
    }
}

/// The units of a term, from long to short.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Year,
    Month,
    Day,
}

struct Reader<'a> {
    rest: &'a str,
    months: u64,
    days: u64,
    last: Option<Unit>,
}

impl Reader<'_> {
    /// Reads one count with its unit.
    fn step(&mut self) -> Result<(), ValueError> {
        if self.last.is_some() {
            self.rest = self.rest.trim_start_matches(['零', '又', '另', '加', '、', '，']);
        }
        let is_range = ["至", "到", "以上", "以下", "以内", "左右"].iter().any(|word| self.rest.starts_with(word));
        if is_range && self.last.is_some() {
            return Err(ValueError::Approximate(KIND));
        }
        let at = self.rest.find(['年', '月', '日', '天', 'm', 'd']).ok_or(ValueError::Form(KIND))?;
        let (count, unit) = self.rest.split_at(at);
        let mark = unit.chars().next().ok_or(ValueError::Form(KIND))?;
        self.rest = &unit[mark.len_utf8()..];
        let unit = match mark {
            '年' => Unit::Year,
            '月' | 'm' => Unit::Month,
            _ => Unit::Day,
        };
        if self.last.is_some_and(|last| last >= unit) {
            return Err(ValueError::Form(KIND));
        }
        self.last = Some(unit);
        self.add(count, unit)?;
        let has_half_after = unit == Unit::Year && self.rest == "半";
        if has_half_after {
            self.months += 6;
            self.rest = "";
        }
        Ok(())
    }

    fn add(&mut self, count: &str, unit: Unit) -> Result<(), ValueError> {
        // Half a month is fifteen days by the interpretation of the Criminal Procedure Law.
        let (count, half) = match count.trim_end_matches(['个', '個']) {
            "半" => ("0", true),
            other => match other.strip_suffix('半') {
                Some(whole) => (whole.trim_end_matches(['个', '個']), true),
                None => (other, false),
            },
        };
        let number = numeral::number(count).map_err(as_term)?;
        if number.is_approximate() {
            return Err(ValueError::Approximate(KIND));
        }
        let number = number.whole().filter(|&n| n <= u64::from(DAYS_MAX)).ok_or(ValueError::Form(KIND))?;
        match unit {
            Unit::Year if number > YEARS_MAX => return Err(ValueError::Form(KIND)),
            Unit::Year => self.months += number * 12 + if half { 6 } else { 0 },
            Unit::Month => {
                self.months += number;
                self.days += if half { 15 } else { 0 };
            }
            Unit::Day if half => return Err(ValueError::Form(KIND)),
            Unit::Day => self.days += number,
        }
        Ok(())
    }
}

fn as_term(error: ValueError) -> ValueError {
    match error {
        ValueError::Approximate(_) => ValueError::Approximate(KIND),
        _ => ValueError::Form(KIND),
    }
}
