//! Owns how a case number is read from running text, over spaces and line breaks inside it.

use super::type_code;
use super::{CaseNumber, Style};
use crate::value::fold::fold_char;
use crate::value::numeral;

/// Longest case number in characters, spaces included; longer is no number but a sentence with a bracket.
const CHARS_MAX: usize = 64;
/// Longest suffix numeral: 之一百二十.
const SUFFIX_CHARS_MAX: usize = 4;
/// The rule on case numbers of 2015 holds from the next year on.
const FIRST_MODERN_YEAR: u16 = 2016;

/// Whether a character can open the bracket of the year.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '(' | '（' | '﹙' | '[' | '［' | '【' | '〖' | '〔' | '〈' | '＜' | '<' | '﹤')
}

fn is_closing(c: char) -> bool {
    matches!(c, '）' | '〕' | '>')
}

/// The significant characters from a place on, folded, each with the byte where it ends.
struct Chars<'a> {
    text: &'a str,
    at: usize,
    left: usize,
}

impl Chars<'_> {
    /// The next significant character without consuming it, with the place behind it.
    fn peek(&self) -> Option<(char, usize)> {
        let mut end = self.at;
        for raw in self.text[self.at..].chars().take(self.left) {
            end += raw.len_utf8();
            if let Some(c) = fold_char(raw).filter(|c| !c.is_whitespace()) {
                return Some((c, end));
            }
        }
        None
    }

    fn next(&mut self) -> Option<char> {
        let (c, end) = self.peek()?;
        self.left -= self.text[self.at..end].chars().count();
        self.at = end;
        Some(c)
    }

    fn next_if(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let (c, _) = self.peek()?;
        if wanted(c) { self.next() } else { None }
    }
}

/// The case number that begins at a place, and the byte where it ends.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, CaseNumber)> {
    let mut chars = Chars { text, at: start, left: CHARS_MAX };
    chars.next_if(|c| is_opening(c) || c == '<')?;
    let year = read_year(&mut chars)?;
    chars.next_if(is_closing)?;
    let body = read_body(&mut chars)?;
    let mut number = assemble(year, &body)?;
    let suffix = read_suffix_behind(&chars);
    if let Some((suffix, end)) = suffix {
        number.text.push_str(&suffix);
        number.suffix.push_str(&suffix);
        chars.at = end;
    }
    Some((chars.at, number))
}

fn read_year(chars: &mut Chars) -> Option<u16> {
    let mut year = 0u16;
    for _ in 0..4 {
        let digit = numeral::digit(chars.next()?)?;
        year = year * 10 + u16::try_from(digit).ok()?;
    }
    (1949..=2099).contains(&year).then_some(year)
}

/// What stands between the bracket of the year and 号.
fn read_body(chars: &mut Chars) -> Option<String> {
    let mut body = String::new();
    loop {
        match chars.next()? {
            '号' => return Some(body),
            // The courts of Shanghai wrote 浦民一（民）初字.
            c if c.is_ascii_digit() || is_han(c) || matches!(c, '（' | '）') => body.push(c),
            c if is_joint(c) && body.ends_with(|c: char| c.is_ascii_digit()) => body.push(c),
            _ => return None,
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Marks that join several serial numbers, or a serial number and a suffix.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '、' | '，' | '~' | '～')
}

fn assemble(year: u16, body: &str) -> Option<CaseNumber> {
    let (head, serial_text, suffix) = split_serial(body)?;
    let serial = serial_text.parse::<u64>().ok()?;
    let before_ordinal = head.strip_suffix('第').unwrap_or(head);
    let names = before_ordinal.strip_suffix('字').unwrap_or(before_ordinal);
    let is_plain = names.len() == head.len();
    let (court, kind) = type_code::split(names)?;
    let has_digits = court.ends_with(|c: char| c.is_ascii_digit());
    let is_modern = has_digits || (is_plain && year >= FIRST_MODERN_YEAR);
    let style = if is_modern { Style::Modern } else { Style::Old };
    Some(CaseNumber {
        text: format!("（{year}）{body}号"),
        year,
        court_alias: court.to_string(),
        type_code: kind.to_string(),
        serial,
        suffix: suffix.to_string(),
        style,
    })
}

/// Splits `皖1503执660-2` into what precedes the serial number, the serial number and the suffix.
fn split_serial(body: &str) -> Option<(&str, &str, &str)> {
    let names_end = body.rfind(|c: char| is_han(c) && !is_suffix_char(c)).map(|at| at + '号'.len_utf8())?;
    let (head, tail) = body.split_at(names_end);
    let (head, tail) = match tail.find(|c: char| c.is_ascii_digit()) {
        // A type that ends in a numeral does not exist; the numerals here belong to the head (第一…).
        Some(at) => (&body[..head.len() + at], &tail[at..]),
        None => return None,
    };
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let (serial, suffix) = tail.split_at(digits);
    let is_serial = (1..=10).contains(&digits);
    (is_serial && is_suffix(suffix)).then_some((head, serial, suffix))
}

fn is_suffix_char(c: char) -> bool {
    matches!(c, '之' | '至') || numeral::is_numeral(c)
}

/// Nothing, or marks each followed by digits or numerals.
fn is_suffix(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix(|c: char| is_joint(c) || matches!(c, '之' | '至')) else { return false };
        let end = after.find(|c: char| !numeral::is_numeral(c)).unwrap_or(after.len());
        if end == 0 {
            return false;
        }
        rest = &after[end..];
    }
    true
}

/// A suffix behind 号: 号之一, 号-2. What goes on as a sentence (号之规定, 号之一审) is none.
fn read_suffix_behind(before: &Chars) -> Option<(String, usize)> {
    let mut chars = Chars { text: before.text, at: before.at, left: CHARS_MAX };
    let mark = chars.next_if(|c| matches!(c, '之' | '-'))?;
    let mut suffix = mark.to_string();
    while let Some(c) = chars.next_if(|c| if mark == '之' { numeral::is_numeral(c) } else { c.is_ascii_digit() }) {
        suffix.push(c);
    }
    let count = suffix.chars().count() - 1;
    let goes_on = chars.peek().is_some_and(|(c, _)| matches!(c, '审' | '年' | '号' | '-' | '日' | '月'));
    ((1..=SUFFIX_CHARS_MAX).contains(&count) && !goes_on).then_some((suffix, chars.at))
}
