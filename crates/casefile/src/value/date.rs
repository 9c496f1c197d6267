//! Owns calendar dates as documents state them, exact to the day, the month or the year. Knows no time of day and no
//! time zone.

use std::fmt;
use std::str::FromStr;

use super::ValueError;
use super::duration::Duration;

mod calendar;
mod reading;

const KIND: &str = "date";

/// A date known to the day, the month or the year. Months are 1 to 12 and days exist in their month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A date exact to the day.
    pub fn new(year: u32, month: u32, day: u32) -> Result<Date, ValueError> {
        Date::of(year, Some(month), Some(day))
    }

    /// A date of any precision; a day needs a month.
    pub fn of(year: u32, month: Option<u32>, day: Option<u32>) -> Result<Date, ValueError> {
        const IMPOSSIBLE: ValueError = ValueError::Impossible(KIND);
        if !(1000..=9999).contains(&year) || (day.is_some() && month.is_none()) {
            return Err(IMPOSSIBLE);
        }
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(IMPOSSIBLE);
        }
        let days = month.map_or(0, |month| calendar::days_in_month(year, month));
        if day.is_some_and(|day| day < 1 || day > days) {
            return Err(IMPOSSIBLE);
        }
        let narrow = |n: u32| u8::try_from(n).ok();
        let year = u16::try_from(year).map_err(|_| IMPOSSIBLE)?;
        Ok(Date { year, month: month.and_then(narrow), day: day.and_then(narrow) })
    }

    /// Year.
    pub fn year(self) -> u32 {
        u32::from(self.year)
    }

    /// Month from 1 to 12, if known.
    pub fn month(self) -> Option<u32> {
        self.month.map(u32::from)
    }

    /// Day of the month, if known.
    pub fn day(self) -> Option<u32> {
        self.day.map(u32::from)
    }

    /// Whether the day is known.
    pub fn is_full(self) -> bool {
        self.day.is_some()
    }

    /// Whether the two can be the same day: equal as far as both are known.
    pub fn agrees(self, other: Date) -> bool {
        fn either(a: Option<u8>, b: Option<u8>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.year == other.year && either(self.month, other.month) && either(self.day, other.day)
    }

    /// Parses 二〇一九年六月三日, 2019年6月3日, 2019-6-3, 2019.06.03, 20190603, a month or a year alone. A masked part makes the
    /// whole masked.
    pub fn parse(text: &str) -> Result<Date, ValueError> {
        reading::read(text, reading::Masks::Refused)
    }

    /// Like `parse`, but reads what is visible: 1980年×月×日 is the year 1980.
    pub fn parse_visible(text: &str) -> Result<Date, ValueError> {
        reading::read(text, reading::Masks::EndTheDate)
    }

    /// Parses a date that may lean on an earlier one: 同年6月8日, 同月17日, 同日, 次日, 次年3月1日, 6月8日.
    pub fn parse_relative(text: &str, anchor: Date) -> Result<Date, ValueError> {
        reading::read_relative(text, anchor)
    }

    /// The date some months later (or earlier), clamped to the end of the month; none if the month is unknown or the
    /// year leaves the calendar.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let count = i64::from(self.year) * 12 + i64::from(self.month?) - 1 + months;
        let year = u32::try_from(count.div_euclid(12)).ok()?;
        let month = u32::try_from(count.rem_euclid(12)).ok()? + 1;
        let day = self.day().map(|day| day.min(calendar::days_in_month(year, month)));
        Date::of(year, Some(month), day).ok()
    }

    /// The date some days later (or earlier); none if the day is unknown or the year leaves the calendar.
    pub fn add_days(self, days: i64) -> Option<Date> {
        let (year, month, day) = calendar::civil(self.day_number()?.checked_add(days)?)?;
        Date::new(year, month, day).ok()
    }

    /// Days from this date to the other, negative if it is earlier; none unless both days are known.
    pub fn days_until(self, other: Date) -> Option<i64> {
        Some(other.day_number()? - self.day_number()?)
    }

    fn day_number(self) -> Option<i64> {
        Some(calendar::day_number(self.year(), self.month()?, self.day()?))
    }
}

/// The last day of a term that begins on `start`: start + term − 1 day, months clamped to their end.
pub fn sentence_end(start: Date, term: Duration) -> Option<Date> {
    start.add_months(i64::from(term.months()))?.add_days(i64::from(term.days()) - 1)
}

impl FromStr for Date {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Date, ValueError> {
        Date::parse(text)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}
