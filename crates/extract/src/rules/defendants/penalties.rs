//! Owns the penalties of the criminal law as judgments word them, one by one. Who gets which is the business of `clauses`.

use std::sync::LazyLock;

use crate::pattern::pattern;
use casefile::value::{Date, Duration, Money};
use regex::{Captures, Regex};

/// The kind of a principal penalty 主刑, or what stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Principal {
    /// 无罪
    Innocent,
    /// 免予刑事处罚
    Exempt,
    /// 单处罚金
    FineOnly,
    /// 管制
    Surveillance,
    /// 拘役
    Detention,
    /// 有期徒刑
    FixedTerm,
    /// 无期徒刑
    Life,
    /// 死刑缓期二年执行
    SuspendedDeath,
    /// 死刑
    Death,
}

impl Principal {
    /// The word of the case record.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Principal::Innocent => "无罪",
            Principal::Exempt => "免予刑事处罚",
            Principal::FineOnly => "单处罚金",
            Principal::Surveillance => "管制",
            Principal::Detention => "拘役",
            Principal::FixedTerm => "有期徒刑",
            Principal::Life => "无期徒刑",
            Principal::SuspendedDeath => "死刑缓期二年执行",
            Principal::Death => "死刑",
        }
    }
}

/// How long political rights are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RightsLost {
    /// 终身
    Life,
    /// Whole months.
    Months(u32),
}

/// One penalty, or one modality of a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Penalty {
    /// A principal penalty with its months, where it has a term.
    Principal(Principal, Option<u32>),
    /// 缓刑, in months.
    Probation(u32),
    /// 罚金; `alone` for 单处罚金.
    Fine {
        /// The sum.
        sum: Money,
        /// Whether it is said to stand alone.
        alone: bool,
    },
    /// 剥夺政治权利.
    Rights(RightsLost),
    /// 没收个人财产: 全部 or 部分.
    Property(&'static str),
}

/// A term as judgments print it: 三年六个月, 一年又六个月, 6个月, 一年半.
const TERM: &str = "(?:[0-9一二三四五六七八九十两]{1,3}年(?:半|[又零另]?[0-9一二三四五六七八九十]{1,3}个?月)?|[0-9一二三四五六七八九十两]{1,3}个?月半?|半年)(?:[零又]?[0-9一二三四五六七八九十]{1,3}[日天])?";

const AMOUNT: &str =
    "(?:[0-9][0-9.，]*(?:千|万|十万|百万|亿)?|[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟点]+)[元圆]";

/// The day of a term's beginning or end.
pub(super) const DAY: &str =
    "[0-9〇○零OОＯ一二三四五六七八九十]{4}年[0-9〇○零一二三四五六七八九十]{1,3}月[0-9〇○零一二三四五六七八九十]{1,3}日";

/// One alternative per penalty; a group names each. Terms of enforcement and the words that structure a sentence follow.
pub(super) static PENALTY: LazyLock<Regex> = LazyLock::new(|| {
    let property = "没收(?:其|被告人)?(?:个人)?(?:的)?(?P<scope>全部|部分)?(?:的)?(?:个人)?(?:所有)?(?:的)?(?:全部)?财产(?:人民币)?";
    pattern(&format!(
        r"(?P<death>死刑(?P<reprieve>[，、（]?缓期(?:二|两|2)年(?:执行)?)?)|(?P<life>无期徒刑)|(?P<fixed>(?P<kind>有期徒刑|拘役|管制)(?:刑期)?(?:为)?(?P<months>{TERM}))|(?P<exempt>免[予于除](?:刑事)?(?:处罚|处分))|(?P<innocent>无罪)|(?P<probation>缓刑(?:考验期限?)?(?:为|各)?(?P<probation_months>{TERM}))|(?P<fine>(?P<alone>单处)?罚金(?:共计|合计|总计|各|为|计|共)?(?:人民币)?(?:各)?(?P<sum>{AMOUNT}))|(?P<rights>剥夺政治权利(?:改为|为|减为|缩减为)?(?:(?P<forever>终身)|(?P<rights_months>{TERM})))|(?P<property>{property}(?P<property_sum>{AMOUNT})?)"
    ))
});

/// A term from day to day: 自2018年5月1日起至2019年4月30日止.
pub(super) static TERM_DAYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"[自从](?P<from>{DAY})(?:起|开始)?[，、]?[至到](?P<to>{DAY}|[同次翌当]年[0-9〇○零一二三四五六七八九十]{{1,3}}月[0-9〇○零一二三四五六七八九十]{{1,3}}日)(?:止)?"
    ))
});

/// The penalty that a match of `PENALTY` states; none if its figure cannot be read.
pub(super) fn of_match(found: &Captures) -> Option<Penalty> {
    let text = |name: &str| found.name(name).map(|group| group.as_str());
    if text("death").is_some() {
        let kind = if text("reprieve").is_some() { Principal::SuspendedDeath } else { Principal::Death };
        return Some(Penalty::Principal(kind, None));
    }
    if text("life").is_some() {
        return Some(Penalty::Principal(Principal::Life, None));
    }
    if let Some(kind) = text("kind") {
        let kind = match kind {
            "拘役" => Principal::Detention,
            "管制" => Principal::Surveillance,
            _ => Principal::FixedTerm,
        };
        return Some(Penalty::Principal(kind, Some(months_of(text("months")?)?)));
    }
    if text("exempt").is_some() {
        return Some(Penalty::Principal(Principal::Exempt, None));
    }
    if text("innocent").is_some() {
        return Some(Penalty::Principal(Principal::Innocent, None));
    }
    if let Some(term) = text("probation_months") {
        return Some(Penalty::Probation(months_of(term)?));
    }
    if let Some(sum) = text("sum") {
        return Some(Penalty::Fine { sum: Money::parse(sum).ok()?, alone: text("alone").is_some() });
    }
    if text("forever").is_some() {
        return Some(Penalty::Rights(RightsLost::Life));
    }
    if let Some(term) = text("rights_months") {
        return Some(Penalty::Rights(RightsLost::Months(months_of(term)?)));
    }
    let property = text("property")?;
    if text("property_sum").is_some() || property.contains("部分") {
        return Some(Penalty::Property("部分"));
    }
    property.contains("全部").then_some(Penalty::Property("全部"))
}

/// The whole months of a term. Days beyond them are no part of the record.
pub(super) fn months_of(term: &str) -> Option<u32> {
    Duration::parse(term).ok().map(Duration::months).filter(|months| *months > 0)
}

/// The first and last day of a match of `TERM_DAYS`.
pub(super) fn days_of(found: &Captures) -> Option<(Date, Date)> {
    let from = Date::parse(&found["from"]).ok()?;
    let to = Date::parse_relative(&found["to"], from).ok()?;
    (from <= to).then_some((from, to))
}
