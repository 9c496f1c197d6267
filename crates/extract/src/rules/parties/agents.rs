//! Reads agents, defenders and statutory representatives: their names and the firms or employers they come from.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::{Extraction, FieldKey, Record, Value};
use regex::Regex;

use crate::context::Context;
use crate::pattern::pattern;

use super::entries::Entry;
use super::names;

/// What follows a firm's name: 某某律师事务所律师, 某某公司职员.
const POSTS: &str = "实习律师|专职律师|律师|法律工作者|基层法律服务工作者|法律服务工作者|工作人员|职工|职员|员工|法务|法律顾问|经理|副经理|总经理|副总经理|主任|副主任|科长|副科长|所长|副所长|局长|副局长|干部|公务员|教师|主管|专员|人员|董事长|副行长|行长|民警|科员|部长|站长";

/// Endings of firms' names: everything up to the first of them is the firm.
static FIRM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^（?(?:[^，。；\n]{0,30}指派的?|均?系|均为|为|是|均)?(?P<firm>[^，。；\n]{2,50}?(?:律师事务所|法律服务所|法律援助中心|法律服务中心|法律事务所|法律援助处))",
    )
});

/// An employer with the post held there.
static EMPLOYER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:均?系|均为|为|是|均)?(?P<firm>[^，。；\n]{{2,50}}?)(?:的)?(?:{POSTS})(?:[^，。；\n]{{0,6}})?$"
    ))
});

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
    for item in text.split(['，', '。', '；', '\n']) {
        let start = at;
        at += item.len();
        at += cx.text()[at..].chars().next().map_or(0, char::len_utf8);
        let Some(firm) = FIRM.captures(item).or_else(|| EMPLOYER.captures(item)).and_then(|found| found.name("firm"))
        else {
            continue;
        };
        let place = start + firm.start()..start + firm.end();
        // 该业主委员会 repeats the end of the party's name.
        let itself = firm
            .as_str()
            .strip_prefix(['该', '本'])
            .filter(|rest| !rest.is_empty())
            .and_then(|rest| party?.text("parties.name").filter(|name| name.ends_with(rest)));
        if let Some(name) = itself {
            return Some((name, place));
        }
        match within_party(firm.as_str()) {
            Some(part) if part.ends_with("公司") => {
                let name = party?.text("parties.name")?;
                return Some((format!("{name}{part}"), place));
            }
            Some(_) => return Some((party?.text("parties.name")?, place)),
            None if FIRM.is_match(item) || names::is_organisation(cx, firm.as_str()) => {
                return Some((cx.reading.printed(place.clone()), place));
            }
            None => {}
        }
    }
    None
}

/// What follows 该公司 where the words stand for the party itself: a department, or nothing.
fn within_party(firm: &str) -> Option<&str> {
    const WORDS: &[&str] = &["该", "本", "我", "被告", "原告", "上诉人", "被上诉人", "申请人", ""];
    // Longest first: 分公司 is not 公司.
    #[rustfmt::skip]
    const KINDS: &[&str] = &[
        "村委会", "街道办", "办事处", "分公司", "委员会", "大队", "支队", "公司", "单位", "中心", "政府", "银行", "分局", "学校", "医院", "集团",
        "支行", "局", "行", "厂", "院", "所", "社", "队", "委", "厅", "部", "校", "处", "站", "办",
    ];
    let after = WORDS.iter().find_map(|word| {
        let rest = firm.strip_prefix(word)?;
        let kind = KINDS.iter().find(|kind| rest.starts_with(**kind))?;
        // Without 该 only the bare word stands for the party: 公司职员.
        (!word.is_empty() || rest.len() == kind.len()).then(|| &rest[kind.len()..])
    });
    after.or_else(|| ["该", "本"].contains(&firm).then_some(""))
}
