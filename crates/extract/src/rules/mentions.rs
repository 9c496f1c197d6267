//! Owns how running text calls the parties: by name, by a short name that the document introduces, by role. Does not
//! read the party block.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::fold::fold_char;
use casefile::{Extraction, Record};
use catalog::SectionKind;
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;

/// A party as running text may refer to it.
pub(super) struct Party {
    /// The name as the record has it.
    pub(super) name: String,
    role: String,
    former_role: String,
}

/// A name or short name in normalised characters, with the party that it stands for where that is known.
struct Known {
    text: String,
    party: Option<usize>,
}

/// The parties of a document and the names that its text uses for them.
pub(super) struct Mentions {
    pub(super) parties: Vec<Party>,
    /// Longest first, so that the first that fits is the one meant.
    known: Vec<Known>,
}

/// A name found in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Bytes of the name.
    pub(super) len: usize,
    /// Index of the party; none for a short name of somebody who is no party.
    pub(super) party: Option<usize>,
}

/// （以下简称甲公司）; the bracket follows the full name.
static SHORT_NAME: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"（(?:[^（）\n]{0,20}，)?(?:以下|下文|下|以)?(?:统|均|合)?(?:简称|称)(?:为|作)?：?[“”']?(?P<short>[^（）“”'，。；\n]{2,25})[“”']?(?:[，；。][^（）\n]*)?）";
    pattern(words)
});

impl Mentions {
    /// The parties of the record and the short names that the document gives them.
    pub(super) fn of(cx: &Context, record: &Record<Extraction>) -> Mentions {
        let parties: Vec<Party> = record.items("parties").iter().filter_map(party).collect();
        let mut known: Vec<Known> = parties
            .iter()
            .enumerate()
            .map(|(index, party)| Known { text: folded(&party.name), party: Some(index) })
            .collect();
        sort_longest_first(&mut known);
        let head = cx.section(SectionKind::Parties).start..cx.section(SectionKind::Reasoning).start;
        let shorts = short_names(cx.slice(head.start..head.end.max(head.start)), &known);
        known.extend(shorts);
        sort_longest_first(&mut known);
        Mentions { parties, known }
    }

    /// The longest known name with which a text begins.
    pub(super) fn at_start(&self, text: &str) -> Option<Mention> {
        let found = self.known.iter().find(|known| text.starts_with(known.text.as_str()))?;
        let len = found.text.len();
        Some(Mention { len: len + mask_len(&found.text, &text[len..]), party: found.party })
    }

    /// The parties called by a role: those that bear it, else those whose earlier role it is.
    pub(super) fn with_role(&self, role: &str) -> Vec<usize> {
        let bearing = |of: fn(&Party) -> &String| -> Vec<usize> {
            let matches = |party: &Party| is_same_role(of(party), role);
            (0..self.parties.len()).filter(|&index| matches(&self.parties[index])).collect()
        };
        let now = bearing(|party| &party.role);
        if now.is_empty() { bearing(|party| &party.former_role) } else { now }
    }
}

fn party(item: &Record<Extraction>) -> Option<Party> {
    let text = |field: &str| item.text(field).unwrap_or_default();
    let name = text("parties.name");
    let is_named = !name.is_empty();
    is_named.then(|| Party { name, role: text("parties.role"), former_role: text("parties.former_role") })
}

/// A masked name may carry a letter of order in one place and not in another: 袁某 and 袁某甲.
fn mask_len(name: &str, behind: &str) -> usize {
    let order = behind.chars().next().filter(|c| "甲乙丙丁戊己庚辛壬癸0123456789".contains(*c));
    if name.ends_with('某') { order.map_or(0, char::len_utf8) } else { 0 }
}

/// Whether a role of the party block is the one that the text names: 反诉原告 is called 原告 too, and 原审被告 is called
/// 一审被告.
fn is_same_role(of_party: &str, called: &str) -> bool {
    let core = |role: &str| {
        let role = ["原审", "一审", "二审"].iter().find_map(|prefix| role.strip_prefix(prefix)).unwrap_or(role);
        role.to_string()
    };
    let mut roles = of_party.split(['、', '，', '（', '）']).filter(|role| !role.is_empty());
    roles.any(|role| role == called || core(role) == core(called))
}

fn sort_longest_first(known: &mut Vec<Known>) {
    known.sort_by(|a, b| b.text.len().cmp(&a.text.len()).then_with(|| a.text.cmp(&b.text)));
    known.dedup_by(|a, b| a.text == b.text);
}

fn short_names(text: &str, known: &[Known]) -> Vec<Known> {
    SHORT_NAME
        .captures_iter(text)
        .filter_map(|found| {
            let bracket = found.get(0).map_or(0, |whole| whole.start());
            let before = without_bracket(&text[..bracket]);
            let named = known.iter().find(|name| before.ends_with(name.text.as_str()));
            let short = Known { text: found["short"].to_string(), party: named.and_then(|name| name.party) };
            (short.party.is_some() || !names_a_thing(&short.text)).then_some(short)
        })
        .collect()
}

/// Documents give short names to contracts, laws and decisions too; those are nobody's.
fn names_a_thing(short: &str) -> bool {
    const THINGS: &[&str] = &[
        "合同", "协议", "判决", "裁定", "办法", "解释", "规定", "条例", "法", "书", "通知", "决定", "条款", "证", "款",
        "房屋", "地块", "项目", "工程", "事故", "保险", "商标", "专利", "作品",
    ];
    THINGS.iter().any(|thing| short.ends_with(thing))
}

/// A text without a bracket that closes it: a name may carry a note before its short name is given.
fn without_bracket(text: &str) -> &str {
    let inner = text.strip_suffix('）');
    inner.and_then(|inner| inner.rfind('（')).map_or(text, |at| &text[..at])
}

/// A name in the characters of the normalised text.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter_map(fold_char).collect()
}

/// A range inside a part of the text as a range of the whole.
pub(super) fn shifted(range: Range<usize>, base: usize) -> Range<usize> {
    base + range.start..base + range.end
}
