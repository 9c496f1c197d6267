//! Owns selective charges 选择性罪名: a judgment convicts of the part that was committed, 贩卖毒品罪 of
//! 走私、贩卖、运输、制造毒品罪. Knows no list of charges.

/// The mark between the alternatives of a charge.
const MARK: char = '、';

/// Fewest characters of a part that leaves out the end of the charge: 非法持有枪支 of 非法持有、私藏枪支、弹药.
/// Anything shorter is a bare verb, such as 走私, and names no charge.
const OPEN_END_CHARS_MIN: usize = 4;

/// Whether `part` is what remains of `whole` when some of its alternatives are left out. Both are without 犯 and 罪.
pub(crate) fn is_part(part: &str, whole: &str) -> bool {
    let is_shorter = part.len() < whole.len() && whole.contains(MARK);
    if !is_shorter || !part.chars().all(|c| whole.contains(c)) {
        return false;
    }
    let part: Vec<char> = part.chars().collect();
    let whole: Vec<char> = whole.chars().collect();
    let open_end = part.len() >= OPEN_END_CHARS_MIN;
    // reached[i][j]: the first i characters of the whole give the first j of the part.
    let mut reached = vec![vec![false; part.len() + 1]; whole.len() + 1];
    reached[0][0] = true;
    for i in 0..whole.len() {
        for j in 0..=part.len() {
            if !reached[i][j] {
                continue;
            }
            if j < part.len() && whole[i] == part[j] {
                reached[i + 1][j + 1] = true;
            }
            // What is left out always includes a mark, so that no word is cut in two.
            for end in i + 1..=whole.len() {
                let cuts_the_end = end == whole.len();
                if whole[i..end].contains(&MARK) && (!cuts_the_end || open_end) {
                    reached[end][j] = true;
                }
            }
        }
    }
    reached[whole.len()][part.len()]
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn parts_of_selective_charges() {
        let drugs = "走私、贩卖、运输、制造毒品";
        assert!(is_part("贩卖毒品", drugs));
        assert!(is_part("贩卖、运输毒品", drugs));
        assert!(is_part("非法持有枪支", "非法持有、私藏枪支、弹药"));
        assert!(is_part("伪造国家机关证件、印章", "伪造、变造、买卖国家机关公文、证件、印章"));
        assert!(!is_part(drugs, drugs));
        assert!(!is_part("走私", drugs));
        assert!(!is_part("盗窃", drugs));
        assert!(!is_part("贩卖毒品", "包庇走私、贩卖、运输、制造毒品犯罪分子"));
        assert!(!is_part("故意伤害", "故意杀人"));
    }
}
