//! Owns the question whether an item of a party's entry is an occupation.

use text::Words;

/// Words that are an occupation by themselves.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "农民", "无业", "无职业", "无固定职业", "无固定工作", "务工", "务工人员", "打工", "工人", "职工", "职员", "员工", "个体", "个体户",
    "个体工商户", "个体经营", "个体经营者", "经商", "学生", "在校学生", "居民", "农村居民", "城镇居民", "村民", "市民", "司机", "驾驶员", "教师", "医生",
    "护士", "退休", "退休职工", "退休人员", "退休工人", "退休干部", "干部", "公务员", "自由职业", "自由职业者", "待业", "下岗", "下岗职工", "下岗工人",
    "粮农", "渔民", "牧民", "菜农", "厨师", "电焊工", "汽车修理工", "修理工", "收银员", "营业员", "保安", "保姆", "军人", "律师", "会计", "农民工",
    "农村村民", "务农", "无", "民工", "企业职工", "企业员工", "公司职员", "公司员工", "公司职工", "船员", "电工", "木工", "瓦工", "焊工", "民警",
    "辅警", "服务员", "销售员", "快递员", "业务员", "商人", "家庭主妇", "家务", "社会人员", "自由经商", "农业",
];

/// Posts that close an occupation with the employer before it: 某某公司经理.
#[rustfmt::skip]
const POSTS: &[&str] = &[
    "职工", "职员", "员工", "工人", "经理", "董事长", "主任", "书记", "会计", "出纳", "教师", "医生", "护士", "法定代表人", "负责人", "股东",
    "村民", "干部", "科长", "局长", "处长", "所长", "厂长", "校长", "院长", "队长", "站长", "组长", "主管", "司机", "驾驶员", "保安", "业务员",
    "工作人员", "民警", "总监", "董事", "监事", "店长", "老板", "店主", "工程师", "技术员", "经营者", "从业人员", "务工人员", "务工", "打工", "上班",
    "助理", "厨师", "收银员", "营业员", "服务员", "修理工", "技工", "电工", "焊工", "装卸工", "保洁员", "快递员", "销售员", "售货员", "操作工",
    "钳工", "矿工",
];

/// Whether an item says what somebody does for a living.
pub(super) fn is_occupation(item: &str) -> bool {
    let item = item.strip_prefix("职业").map_or(item, |rest| rest.trim_start_matches('：'));
    if WORDS.contains(&item) {
        return true;
    }
    let states_other = ["住", "户籍", "曾因", "因涉嫌", "年", "代理", "授权", "身份", "羁押", "出生", "取保"];
    let count = item.chars().count();
    let is_phrase = item.contains(['？', '的', '、', '“', '《']) || item.starts_with("该");
    (4..=30).contains(&count)
        && !is_phrase
        && !states_other.iter().any(|word| item.contains(word))
        && POSTS.iter().any(|post| item.ends_with(post) && ends_in_word(item, post))
}

/// Whether the post stands there as a word of its own: 自来水厂工人 ends in 工人, 某某厂长途汽车站 in no post.
fn ends_in_word(item: &str, post: &str) -> bool {
    let start = item.len() - post.len();
    Words::embedded().ranges(item).iter().any(|word| word.start == start)
        // Posts that the dictionary joins with the word before them, such as 副经理.
        || Words::embedded().ranges(item).last().is_some_and(|word| word.start < start && item[word.clone()].chars().count() <= 4)
}
