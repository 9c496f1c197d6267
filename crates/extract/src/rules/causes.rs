//! Reads the cause of action 案由 as the text names it: the words between the last party's name and 一案. Charges of
//! criminal cases stand under the defendants, not here.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record, Value};
use catalog::{CauseList, SectionKind};
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::{Category, Material};
use crate::rules::Rule;
use crate::rules::mentions::{Mentions, shifted};

mod phrase;

use phrase::Phrase;

pub(super) const RULE: Rule = Rule { name: "causes", fills: &["causes"], from: Material::Decision, read };

/// Where a clause that names the cause ends: 一案, or a bare 纠纷 before a mark that goes on with the procedure.
static CLAUSE_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"一案|纠纷(?:案件|案)?(?:中|，|。|；|于|进行|立案)"));

/// Special procedures that are named without 一案: 向本院申请诉前财产保全.
static APPLICATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"申请(?:支付令|公示催告|诉前(?:财产|证据|行为)?保全|诉中财产保全|宣告[^，。；\n]{2,12}(?:失踪|死亡|无民事行为能力|限制民事行为能力)|认定[^，。；\n]{2,12}(?:无民事行为能力|限制民事行为能力|财产无主)|司法确认调解协议|确认人民调解协议效力|撤销仲裁裁决|确认仲裁协议效力|实现担保物权|人身安全保护令|破产清算|破产重整)",
    )
});

/// How far behind the parties the cause is looked for, in bytes.
const REACH_BYTES_MAX: usize = 6_000;

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    if cx.profile.category == Category::Criminal {
        return;
    }
    let mentions = Mentions::of(cx, record);
    let range = search_range(cx);
    let text = cx.slice(range.clone());
    if read_label(cx, record, text, range.start) {
        return;
    }
    for end in CLAUSE_END.find_iter(text) {
        let clause_end = if end.as_str() == "一案" { end.start() } else { end.start() + "纠纷".len() };
        let start = text[..clause_end]
            .rfind(['。', '\n'])
            .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let phrases = phrase::in_clause(cx, &mentions, &text[start..clause_end]);
        if !phrases.is_empty() {
            for phrase in phrases {
                put(cx, record, phrase, range.start + start);
            }
            return;
        }
    }
    read_application(cx, record, text, range.start);
}

/// From the title to the disposition. The party block is included: its last line may run into the course.
fn search_range(cx: &Context) -> Range<usize> {
    let course = cx.section(SectionKind::Course);
    let start = cx.section(SectionKind::Heading).end;
    let end = cx.section(SectionKind::Disposition).start.max(course.end);
    let mut limit = end.min(start + REACH_BYTES_MAX).max(start);
    while !cx.text().is_char_boundary(limit) {
        limit -= 1;
    }
    start..limit
}

fn put(cx: &Context, record: &mut Record<Extraction>, phrase: Phrase, base: usize) {
    let range = shifted(phrase.range, base);
    let value = Value::Text(cx.reading.printed(range.clone()));
    if record.all("causes").iter().any(|known| known.chosen.value == value) {
        return;
    }
    cx.put(record, "causes", value, range, phrase.method, phrase.confidence);
}

/// 案由：商标权无效宣告请求行政纠纷。
fn read_label(cx: &Context, record: &mut Record<Extraction>, text: &str, base: usize) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^案由：(?P<value>[^，。；：\n]{2,34})"));
    let Some(value) = LABEL.captures(text).and_then(|found| found.name("value")) else { return false };
    cx.put_text(record, "causes", shifted(value.range(), base), "causes.label", 0.98);
    true
}

fn read_application(cx: &Context, record: &mut Record<Extraction>, text: &str, base: usize) {
    let Some(found) = APPLICATION.find(text) else { return };
    let known = cx.catalog.causes().find(CauseList::Civil, found.as_str()).is_some();
    let confidence = if known { 0.92 } else { 0.8 };
    cx.put_text(record, "causes", shifted(found.range(), base), "causes.application", confidence);
}
