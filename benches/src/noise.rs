//! Owns the damage that the columns are measured under: wrong characters, lost line ends, lost marks. The same text and seed
//! give the same damage everywhere; training draws its own.

use crate::random::Random;

/// A degree of damage, in parts per thousand of what can be damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Name of the column.
    pub name: &'static str,
    /// Wrong characters.
    pub wrong: usize,
    /// Whether white space between Chinese characters, line ends too, is lost.
    pub is_run_together: bool,
    /// Lost marks.
    pub marks: usize,
}

/// The columns.
pub const DAMAGES: [Damage; 5] = [
    Damage { name: "clean", wrong: 0, is_run_together: false, marks: 0 },
    Damage { name: "no breaks", wrong: 0, is_run_together: true, marks: 0 },
    Damage { name: "noise 1 %", wrong: 10, is_run_together: false, marks: 0 },
    Damage { name: "noise 2 %, no breaks", wrong: 20, is_run_together: true, marks: 0 },
    Damage { name: "noise 4 %, no breaks, marks", wrong: 40, is_run_together: true, marks: 200 },
];

/// What is taken for what.
#[rustfmt::skip]
const CONFUSED: &[(char, &str)] = &[
    ('一', "-、"), ('二', "三"), ('三', "二"), ('四', "西"), ('六', "大"), ('七', "匕"), ('八', "人"), ('九', "几"), ('十', "干"),
    ('〇', "O口"), ('日', "曰目"), ('月', "用"), ('年', "午"), ('元', "无"), ('万', "方"), ('院', "浣"), ('号', "呈"), ('初', "祁"),
    ('终', "络"), ('执', "挚"), ('刑', "邢"), ('民', "昆"), ('判', "刺"), ('决', "块"), ('审', "宙"), ('员', "贝"), ('告', "吿"),
    ('人', "入"), ('代', "伐"), ('住', "往"), ('委', "季"), ('师', "帅"), ('汉', "汊"), ('生', "牛"), ('出', "山"), ('于', "干"),
    ('本', "木"), ('开', "廾"), ('张', "弛"), ('王', "玉"), ('李', "季"), ('陈', "阵"), ('0', "O"), ('1', "l"), ('8', "3"), ('5', "S"),
];

/// Characters that stand in for others at random.
const ANY: &str = "的了是在有不为以上中下大小来到时地用出会可主发年生能方后作里所工理体把日其从点";

/// Marks that may be lost.
const MARKS: &str = "，。：、；";

/// A damaged text.
pub fn damaged(text: &str, damage: Damage, id: &str) -> String {
    let mut random = Random::named(damage.wrong as u64 + damage.marks as u64, id);
    let any: Vec<char> = ANY.chars().collect();
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (index, &c) in chars.iter().enumerate() {
        if c.is_whitespace() {
            let between_words = [index.checked_sub(1), Some(index + 1)]
                .iter()
                .all(|at| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphanumeric));
            if !damage.is_run_together || between_words {
                out.push(c);
            }
        } else if MARKS.contains(c) && random.below(1000) < damage.marks {
        } else if random.below(1000) < damage.wrong {
            let like =
                CONFUSED.iter().find(|(right, _)| *right == c).map(|(_, wrong)| wrong.chars().collect::<Vec<_>>());
            let wrong = random.pick(like.as_ref().unwrap_or(&any)).copied();
            out.push(wrong.unwrap_or(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{DAMAGES, damaged};

    #[test]
    fn damage_depends_on_the_text_alone_and_clean_is_clean() {
        let text = "云河县人民法院\n民事判决书\n原告张甲，男。";
        assert_eq!(damaged(text, DAMAGES[0], "a"), text);
        assert_eq!(damaged(text, DAMAGES[1], "a"), text.replace('\n', ""));
        for damage in DAMAGES {
            assert_eq!(damaged(text, damage, "a"), damaged(text, damage, "a"));
        }
    }
}
