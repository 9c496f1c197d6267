//! Owns names of persons and parties: how they are written together, split, and what a masked name can stand for. Does
//! not decide whether a text is a name.

use super::fold::{self, fold_char};

/// Surnames of two characters, and the only ones that 欧阳某 can be cut at.
const COMPOUND_SURNAMES: &[&str] = &[
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "宇文",
    "长孙",
    "轩辕",
    "钟离",
    "闻人",
    "澹台",
    "公冶",
    "宗政",
    "濮阳",
    "淳于",
    "单于",
    "太叔",
    "申屠",
    "公羊",
    "仲孙",
    "呼延",
    "归海",
    "南宫",
    "东郭",
    "西门",
    "端木",
    "百里",
    "独孤",
    "第五",
    "拓跋",
    "赫连",
    "万俟",
    "完颜",
    "闾丘",
    "亓官",
    "司空",
    "颛孙",
    "鲜于",
    "左丘",
    "微生",
    "羊舌",
    "梁丘",
    "东门",
    "南门",
    "谷梁",
    "段干",
    "乐正",
    "漆雕",
    "壤驷",
    "公西",
    "巫马",
    "费莫",
    "纳兰",
    "叶赫",
    "爱新觉罗",
    "范姜",
];

/// A name in the form in which it is compared: no layout spaces, one kind of middle dot.
pub fn tidy(name: &str) -> String {
    let name = fold::tidy(name);
    name.chars().map(|c| if is_middle_dot(c) { '·' } else { c }).collect()
}

/// The surname of a person, compound surnames first; the whole if there is one character only.
pub fn surname(name: &str) -> &str {
    if let Some(compound) = COMPOUND_SURNAMES.iter().find(|surname| name.starts_with(**surname)) {
        return &name[..compound.len()];
    }
    name.chars().next().map_or("", |c| &name[..c.len_utf8()])
}

/// Whether a part of the name is masked: 张某, 张某某, 李某甲, 张某1, 张××, 王X, 山东某某商贸有限公司.
pub fn is_masked(name: &str) -> bool {
    pattern(name).contains(&Piece::Masked)
}

/// Whether the full name can be what the masked one stands for. What is visible must stand in the full name in order;
/// a masked part stands for one character or more. A name without a mask stands for itself only.
pub fn masks(masked: &str, full: &str) -> bool {
    let pattern = pattern(masked);
    let full: Vec<char> = significant(full).collect();
    fits(&pattern, &full)
}

/// Names that stand behind each other, split at spaces where a lone character belongs to the next lone one:
/// `张　三　李四` is 张三 and 李四.
pub fn split_spaced(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut open = false;
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | ';' | '；');
    for part in text.split(is_separator).map(fold::compact).filter(|part| !part.is_empty()) {
        let is_lone = part.chars().count() == 1;
        match names.last_mut() {
            Some(name) if open && is_lone => {
                name.push_str(&part);
                open = false;
            }
            _ => {
                names.push(part);
                open = is_lone;
            }
        }
    }
    names
}

/// A masked name as a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Visible(char),
    /// One character or more.
    Masked,
}

fn is_middle_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '‧' | '∙' | '⋅' | '･')
}

fn significant(name: &str) -> impl Iterator<Item = char> {
    let chars = name.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char);
    chars.map(|c| if is_middle_dot(c) { '·' } else { c })
}

fn pattern(name: &str) -> Vec<Piece> {
    let chars: Vec<char> = significant(name).collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !is_mask_at(&chars, at) {
            pieces.push(Piece::Visible(chars[at]));
            at += 1;
            continue;
        }
        while at < chars.len() && is_mask_at(&chars, at) {
            at += 1;
        }
        // 甲 and 1 only tell namesakes apart and stand for no character.
        while at < chars.len() && is_distinguisher(chars[at]) {
            at += 1;
        }
        pieces.push(Piece::Masked);
    }
    pieces
}

fn is_mask_at(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '某' | '×' | '*' | '＊' | '✕' | '╳' => true,
        // X masks beside Chinese characters and other X; in LUX or XPS it is a letter.
        'X' | 'x' => {
            let run_start = chars[..at].iter().rposition(|c| !matches!(c, 'X' | 'x')).map(|i| chars[i]);
            let run_end = chars[at..].iter().find(|c| !matches!(c, 'X' | 'x'));
            let is_letter = |c: char| c.is_ascii_alphabetic();
            !run_start.is_some_and(is_letter) && !run_end.is_some_and(|&c| is_letter(c))
        }
        _ => false,
    }
}

fn is_distinguisher(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '甲' | '乙' | '丙' | '丁' | '戊' | '己' | '庚' | '辛' | '壬' | '癸')
        || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
}

/// Matches a pattern of visible characters and gaps of one or more characters.
fn fits(pattern: &[Piece], name: &[char]) -> bool {
    // `open[i]`: the pattern so far can end before character `i`.
    let mut open = vec![false; name.len() + 1];
    open[0] = true;
    for piece in pattern {
        let mut next = vec![false; name.len() + 1];
        for i in 0..name.len() {
            match piece {
                Piece::Visible(c) => next[i + 1] = open[i] && name[i] == *c,
                Piece::Masked => next[i + 1] = open[i] || next[i],
            }
        }
        open = next;
    }
    open[name.len()] && !name.is_empty()
}
