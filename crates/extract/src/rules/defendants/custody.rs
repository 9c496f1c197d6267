//! Owns the dates of 刑事拘留 and 逮捕 in the entry of an accused person. Other measures only take their dates away.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Date;
use catalog::SectionKind;
use regex::Regex;

use super::people::{People, ROLES};
use crate::context::Context;
use crate::pattern::pattern;

/// A date with its place and how surely it belongs.
pub(super) type Dated = (Date, Range<usize>, f64);

/// The measures of one person.
#[derive(Clone, Debug, Default)]
pub(super) struct Custody {
    pub(super) detention: Option<Dated>,
    pub(super) arrest: Option<Dated>,
}

const YEAR: &str = "[0-9〇○零OОＯ一二三四五六七八九]{4}年";
const NUMBER: &str = "[0-9〇○零一二三四五六七八九十]{1,3}";

static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<date>(?:{YEAR}|(?:同|次|当|翌|该)年)?{NUMBER}月{NUMBER}[日号]|(?:同|次|当|翌|该)月{NUMBER}[日号]|同一?[日天]|次日|翌日|当[日天]|第二[天日]|{YEAR}(?:[×xX*＊]+月|{NUMBER}月[×xX*＊]+日))|(?P<detain>(?:刑事)?拘留)|(?P<arrest>逮捕)|(?P<other>抓获|羁押|取保候审|监视居住|释放|传唤|归案|投案|判处|刑满)|(?P<end>[。\n])"
    ))
});

/// The custody of every person, in order.
pub(super) fn of_people(cx: &Context, people: &People) -> Vec<Custody> {
    let shared = shared(cx);
    entries(cx, people)
        .into_iter()
        .map(|entry| {
            let own = entry.map(|range| in_entry(cx, range)).unwrap_or_default();
            match &shared {
                Some(shared) if own.detention.is_none() && own.arrest.is_none() => shared.clone(),
                _ => own,
            }
        })
        .collect()
}

/// What one sentence states for everybody: 上述被告人均因本案于…被刑事拘留.
fn shared(cx: &Context) -> Option<Custody> {
    static EVERYBODY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:上述|以上|上列|[二两三四五六七八九十])[^，。；\n]{0,6}(?:被告人|上诉人)[^，。\n]{0,12}(?:均|同)?(?:因|于)[^。\n]*。?",
        )
    });
    let block = cx.section(SectionKind::Parties);
    let found = EVERYBODY.find(cx.slice(block.clone()))?;
    Some(in_entry(cx, block.start + found.start()..block.start + found.end()))
}

/// Where the entry of each person stands in the party block.
fn entries(cx: &Context, people: &People) -> Vec<Option<Range<usize>>> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?:{ROLES}|被告人暨[^，。；：\n]{{2,16}})(?:（[^）\n]{{1,30}}）)?[：，]?(?:（?自报[：，]?）?)?$"
        ))
    });
    let block = cx.section(SectionKind::Parties);
    let text = cx.slice(block.clone());
    let starts: Vec<Option<usize>> = people
        .all
        .iter()
        .map(|person| {
            let mut places = text.match_indices(&person.name).map(|(at, _)| at);
            places.clone().find(|at| HEAD.is_match(&text[line_start(text, *at)..*at])).or_else(|| places.next())
        })
        .collect();
    starts
        .iter()
        .map(|start| {
            let start = (*start)?;
            let next = starts.iter().flatten().copied().filter(|other| *other > start).min().unwrap_or(text.len());
            Some(block.start + start..block.start + next)
        })
        .collect()
}

/// The start of the line that holds a place, no further back than a title reaches.
fn line_start(text: &str, at: usize) -> usize {
    const TITLE_BYTES_MAX: usize = 180;
    let mut from = at.saturating_sub(TITLE_BYTES_MAX);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text[from..at].rfind('\n').map_or(from, |offset| from + offset + 1)
}

/// Confidence where the date stands with the measure.
const STATED: f64 = 0.98;
/// Confidence where another measure stands between the date and this one.
const SHARED: f64 = 0.85;
/// Confidence of an arrest of which only the approval is dated.
const APPROVED: f64 = 0.8;

fn in_entry(cx: &Context, entry: Range<usize>) -> Custody {
    let text = cx.slice(entry.clone());
    let has_criminal_detention = text.contains("刑事拘留");
    let mut custody = Custody::default();
    let mut approved: Option<Dated> = None;
    let mut anchor: Option<Date> = None;
    let mut last: Option<Dated> = None;
    for found in TOKEN.captures_iter(text) {
        let whole = found.get(0).expect("group 0 always matches");
        let place = entry.start + whole.start()..entry.start + whole.end();
        let before = &text[..whole.start()];
        if found.name("date").is_some() {
            last = date_of(whole.as_str(), anchor).map(|date| (date, place, STATED));
            anchor = last.as_ref().map(|dated| dated.0).or(anchor);
        } else if found.name("detain").is_some() {
            let is_criminal = whole.as_str().starts_with("刑事")
                || !has_criminal_detention && is_plain_detention(before, text, whole.end());
            let is_decided = before.ends_with("决定") && text[whole.end()..].starts_with("（在逃");
            if is_criminal && !is_decided && custody.detention.is_none() {
                custody.detention = last.clone();
            }
            use_up(&mut last);
        } else if found.name("arrest").is_some() {
            let refused = before.ends_with("不予批准") || before.ends_with("不批准") || before.ends_with("不予");
            let only_approved = before.ends_with("批准") || before.ends_with("决定");
            if refused {
                last = None;
            } else if only_approved {
                approved = approved.or_else(|| last.clone().map(|dated| (dated.0, dated.1, APPROVED)));
            } else if custody.arrest.is_none() {
                custody.arrest = last.clone();
                use_up(&mut last);
            }
        } else if found.name("other").is_some() {
            use_up(&mut last);
        } else if last.as_ref().is_some_and(|dated| dated.2 < STATED) {
            last = None;
        }
    }
    custody.arrest = custody.arrest.or(approved);
    custody
}

/// A date that belongs to a measure already belongs to a later one with less certainty only.
fn use_up(last: &mut Option<Dated>) {
    if let Some(dated) = last {
        dated.2 = SHARED;
    }
}

fn date_of(text: &str, anchor: Option<Date>) -> Option<Date> {
    let date = match anchor {
        Some(anchor) => Date::parse_relative(text, anchor).ok(),
        None => Date::parse(text).ok(),
    };
    date.filter(|date| date.is_full())
}

/// 拘留 alone is 刑事拘留 unless it is said to be another kind or to last some days.
fn is_plain_detention(before: &str, text: &str, end: usize) -> bool {
    let other = ["行政", "治安", "司法", "并处", "处以", "处"].iter().any(|word| before.ends_with(word));
    let after = &text[end..];
    let is_term =
        after.chars().take(4).collect::<String>().contains(['日', '天']) && !after.starts_with(['，', '。', '；']);
    !other && !is_term && !after.starts_with(['所', '证'])
}
