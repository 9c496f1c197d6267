//! Owns case types: the type code 类型代字 of a case number and what it says about the case.

use std::collections::HashMap;

use crate::error::{Problem, Problems};
use crate::period::{Certainty, Period};
use crate::table;

/// A case type, by the code in case numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseType {
    /// The code: 民初.
    pub code: Box<str>,
    /// The official name or names.
    pub name: Box<str>,
    /// The class of the official list: 民事案件.
    pub class: Box<str>,
    /// 案件类别 of the case record.
    pub category: Box<str>,
    /// 审判程序 of the case record.
    pub trial_procedure: Box<str>,
    /// When the code is used.
    pub period: Period,
    /// Whether the code stands in the official list of 2016.
    pub official: bool,
    /// How sure the period is.
    pub certainty: Certainty,
    pub(crate) line: usize,
}

/// All case types.
#[derive(Debug, Default)]
pub struct CaseTypes {
    all: Vec<CaseType>,
    by_code: HashMap<Box<str>, usize>,
}

impl CaseTypes {
    /// Every case type, official ones first.
    pub fn all(&self) -> &[CaseType] {
        &self.all
    }

    /// The type of a code, with the additions of former numbers: 字, 第, the number of the chamber (民一终, 刑二初), the
    /// kind of chamber (知, 少, 立, 审监), 商 or 经 for 民, and what is left of the short name of a court.
    pub fn by_code(&self, code: &str) -> Option<&CaseType> {
        let compact: String = code.chars().filter(|c| !c.is_whitespace() && !matches!(c, '字' | '第')).collect();
        if let Some(&index) = self.by_code.get(compact.as_str()) {
            return Some(&self.all[index]);
        }
        let without_number: String = compact.chars().filter(|c| !"一二三四五六七八九十".contains(*c)).collect();
        let without_chamber = ["审监", "环", "少", "知", "立", "速", "园", "金", "劳", "家", "未"]
            .iter()
            .fold(without_number.clone(), |text, chamber| text.replacen(chamber, "", 1));
        let as_civil = |text: &str| text.replacen(['商', '经', '海'], "民", 1);
        let guesses = [
            without_number.clone(),
            without_chamber.clone(),
            as_civil(&without_number),
            as_civil(&without_chamber),
            without_chamber.replacen("民", "", 1).replacen(['商', '经'], "民", 1),
            format!("民{without_chamber}"),
        ];
        let suffixes = || suffixes(&compact).chain(suffixes(&without_number)).chain(suffixes(&without_chamber));
        let known = guesses.iter().map(String::as_str).chain(suffixes()).find_map(|guess| self.by_code.get(guess));
        known.map(|&index| &self.all[index])
    }
}

/// The proper ends of a text that have at least two characters, longest first.
fn suffixes(text: &str) -> impl Iterator<Item = &str> {
    let count = text.chars().count();
    text.char_indices().take(count.saturating_sub(1)).skip(1).map(|(at, _)| &text[at..])
}

const COLUMNS: &[&str] = &["code", "name", "class", "category", "trial_procedure", "from", "until", "status"];

/// Adds the rows of one table.
pub(crate) fn read(file: &str, text: &str, official: bool, types: &mut CaseTypes, problems: &mut Problems) {
    for row in table::read(file, text, COLUMNS, problems) {
        let index = types.all.len();
        if types.by_code.insert(row.text(0), index).is_some() {
            problems.add(file, row.line, Problem::Duplicate { what: "type code", text: row.cells[0].to_string() });
        }
        types.all.push(CaseType {
            code: row.text(0),
            name: row.text(1),
            class: row.text(2),
            category: row.text(3),
            trial_procedure: row.text(4),
            period: Period::of(row.cells[5], row.cells[6]),
            official,
            certainty: Certainty::of(row.cells[7]),
            line: row.line,
        });
    }
}
