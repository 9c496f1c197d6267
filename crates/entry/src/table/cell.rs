//! Owns one cell of a table: its text, and what a number in it can mean.

use casefile::ValueKind;
use casefile::value::Date;

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    /// The text, or the number in plain decimal form.
    pub(crate) text: String,
    /// The number, if the cell holds one.
    pub(crate) number: Option<f64>,
}

impl Cell {
    /// A cell of text.
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), number: None }
    }

    /// A cell of a number.
    pub(crate) fn number(number: f64) -> Cell {
        Cell { text: number.to_string(), number: Some(number) }
    }

    /// The text for a field of a kind: a date serial as a date, a number with its unit.
    pub(crate) fn text_for(&self, kind: ValueKind, unit: Option<&str>) -> String {
        let is_bare =
            !self.text.trim().is_empty() && self.text.trim().chars().all(|c| c.is_ascii_digit() || "., ".contains(c));
        match (kind, self.number, unit) {
            (ValueKind::Date, Some(number), _) => date_of_serial(number).unwrap_or_else(|| self.text.clone()),
            (ValueKind::Money | ValueKind::Months, _, Some(unit)) if is_bare => format!("{}{unit}", self.text.trim()),
            _ => self.text.clone(),
        }
    }

    /// Whether the number has more digits than a table cell can hold, so that the last ones are lost.
    pub(crate) fn is_rounded(&self) -> bool {
        self.number.is_some_and(|number| number.abs() >= 1e15)
    }
}

/// The date of a day number of the 1900 system. Numbers outside 1954 to 2119 are years or typed dates (20180301).
fn date_of_serial(serial: f64) -> Option<String> {
    if !(20_000.0..80_000.0).contains(&serial) {
        return None;
    }
    // Day 0 is 1899-12-30: the system counts a 29 February 1900 that never was.
    let date = Date::new(1899, 12, 30).ok()?.add_days(serial.floor() as i64)?;
    Some(date.to_string())
}

/// The letters of a column counted from 0: A, Z, AA.
pub(crate) fn column_letters(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).expect("a remainder of 26 fits")));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_table() {
        let names: Vec<String> = [0, 1, 25, 26, 51, 52, 701, 702].into_iter().map(column_letters).collect();
        assert_eq!(names, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn numbers_stand_for_dates_years_and_sums() {
        let lines = [
            Cell::number(43160.0).text_for(ValueKind::Date, None),
            Cell::number(43160.75).text_for(ValueKind::Date, None),
            Cell::number(2018.0).text_for(ValueKind::Date, None),
            Cell::number(20180301.0).text_for(ValueKind::Date, None),
            Cell::number(2.5).text_for(ValueKind::Money, Some("万元")),
            Cell::number(100000.0).text_for(ValueKind::Money, None),
            Cell::text("1年").text_for(ValueKind::Months, Some("年")),
            Cell::number(43160.0).text_for(ValueKind::CaseNumber, None),
        ];
        expect_test::expect![[r#"
            2018-03-01
            2018-03-01
            2018
            20180301
            2.5万元
            100000
            1年
            43160"#]]
        .assert_eq(&lines.join("\n"));
    }
}
