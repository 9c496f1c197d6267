//! Reads the statutes relied on: the sentences 依照《…》第…条之规定 directly before the disposition.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, Record, Value};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Material;
use crate::rules::Rule;

pub(super) const RULE: Rule = Rule { name: "statutes", fills: &["statutes"], from: Material::Decision, read };

/// A title in 《》 or <>, with an issuer before it (最高人民法院《关于…》) and words that belong to it after it
/// (《中华人民共和国民事诉讼法》的解释).
static LAW: LazyLock<Regex> = LazyLock::new(|| {
    let issuer = "最高人民法院、最高人民检察院|最高人民法院|最高人民检察院|全国人民代表大会常务委员会|国务院";
    pattern(&format!(
        r"(?P<issuer>(?:{issuer})(?:、(?:{issuer}|公安部|司法部))*(?:关于(?:适用|执行|审理|办理)?)?)?(?:《(?P<title>[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*)》)(?P<rest>(?:的)?(?:若干问题的)?(?:解释|规定|意见|批复|决定)(?:（[^）]{{1,6}}）)?)?"
    ))
});

/// An article, or a 款 or 项 that belongs to the article before it.
static ARTICLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"第[一二三四五六七八九十百千零〇两0-9]+条(?:之[一二三四五六七八九十]+)?"));

/// A title in the text with the names under which it may be repeated.
struct Law {
    name: String,
    range: Range<usize>,
}

fn read(cx: &mut Context, record: &mut Record<Extraction>) {
    let basis = relied_on(cx, cx.section(SectionKind::Basis));
    let laws = laws_in(cx, basis.clone());
    let short_names = short_names(cx);
    for (index, law) in laws.iter().enumerate() {
        let next = laws.get(index + 1).map_or(basis.end, |next| next.range.start);
        let name = short_names.iter().find(|(short, _)| *short == law.name).map_or(&law.name, |(_, full)| full);
        for found in ARTICLE.find_iter(cx.slice(law.range.end..next)) {
            let range = law.range.end + found.start()..law.range.end + found.end();
            add(cx, record, name, law.range.clone(), found.as_str(), range);
        }
    }
}

/// The part of the basis from its first 依照 on: laws named before it are discussed, not relied on.
fn relied_on(cx: &Context, basis: Range<usize>) -> Range<usize> {
    const OPENERS: &[&str] = &["依照", "依据", "根据", "按照", "遵照", "参照", "适用《", "依《"];
    let text = cx.slice(basis.clone());
    let first = OPENERS.iter().filter_map(|opener| text.find(opener)).min();
    basis.start + first.unwrap_or(0)..basis.end
}

fn laws_in(cx: &Context, range: Range<usize>) -> Vec<Law> {
    LAW.captures_iter(cx.slice(range.clone()))
        .map(|found| {
            let whole = found.get(0).expect("group 0 always matches");
            let place = range.start + whole.start()..range.start + whole.end();
            Law { name: law_name(cx, &found, range.start), range: place }
        })
        .collect()
}

/// The name as the record writes it: without the outer 《》, with issuer and closing words, without a year of version.
fn law_name(cx: &Context, found: &regex::Captures, base: usize) -> String {
    let printed = |name: &str| {
        let group = found.name(name)?;
        Some(cx.reading.printed(base + group.start()..base + group.end()))
    };
    let title = printed("title").unwrap_or_default();
    let issuer = printed("issuer").unwrap_or_default();
    let name = match printed("rest") {
        Some(rest) => format!("{issuer}《{title}》{rest}"),
        None => format!("{issuer}{title}"),
    };
    match name.find("（") {
        Some(at) if name[at..].contains("修正") || name[at..].contains("修订") => name[..at].to_string(),
        _ => name,
    }
}

/// Short names introduced in the text: 《中华人民共和国民事诉讼法》（以下简称《民事诉讼法》）.
fn short_names(cx: &Context) -> Vec<(String, String)> {
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"《(?P<full>[^》\n]+(?:>》)?)》（(?:以下|下)?(?:简称|统称)：?《?(?P<short>[^》）\n]+)》?）")
    });
    SHORT.captures_iter(cx.text()).map(|found| (found["short"].to_string(), found["full"].to_string())).collect()
}

fn add(
    cx: &mut Context,
    record: &mut Record<Extraction>,
    law: &str,
    title: Range<usize>,
    article: &str,
    at: Range<usize>,
) {
    let article = match casefile::value::statute::ArticleNumber::parse(article) {
        Ok(number) => number.to_string(),
        Err(_) => return,
    };
    let law = law.to_string();
    let known = |item: &Record<Extraction>| {
        item.text("statutes.law").as_deref() == Some(&law) && item.text("statutes.article").as_deref() == Some(&article)
    };
    if record.items("statutes").iter().any(known) {
        return;
    }
    let mut item = Record::default();
    cx.put(&mut item, "statutes.law", Value::Text(law), title, "statutes.basis", 0.97);
    cx.put(&mut item, "statutes.article", Value::Text(article), at, "statutes.basis", 0.97);
    cx.add_item(record, "statutes", item);
}
