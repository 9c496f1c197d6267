//! Owns likeness of texts: the one slip of the hand that turns one into the other, edit distance, and characters that
//! look alike. Does not know what the texts mean.

/// The single edit that turns what should stand into what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edit {
    /// One character stands in place of another.
    Replaced {
        /// What was typed.
        typed: char,
        /// What should stand.
        right: char,
    },
    /// Two neighbours changed places.
    Swapped(char, char),
    /// A character is missing from what was typed.
    Dropped(char),
    /// A character too many was typed.
    Added(char),
}

/// The single edit between two texts; none where they are equal or further apart.
pub(crate) fn single_edit(typed: &str, right: &str) -> Option<Edit> {
    let (typed, right) = (chars(typed), chars(right));
    let head = typed.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (typed, right) = (&typed[head..], &right[head..]);
    let tail = typed.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&typed[..typed.len() - tail], &right[..right.len() - tail]) {
        ([a], [b]) => Some(Edit::Replaced { typed: *a, right: *b }),
        ([a, b], [c, d]) if a == d && b == c => Some(Edit::Swapped(*c, *d)),
        ([], [missing]) => Some(Edit::Dropped(*missing)),
        ([extra], []) => Some(Edit::Added(*extra)),
        _ => None,
    }
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two texts.
pub(crate) fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b) = (chars(a), chars(b));
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// Whether one text can be a slip of the hand for the other: few edits for its length, and more than half in common.
pub(crate) fn is_near(a: &str, b: &str) -> bool {
    let longer = a.chars().count().max(b.chars().count());
    let shorter = a.chars().count().min(b.chars().count());
    let allowed = if longer <= 3 { 1 } else { 1 + longer / 8 };
    // Names of one character have nothing in common after one edit.
    if longer - shorter > allowed || shorter < 2 {
        return false;
    }
    edit_distance(a, b) <= allowed
}

/// Whether two characters are easily taken for each other.
pub(crate) fn look_alike(a: char, b: char) -> bool {
    let groups = include_str!("../data/look_alikes.txt").lines().filter(|line| !line.starts_with('#'));
    a != b && groups.into_iter().any(|group| group.contains(a) && group.contains(b))
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_edits() {
        let cases = [
            ("张山", "张三"),
            ("三张", "张三"),
            ("张", "张三"),
            ("张三三", "张三"),
            ("张三", "张三"),
            ("李四", "张三"),
            ("12345", "12354"),
        ];
        let lines = cases.iter().map(|(typed, right)| {
            format!("{typed} {right} {:?} {}\n", single_edit(typed, right), edit_distance(typed, right))
        });
        expect_test::expect![[r#"
            张山 张三 Some(Replaced { typed: '山', right: '三' }) 1
            三张 张三 Some(Swapped('张', '三')) 1
            张 张三 Some(Dropped('三')) 1
            张三三 张三 Some(Added('三')) 1
            张三 张三 None 0
            李四 张三 None 2
            12345 12354 Some(Swapped('5', '4')) 1
        "#]]
        .assert_eq(&lines.collect::<String>());
    }

    #[test]
    fn every_group_of_look_alikes_has_two_members_and_no_repeats() {
        for group in include_str!("../data/look_alikes.txt").lines().filter(|line| !line.starts_with('#')) {
            let members: std::collections::BTreeSet<char> = group.chars().collect();
            assert!(members.len() >= 2 && members.len() == group.chars().count(), "{group}");
        }
    }
}
