//! Reads agents, defenders and statutory representatives: their names and the firms or employers they come from.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, FieldKey, Record, Value};
use regex::Regex;

use crate::context::Context;

use super::entries::Entry;
use super::names;

/// What follows a firm's name: 某某律师事务所律师, 某某公司职员.
const POSTS: &str = "实习律师|专职律师|律师|法律工作者|基层法律服务工作者|法律服务工作者|工作人员|职工|职员|员工|法务|法律顾问|经理|副经理|总经理|副总经理|主任|副主任|科长|副科长|所长|副所长|局长|副局长|干部|公务员|教师|主管|专员|人员|董事长|副行长|行长|民警|科员|部长|站长";

static FIRM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:均?系|均为|为|是|均)?(?P<firm>[^，。；\n]{{2,50}}?)(?:(?:的)?(?:{POSTS})(?:[^，。；\n]{{0,12}})?)?$"
    ))
});

static KNOWN_FIRM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:律师事务所|法律服务所|法律援助中心|法律服务中心|法律事务所|法律援助处)(?:[^，。；\n]{0,12})?$"));

static POST: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:{POSTS})(?:[^，。；\n]{{0,6}})?$")));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is constant and compiled by every test run")
}

/// Reads an agent's entry and adds the agents to the parties in `range`.
pub(super) fn read(cx: &mut Context, entry: &Entry, parties: &mut [Record<Extraction>], range: Range<usize>) {
    let names = names::in_entry(cx, entry);
    let Some(last) = names.last() else { return };
    let firm = firm_after(cx, last.end..entry.rest.end, parties.get(range.start));
    for index in range {
        for name in &names {
            let mut agent = Record::default();
            cx.put_text(&mut agent, "parties.agents.name", name.clone(), "parties.agents.name", 0.98);
            if let Some((text, place)) = &firm {
                let value = Value::Text(text.clone());
                cx.put(&mut agent, "parties.agents.firm", value, place.clone(), "parties.agents.firm", 0.96);
            }
            parties[index].groups.entry(FieldKey::new("parties.agents")).or_default().push(agent);
        }
    }
}

/// The firm or employer that an entry states; 该公司 is the party itself.
fn firm_after(cx: &Context, range: Range<usize>, party: Option<&Record<Extraction>>) -> Option<(String, Range<usize>)> {
    let text = cx.slice(range.clone());
    let mut at = range.start;
    for item in text.split(['，', '。', '；', '\n', '）', '（']) {
        let place = at..at + item.len();
        at += item.len();
        at += cx.text()[at..].chars().next().map_or(0, char::len_utf8);
        if item.is_empty() || !(KNOWN_FIRM.is_match(item) || POST.is_match(item)) {
            continue;
        }
        let Some(found) = FIRM.captures(item) else { continue };
        let firm = found.name("firm").expect("the pattern has the group");
        let firm_range = place.start + firm.start()..place.start + firm.end();
        if is_party_itself(firm.as_str()) {
            let name = party?.text("parties.name")?;
            return Some((name, firm_range));
        }
        if KNOWN_FIRM.is_match(firm.as_str()) || names::is_organisation(cx, firm.as_str()) {
            return Some((cx.reading.printed(firm_range.clone()), firm_range));
        }
    }
    None
}

fn is_party_itself(firm: &str) -> bool {
    const WORDS: &[&str] = &["该", "本", "我", "被告", "原告", "上诉人", "被上诉人", "申请人"];
    const KINDS: &[&str] = &[
        "公司", "单位", "局", "行", "厂", "院", "所", "社", "中心", "大队", "支队", "队", "委员会", "委", "政府", "厅", "部", "校", "处", "站",
        "银行", "分局", "办", "学校", "医院", "集团", "分公司", "支行", "村委会", "街道办", "办事处",
    ];
    WORDS.iter().any(|word| firm.strip_prefix(word).is_some_and(|kind| kind.is_empty() || KINDS.contains(&kind)))
        || firm == "公司"
        || firm == "单位"
}
