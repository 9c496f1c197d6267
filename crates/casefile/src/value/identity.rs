//! Owns the numbers that identify persons and organisations, and what their check digits prove. Whether an administrative
//! division exists is the catalogue's business.

use std::fmt;

use super::ValueError;
use super::date::Date;
use super::fold::fold_char;

/// The standard that a number follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Citizen identity number 公民身份号码, GB 11643.
    Citizen,
    /// Unified social credit code 统一社会信用代码, GB 32100.
    CreditCode,
    /// Organisation code 组织机构代码, GB 11714.
    OrganisationCode,
    /// Business registration number 工商注册号 of 15 digits.
    BusinessNumber,
    /// Anything else: a passport, a permit, a licence.
    Other,
}

/// What can be said about a number from its characters alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Length, characters, check digit and birth date are right.
    Valid,
    /// The check digit does not belong to the other digits.
    WrongCheckDigit,
    /// A citizen number of 15 digits, which has no check digit.
    Legacy15,
    /// Some characters are masked.
    Masked,
    /// A character that the standard does not allow; with the number it was probably meant to be, if that one is valid.
    IllegalCharacter {
        /// The number with look-alikes replaced (O by 0, l by 1).
        suggestion: Option<String>,
    },
    /// Too long or too short.
    WrongLength,
    /// The check digit is right but the birth date does not exist.
    ImpossibleBirthDate,
    /// The scheme has no check that is known here.
    Unchecked,
}

/// The sex that a citizen number encodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// 男.
    Male,
    /// 女.
    Female,
}

/// An identity number as printed, with the verdict on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    text: String,
    scheme: Scheme,
    verdict: Verdict,
}

impl Identity {
    /// Reads a number and recognises its scheme.
    pub fn read(text: &str) -> Identity {
        let text = tidy(text);
        let scheme = recognise(&text);
        let verdict = judge(scheme, &text);
        Identity { text, scheme, verdict }
    }

    /// Reads a number that is said to follow a scheme.
    pub fn read_as(scheme: Scheme, text: &str) -> Identity {
        let text = tidy(text);
        let verdict = judge(scheme, &text);
        Identity { text, scheme, verdict }
    }

    /// The number: half-width, without spaces, a closing x in upper case, masks as printed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The standard that it follows.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// What its characters prove.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The birth date in a citizen number, if visible and possible.
    pub fn birth_date(&self) -> Option<Date> {
        if self.scheme != Scheme::Citizen {
            return None;
        }
        birth_date(&upgrade(&self.text)?).ok()
    }

    /// The sex in a citizen number, if visible.
    pub fn sex(&self) -> Option<Sex> {
        if self.scheme != Scheme::Citizen {
            return None;
        }
        let digit = char::from(*upgrade(&self.text)?.as_bytes().get(16)?).to_digit(10)?;
        Some(if digit % 2 == 1 { Sex::Male } else { Sex::Female })
    }

    /// A citizen number of 18 characters; one of 15 digits is extended by century and check digit.
    pub fn upgraded(&self) -> Option<String> {
        if self.scheme == Scheme::Citizen { upgrade(&self.text) } else { None }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn tidy(text: &str) -> String {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect();
    match folded.strip_suffix('x') {
        Some(stem) if stem.len() == 17 && stem.bytes().all(|b| b.is_ascii_digit()) => format!("{stem}X"),
        _ => folded,
    }
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '×' | '＊' | '某' | '✕' | '╳')
}

/// X closes citizen numbers and stands inside credit codes, so it masks only where it stands twice.
fn is_masked(text: &str) -> bool {
    text.contains(is_mask) || text.to_ascii_uppercase().contains("XX")
}

fn recognise(text: &str) -> Scheme {
    let length = text.chars().count();
    let bytes = text.as_bytes();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match length {
        18 if citizen_check(bytes) == bytes.last().copied() => Scheme::Citizen,
        18 if credit_check(bytes) == bytes.last().copied() => Scheme::CreditCode,
        18 if has_birth_shape(text) => Scheme::Citizen,
        18 if text.is_ascii() => Scheme::CreditCode,
        15 if digits == 15 && upgrade(text).is_some_and(|long| birth_date(&long).is_ok()) => Scheme::Citizen,
        15 if digits == 15 => Scheme::BusinessNumber,
        // A letter and eight digits are a passport unless the check digit says otherwise.
        9 if organisation_check(bytes) == bytes.last().copied() => Scheme::OrganisationCode,
        9 if text.is_ascii() && digits >= 7 && bytes[0].is_ascii_digit() => Scheme::OrganisationCode,
        10 if digits >= 7 && bytes.get(8) == Some(&b'-') => Scheme::OrganisationCode,
        16 | 17 | 19 if digits + 1 >= length => Scheme::Citizen,
        _ if is_masked(text) && digits >= 4 && !text.contains(|c: char| c.is_ascii_alphabetic() && c != 'X') => {
            Scheme::Citizen
        }
        _ => Scheme::Other,
    }
}

/// Whether the place of the birth year can be one, look-alike letters included.
fn has_birth_shape(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let starts_like_a_year = text.get(6..8).is_some_and(|year| matches!(year, "18" | "19" | "20"));
    digits >= 14 && starts_like_a_year && !text.starts_with('9') || is_masked(text)
}

fn judge(scheme: Scheme, text: &str) -> Verdict {
    let verdict = match scheme {
        Scheme::Citizen => judge_citizen(text),
        Scheme::CreditCode => judge_checked(text, 18, credit_check),
        Scheme::OrganisationCode => judge_checked(&text.replace('-', ""), 9, organisation_check),
        Scheme::BusinessNumber | Scheme::Other => Verdict::Unchecked,
    };
    // A valid credit code may hold XX.
    if verdict != Verdict::Valid && is_masked(text) { Verdict::Masked } else { verdict }
}

fn judge_citizen(text: &str) -> Verdict {
    let length = text.chars().count();
    if length == 15 && text.bytes().all(|b| b.is_ascii_digit()) {
        let has_birth_date = upgrade(text).is_some_and(|long| birth_date(&long).is_ok());
        return if has_birth_date { Verdict::Legacy15 } else { Verdict::ImpossibleBirthDate };
    }
    match judge_checked(text, 18, citizen_check) {
        Verdict::Valid if birth_date(text).is_err() => Verdict::ImpossibleBirthDate,
        verdict => verdict,
    }
}

/// `check` gives the right last character, or none if a character before it is not allowed.
fn judge_checked(text: &str, length: usize, check: fn(&[u8]) -> Option<u8>) -> Verdict {
    if text.chars().count() != length {
        return Verdict::WrongLength;
    }
    let last = text.bytes().last();
    let is_legal_last = |b: u8| b.is_ascii_digit() || b.is_ascii_uppercase();
    match check(text.as_bytes()) {
        Some(right) if last == Some(right) => Verdict::Valid,
        Some(_) if last.is_some_and(is_legal_last) => Verdict::WrongCheckDigit,
        _ => {
            let replaced = text.chars().map(without_lookalike).collect::<String>();
            let is_right = check(replaced.as_bytes()).is_some_and(|right| replaced.bytes().last() == Some(right));
            Verdict::IllegalCharacter { suggestion: is_right.then_some(replaced) }
        }
    }
}

fn without_lookalike(c: char) -> char {
    match c {
        'O' | 'o' | 'Q' | '〇' | '○' | 'О' | 'Ο' => '0',
        'l' | 'I' | 'i' | '|' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        c => c.to_ascii_uppercase(),
    }
}

fn citizen_check(text: &[u8]) -> Option<u8> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (weight, byte) in WEIGHTS.iter().zip(text.get(..17)?) {
        sum += weight * char::from(*byte).to_digit(10)?;
    }
    Some(b"10X98765432"[sum as usize % 11])
}

/// The 31 characters of GB 32100: no I, O, Z, S, V.
const CREDIT_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn credit_check(text: &[u8]) -> Option<u8> {
    let (mut sum, mut weight) = (0, 1);
    for byte in text.get(..17)? {
        sum += weight * CREDIT_CHARACTERS.iter().position(|c| c == byte)?;
        weight = weight * 3 % 31;
    }
    Some(CREDIT_CHARACTERS[(31 - sum % 31) % 31])
}

fn organisation_check(text: &[u8]) -> Option<u8> {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let mut sum = 0;
    for (weight, byte) in WEIGHTS.iter().zip(text.get(..8)?) {
        let is_allowed = byte.is_ascii_digit() || byte.is_ascii_uppercase();
        sum += weight * char::from(*byte).to_digit(36).filter(|_| is_allowed)?;
    }
    Some(b"0123456789X0"[(11 - sum as usize % 11) % 11])
}

fn upgrade(text: &str) -> Option<String> {
    if !text.is_ascii() {
        return None;
    }
    match text.len() {
        18 => Some(text.to_string()),
        15 => {
            let mut long = format!("{}19{}", &text[..6], &text[6..]);
            long.push(char::from(citizen_check(long.as_bytes())?));
            Some(long)
        }
        _ => None,
    }
}

fn birth_date(text: &str) -> Result<Date, ValueError> {
    match text.get(6..14) {
        Some(digits) => Date::parse(digits),
        None => Err(ValueError::Form("birth date")),
    }
}
