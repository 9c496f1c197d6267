//! Owns how word processors write a number in a list label, by the names that OOXML gives the formats. Covers those of
//! Chinese documents; any other is decimal.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const CAPITAL_DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] = ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];

/// The number in the format that `w:numFmt` names; empty for lists without numbers.
pub(crate) fn written(number: u32, format: &str) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperLetter" => letters(number, b'A'),
        "lowerLetter" => letters(number, b'a'),
        "chineseCounting" | "taiwaneseCounting" => counted(number, &DIGITS, ["", "十", "百", "千"], "万", Some('〇')),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => {
            counted(number, &DIGITS, ["", "十", "百", "千"], "万", Some('零'))
        }
        "japaneseCounting" => counted(number, &DIGITS, ["", "十", "百", "千"], "万", None).replacen("一百", "百", 1),
        "chineseLegalSimplified" | "ideographLegalTraditional" => capital(number),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
        }
        "ideographTraditional" => cyclic(number, &STEMS),
        "ideographZodiac" => cyclic(number, &BRANCHES),
        "decimalFullWidth" | "decimalFullWidth2" => {
            number.to_string().bytes().filter_map(|digit| char::from_u32(0xff10 + u32::from(digit - b'0'))).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, 0x2460),
        "decimalEnclosedParen" => enclosed(number, 0x2474),
        "decimalEnclosedFullstop" => enclosed(number, 0x2488),
        "ideographEnclosedCircle" => offset(number, 10, 0x3280),
        _ => number.to_string(),
    }
}

fn enclosed(number: u32, first: u32) -> String {
    offset(number, 20, first)
}

/// The character at a place of a run of enclosed numbers, decimal beyond its end.
fn offset(number: u32, last: u32, first: u32) -> String {
    let c = (1..=last).contains(&number).then(|| char::from_u32(first + number - 1)).flatten();
    c.map_or_else(|| number.to_string(), String::from)
}

fn cyclic(number: u32, signs: &[char]) -> String {
    let index = number.checked_sub(1).map(|zero_based| zero_based as usize % signs.len());
    index.map_or_else(|| number.to_string(), |index| signs[index].to_string())
}

fn capital(number: u32) -> String {
    let written = counted(number, &CAPITAL_DIGITS, ["", "拾", "佰", "仟"], "万", Some('零'));
    if (10..20).contains(&number) { format!("壹{written}") } else { written }
}

/// Counting with units. `gap` is written once for zeros within; 10 to 19 begin with the unit alone.
fn counted(number: u32, digits: &[char; 10], units: [&str; 4], myriad: &str, gap: Option<char>) -> String {
    if number == 0 {
        return digits[0].to_string();
    }
    if number >= 100_000_000 {
        return number.to_string();
    }
    let mut out = String::new();
    let (high, low) = (number / 10_000, number % 10_000);
    if high > 0 {
        out.push_str(&counted(high, digits, units, myriad, gap));
        out.push_str(myriad);
    }
    let mut zero = high > 0 && low > 0 && low < 1000;
    for place in (0..4).rev() {
        let digit = (low / 10u32.pow(place)) % 10;
        if digit == 0 {
            zero |= low / 10u32.pow(place) > 0 && low % 10u32.pow(place) > 0;
            continue;
        }
        if std::mem::take(&mut zero) {
            out.extend(gap);
        }
        let leads_teen = out.is_empty() && place == 1 && digit == 1;
        if !leads_teen {
            out.push(digits[digit as usize]);
        }
        out.push_str(units[place as usize]);
    }
    out
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut out = String::new();
    let mut rest = number;
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// A to Z, then AA to ZZ: Word repeats the letter.
fn letters(number: u32, first: u8) -> String {
    match number.checked_sub(1) {
        Some(index) if index < 26 * 30 => {
            let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
            std::iter::repeat_n(letter, index as usize / 26 + 1).collect()
        }
        _ => number.to_string(),
    }
}
