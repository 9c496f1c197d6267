//! Owns masked text: 张某, 李某某, 王×, 3701**********1234. Says whether what is visible of two texts contradicts; does not
//! decide what that means for a field.

/// A piece of a text: a visible character, or a stretch of one or more hidden ones.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Seen(char),
    Hidden,
}

/// Whether a part of the text is hidden.
pub(crate) fn is_masked(text: &str) -> bool {
    text.chars().any(is_mask)
}

/// Whether the text holds characters that a reader could not make out.
pub(crate) fn is_unreadable(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{FFFD}' | '□' | '■' | '▇'))
}

/// Whether one of the texts is masked and the visible parts of both fit together.
pub(crate) fn compatible(a: &str, b: &str) -> bool {
    if !is_masked(a) && !is_masked(b) {
        return false;
    }
    // 张某1 and 张某2 are two people: the number is there to tell them apart.
    if let (Some(first), Some(second)) = (number_of(a), number_of(b))
        && first != second
    {
        return false;
    }
    fit(&pieces(a), &pieces(b))
}

fn is_mask(c: char) -> bool {
    matches!(c, '某' | '×' | '*' | '＊' | '✕' | '╳' | '✱' | 'X' | 'x' | 'Ⅹ')
}

/// What tells masked people of one name apart: the 1 of 张某1, the 甲 of 李某甲.
fn number_of(text: &str) -> Option<String> {
    let (_, after) = text.rsplit_once('某')?;
    let is_number = |c: char| c.is_ascii_digit() || "甲乙丙丁戊己庚辛一二三四五六七八九".contains(c);
    (!after.is_empty() && after.chars().all(is_number)).then(|| after.to_string())
}

fn pieces(text: &str) -> Vec<Piece> {
    let visible = match number_of(text) {
        Some(number) => text.strip_suffix(number.as_str()).unwrap_or(text),
        None => text,
    };
    let mut out: Vec<Piece> = Vec::new();
    for c in visible.chars() {
        match is_mask(c) {
            true if out.last() == Some(&Piece::Hidden) => {}
            true => out.push(Piece::Hidden),
            false => out.push(Piece::Seen(c)),
        }
    }
    out
}

/// Whether both lists can stand for the same text. A table of reachable pairs, so that many hidden stretches cost no
/// more than the product of the lengths.
fn fit(a: &[Piece], b: &[Piece]) -> bool {
    let mut reachable = vec![vec![false; b.len() + 1]; a.len() + 1];
    reachable[0][0] = true;
    for i in 0..a.len() {
        for j in 0..b.len() {
            if !reachable[i][j] {
                continue;
            }
            let (left, right) = (a[i], b[j]);
            if left == Piece::Hidden || right == Piece::Hidden || left == right {
                reachable[i + 1][j + 1] = true;
            }
            if left == Piece::Hidden {
                reachable[i][j + 1] = true;
            }
            if right == Piece::Hidden {
                reachable[i + 1][j] = true;
            }
        }
    }
    reachable[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)], expected: expect_test::Expect) {
        let lines = cases.iter().map(|(a, b)| format!("{a} {b} {}\n", compatible(a, b)));
        expected.assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn visible_parts_must_fit() {
        check(
            &[
                ("张三", "张某"),
                ("张某某", "张三丰"),
                ("李某", "张三"),
                ("张某1", "张三"),
                ("张某1", "张某2"),
                ("张某甲", "张某"),
                ("张三", "张三"),
                ("东山市某某商贸有限公司", "东山市鑫源商贸有限公司"),
                ("东山市某某商贸有限公司", "西山市鑫源商贸有限公司"),
                ("370102********1234", "370102198001011234"),
                ("370102********1234", "370102198001011235"),
                ("×××", "欧阳修"),
            ],
            expect_test::expect![[r#"
                张三 张某 true
                张某某 张三丰 true
                李某 张三 false
                张某1 张三 true
                张某1 张某2 false
                张某甲 张某 true
                张三 张三 false
                东山市某某商贸有限公司 东山市鑫源商贸有限公司 true
                东山市某某商贸有限公司 西山市鑫源商贸有限公司 false
                370102********1234 370102198001011234 true
                370102********1234 370102198001011235 false
                ××× 欧阳修 true
            "#]],
        );
    }
}
