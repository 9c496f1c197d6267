//! Owns the comparison of words from a list: many words have a long and a short form.

use super::Relation;

/// The forms of one word, the full one first.
const FORMS: &[&[&str]] = &[
    &["男", "男性"],
    &["女", "女性"],
    &["普通程序", "普通", "一般程序"],
    &["简易程序", "简易"],
    &["小额诉讼程序", "小额程序", "小额诉讼", "小额"],
    &["速裁程序", "速裁", "刑事速裁", "刑事速裁程序"],
    &["一审", "第一审", "初审", "一审程序"],
    &["二审", "第二审", "终审", "二审程序"],
    &["再审", "再审审理", "再审程序"],
    &["再审审查", "申请再审审查", "申诉审查"],
    &["合议庭", "合议", "合议制"],
    &["独任", "独任制", "独任审判", "独任审理", "独任庭"],
    &["公开", "公开审理", "公开开庭", "是"],
    &["不公开", "不公开审理", "不公开开庭", "否"],
    &["自然人", "个人", "公民"],
    &["组织", "单位", "法人", "非自然人", "法人或其他组织"],
    &["刑事", "刑事案件"],
    &["民事", "民事案件", "民商事"],
    &["行政", "行政案件"],
    &["执行", "执行案件"],
    &["国家赔偿", "国家赔偿案件", "赔偿"],
    &["判决书", "判决", "刑事判决书", "民事判决书", "行政判决书"],
    &["裁定书", "裁定", "刑事裁定书", "民事裁定书", "行政裁定书", "执行裁定书"],
    &["调解书", "调解", "民事调解书", "行政调解书"],
    &["决定书", "决定", "国家赔偿决定书", "执行决定书"],
    &["死刑缓期二年执行", "死缓", "死刑，缓期二年执行"],
    &["免予刑事处罚", "免于刑事处罚", "免予刑罚"],
    &["准许撤诉", "撤诉", "准予撤诉"],
    &["终结本次执行程序", "终本", "终结本次执行"],
    &["第三人", "诉讼第三人"],
];

/// Compares two plain words.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    let same = full_form(a) == full_form(b);
    if same { Relation::Same } else { Relation::Different }
}

fn full_form(word: &str) -> &str {
    FORMS.iter().find(|forms| forms.contains(&word)).map_or(word, |forms| forms[0])
}

#[cfg(test)]
mod tests {
    use super::FORMS;

    #[test]
    fn no_form_belongs_to_two_words() {
        let mut forms: Vec<&str> = FORMS.iter().flat_map(|forms| forms.iter().copied()).collect();
        forms.sort_unstable();
        let count = forms.len();
        forms.dedup();
        assert_eq!(forms.len(), count);
    }
}
