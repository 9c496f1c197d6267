//! Reads the dates on which this court held a hearing in this instance: 于2019年3月1日、4月2日公开开庭审理了本案.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Date;
use casefile::{Extraction, Record, Value};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Material;
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule { name: "hearings", fills: &["hearing_dates"], from: Material::Decision, read };

/// Dates, full or short of their year, joined by marks, and the hearing that they belong to. No other date stands
/// between.
static HEARING: LazyLock<Regex> = LazyLock::new(|| {
    const ONE: &str =
        r"(?:(?:(?:19|20)[0-9]{2}年|同年)?[0-9]{1,2}月[0-9]{1,2}日|同月[0-9]{1,2}日|同日|当日|次日)(?:上午|下午)?";
    pattern(&format!(
        r"(?P<dates>{ONE}(?:(?:、|和|及|以及|，|与|又于|并于|，并于|，又于){ONE})*)(?P<between>[^。；0-9\n]{{0,60}}?)(?:开庭|公开审理|不公开审理|询问|听证|组织(?:了)?(?:庭审|质证|双方))"
    ))
});

static DATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:(?:19|20)[0-9]{2}年|同年)?[0-9]{1,2}月[0-9]{1,2}日|同月[0-9]{1,2}日|同日|当日|次日"));

/// Words between date and hearing that show that the date is of something else.
#[rustfmt::skip]
const OTHER_EVENTS: &[&str] = &[
    "立案", "受理", "公诉", "起诉", "作出", "申请", "提出", "裁定", "判决", "转为", "转入", "移送", "指定", "收到", "原审", "一审", "通知",
];

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let course = cx.section(SectionKind::Course);
    let text = cx.slice(course.clone());
    let mut found: Vec<(Date, Range<usize>)> = Vec::new();
    for hearing in HEARING.captures_iter(text) {
        let (Some(dates), Some(between)) = (hearing.name("dates"), hearing.name("between")) else { continue };
        if OTHER_EVENTS.iter().any(|event| between.as_str().contains(event)) {
            continue;
        }
        let mut anchor = last_full_date(&text[..dates.start()]);
        for place in DATE.find_iter(dates.as_str()) {
            let at = course.start + dates.start() + place.start();
            let date = Date::parse(place.as_str()).ok().filter(|date| date.is_full());
            let date = date.or_else(|| anchor.and_then(|anchor| Date::parse_relative(place.as_str(), anchor).ok()));
            let Some(date) = date else { continue };
            anchor = Some(date);
            found.push((date, at..at + place.as_str().len()));
        }
    }
    found.sort_by_key(|(date, range)| (*date, range.start));
    found.dedup_by_key(|(date, _)| *date);
    for (date, range) in found {
        cx.put(record, "hearing_dates", Value::Date(date), range, "hearings.dates", 0.96);
    }
}

/// The last date with a year before a place: what 同年 and 同日 refer to.
fn last_full_date(text: &str) -> Option<Date> {
    let places = DATE.find_iter(text).filter_map(|place| Date::parse(place.as_str()).ok());
    places.filter(|date| date.is_full()).last()
}
