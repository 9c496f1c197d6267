//! Owns what the handbook says about the check: by kind of value, by outcome and by tier. The words stand beside the kinds of
//! the program, so that a kind without words does not compile.

use casefile::{Comparison, ValueKind};
use catalog::Catalog;
use maud::{Markup, html};

/// What people are told about a kind of value.
struct Told {
    name: &'static str,
    /// What counts as the same.
    same: &'static str,
    /// What is told to be different, and what stays doubtful.
    differs: &'static str,
}

fn told(kind: ValueKind) -> Told {
    let (name, same, differs) = match kind {
        ValueKind::Text => ("文字", "标点、空格和全角半角不同不影响；被隐去的部分只比对看得见的字。", "文字不同。"),
        ValueKind::Choice => {
            ("选项", "同一选项的长短写法视为一致，如“男”与“男性”、“简易”与“简易程序”、“第一审”与“一审”。", "选项不同。")
        }
        ValueKind::Person => (
            "自然人姓名",
            "括号内的说明不计，如“张三（曾用名张山）”与“张三”；隐名与看得见的字相符时记为隐去。",
            "姓名任何一字不同。",
        ),
        ValueKind::PartyName => {
            ("当事人名称", "自然人按姓名比对，单位按单位名称比对。", "姓名或者名称不同；单位简称存疑。")
        }
        ValueKind::Organisation => (
            "单位名称",
            "全角半角、括号写法不同视为一致。",
            "名称不同。省去“有限公司”等组织形式或者使用简称的，是否为同一单位须由人判断，列为存疑。",
        ),
        ValueKind::Court => (
            "法院名称",
            "省、市名可以省去；更名前后的名称视为同一法院，如“历下区人民法院”与“济南市历下区人民法院”。",
            "在法院目录中是不同的法院。",
        ),
        ValueKind::Cause => ("案由", "“纠纷”“一案”有无不影响；案由目录修订前后的对应案由视为一致。", "案由不同。"),
        ValueKind::Charge => ("罪名", "“犯”“罪”有无不影响；罪名更名前后视为一致。", "罪名不同。"),
        ValueKind::Address => (
            "地址",
            "“住”“户籍地”等引导词不计；一处省去省市或者写得较略而不矛盾的，视为一致并注明。",
            "地址的某一级不同。",
        ),
        ValueKind::CaseNumber => (
            "案号",
            "括号写法、全角半角不影响；旧式案号的“第”字和前导零不影响。",
            "年份、法院代字、类型代字或者编号不同；新式案号多出“第”字或者前导零也算不同。",
        ),
        ValueKind::DocumentNumber => ("文书编号", "括号写法、“第”“号”有无不影响。", "编号不同。"),
        ValueKind::Date => (
            "日期",
            "汉字与数字写法视为一致；一处只写到年或者月而不矛盾的，视为一致并注明“日期详略不同”。",
            "年、月、日任何一项不同。",
        ),
        ValueKind::Money => ("金额", "换算到分比对，“3.5万元”与“35000元”一致。", "相差一分即不同。"),
        ValueKind::Months => {
            ("刑期（月）", "换算为月比对，“一年六个月”与“18”一致；“终身”只与“终身”一致。", "月数不同。")
        }
        ValueKind::Flag => (
            "有无",
            "卷宗认定并且录入勾选，视为一致。",
            "卷宗已认定而未勾选，或者已勾选而卷宗未载：列为存疑，不直接列为错误。",
        ),
        ValueKind::Identity => (
            "证件号码",
            "末位字母大小写不影响；15位旧号码与对应的18位号码视为一致并注明；隐去的数位不比对。",
            "看得见的数位有不同。",
        ),
        ValueKind::Law => (
            "法律名称",
            "书名号、“中华人民共和国”、制定机关和修正年份可以省去；更名前后的名称视为一致。",
            "不是同一部法律。",
        ),
        ValueKind::Article => ("法条", "“第264条”与“第二百六十四条”一致。", "条次不同；“之一”与本条不同。"),
        ValueKind::Ethnicity => ("民族", "“族”字有无不影响。", "民族不同。"),
    };
    Told { name, same, differs }
}

/// The name of a kind of value.
pub(super) fn kind_name(kind: ValueKind) -> &'static str {
    told(kind).name
}

/// How values of a kind are compared.
pub(super) fn of_kind(kind: ValueKind) -> Markup {
    let told = told(kind);
    html! {
        dl.facts {
            dt { "视为一致" } dd { (told.same) }
            dt { "视为不一致" } dd { (told.differs) }
        }
        p { "级别的划分见" a href="/handbook#tiers" { "疑点级别" } "。" }
    }
}

/// What an outcome means.
fn outcome(outcome: Comparison) -> (&'static str, &'static str) {
    match outcome {
        Comparison::Same => ("一致", "录入与卷宗意思相同。写法不同或者一处较略时注明。"),
        Comparison::Different => ("不一致", "两边都有值，并且意思不同。只有两边都有值才会称为不一致。"),
        Comparison::AbsentInEntry => ("录入缺项", "卷宗载明而录入为空。录入表中没有该栏的，不作为疑点。"),
        Comparison::AbsentInFile => ("文书未载", "录入有值而已读取的卷宗未载明，须核对原文或者补充卷宗。"),
        Comparison::Masked => ("文书隐去", "卷宗以“某”“×”等隐去，看得见的部分与录入不矛盾。"),
        Comparison::Unreadable => ("文书不清", "卷宗相应位置无法辨认，不作判断。"),
        Comparison::NotApplicable => ("不适用", "该信息项不适用于此类案件。"),
    }
}

const OUTCOMES: [Comparison; 7] = [
    Comparison::Same,
    Comparison::Different,
    Comparison::AbsentInEntry,
    Comparison::AbsentInFile,
    Comparison::Masked,
    Comparison::Unreadable,
    Comparison::NotApplicable,
];

/// Class, name and meaning of each tier.
const TIERS: [(&str, &str, &str); 3] = [
    (
        "error",
        "错误",
        "卷宗足以证明录入有误：两边的值不一致，且提取把握在90%以上；或者姓名、名称、案由、罪名一类完整载于一处的项目，\
         录入遗漏或者多出，且提取把握在90%以上。",
    ),
    (
        "doubtful",
        "存疑",
        "可能有误而须由人判断：提取把握不足90%；差别可能只是写法，如单位简称；金额、日期、法条等散见各处的项目有遗漏或者\
         多出；“有无”一类的项目与卷宗不符。",
    ),
    ("notice", "提示", "不说明录入有误：录入栏为空、文书未载、文书隐去、文书不清。"),
];

/// The part of the handbook about the check.
pub(super) fn show(catalog: &Catalog) -> Markup {
    html! {
        section.panel aria-labelledby="checks" {
            h2 #checks { "质检规则" }
            p { "每个信息项按值的种类比对意思，不比对写法。当事人、代理人等成组的信息先按名称和身份配对，再逐项比对，与先后次序无关；\
                 审判员、案由等可有多个值的信息逐个配对。没有配上的一组只在其名称处提示一次。" }
            h3 { "按值的种类" }
            div.scroll tabindex="0" role="group" aria-label="按值的种类，可左右滚动" {
                table {
                    thead { tr {
                        th scope="col" { "种类" } th scope="col" { "视为一致" } th scope="col" { "视为不一致" }
                        th scope="col" { "信息项数" }
                    } }
                    tbody { @for &kind in ValueKind::ALL {
                        @let told = told(kind);
                        tr {
                            th scope="row" { (told.name) } td { (told.same) } td { (told.differs) }
                            td.number { (catalog.fields().iter().filter(|field| field.kind == kind).count()) }
                        }
                    } }
                }
            }
            h3 { "核对结果" }
            dl.facts { @for one in OUTCOMES {
                @let (name, text) = outcome(one);
                dt { (name) } dd { (text) }
            } }
            h3 #tiers { "疑点级别" }
            dl.facts { @for (class, name, text) in TIERS {
                dt { span class={"tier " (class)} { (name) } } dd { (text) }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_has_words_of_its_own() {
        let names: BTreeSet<&str> = ValueKind::ALL.iter().map(|kind| kind_name(*kind)).collect();
        assert_eq!(names.len(), ValueKind::ALL.len(), "two kinds of the same name");
        let page = show(Catalog::embedded()).into_string();
        for &kind in ValueKind::ALL {
            let told = told(kind);
            assert!([told.name, told.same, told.differs].iter().all(|text| text.chars().count() > 1), "{kind:?}");
            assert!(page.contains(told.same), "{kind:?} is not on the page");
        }
    }
}
