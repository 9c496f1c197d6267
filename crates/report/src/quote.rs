//! Owns how words of the file are printed: cleaned of characters that no document can hold, with the value marked, and
//! shortened around it. Does not choose the words.

use casefile::{Value, ValueKind};

use crate::content::{Line, Piece, Tone};

/// Characters of a printed quote; a longer one is cut around the value.
const QUOTE_CHARS_MAX: usize = 80;

/// Characters of a quote in which a value is looked for by reading every part of it.
const SCANNED_CHARS_MAX: usize = 400;

/// Characters of a part that is read as a date, sum, term or case number.
const PART_CHARS_MAX: usize = 32;

/// Text without control characters, layout breaks becoming one space.
pub(crate) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' if out.ends_with(' ') => {}
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => out.push(' '),
            // XML 1.0 can hold neither; a directional override could turn the printed order around.
            '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ if char.is_control() => {}
            _ => out.push(char),
        }
    }
    out
}

/// The words in “…”, with the value marked and at most `QUOTE_CHARS_MAX` characters of them.
pub(crate) fn marked(quote: &str, value: &Value) -> Line {
    let chars: Vec<char> = printable(quote).trim().chars().collect();
    let found = find(&chars, value);
    let keep = window(chars.len(), found);
    let text =
        |from: usize, upto: usize| chars[from.clamp(keep.0, keep.1)..upto.clamp(keep.0, keep.1)].iter().collect();
    let mut line = vec![Piece::plain(if keep.0 > 0 { "“…" } else { "“" })];
    match found {
        Some((start, end)) => {
            line.push(Piece { text: text(0, start), tone: Tone::Plain });
            line.push(Piece { text: text(start, end), tone: Tone::Found });
            line.push(Piece { text: text(end, chars.len()), tone: Tone::Plain });
        }
        None => line.push(Piece { text: text(0, chars.len()), tone: Tone::Plain }),
    }
    line.push(Piece::plain(if keep.1 < chars.len() { "…”" } else { "”" }));
    line.retain(|piece| !piece.text.is_empty());
    line
}

/// The part of the quote to print, so that the value stands in its middle.
fn window(len: usize, found: Option<(usize, usize)>) -> (usize, usize) {
    if len <= QUOTE_CHARS_MAX {
        return (0, len);
    }
    let (start, end) = found.unwrap_or((0, 0));
    let spare = QUOTE_CHARS_MAX.saturating_sub(end - start);
    let from = start.saturating_sub(spare / 2).min(len - QUOTE_CHARS_MAX);
    (from, from + QUOTE_CHARS_MAX)
}

/// Where the value stands in the words: as its canonical text, or as words that read to it.
fn find(chars: &[char], value: &Value) -> Option<(usize, usize)> {
    find_text(chars, &value.canonical()).or_else(|| {
        let kind = match value {
            Value::Date(_) => ValueKind::Date,
            Value::Money(_) => ValueKind::Money,
            Value::Months(_) | Value::Life => ValueKind::Months,
            Value::CaseNumber(_) => ValueKind::CaseNumber,
            Value::Text(_) | Value::Flag => return None,
        };
        find_reading(chars, kind, value)
    })
}

/// Finds the text without regard to layout spaces.
fn find_text(chars: &[char], text: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = text.chars().filter(|char| !char.is_whitespace()).collect();
    let solid: Vec<usize> = (0..chars.len()).filter(|&at| !chars[at].is_whitespace()).collect();
    if wanted.is_empty() {
        return None;
    }
    let same = |part: &&[usize]| part.iter().zip(&wanted).all(|(&at, &char)| chars[at] == char);
    let part = solid.windows(wanted.len()).find(same)?;
    Some((part[0], part[part.len() - 1] + 1))
}

/// The first place, and from there the longest, whose words parse to the value.
fn find_reading(chars: &[char], kind: ValueKind, value: &Value) -> Option<(usize, usize)> {
    let len = chars.len().min(SCANNED_CHARS_MAX);
    for start in (0..len).filter(|&at| !chars[at].is_whitespace()) {
        for end in (start + 1..=len.min(start + PART_CHARS_MAX)).rev() {
            let part: String = chars[start..end].iter().collect();
            if Value::parse(kind, &part).as_ref() == Ok(value) {
                let blank = chars[start..end].iter().rev().take_while(|char| char.is_whitespace()).count();
                return Some((start, end - blank));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(kind: ValueKind, value: &str, quote: &str, expected: Expect) {
        let value = Value::parse(kind, value).expect("the example is a value");
        let piece = |piece: &Piece| match piece.tone {
            Tone::Found => format!("[{}]", piece.text),
            _ => piece.text.clone(),
        };
        expected.assert_eq(&marked(quote, &value).iter().map(piece).collect::<String>());
    }

    #[test]
    fn values_are_marked_as_written() {
        check(ValueKind::Date, "2019-06-03", "二〇一九年六月三日", expect!["“[二〇一九年六月三日]”"]);
        check(ValueKind::Date, "1980-01-02", "男，1980年1月2日出生，汉族", expect!["“男，[1980年1月2日]出生，汉族”"]);
        check(
            ValueKind::Money,
            "3841.70",
            "案件受理费3,841.70元，减半收取",
            expect!["“案件受理费[3,841.70元]，减半收取”"],
        );
        check(ValueKind::Person, "丁甲", "审　判　长　丁　甲", expect!["“审　判　长　[丁　甲]”"]);
        check(ValueKind::Text, "不在其中", "别的话", expect!["“别的话”"]);
    }

    #[test]
    fn long_quotes_are_cut_around_the_value() {
        let quote = format!("{}住所地海州市新港路8号{}", "前".repeat(70), "后".repeat(70));
        check(
            ValueKind::Address,
            "海州市新港路8号",
            &quote,
            expect![
                "“…前前前前前前前前前前前前前前前前前前前前前前前前前前前前前前前前前住所地[海州市新港路8号]后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后…”"
            ],
        );
        let unfound = marked(&"长".repeat(200), &Value::Flag);
        assert_eq!(unfound.iter().map(|piece| piece.text.chars().count()).sum::<usize>(), QUOTE_CHARS_MAX + 3);
    }

    #[test]
    fn a_value_longer_than_a_quote_is_cut_itself() {
        let value = Value::Text("长".repeat(200));
        let line = marked(&"长".repeat(200), &value);
        assert_eq!(line.iter().map(|piece| piece.text.chars().count()).sum::<usize>(), QUOTE_CHARS_MAX + 3);
    }

    #[test]
    fn what_no_document_can_hold_is_left_out() {
        expect!["甲 乙丙"].assert_eq(&printable("甲\r\n乙\u{0}\u{202e}丙\u{fffe}"));
    }
}
