//! Owns the comparison of two short texts by characters, to mark what differs. Does not decide whether they differ in
//! meaning: that is settled before a discrepancy exists.

use crate::content::{Line, Piece, Tone};

/// Characters per side, after the common start and end, that are aligned; the table has the square of it.
const ALIGNED_CHARS_MAX: usize = 400;

/// Characters of a text that stand together: all of them also on the other side, or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Whether the other side does not have them.
    pub differs: bool,
}

/// Both texts in runs, for those who show them otherwise than in a report.
pub fn runs(left: &str, right: &str) -> (Vec<Run>, Vec<Run>) {
    let of = |line: Line| {
        line.into_iter().map(|piece| Run { differs: piece.tone == Tone::Differs, text: piece.text }).collect()
    };
    let (left, right) = differing(left, right);
    (of(left), of(right))
}

/// Both texts in pieces, with the characters that the other side does not have marked.
pub(crate) fn differing(left: &str, right: &str) -> (Line, Line) {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let prefix = left.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let tails = left[prefix..].iter().rev().zip(right[prefix..].iter().rev());
    let suffix = tails.take_while(|(a, b)| a == b).count();
    let mut left_shared = vec![true; left.len()];
    let mut right_shared = vec![true; right.len()];
    let (left_core, right_core) = (prefix..left.len() - suffix, prefix..right.len() - suffix);
    left_shared[left_core.clone()].fill(false);
    right_shared[right_core.clone()].fill(false);
    for (a, b) in aligned(&left[left_core], &right[right_core]) {
        left_shared[prefix + a] = true;
        right_shared[prefix + b] = true;
    }
    // A few stray characters in common say nothing about which ones are wrong.
    let shared = left_shared.iter().filter(|&&shared| shared).count();
    if shared * 3 < left.len().min(right.len()) {
        left_shared.fill(false);
        right_shared.fill(false);
    }
    (pieces(&left, &left_shared), pieces(&right, &right_shared))
}

/// Index pairs of characters that stand for each other. Digits that changed places read best place by place, so that
/// wins over the longest common subsequence where it does not mark more than twice as much.
fn aligned(left: &[char], right: &[char]) -> Vec<(usize, usize)> {
    let pairs = common(left, right);
    if left.len() != right.len() {
        return pairs;
    }
    let in_place: Vec<(usize, usize)> =
        (0..left.len()).filter(|&at| left[at] == right[at]).map(|at| (at, at)).collect();
    if left.len() - in_place.len() <= 2 * (left.len() - pairs.len()) { in_place } else { pairs }
}

/// Index pairs of a longest common subsequence; nothing where a side is too long to align.
fn common(left: &[char], right: &[char]) -> Vec<(usize, usize)> {
    if left.len() > ALIGNED_CHARS_MAX || right.len() > ALIGNED_CHARS_MAX {
        return Vec::new();
    }
    let width = right.len() + 1;
    let mut lengths = vec![0u16; (left.len() + 1) * width];
    for a in (0..left.len()).rev() {
        for b in (0..right.len()).rev() {
            lengths[a * width + b] = match left[a] == right[b] {
                true => lengths[(a + 1) * width + b + 1] + 1,
                false => lengths[(a + 1) * width + b].max(lengths[a * width + b + 1]),
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    let mut pairs = Vec::new();
    while a < left.len() && b < right.len() {
        if left[a] == right[b] {
            pairs.push((a, b));
            a += 1;
            b += 1;
        } else if lengths[(a + 1) * width + b] >= lengths[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

fn pieces(chars: &[char], shared: &[bool]) -> Line {
    let mut line: Line = Vec::new();
    for (&char, &is_shared) in chars.iter().zip(shared) {
        let tone = if is_shared { Tone::Plain } else { Tone::Differs };
        match line.last_mut() {
            Some(piece) if piece.tone == tone => piece.text.push(char),
            _ => line.push(Piece { text: char.to_string(), tone }),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn marked(line: &Line) -> String {
        let piece = |piece: &Piece| match piece.tone {
            Tone::Differs => format!("[{}]", piece.text),
            _ => piece.text.clone(),
        };
        line.iter().map(piece).collect()
    }

    fn check(left: &str, right: &str, expected: Expect) {
        let (left, right) = differing(left, right);
        expected.assert_eq(&format!("{} | {}", marked(&left), marked(&right)));
    }

    #[test]
    fn swapped_digits_are_marked_alone() {
        check("2019-06-30", "2019-06-03", expect!["2019-06-[30] | 2019-06-[03]"]);
    }

    #[test]
    fn one_wrong_character_in_a_name() {
        check("欧阳明霞", "欧阳明露", expect!["欧阳明[霞] | 欧阳明[露]"]);
    }

    #[test]
    fn a_missing_part_is_marked_where_it_stands() {
        check(
            "海州市中级人民法院",
            "东海省海州市中级人民法院",
            expect!["海州市中级人民法院 | [东海省]海州市中级人民法院"],
        );
    }

    #[test]
    fn changes_in_the_middle_keep_what_is_common_between_them() {
        check(
            "（2024）东01民初12号",
            "（2023）东01民初21号",
            expect!["（202[4]）东01民初[12]号 | （202[3]）东01民初[21]号"],
        );
    }

    #[test]
    fn a_shift_is_no_change_of_every_place() {
        check("1234567号", "9123456号", expect!["123456[7]号 | [9]123456号"]);
    }

    #[test]
    fn unrelated_texts_are_marked_whole() {
        check("盗窃罪一案移送", "买卖合同纠纷案", expect!["[盗窃罪一案移送] | [买卖合同纠纷案]"]);
    }

    #[test]
    fn equal_and_empty_texts() {
        check("甲", "甲", expect!["甲 | 甲"]);
        check("", "甲", expect![" | [甲]"]);
    }

    #[test]
    fn beyond_the_limit_only_start_and_end_are_aligned() {
        let long = "一二".repeat(ALIGNED_CHARS_MAX);
        let (left, _) = differing(&format!("甲{long}乙"), &format!("甲{}乙", "二一".repeat(ALIGNED_CHARS_MAX)));
        assert_eq!(marked(&left).chars().filter(|&c| c == '[').count(), 1);
    }
}
