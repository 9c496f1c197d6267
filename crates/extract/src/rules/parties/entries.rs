//! Owns the division of the party block into entries: one party, representative, agent or further detail each.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;
use crate::profile::Category;

/// What an entry of the party block is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// One party, or several named together.
    Party,
    /// 法定代表人, 负责人 … of the party before.
    Representative,
    /// Agent, defender or statutory representative; `shared_by` is the number of parties where it is stated
    /// (上述三原告共同委托诉讼代理人).
    Agent {
        /// Number of parties represented together.
        shared_by: Option<usize>,
    },
    /// An attribute on a line of its own: 住所地, 统一社会信用代码.
    Detail,
    /// 公诉机关.
    Prosecution,
    /// Anything else.
    Other,
}

/// An entry with the ranges of its parts.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    /// The title: 上诉人, 委托诉讼代理人.
    pub(super) role: Range<usize>,
    /// The role in brackets after the title: 原审被告.
    pub(super) note: Option<Range<usize>>,
    /// Everything after title, note and colon.
    pub(super) rest: Range<usize>,
    /// Whether the agent acts for several parties together.
    pub(super) shared: bool,
}

const REPRESENTATIVES: &str = "法定代表人|法人代表|法人代表人|诉讼代表人|主要负责人|负责人|执行事务合伙人(?:委派代表)?|经营者|投资人|业主|代表人|执行董事|法定代人";

const AGENTS: &str = "(?:特别授权|一般授权|共同|诉讼)*(?:的)?(?:委托|指定|法定)?(?:诉讼|诉|共同)?(?:代理人|代理入)|(?:指定|委托|法律援助|指派)?辩护人|诉讼代理人";

const DETAILS: &str = "住所地|住所|住址|地址|住|组织机构代码|统一社会信用代码|公民身份号码|身份证号|营业执照";

/// Words at which a party's entry begins, longest first. Combined with 原审/一审/二审 in front.
const PARTIES: &str = "附带民事(?:公益)?诉讼原告人(?:暨被害人)?|附带民事(?:公益)?诉讼被告人?|刑事附带民事诉讼原告人|再审申请人|申请再审人|被申请执行人|申请执行人|被执行人|被申请复议人|复议申请人|申请复议人|被上诉人|上诉人|被申诉人|申诉人|被申请人|申请人|异议人|利害关系人|案外人|第三人|自诉人|被告人|被告单位|赔偿请求人|赔偿义务机关|复议机关|起诉人|被起诉人|罪犯|反诉原告|反诉被告|原告人|原告|被告|被害人|抗诉机关|申请机关|被异议人|买受人|竞买人|协助执行人|被处罚人|被拘留人|被罚款人";

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:(?P<shared>[上以]述[^，。：\n]{{0,16}}?|[二两三四五六七八九十0-9]+(?:名|位)?(?:上诉人|被上诉人|原告|被告|申请人|被告人)(?:的)?|(?:以上|上列|上述)?[^，。：\n]{{0,12}}?(?:的)?共同(?:的)?|(?:上诉人|被上诉人|原告|被告|申请人)(?:[^，。：\n]{{0,10}})?(?:的)?)?(?P<agent>{AGENTS})|(?P<representative>{REPRESENTATIVES})|(?P<detail>{DETAILS})|(?P<prosecution>原?公诉机关(?:暨附带民事公益诉讼起诉人)?|抗诉机关|执行机关|刑罚执行机关)|(?P<party>(?:原审|一审|二审|原一审|原二审|再审)?(?:{PARTIES})(?:[、，暨]?(?:原审|一审|二审|原一审|原二审|再审)(?:{PARTIES})：)?))(?P<note>（[^）\n]{{2,30}}）)?[：，]?"
    ))
});

/// Cuts the block into entries, in order.
pub(super) fn split(cx: &Context, block: Range<usize>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for piece in pieces(cx, block) {
        match head(cx, piece.clone()) {
            Some(entry) => entries.push(entry),
            // A sentence without a title goes on about the party before it.
            None => {
                let rest = piece.clone();
                let role = piece.start..piece.start;
                entries.push(Entry { kind: EntryKind::Detail, role, note: None, rest, shared: false });
            }
        }
    }
    entries
}

/// The lines of the block, and within a line the sentences that begin with a title.
fn pieces(cx: &Context, block: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut line_start = block.start;
    for line in cx.slice(block).split_inclusive('\n') {
        let mut start = line_start;
        for (offset, _) in line.match_indices(['。', '；']) {
            let next = line_start + offset + '。'.len_utf8();
            let ahead = &cx.text()[next..line_start + line.len()];
            if HEAD.is_match(ahead) {
                out.push(start..next);
                start = next;
            }
        }
        out.push(start..line_start + line.trim_end_matches('\n').len());
        line_start += line.len();
    }
    out.retain(|range| !cx.slice(range.clone()).trim().is_empty());
    out
}

fn head(cx: &Context, piece: Range<usize>) -> Option<Entry> {
    let text = cx.slice(piece.clone());
    let found = HEAD.captures(text)?;
    let whole = found.get(0).expect("group 0 always matches");
    let at = |group: regex::Match| piece.start + group.start()..piece.start + group.end();
    let note = found.name("note").map(|group| group.start() + '（'.len_utf8()..group.end() - '）'.len_utf8());
    let note = note.map(|range| piece.start + range.start..piece.start + range.end);
    let rest = piece.start + whole.end()..piece.end;
    let entry = |kind, role| Entry { kind, role, note: note.clone(), rest: rest.clone(), shared: false };
    if let Some(agent) = found.name("agent") {
        let shared = found.name("shared").map(|group| group.as_str()).unwrap_or_default();
        let kind = EntryKind::Agent { shared_by: count_in(shared) };
        return Some(Entry { shared: means_several(shared), ..entry(kind, at(agent)) });
    }
    if let Some(group) = found.name("representative") {
        return Some(entry(EntryKind::Representative, at(group)));
    }
    if found.name("detail").is_some() {
        return Some(Entry { rest: piece.clone(), ..entry(EntryKind::Detail, piece.start..piece.start) });
    }
    if let Some(group) = found.name("prosecution") {
        let kind = if group.as_str().contains("执行机关") { EntryKind::Other } else { EntryKind::Prosecution };
        return Some(entry(kind, at(group)));
    }
    let mut role = at(found.name("party")?);
    // A title of two roles (一审被告、二审上诉人：) is told from a name by its colon.
    if cx.slice(role.clone()).ends_with('：') {
        role.end -= '：'.len_utf8();
    }
    Some(party_entry(cx, piece.clone(), role, note, rest))
}

/// 被告人 is one word in criminal documents; elsewhere 被告人寿保险公司 is a defendant whose name begins with 人.
fn party_entry(
    cx: &Context,
    piece: Range<usize>,
    role: Range<usize>,
    note: Option<Range<usize>>,
    rest: Range<usize>,
) -> Entry {
    let word = cx.slice(role.clone());
    let ambiguous = (word == "被告人" || word == "原告人") && cx.profile.category != Category::Criminal;
    let glued = rest.start == role.end;
    if ambiguous && glued {
        let cut = role.end - '人'.len_utf8();
        return Entry { kind: EntryKind::Party, role: role.start..cut, note, rest: cut..piece.end, shared: false };
    }
    Entry { kind: EntryKind::Party, role, note, rest, shared: false }
}

/// Whether the words before 委托代理人 say that several parties share the agent.
fn means_several(words: &str) -> bool {
    words.contains("共同") || words.contains("上述") || words.contains("以上") || count_in(words).is_some()
}

/// The number of parties in 上述三原告共同.
fn count_in(words: &str) -> Option<usize> {
    const DIGITS: &str = "一二三四五六七八九十";
    let digit = words.chars().find_map(|c| match c {
        '两' => Some(2),
        c if c.is_ascii_digit() => c.to_digit(10).map(|digit| digit as usize),
        c => DIGITS.chars().position(|digit| digit == c).map(|index| index + 1),
    });
    digit.filter(|count| *count > 1)
}
