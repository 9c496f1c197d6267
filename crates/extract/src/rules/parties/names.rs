//! Owns the names in a party's entry: where they end, and whether they are a person's or an organisation's.

use std::ops::Range;

use text::Words;

use crate::context::Context;

use super::entries::Entry;

/// The ranges of the names at the head of an entry: one, or several joined by 、.
pub(super) fn in_entry(cx: &Context, entry: &Entry) -> Vec<Range<usize>> {
    let text = cx.slice(entry.rest.clone());
    let claimed = ["（自报）", "自报"].into_iter().find(|words| text.starts_with(words)).map_or(0, str::len);
    let whole = entry.rest.start + claimed..entry.rest.start + claimed + name_len(&text[claimed..]);
    let whole = before_glued_attribute(cx, whole);
    let names = split_at_marks(cx, whole.clone());
    match names.len() {
        0 => Vec::new(),
        _ if names.iter().all(|name| is_plausible(cx.slice(name.clone()))) => names,
        _ => vec![whole].into_iter().filter(|name| is_plausible(cx.slice(name.clone()))).collect(),
    }
}

/// The length of the name with which a text begins. Brackets inside the name of a company belong to it: 某某（集团）
/// 股份有限公司, 某某合伙企业（有限合伙）; a bracket with a remark about the party does not.
fn name_len(text: &str) -> usize {
    const REMARKS: &[&str] = &[
        "曾用名",
        "又名",
        "别名",
        "绰号",
        "化名",
        "自报",
        "原名",
        "以下",
        "下称",
        "简称",
        "反诉",
        "原审",
        "一审",
        "系",
        "身份",
        "外文名",
        "英文名",
        "缺席",
    ];
    let mut at = 0;
    while let Some(found) = text[at..].find(['，', '。', '；', '（', '\n', '<', '：']) {
        let mark = at + found;
        if !text[mark..].starts_with('（') {
            return mark;
        }
        let Some(inner_len) = text[mark..].find('）') else { return mark };
        let inner = &text[mark + '（'.len_utf8()..mark + inner_len];
        let after = &text[mark + inner_len + '）'.len_utf8()..];
        let goes_on = after.chars().next().is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        let remark = REMARKS.iter().any(|word| inner.starts_with(word)) || mark == 0;
        if remark || !(goes_on || inner.ends_with("合伙")) {
            return mark;
        }
        at = mark + inner_len + '）'.len_utf8();
    }
    text.len()
}

/// A name may be followed by an attribute without a comma: 张三男，1980年… or 某某公司住所地….
fn before_glued_attribute(cx: &Context, name: Range<usize>) -> Range<usize> {
    const ATTRIBUTES: &[&str] =
        &["住所地：", "住所地", "住址", "法定代表人", "统一社会信用代码", "曾用名", "别名", "绰号"];
    let text = cx.slice(name.clone());
    let cut = ATTRIBUTES.iter().filter_map(|word| text.find(word)).filter(|at| *at > 0).min();
    name.start..name.start + cut.unwrap_or(text.len())
}

fn split_at_marks(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    let mut names = Vec::new();
    for part in cx.slice(range).split('、') {
        if !part.is_empty() {
            names.push(at..at + part.len());
        }
        at += part.len() + '、'.len_utf8();
    }
    names
}

fn is_plausible(name: &str) -> bool {
    let count = name.chars().count();
    // A sentence about a party begins like an entry: 被告人张三曾因…, 被告人不服….
    #[rustfmt::skip]
    const SENTENCE: &[&str] = &[
        "代理", "因涉嫌", "曾因", "犯", "罪", "年", "不服", "于2", "现羁押", "一案", "判处", "伙同", "明知", "供述", "上诉理由", "以非法", "参与",
    ];
    // Long names end like an organisation's, or are foreign; anything else of that length is a sentence, too.
    const PERSON_CHARS_MAX: usize = 20;
    let is_bounded = count <= PERSON_CHARS_MAX
        || name.ends_with('）')
        || name.contains(|c: char| c.is_ascii_alphabetic() || "·•".contains(c))
        || ORGANISATION_ENDINGS.iter().any(|ending| name.ends_with(ending));
    (2..=60).contains(&count) && is_bounded && !SENTENCE.iter().any(|words| name.contains(words))
}

/// Endings of organisations' names. Persons' names never end so.
#[rustfmt::skip]
const ORGANISATION_ENDINGS: &[&str] = &[
    "公司", "局", "厅", "部", "委", "委员会", "政府", "办事处", "办公室", "银行", "支行", "分行", "信用社", "联社", "合作社", "厂", "店", "行", "社",
    "中心", "学校", "大学", "学院", "中学", "小学", "幼儿园", "医院", "卫生院", "研究所", "研究院", "事务所", "所", "站", "队", "支队", "大队",
    "法院", "检察院", "监狱", "看守所", "集团", "企业", "经营部", "门市部", "服务部", "商行", "工作室", "协会", "学会", "基金会", "商会",
    "村民小组", "小组", "村", "社区", "组", "管委会", "管理处", "处", "办", "馆", "院", "城", "场", "园", "庄", "坊", "超市", "宾馆",
    "酒店", "饭店", "餐厅", "商店", "商场", "药房", "诊所", "合伙）", "户", "铺", "楼", "吧", "网", "港", "矿", "总队", "分局", "项目部",
    "会",
];

/// Whether a name is an organisation's.
pub(crate) fn is_organisation(cx: &Context, name: &str) -> bool {
    let count = name.chars().count();
    if count <= 3 {
        return count == 3 && ["公司", "银行", "医院", "学校", "超市"].iter().any(|ending| name.ends_with(ending));
    }
    if cx.catalog.courts().by_name(name).is_some() {
        return true;
    }
    let person_like = name.contains(['·', '•']) || (count == 4 && name.ends_with("某某"));
    !person_like && (ORGANISATION_ENDINGS.iter().any(|ending| name.ends_with(ending)) || count >= 7)
}

/// The longest start of a text that ends like an organisation's name, of four characters or more. 行政处罚 and 办公室 do
/// not end one in their middle.
pub(super) fn organisation_at_start(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).skip(3);
    let complete = |end: &usize| {
        ORGANISATION_ENDINGS.iter().any(|ending| text[..*end].ends_with(ending))
            && !text[*end..].starts_with(['罚', '公', '理'])
    };
    ends.filter(complete).last().map(|end| &text[..end])
}

/// The person's name with which a text begins: all of a short text, else what stands before the first word that is none
/// (高加平 of 高加平土地复垦). A name of three characters is likelier than one of two.
pub(super) fn person_at_start(text: &str) -> Option<&str> {
    const SHORT_CHARS_MAX: usize = 4;
    if text.chars().count() <= SHORT_CHARS_MAX {
        return (text.chars().count() >= 2).then_some(text);
    }
    let words = Words::embedded().ranges(text);
    let starts_cause = |end: usize| {
        words.iter().find(|word| word.start == end).is_some_and(|word| text[word.clone()].chars().count() >= 2)
    };
    let ends = [3, 2].into_iter().filter_map(|chars| text.char_indices().nth(chars).map(|(at, _)| at));
    ends.filter(|end| starts_cause(*end)).map(|end| &text[..end]).next()
}
