//! Reads what an entry says of a party: sex, birth, ethnic group, education, occupation, identity number, address.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Date;
use casefile::{Extraction, Record, Value};
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;

use super::entries::Entry;
use super::occupation;

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    const DATE: &str = r"(?P<date>(?:1[89]|20)[0-9]{2}年(?:[0-9×xX*＊某Ｘ]{1,2}月)?(?:[0-9×xX*＊某Ｘ]{1,2}日)?)";
    pattern(&format!(
        r"(?:出生日期|出生年月|生于|出生于|出生)[：]?{DATE}|{}(?:出?生|，(?:[^，。]{{1,8}}[族人])?，?出生)",
        DATE.replace("date", "date2")
    ))
});

static ETHNICITY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:系|民族[：]?)?(?P<value>[\p{Han}]{1,6}族)"));

static EDUCATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:系|具有|文化程度[：]?|文化[：]?)?(?P<value>(?:半文盲|文盲|不识字|小学|初中|高中|中专|中技|技校|职高|职业高中|职中|大专|专科|大学(?:本科|专科)?|本科|硕士(?:研究生)?|研究生|博士(?:研究生)?|中等专科|高职)(?:[一二三四五六]年级|文化程度|文化水平|文化|程度|肄业|毕业|学历|在读|专业|生)*)(?:文化)?$",
    )
});

static IDENTITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:公民身份(?:证)?号码?|居民身份证号码?|身份证(?:件)?号码?|身份证|统一社会信用代码|社会信用代码|组织机构代码(?:证)?(?:号码?)?|注册号)(?:为|是)?[：:]?(?P<value>[0-9A-Za-zXx×*＊.…-]{3,24})",
    )
});

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:户籍所在地及居住地|户籍地及居住地|户籍所在地暨居住地|户籍所在地|户籍地址|户籍地|户籍所在|户籍|户口所在地|现住址|现住地|现住|捕前住|案发前住|现暂住|暂住地|暂住|家住|住所地|住所|住址|住地|居住地|经常居住地|经营场所|营业场所|注册地|地址|住)(?:为|在|于|是|系|不详)?[：:]?(?P<value>[^，。；\n]{2,80})",
    )
});

/// Reads every attribute that stands in the range.
pub(super) fn read(cx: &Context, range: Range<usize>, party: &mut Record<Extraction>) {
    read_birth(cx, range.clone(), party);
    read_identity(cx, range.clone(), party);
    read_address(cx, range.clone(), party);
    for item in items(cx, range) {
        read_item(cx, item, party);
    }
}

/// The kind of party that its attributes show: only persons have a sex or a birthday, only organisations a
/// representative or a credit code.
pub(super) fn kind_shown(party: &Record<Extraction>) -> Option<&'static str> {
    let person = ["parties.sex", "parties.birth_date", "parties.ethnicity"].iter().any(|key| party.one(key).is_some());
    if person {
        return Some("自然人");
    }
    party.one("parties.representative").map(|_| "组织")
}

/// The items between commas and full stops.
fn items(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = range.start;
    for part in cx.slice(range).split(['，', '。', '；', '\n', '）', '（']) {
        if !part.is_empty() {
            out.push(at..at + part.len());
        }
        at += part.len();
        at += cx.slice(at..cx.text().len()).chars().next().map_or(0, char::len_utf8);
    }
    out
}

fn read_item(cx: &Context, item: Range<usize>, party: &mut Record<Extraction>) {
    let text = cx.slice(item.clone());
    if let Some(sex) = sex_of(text) {
        let range = item.start..item.start + '男'.len_utf8();
        set(cx, party, "parties.sex", Value::Text(sex.into()), range, 0.995);
    } else if let Some(found) = ETHNICITY.captures(text) {
        let value = found.name("value").expect("the pattern has the group");
        if cx.catalog.is_ethnic_group(value.as_str()) {
            let range = item.start + value.start()..item.start + value.end();
            set(cx, party, "parties.ethnicity", Value::Text(value.as_str().into()), range, 0.99);
        }
    } else if let Some(found) = EDUCATION.captures(text) {
        let value = found.name("value").expect("the pattern has the group");
        let range = item.start + value.start()..item.start + text.len();
        let printed = Value::Text(cx.reading.printed(range.clone()));
        set(cx, party, "parties.education", printed, range, 0.97);
    } else if occupation::is_occupation(text) {
        // 系某某公司职员 says what the party is; the copula is no part of it.
        let copula = if text.starts_with('系') { '系'.len_utf8() } else { 0 };
        let item = item.start + copula..item.end;
        let printed = Value::Text(cx.reading.printed(item.clone()));
        set(cx, party, "parties.occupation", printed, item, 0.93);
    }
}

fn sex_of(item: &str) -> Option<&'static str> {
    match item {
        "男" | "男性" | "性别男" | "性别：男" => Some("男"),
        "女" | "女性" | "性别女" | "性别：女" => Some("女"),
        _ => None,
    }
}

/// The first statement wins: later ones repeat it or speak of somebody else.
fn set(cx: &Context, party: &mut Record<Extraction>, key: &str, value: Value, range: Range<usize>, confidence: f64) {
    if party.one(key).is_none() {
        cx.put(party, key, value, range, key, confidence);
    }
}

fn read_birth(cx: &Context, range: Range<usize>, party: &mut Record<Extraction>) {
    let text = cx.slice(range.clone());
    let Some(found) = BIRTH.captures(text) else { return };
    let Some(date) = found.name("date").or_else(|| found.name("date2")) else { return };
    let Ok(value) = Date::parse_visible(date.as_str()) else { return };
    let place = range.start + date.start()..range.start + date.end();
    set(cx, party, "parties.birth_date", Value::Date(value), place, 0.99);
}

fn read_identity(cx: &Context, range: Range<usize>, party: &mut Record<Extraction>) {
    let Some(found) = IDENTITY.captures(cx.slice(range.clone())) else { return };
    let value = found.name("value").expect("the pattern has the group");
    let place = range.start + value.start()..range.start + value.end();
    let printed = Value::Text(cx.reading.printed(place.clone()));
    set(cx, party, "parties.id_number", printed, place, 0.97);
}

fn read_address(cx: &Context, range: Range<usize>, party: &mut Record<Extraction>) {
    let text = cx.slice(range.clone());
    // A place of work or custody may hold the character 住 or 地址; an address phrase stands at the head of an item.
    for found in ADDRESS.captures_iter(text) {
        let whole = found.get(0).expect("group 0 always matches");
        let before = text[..whole.start()].chars().next_back();
        if !before.is_none_or(|c| matches!(c, '，' | '。' | '；' | '（' | '\n' | '：' | '、')) {
            continue;
        }
        let value = found.name("value").expect("the pattern has the group");
        let place = range.start + value.start()..range.start + value.end();
        let printed = cx.reading.printed(place.clone());
        let printed = printed.trim_start_matches('住').to_string();
        let printed = match printed.contains('（') {
            true => printed,
            false => printed.trim_end_matches('）').to_string(),
        };
        set(cx, party, "parties.address", Value::Text(printed), place, 0.96);
        return;
    }
}

/// The representative named by an entry of its own.
pub(super) fn read_representative(cx: &Context, entry: &Entry, party: &mut Record<Extraction>) {
    let text = cx.slice(entry.rest.clone());
    let end = text.find(['，', '。', '；', '（', '\n', '：']).unwrap_or(text.len());
    let range = entry.rest.start..entry.rest.start + end;
    if (2..=16).contains(&cx.slice(range.clone()).chars().count()) {
        let printed = Value::Text(cx.reading.printed(range.clone()));
        set(cx, party, "parties.representative", printed, range, 0.98);
    }
}

/// 公诉机关 or 抗诉机关: up to 检察院.
pub(super) fn read_procuratorate(cx: &Context, entry: &Entry, record: &mut Record<Extraction>) {
    const ENDING: &str = "检察院";
    let text = cx.slice(entry.rest.clone());
    let end = text.find(['，', '。', '；', '（', '\n']).unwrap_or(text.len());
    let Some(at) = text[..end].rfind(ENDING) else { return };
    let range = entry.rest.start..entry.rest.start + at + ENDING.len();
    cx.put_text(record, "procuratorate", range, "parties.procuratorate", 0.99);
}
