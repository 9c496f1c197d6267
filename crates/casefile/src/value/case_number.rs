//! Owns court case numbers 案号 in the form of 2016 and in the older form with 字 and 第. Does not know which court an
//! alias belongs to; that is the catalogue's business.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::ValueError;
use super::fold;

mod scan;
mod type_code;

const KIND: &str = "case number";

/// Which grammar a case number follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// The form of 2016: （2019）鲁0102民初1234号.
    Modern,
    /// The form before it, with a short name of the court and mostly 字第: （2014）历刑初字第53号.
    Old,
}

/// A court's case number, as printed but for brackets, width and spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    text: String,
    year: u16,
    court_alias: String,
    type_code: String,
    serial: u64,
    suffix: String,
    style: Style,
}

impl CaseNumber {
    /// Parses a text that is a case number and nothing else; the brackets of the year may be of any kind,
    /// or, as people type it, missing.
    pub fn parse(text: &str) -> Result<CaseNumber, ValueError> {
        let mut compact = fold::compact(text);
        if compact.len() > 4 && compact.bytes().take(4).all(|b| b.is_ascii_digit()) {
            compact = format!("（{}）{}", &compact[..4], &compact[4..]);
        }
        match scan::at(&compact, 0) {
            Some((end, number)) if end == compact.len() => Ok(number),
            _ => Err(ValueError::Form(KIND)),
        }
    }

    /// The case numbers in a text with the bytes that they cover, in order.
    pub fn find_all(text: &str) -> Vec<(Range<usize>, CaseNumber)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = text[from..].find(scan::is_opening).map(|at| from + at) {
            match scan::at(text, at) {
                Some((end, number)) => {
                    found.push((at..end, number));
                    from = end;
                }
                None => from = at + text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        found
    }

    /// Year in which the case was registered.
    pub fn year(&self) -> u32 {
        u32::from(self.year)
    }

    /// What stands for the court: 鲁0102, 最高法, or a short name such as 长中. May be empty in old numbers of the
    /// Supreme Court.
    pub fn court_alias(&self) -> &str {
        &self.court_alias
    }

    /// What stands for the type of case: 民初, 民二终.
    pub fn type_code(&self) -> &str {
        &self.type_code
    }

    /// The serial number without leading zeros.
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// What follows the serial number or 号: 之一, -2; mostly empty.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Which grammar it follows.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Whether a number of the 2016 form does not begin with a province and two or four digits, so that no court can
    /// have issued it as printed.
    pub fn is_suspect(&self) -> bool {
        self.style == Style::Modern && !type_code::is_court_code(&self.court_alias)
    }

    /// Whether both name the same case: year, court, type and serial are equal. Leading zeros do not count; 字 and 第
    /// do not count between numbers of the old form. Decisions of one case (之一, -2) are the same case.
    pub fn same_case(&self, other: &CaseNumber) -> bool {
        let is_old = self.style == Style::Old && other.style == Style::Old;
        let marks_agree = is_old || ['字', '第'].iter().all(|&c| self.text.contains(c) == other.text.contains(c));
        // The border between court and type is a guess in the old form, so the two are compared together.
        let names = |n: &CaseNumber| format!("{}{}", n.court_alias, n.type_code);
        self.year == other.year && self.serial == other.serial && marks_agree && names(self) == names(other)
    }
}

impl FromStr for CaseNumber {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<CaseNumber, ValueError> {
        CaseNumber::parse(text)
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
