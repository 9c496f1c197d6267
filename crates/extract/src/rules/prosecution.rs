//! Reads what the document says of the prosecution: the day of 提起公诉, the number of the indictment, the procuratorate where
//! the party block names none, and the prosecutors who appeared. What each person is accused of is the business of
//! `defendants`.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Date;
use casefile::{Extraction, Record, Value};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::{Category, Material, Procedure};
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule {
    name: "prosecution",
    fills: &["prosecution_date", "indictment_number", "prosecutors", "procuratorate"],
    from: Material::Decision,
    read,
};

const DAY: &str = "(?:[0-9〇○零OОＯ一二三四五六七八九]{4}年|[同次当]年)[0-9〇○零一二三四五六七八九十]{1,3}月[0-9〇○零一二三四五六七八九十]{1,3}日|[同当]月[0-9〇○零一二三四五六七八九十]{1,3}日|[同当次]日";

static DATES: LazyLock<Regex> = LazyLock::new(|| pattern(DAY));

/// 提起公诉, with what may stand between the day and it.
static ACCUSES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:提起|提出|提请)(?:刑事附带民事)?公诉|提起诉讼|移送起诉|公诉至本院|起诉(?:到|至)本院")
});

/// An indictment's number: an abbreviation, the year in any brackets, a serial number.
static INDICTMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<value>(?:[^以院于，。：；、（）《》〔〕“”\n]{2,16}[（〔<﹝]\s?[12][0-9]{3}\s?[）〕>﹞](?:年)?[^，。：；、《》“”\n]{0,8}?|（[12][0-9]{3}）[^，。：；、《》“”（）\n]{2,14}?第?)[0-9]{1,6}号?)(?:的)?[《“]?(?:刑事附带民事|刑事)?(?:起诉书|起诉意见|量刑建议|起诉|指控)",
    )
});

/// 起诉书（云检刑诉〔2021〕12号）: the number behind the word.
static INDICTMENT_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"起诉书[》”]?（(?:文号：|编号：)?(?P<value>[^以院于，。：；、（）《》“”\n]{2,16}[（〔<﹝][12][0-9]{3}[）〕>﹞][^，。：；、\n]{0,4}?[0-9]{1,6}号)）?",
    )
});

/// A procuratorate that accuses: 审理云河市人民检察院指控….
static ACCUSER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<value>[^，。；：、（）《》“”\n]{0,30}?检察院)(?:于[^，。；\n]{4,16}|，)?(?:以[^，。；\n]{4,40}起诉书[^，。；\n]{0,4}，?)?(?:提起公诉的?)?(?:指控|提起公诉|起诉)",
    )
});

/// Titles of prosecutors in court.
static PROSECUTOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:代理|助理)?检察员|(?:副)?检察长|检察委员会(?:专职)?委员|(?:员额)?检察官助理|(?:员额)?检察官|国家公诉人|公诉人|检察人员|书记员",
    )
});

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    if cx.profile.category != Category::Criminal {
        return;
    }
    // A document that lost its headings keeps these sentences among the parties.
    let parties = cx.section(SectionKind::Parties);
    let facts = cx.section(SectionKind::Facts);
    let range = parties.start..facts.end.max(parties.end);
    if cx.profile.procedure == Procedure::First {
        read_day(cx, record, range.clone());
    }
    read_number(cx, record, range.clone());
    read_prosecutors(cx, record, range.clone());
    if record.one("procuratorate").is_none() && cx.profile.procedure != Procedure::SentenceChange {
        read_procuratorate(cx, record, range);
    }
}

/// The first day of 提起公诉: the last day before the words in their sentence. A day behind 指控 belongs to the deed, so only
/// one that the sentence ties to the filing counts.
fn read_day(cx: &Context, record: &mut Record<Extraction>, range: Range<usize>) {
    let mut anchor: Option<Date> = None;
    for sentence in sentences(cx, range) {
        let text = cx.slice(sentence.clone());
        let filing =
            ACCUSES.find(text).filter(|_| ["检察院", "公诉机关", "本院"].iter().any(|word| text.contains(word)));
        let mut last: Option<(Date, Range<usize>)> = None;
        for found in DATES.find_iter(text) {
            let Some(date) = date_of(found.as_str(), anchor) else { continue };
            anchor = Some(date);
            if filing.is_some_and(|filing| {
                found.end() <= filing.start() && is_of_filing(text, found.range(), filing.start())
            }) {
                last = Some((date, sentence.start + found.start()..sentence.start + found.end()));
            }
        }
        if let Some((date, place)) = last {
            cx.put(record, "prosecution_date", Value::Date(date), place, "prosecution.day", 0.97);
            return;
        }
    }
}

/// Whether a day in a sentence is that of the filing: close before it, or before the indictment with its number.
fn is_of_filing(text: &str, day: Range<usize>, filing: usize) -> bool {
    let between = &text[day.end..filing];
    let is_close = between.chars().count() <= 16 && !between.contains(['，', '。']);
    let opens =
        text[..day.start].chars().count() <= 40 && ["起诉书", "指控", "以"].iter().any(|word| between.contains(word));
    let tells_deed = text[..day.start].contains("指控");
    is_close || (opens && !tells_deed)
}

fn date_of(text: &str, anchor: Option<Date>) -> Option<Date> {
    let date = match anchor {
        Some(anchor) => Date::parse_relative(text, anchor),
        None => Date::parse(text),
    };
    date.ok().filter(|date| date.is_full())
}

fn read_number(cx: &Context, record: &mut Record<Extraction>, range: Range<usize>) {
    let text = cx.slice(range.clone());
    let found = INDICTMENT.captures(text).or_else(|| INDICTMENT_BEHIND.captures(text));
    let Some(value) = found.and_then(|found| found.name("value")) else { return };
    let place = range.start + value.start()..range.start + value.end();
    cx.put_text(record, "indictment_number", place, "prosecution.indictment", 0.97);
}

fn read_procuratorate(cx: &Context, record: &mut Record<Extraction>, range: Range<usize>) {
    let Some(value) = ACCUSER.captures(cx.slice(range.clone())).and_then(|found| found.name("value")) else { return };
    // 某法院审理某检察院: the name begins behind the verb.
    const VERBS: &[&str] = &["审理了", "审理的", "审理由", "审理", "受理了", "受理的", "受理", "法院对", "对于"];
    let lead = VERBS.iter().filter_map(|verb| value.as_str().find(verb).map(|at| at + verb.len())).max().unwrap_or(0);
    let place = range.start + value.start() + lead..range.start + value.end();
    let name = cx.slice(place.clone());
    if name.chars().count() >= 6 && !name.starts_with(['原', '该', '被']) {
        cx.put_text(record, "procuratorate", place, "prosecution.procuratorate", 0.9);
    }
}

/// 云河县人民检察院指派检察员赵丁、代理检察员钱戊出庭支持公诉.
fn read_prosecutors(cx: &Context, record: &mut Record<Extraction>, range: Range<usize>) {
    const APPEARS: &[&str] = &["出庭", "到庭", "履行职务", "派员", "支持公诉", "参加诉讼", "参加了诉讼", "出席"];
    for sentence in sentences(cx, range) {
        let text = cx.slice(sentence.clone());
        let Some(end) = APPEARS.iter().filter_map(|word| text.find(word)).min() else { continue };
        for found in PROSECUTOR.find_iter(&text[..end]) {
            if found.as_str().ends_with("助理") || found.as_str() == "书记员" {
                continue;
            }
            for name in names_at(&text[..end], found.end()) {
                let place = sentence.start + name.start..sentence.start + name.end;
                let value = Value::Text(cx.reading.printed(place.clone()));
                if record.all("prosecutors").iter().all(|known| known.chosen.value != value) {
                    cx.put(record, "prosecutors", value, place, "prosecution.prosecutors", 0.97);
                }
            }
        }
    }
}

/// Names that follow a title, joined by 、 or 和, up to the next title or another clause.
fn names_at(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = from;
    loop {
        let rest = &text[at..];
        let stop = rest.find(['，', '。', '；', '、', '和', '（', '\n', '及', '与', '依', '：']).unwrap_or(rest.len());
        let name = &rest[..stop];
        // 检察员张三、李四均到庭: the adverb closes a list, while a single name may end in the character.
        let name = if out.is_empty() { name } else { name.strip_suffix('均').unwrap_or(name) };
        if !is_name(name) {
            return out;
        }
        out.push(at..at + name.len());
        let next = rest[stop..].chars().next();
        let joined = next.is_some_and(|c| matches!(c, '、' | '和' | '及' | '与'));
        let (true, Some(mark)) = (joined, next) else { return out };
        at += stop + mark.len_utf8();
    }
}

/// Whether a text has the shape of a person's name and none of a title or of a verb.
fn is_name(text: &str) -> bool {
    const NO_NAMES: &[&str] = &[
        "检察", "公诉", "被告", "辩护", "上诉", "人民", "法院", "书记", "委员", "代理", "助理", "翻译", "鉴定", "证人",
        "当庭", "本案", "分别", "原告", "被害", "诉讼", "提出", "提交", "指控", "出示", "宣读", "建议", "认为", "意见",
        "的",
    ];
    let count = text.chars().count();
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '·' | '•' | '×' | '*' | '＊' | '1'..='9');
    let most = if text.contains(['·', '•']) { 16 } else { 4 };
    (2..=most).contains(&count) && text.chars().all(is_letter) && !NO_NAMES.iter().any(|word| text.contains(word))
}

fn sentences(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut at = range.start;
    cx.slice(range)
        .split_inclusive(['。', '\n'])
        .map(|sentence| {
            let start = at;
            at += sentence.len();
            start..at
        })
        .collect()
}
