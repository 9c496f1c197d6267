//! Reads the signature block 落款: who decided, who kept the record, and when.

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

pub(super) const RULE: Rule = Rule {
    name: "signature",
    fills: &["presiding_judge", "judges", "assessors", "judge_assistants", "clerks", "judgment_date", "tribunal"],
    from: Material::Decision,
    read,
};

/// Titles in signature blocks, longest first, with the field that they fill. 速录员 is no clerk.
const TITLES: &[(&str, &str)] = &[
    ("代理审判长", "presiding_judge"),
    ("审判长", "presiding_judge"),
    ("执行长", "presiding_judge"),
    ("人民陪审员", "assessors"),
    ("陪审员", "assessors"),
    ("人民审判员", "judges"),
    ("代理审判员", "judges"),
    ("助理审判员", "judges"),
    ("代审判员", "judges"),
    ("审判员", "judges"),
    ("代理执行员", "judges"),
    ("执行员", "judges"),
    ("法官助理", "judge_assistants"),
    ("代理书记员", "clerks"),
    ("代书记员", "clerks"),
    ("见习书记员", "clerks"),
    ("书记员", "clerks"),
    ("速录员", ""),
    ("打印", ""),
    ("校对", ""),
];

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    let titles = TITLES.iter().map(|(title, _)| *title).collect::<Vec<_>>().join("|");
    pattern(&format!("(?:{titles})"))
});

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[二一][〇○◯OΟО零0o一二三四五六七八九]{3}|(?:19|20)[0-9]{2})年[元正一二三四五六七八九十0-9]{1,3}月[一二三四五六七八九十廿卅0-9×xX]{1,4}日?",
    )
});

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let block = cx.section(SectionKind::Signature);
    let date = read_date(cx, record, block.clone());
    let titles: Vec<Range<usize>> = TITLE
        .find_iter(cx.slice(block.clone()))
        .map(|found| block.start + found.start()..block.start + found.end())
        .collect();
    for (index, title) in titles.iter().enumerate() {
        let next = titles.get(index + 1).map_or(block.end, |next| next.start);
        let end = match &date {
            Some(date) if title.end <= date.start => next.min(date.start),
            _ => next,
        };
        read_names(cx, record, title.clone(), end);
    }
    read_tribunal(cx, record, &titles);
}

/// The date of the signature block; the last one, since a date may also close the tail.
fn read_date(cx: &Context, record: &mut Record<Extraction>, block: Range<usize>) -> Option<Range<usize>> {
    let text = cx.slice(block.clone());
    let place = |found: regex::Match| block.start + found.start()..block.start + found.end();
    let found = DATE.find_iter(text).map(place).next();
    let range = found.or_else(|| date_before_annex(cx))?;
    if let Ok(date) = Date::parse(cx.slice(range.clone())) {
        cx.put(record, "judgment_date", Value::Date(date), range.clone(), "signature.date", 0.99);
    }
    Some(range)
}

/// Notices and orders may carry nothing but a date on a line of its own.
fn date_before_annex(cx: &Context) -> Option<Range<usize>> {
    let text = cx.text();
    let lines = text.match_indices('\n').map(|(at, _)| at + 1);
    let mut dated = lines.filter_map(|start| {
        let found = DATE.find(&text[start..])?;
        let alone = found.start() == 0 && text[start + found.end()..].chars().next().is_none_or(|c| c == '\n');
        alone.then(|| start..start + found.end())
    });
    dated.next()
}

/// The names after a title, up to the next title or the date. Spaces inside a name are layout (张　三), so names are
/// cut in the raw text: a name of one character takes the next one too.
fn read_names(cx: &mut Context, record: &mut Record<Extraction>, title: Range<usize>, end: usize) {
    let word = cx.slice(title.clone());
    let field = TITLES.iter().find(|(text, _)| *text == word).map_or("", |(_, field)| *field);
    if field.is_empty() {
        return;
    }
    for name in names_in(cx, title.end..end) {
        let printed = cx.reading.printed(name.clone());
        let length = printed.chars().count();
        let confidence = if (2..=4).contains(&length) { 0.99 } else { 0.9 };
        let presiding_taken = field == "presiding_judge" && record.one(field).is_some();
        let to = if presiding_taken { "judges" } else { field };
        cx.put(record, to, Value::Text(printed), name, &format!("signature.{to}"), confidence);
    }
}

/// Longest name in characters that is believed; minority names have about ten.
const NAME_CHARS_MAX: usize = 16;

/// A further name on a line of its own is believed up to this length.
const SECOND_LINE_CHARS_MAX: usize = 3;

/// What stands on lines of its own below the signatures and is no name.
const NO_NAMES: &[&str] = &["附", "本件", "相关", "法律", "核对", "印章", "院印"];

/// The ranges of the names in the part of a signature block after a title.
fn names_in(cx: &Context, range: Range<usize>) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for (start, piece) in pieces(cx, range.clone()) {
        let chars = piece.chars().count();
        let own_line = cx.slice(range.start..start).contains('\n') && !names.is_empty();
        let longest = if own_line { SECOND_LINE_CHARS_MAX } else { NAME_CHARS_MAX };
        // 书记员张三附：… runs into the annex where a text has lost its breaks.
        let (piece, chars) = match piece.find('附') {
            Some(cut) if chars > 4 && cut > 3 => (&piece[..cut], piece[..cut].chars().count()),
            _ => (piece, chars),
        };
        if !(2..=longest).contains(&chars) || (own_line && NO_NAMES.iter().any(|word| piece.starts_with(word))) {
            break;
        }
        names.push(start..start + piece.len());
    }
    names
}

/// The pieces of a range: cut at marks, and where the raw text has gaps between words. A piece of one character is part
/// of a spread name (张　三, 欧　阳　锋) and joins its neighbour. A bracket ends the list of names.
fn pieces<'t>(cx: &Context<'t>, range: Range<usize>) -> Vec<(usize, &'t str)> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut apart = true;
    for (offset, c) in cx.slice(range.clone()).char_indices() {
        let at = range.start + offset;
        match c {
            '（' | '。' => break,
            '\n' | '：' => apart = true,
            c if !is_name_char(c) => apart = true,
            c => {
                let end = at + c.len_utf8();
                match words.last_mut() {
                    Some(word) if !apart && !gap_before(cx, at..end) => word.end = end,
                    _ => words.push(at..end),
                }
                apart = false;
            }
        }
    }
    joined(cx, words).into_iter().map(|word| (word.start, cx.slice(word))).collect()
}

/// Joins words of one character with the word after them, or with the one before if it is still that short.
fn joined(cx: &Context, words: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let chars = |range: &Range<usize>| cx.slice(range.clone()).chars().filter(|c| *c != '\n').count();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut spread = false;
    for word in words {
        let single = chars(&word) == 1;
        match out.last_mut() {
            Some(last) if last.end == word.start && (chars(last) == 1 || (single && spread && chars(last) < 4)) => {
                last.end = word.end;
                spread = true;
            }
            _ => {
                spread = single;
                out.push(word);
            }
        }
    }
    out
}

/// Whether white space stands before this character in the raw text.
fn gap_before(cx: &Context, character: Range<usize>) -> bool {
    let start = cx.reading.span(character).start() as usize;
    cx.reading.document().text[..start].chars().next_back().is_some_and(char::is_whitespace)
}

fn is_name_char(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
        || ('\u{3400}'..='\u{4dbf}').contains(&c)
        || ('\u{20000}'..='\u{3ffff}').contains(&c)
        || matches!(c, '·' | '•' | '.' | '×' | '某' | '･' | '‧')
        || c.is_ascii_alphanumeric()
}

/// 合议庭 or 独任, as plain from who signed: a presiding judge or several signatures make a panel, one judge alone sits
/// alone. A lone 执行员 says nothing.
fn read_tribunal(cx: &mut Context, record: &mut Record<Extraction>, titles: &[Range<usize>]) {
    let Some(first) = titles.first() else { return };
    let judges = record.all("judges").len();
    let panel = record.one("presiding_judge").is_some() || judges + record.all("assessors").len() > 1;
    let alone = judges == 1 && !cx.slice(first.clone()).contains("执行员");
    let value = match (panel, alone) {
        (true, _) => "合议庭",
        (false, true) => "独任",
        (false, false) => return,
    };
    cx.put(record, "tribunal", Value::Text(value.into()), first.clone(), "signature.tribunal", 0.98);
}
