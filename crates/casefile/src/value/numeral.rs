//! Owns numerals as court documents print them: Chinese, financial, Arabic, full-width and mixed. Knows no currency, no
//! calendar and no unit of time.

use super::ValueError;
use super::fold::fold_char;

/// A number is kept in units of 10⁻⁸, so that 3.14159265亿 is exact.
const SCALE: u128 = 100_000_000;
/// Longest run of digits before the point; more is a serial number and no quantity.
const INTEGER_DIGITS_MAX: usize = 18;
/// Digits after the point that `SCALE` can hold.
const FRACTION_DIGITS_MAX: u32 = 8;

const WAN: u128 = 10_000;
const YI: u128 = 100_000_000;

const HEDGES_BEFORE: &[&str] = &["大约", "将近", "超过", "不足", "至少", "约", "近", "逾"];
const HEDGES_AFTER: &[&str] = &["左右", "上下", "以上", "以下", "以内", "许"];

/// A non-negative number with its certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    scaled: u128,
    approximate: bool,
}

impl Number {
    /// The number if it has no fraction and fits.
    pub fn whole(self) -> Option<u64> {
        if !self.scaled.is_multiple_of(SCALE) {
            return None;
        }
        u64::try_from(self.scaled / SCALE).ok()
    }

    /// The number in hundredths; what is smaller is rounded half up.
    pub fn hundredths(self) -> Option<i64> {
        let hundredth = SCALE / 100;
        i64::try_from((self.scaled + hundredth / 2) / hundredth).ok()
    }

    /// Whether the text says 约, 余, 左右, 几 or the like.
    pub fn is_approximate(self) -> bool {
        self.approximate
    }
}

/// The value of a digit character: Arabic in both widths, Chinese, financial, 两, and every glyph that is printed for
/// zero.
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        '零' | '〇' => 0,
        c if is_zero_lookalike(c) => 0,
        '一' | '壹' | '弌' => 1,
        '二' | '贰' | '貳' | '两' | '兩' | '弍' => 2,
        '三' | '叁' | '參' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' | '陸' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Characters that are no zero but are printed for one: circles and the letter O in Latin, Greek and Cyrillic.
pub fn is_zero_lookalike(c: char) -> bool {
    matches!(c, '○' | '◯' | 'O' | 'o' | 'Ｏ' | 'ｏ' | 'Ο' | 'ο' | 'О' | 'о')
}

/// The multiplier of a unit character from 十 to 亿, in both scripts.
pub fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' | '萬' => 10_000,
        '亿' | '億' => 100_000_000,
        _ => return None,
    })
}

/// Whether a character can stand inside a whole number: digits, units, 廿 and 卅. The letter O does not count, so that a
/// scanner does not start inside a word.
pub fn is_numeral(c: char) -> bool {
    let is_letter = is_zero_lookalike(c) && !matches!(c, '○' | '◯');
    matches!(c, '廿' | '卅') || unit(c).is_some() || (digit(c).is_some() && !is_letter)
}

/// The whole text as an exact whole number.
pub fn integer(text: &str) -> Option<u64> {
    let number = number(text).ok()?;
    if number.approximate { None } else { number.whole() }
}

/// The whole text as a number: 二〇一九, 十二万五千, 12.5万, 1,234.56. A range is an error, a hedge is remembered.
pub fn number(text: &str) -> Result<Number, ValueError> {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect();
    let (body, hedged) = without_hedges(&folded);
    let chars: Vec<char> = body.chars().collect();
    let mut sum = Sum { approximate: hedged, ..Sum::default() };
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if digit(c).is_some() || (is_point(c) && sum.has_units()) {
            let (run, next) = Run::read(&chars, at).ok_or(FORM)?;
            sum.push(run)?;
            at = next;
            continue;
        }
        match c {
            '廿' => sum.add_tens(20)?,
            '卅' => sum.add_tens(30)?,
            '半' => sum.push(Run::HALF)?,
            '余' | '多' | '来' if at > 0 => sum.approximate = true,
            '几' | '数' => sum.add_unknown()?,
            '至' | '到' | '-' | '~' | '～' if at > 0 => return Err(ValueError::Approximate("number")),
            c => sum.multiply(u128::from(unit(c).ok_or(FORM)?))?,
        }
        at += 1;
    }
    sum.finish()
}

/// A whole number in Chinese as statutes number their articles: 264 is 二百六十四, 12 is 十二.
pub fn ordinal_to_chinese(number: u32) -> String {
    if number == 0 {
        return "零".to_string();
    }
    let mut out = String::new();
    let groups = [(number / 100_000_000, "亿"), (number / 10_000 % 10_000, "万"), (number % 10_000, "")];
    for (group, name) in groups {
        if group == 0 {
            continue;
        }
        if !out.is_empty() && group < 1_000 {
            out.push('零');
        }
        push_group(group, &mut out);
        out.push_str(name);
    }
    match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => out,
    }
}

const FORM: ValueError = ValueError::Form("number");

fn push_group(group: u32, out: &mut String) {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut started = false;
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let value = (group / unit % 10) as usize;
        if value == 0 {
            gap = started;
            continue;
        }
        if gap {
            out.push('零');
        }
        out.push(DIGITS[value]);
        out.push_str(name);
        started = true;
        gap = false;
    }
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '点')
}

/// The text without words of approximation around it, and whether there were any.
pub(super) fn without_hedges(text: &str) -> (&str, bool) {
    let mut body = text;
    for hedge in HEDGES_BEFORE {
        body = body.strip_prefix(hedge).unwrap_or(body);
    }
    for hedge in HEDGES_AFTER {
        body = body.strip_suffix(hedge).unwrap_or(body);
    }
    (body, body.len() < text.len())
}

/// Digits that stand together, with the fraction that follows.
#[derive(Clone, Copy)]
struct Run {
    scaled: u128,
    digits: usize,
    zero_first: bool,
    /// Two Chinese digits without a zero, such as 三五: before a unit they mean "three to five".
    is_pair: bool,
    has_fraction: bool,
}

impl Run {
    const HALF: Run = Run { scaled: SCALE / 2, digits: 1, zero_first: true, is_pair: false, has_fraction: true };

    fn read(chars: &[char], start: usize) -> Option<(Run, usize)> {
        let (mut value, mut digits, mut zeros, mut has_chinese) = (0u128, 0usize, 0usize, false);
        let mut since_separator: Option<usize> = None;
        let mut at = start;
        while at < chars.len() {
            let c = chars[at];
            if let Some(d) = digit(c) {
                value = value * 10 + u128::from(d);
                digits += 1;
                zeros += usize::from(d == 0);
                has_chinese |= !c.is_ascii() && d != 0;
                since_separator = since_separator.map(|n| n + 1);
                if digits > INTEGER_DIGITS_MAX {
                    return None;
                }
            } else if matches!(c, '，' | '\'') && chars.get(at + 1).is_some_and(char::is_ascii_digit) {
                let group_is_full = since_separator.map_or((1..=3).contains(&digits), |n| n == 3);
                if !group_is_full || has_chinese {
                    return None;
                }
                since_separator = Some(0);
            } else {
                break;
            }
            at += 1;
        }
        if since_separator.is_some_and(|n| n != 3) {
            return None;
        }
        let zero_first = digits > 0 && digit(chars[start]) == Some(0);
        let is_pair = digits == 2 && zeros == 0 && has_chinese;
        let mut run = Run { scaled: value * SCALE, digits, zero_first, is_pair, has_fraction: false };
        if at < chars.len() && is_point(chars[at]) {
            at = run.read_fraction(chars, at + 1)?;
        }
        Some((run, at))
    }

    fn read_fraction(&mut self, chars: &[char], start: usize) -> Option<usize> {
        let (mut fraction, mut read) = (0u128, 0u32);
        let mut at = start;
        while let Some(d) = chars.get(at).copied().and_then(digit) {
            if read < FRACTION_DIGITS_MAX {
                fraction = fraction * 10 + u128::from(d);
                read += 1;
            } else if d != 0 {
                return None;
            }
            at += 1;
        }
        if read == 0 {
            return None;
        }
        self.scaled += fraction * 10u128.pow(FRACTION_DIGITS_MAX - read);
        self.has_fraction = true;
        Some(at)
    }
}

/// The sum so far, by the sections of a Chinese number.
#[derive(Default)]
struct Sum {
    yi: u128,
    wan: u128,
    group: u128,
    pending: Option<Run>,
    /// The unit that came last inside the section; a smaller one must follow.
    last_unit: Option<u128>,
    approximate: bool,
}

impl Sum {
    fn has_units(&self) -> bool {
        self.yi + self.wan + self.group > 0
    }

    fn push(&mut self, run: Run) -> Result<(), ValueError> {
        if self.pending.is_some() {
            return Err(FORM);
        }
        self.pending = Some(run);
        Ok(())
    }

    fn add_tens(&mut self, tens: u128) -> Result<(), ValueError> {
        if self.pending.is_some_and(|run| run.scaled > 0) || self.last_unit.is_some_and(|last| last <= 10) {
            return Err(FORM);
        }
        self.pending = None;
        self.group += tens * SCALE;
        self.last_unit = Some(10);
        Ok(())
    }

    /// 几 and 数: a digit that is not told. Alone it stands for one, after other digits for nothing.
    fn add_unknown(&mut self) -> Result<(), ValueError> {
        self.approximate = true;
        if self.has_units() || self.pending.is_some() {
            return Ok(());
        }
        self.push(Run { scaled: SCALE, digits: 1, zero_first: false, is_pair: false, has_fraction: false })
    }

    fn take_pending(&mut self) -> Option<u128> {
        let run = self.pending.take()?;
        if run.is_pair {
            self.approximate = true;
            return Some(run.scaled / (10 * SCALE) * SCALE);
        }
        Some(run.scaled)
    }

    fn multiply(&mut self, unit: u128) -> Result<(), ValueError> {
        if unit < WAN {
            if self.last_unit.is_some_and(|last| last <= unit) {
                return Err(FORM);
            }
            let count = match self.take_pending() {
                Some(scaled) if scaled > 0 && scaled < 10 * SCALE => scaled,
                // 一百十五 and 零十 both occur for an omitted 一.
                None | Some(0) if unit == 10 => SCALE,
                _ => return Err(FORM),
            };
            self.group += count * unit;
            self.last_unit = Some(unit);
            return Ok(());
        }
        let below = self.group + self.take_pending().unwrap_or(0);
        let is_yi = unit == YI;
        let section = if is_yi { self.wan + below } else { below };
        if section == 0 || self.yi > 0 && is_yi || self.wan > 0 && !is_yi {
            return Err(FORM);
        }
        if is_yi {
            self.yi = section * YI;
            self.wan = 0;
        } else {
            self.wan = section * WAN;
        }
        self.group = 0;
        self.last_unit = None;
        Ok(())
    }

    fn finish(self) -> Result<Number, ValueError> {
        let units = self.yi + self.wan + self.group;
        let rest = match self.pending {
            None if units == 0 => return Err(FORM),
            None => 0,
            Some(run) if units == 0 => run.scaled,
            Some(run) => {
                let below = self.last_unit.unwrap_or(if self.wan > 0 { WAN } else { YI });
                // 三万五 means 35,000 to one reader and 30,005 to another.
                let is_clear = below == 10 || run.zero_first || run.digits > 1 || run.has_fraction;
                if !is_clear || run.scaled >= below * SCALE {
                    return Err(FORM);
                }
                run.scaled
            }
        };
        Ok(Number { scaled: units + rest, approximate: self.approximate })
    }
}
