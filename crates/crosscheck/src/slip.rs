//! Owns the kinds of slip that explain how a wrong value came about. A slip feeds the reason shown to the reviewer and
//! nothing else: it never makes a difference larger or smaller.

use casefile::value::Date;
use casefile::value::statute::ArticleNumber;
use casefile::{Value, ValueKind};
use catalog::Catalog;
use catalog::cause::CauseList;

use crate::plain::plain;
use crate::similar::{self, Edit};

/// How a wrong value may have come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// What was typed is no value of the kind.
    NotAValue(&'static str),
    /// One digit differs.
    WrongDigit,
    /// Two digits changed places.
    SwappedDigits,
    /// A digit is missing.
    DroppedDigit,
    /// A digit too many.
    AddedDigit,
    /// The letter O for 0, l or I for 1.
    LetterForDigit,
    /// The year is one off.
    YearOffByOne,
    /// Only the year differs.
    OtherYear,
    /// Month and day changed places.
    MonthDaySwapped,
    /// 万元 and 元 mixed up.
    TenThousandfold,
    /// The decimal point moved.
    DecimalShift,
    /// 1年6个月 typed as 16个月.
    YearsReadAsDigits {
        /// Years of the right term.
        years: u32,
        /// Months of the right term beyond the years.
        months: u32,
    },
    /// Only the years or only the months of a term were typed.
    PartOfTerm,
    /// A character that looks alike.
    LookAlike {
        /// What was typed.
        typed: char,
        /// What should stand.
        right: char,
    },
    /// Another character.
    OtherCharacter {
        /// What was typed.
        typed: char,
        /// What should stand.
        right: char,
    },
    /// Two characters changed places.
    SwappedCharacters,
    /// A character is missing.
    DroppedCharacter(char),
    /// A character too many.
    AddedCharacter(char),
    /// A cause or charge of the same parent.
    Sibling,
    /// Two parties changed roles.
    SwappedRoles,
    /// Another year in a case number.
    OtherCaseYear,
    /// The other sex.
    OtherSex,
    /// A level of court above or below.
    OtherCourtLevel,
}

impl Slip {
    /// The slip in words.
    pub(crate) fn sentence(&self) -> String {
        match self {
            Slip::NotAValue(kind) => format!("录入内容不是有效的{kind}"),
            Slip::WrongDigit => "一位数字不同".to_string(),
            Slip::SwappedDigits => "两位数字前后颠倒".to_string(),
            Slip::DroppedDigit => "疑漏录一位数字".to_string(),
            Slip::AddedDigit => "疑多录一位数字".to_string(),
            Slip::LetterForDigit => "疑将数字录成形近字母".to_string(),
            Slip::YearOffByOne => "年份相差一年".to_string(),
            Slip::OtherYear => "仅年份不同".to_string(),
            Slip::MonthDaySwapped => "疑将月、日颠倒".to_string(),
            Slip::TenThousandfold => "相差一万倍，疑万元与元混淆".to_string(),
            Slip::DecimalShift => "疑小数点错位".to_string(),
            Slip::YearsReadAsDigits { years, months } => {
                format!("疑将“{years}年{months}个月”误作{years}{months}个月")
            }
            Slip::PartOfTerm => "疑只录入了刑期的一部分".to_string(),
            Slip::LookAlike { typed, right } => format!("疑将“{right}”误录为形近字“{typed}”"),
            Slip::OtherCharacter { typed, right } => format!("“{right}”录为“{typed}”"),
            Slip::SwappedCharacters => "相邻两字颠倒".to_string(),
            Slip::DroppedCharacter(c) => format!("疑漏录“{c}”字"),
            Slip::AddedCharacter(c) => format!("疑多录“{c}”字"),
            Slip::Sibling => "系同一上级案由下的相近案由".to_string(),
            Slip::SwappedRoles => "疑将双方诉讼地位互换".to_string(),
            Slip::OtherCaseYear => "案号年度不同".to_string(),
            Slip::OtherSex => "性别不一致".to_string(),
            Slip::OtherCourtLevel => "法院层级不同".to_string(),
        }
    }
}

/// The slip that explains how `typed` may have come about where `right` should stand.
pub(crate) fn kind_of_slip(kind: ValueKind, typed: &Value, right: &Value, catalog: &Catalog) -> Option<Slip> {
    match (typed, right) {
        (Value::Date(typed), Value::Date(right)) => of_dates(*typed, *right),
        (Value::Money(typed), Value::Money(right)) => of_sums(typed.fen(), right.fen()),
        (Value::Months(typed), Value::Months(right)) => of_terms(*typed, *right),
        (Value::CaseNumber(typed), Value::CaseNumber(right)) => {
            let rest = |text: &str| text.split_once('）').map(|(_, rest)| rest.to_string());
            let (typed, right) = (typed.to_string(), right.to_string());
            if rest(&typed) == rest(&right) { Some(Slip::OtherCaseYear) } else { of_texts(&typed, &right) }
        }
        (Value::Text(_), Value::Date(_)) => Some(Slip::NotAValue("日期")),
        (Value::Text(_), Value::Money(_)) => Some(Slip::NotAValue("金额")),
        (Value::Text(_), Value::Months(_)) => Some(Slip::NotAValue("期限")),
        (Value::Text(_), Value::CaseNumber(_)) => {
            of_texts(&plain(&typed.canonical()), &plain(&right.canonical())).or(Some(Slip::NotAValue("案号")))
        }
        _ => of_words(kind, &plain(&typed.canonical()), &plain(&right.canonical()), catalog),
    }
}

fn of_words(kind: ValueKind, typed: &str, right: &str, catalog: &Catalog) -> Option<Slip> {
    match kind {
        ValueKind::Cause if are_siblings(CauseList::Civil, typed, right, catalog) => return Some(Slip::Sibling),
        ValueKind::Charge if are_siblings(CauseList::Charge, typed, right, catalog) => return Some(Slip::Sibling),
        ValueKind::Choice if ["男", "女"].contains(&right) => return Some(Slip::OtherSex),
        // Words of a list are chosen, not typed: characters explain nothing.
        ValueKind::Choice => return None,
        ValueKind::Court if level_of(typed) != level_of(right) => return Some(Slip::OtherCourtLevel),
        ValueKind::Article => {
            let digits = |text: &str| ArticleNumber::parse(text).ok().map(|article| article.number().to_string());
            return of_texts(&digits(typed)?, &digits(right)?);
        }
        _ => {}
    }
    of_texts(typed, right)
}

fn are_siblings(list: CauseList, typed: &str, right: &str, catalog: &Catalog) -> bool {
    let causes = catalog.causes();
    let Some(typed) = causes.find(list, typed) else { return false };
    causes.siblings(list, right).contains(&&*typed.name)
}

fn level_of(court: &str) -> u8 {
    match court {
        name if name.contains("最高") => 4,
        name if name.contains("高级") => 3,
        name if name.contains("中级") => 2,
        _ => 1,
    }
}

fn of_dates(typed: Date, right: Date) -> Option<Slip> {
    let same_day = typed.month() == right.month() && typed.day() == right.day();
    if same_day && typed.year().abs_diff(right.year()) == 1 {
        return Some(Slip::YearOffByOne);
    }
    let crossed = typed.month() == right.day() && typed.day() == right.month() && typed.day().is_some();
    if crossed && typed.year() == right.year() {
        return Some(Slip::MonthDaySwapped);
    }
    let digits = |date: Date| date.to_string().replace('-', "");
    of_texts(&digits(typed), &digits(right)).or(same_day.then_some(Slip::OtherYear))
}

fn of_sums(typed: i64, right: i64) -> Option<Slip> {
    let is_times = |factor: i64| typed.checked_mul(factor) == Some(right) || right.checked_mul(factor) == Some(typed);
    if typed == 0 || right == 0 {
        return None;
    }
    if is_times(10_000) {
        return Some(Slip::TenThousandfold);
    }
    if [10, 100, 1_000, 100_000].into_iter().any(is_times) {
        return Some(Slip::DecimalShift);
    }
    of_texts(&typed.to_string(), &right.to_string())
}

fn of_terms(typed: u32, right: u32) -> Option<Slip> {
    let (years, months) = (right / 12, right % 12);
    let as_digits = format!("{years}{months}").parse::<u32>();
    if years > 0 && months > 0 && as_digits == Ok(typed) {
        return Some(Slip::YearsReadAsDigits { years, months });
    }
    if years > 0 && months > 0 && (typed == months || typed == years * 12) {
        return Some(Slip::PartOfTerm);
    }
    of_texts(&typed.to_string(), &right.to_string())
}

fn of_texts(typed: &str, right: &str) -> Option<Slip> {
    let is_number = |c: char| c.is_ascii_digit();
    Some(match similar::single_edit(typed, right)? {
        Edit::Replaced { typed, right } if is_number(typed) && is_number(right) => Slip::WrongDigit,
        Edit::Replaced { typed, right } if is_letter_for(typed, right) => Slip::LetterForDigit,
        Edit::Replaced { typed, right } if similar::look_alike(typed, right) => Slip::LookAlike { typed, right },
        Edit::Replaced { typed, right } => Slip::OtherCharacter { typed, right },
        Edit::Swapped(a, b) if is_number(a) && is_number(b) => Slip::SwappedDigits,
        Edit::Swapped(..) => Slip::SwappedCharacters,
        Edit::Dropped(c) if is_number(c) => Slip::DroppedDigit,
        Edit::Dropped(c) => Slip::DroppedCharacter(c),
        Edit::Added(c) if is_number(c) => Slip::AddedDigit,
        Edit::Added(c) => Slip::AddedCharacter(c),
    })
}

fn is_letter_for(typed: char, right: char) -> bool {
    let read_as = match typed {
        'O' | 'o' | 'Ｏ' | '〇' | '○' => '0',
        'l' | 'I' | 'i' | '|' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'B' => '8',
        _ => return false,
    };
    read_as == right
}

/// Whole days between two dates, where both are known to the day.
pub(crate) fn days_apart(a: &Value, b: &Value) -> Option<u64> {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => a.days_until(*b).map(i64::unsigned_abs),
        _ => None,
    }
}

/// A term in words: 1年6个月（18个月）.
pub(crate) fn term_in_words(months: u32) -> String {
    match (months / 12, months % 12) {
        (0, months) => format!("{months}个月"),
        (years, 0) => format!("{years}年（{months}个月）"),
        (years, rest) => format!("{years}年{rest}个月（{months}个月）"),
    }
}
