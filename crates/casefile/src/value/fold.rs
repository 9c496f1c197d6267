//! Owns the folding of characters that mean the same: width, brackets, spaces. One character in, at most one out, so
//! that offsets can be mapped.

/// The standard form of a character in judgments: half-width digits and letters, full-width （）：，；, 〔〕 for square
/// document brackets, '\n' for line ends, ' ' for other spaces, nothing (None) for invisible characters.
pub fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xFEE0).expect("inside the ASCII block")
        }
        '(' | '﹙' => '（',
        ')' | '﹚' => '）',
        '[' | '［' | '【' | '〖' => '〔',
        ']' | '］' | '】' | '〗' => '〕',
        ':' | '﹕' | '∶' => '：',
        ',' | '﹐' => '，',
        ';' | '﹔' => '；',
        '〈' | '\u{2329}' | '＜' | '﹤' => '<',
        '〉' | '\u{232A}' | '＞' | '﹥' => '>',
        '．' => '.',
        '－' | '–' | '—' | '―' | '‐' | '‑' => '-',
        '％' => '%',
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{00AD}' | '\u{2060}' => return None,
        '\r' | '\u{2028}' | '\u{2029}' | '\u{000B}' | '\u{000C}' | '\u{0085}' => '\n',
        '\n' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

/// Text without any white space or invisible characters; everything else as it stands.
pub fn compact(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && fold_char(c).is_some()).collect()
}

/// Text as printed without layout: Chinese loses all white space, words in Latin letters keep one space between them.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut has_gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            has_gap = true;
            continue;
        }
        if fold_char(c).is_none() {
            continue;
        }
        let joins_words = c.is_ascii_alphabetic() && out.ends_with(|before: char| before.is_ascii_alphabetic());
        if has_gap && joins_words {
            out.push(' ');
        }
        has_gap = false;
        out.push(c);
    }
    out
}
