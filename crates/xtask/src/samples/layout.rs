//! Owns the breaking of paragraphs into printed lines; knows widths in half characters, no points and no fonts.

/// Width of a full line: 28 characters of two halves each.
pub(super) const LINE_HALVES: usize = 56;

/// Indent of a paragraph's first line: two characters.
pub(super) const INDENT_HALVES: usize = 4;

/// Signs that may not open a line; they hang into the margin instead.
const NEVER_FIRST: &str = "，。、；：？！）》〉”’］〕%";

/// The width of a character in halves.
pub(super) fn halves(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// The width of a text in halves.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(halves).sum()
}

/// Breaks a paragraph whose first line is indented. Digits and letters stay together, as word processors keep them.
pub(super) fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut room = LINE_HALVES - INDENT_HALVES;
    for piece in pieces(text) {
        let wide = width(&piece);
        let hangs = piece.chars().all(|c| NEVER_FIRST.contains(c));
        if wide > room && !line.is_empty() && !hangs {
            lines.push(std::mem::take(&mut line));
            room = LINE_HALVES;
        }
        line.push_str(&piece);
        room = room.saturating_sub(wide);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Unbreakable pieces: a run of ASCII letters and digits, or a single character.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for c in text.chars() {
        let joins = |word: &String| is_word(c) && word.chars().all(is_word);
        match pieces.last_mut() {
            Some(word) if joins(word) => word.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '.'
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        expected.assert_eq(&wrap(text).iter().map(|line| format!("{line}\n")).collect::<String>());
    }

    #[test]
    fn signs_hang_and_numbers_stay_whole() {
        check(
            "一二三四五六七八九十一二三四五六七八九十一二三四五六，一二三四五六七八九十一二三四五六七八九十一二三四五六123.45元",
            expect![[r#"
                一二三四五六七八九十一二三四五六七八九十一二三四五六，
                一二三四五六七八九十一二三四五六七八九十一二三四五六
                123.45元
            "#]],
        );
    }
}
