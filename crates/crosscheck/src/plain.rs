//! Owns the plain form of a text: what is left when width, spaces, brackets, quotation marks and middle dots are written
//! in one way. Two texts with the same plain form are the same to a reader.

use casefile::value::fold::fold_char;

/// The plain form.
pub(crate) fn plain(text: &str) -> String {
    let folded = text.chars().filter_map(fold_char).filter(|c| !c.is_whitespace());
    let unified: String = folded.map(unify).collect();
    unified.trim_matches(['。', '，', '；', '、', '：', '.']).to_string()
}

fn unify(c: char) -> char {
    match c {
        '〔' => '（',
        '〕' => '）',
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '＂' => '"',
        '•' | '・' | '‧' | '∙' | '●' | '᛫' | '⋅' => '·',
        '《' => '<',
        '》' => '>',
        c => c,
    }
}

/// The text without its bracketed remarks: 张三（曾用名张山） becomes 张三. A text that is all remark stays.
pub(crate) fn without_remarks(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if out.is_empty() { text.to_string() } else { out }
}
