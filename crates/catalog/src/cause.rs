//! Owns causes of action 案由 and criminal charges 罪名 with the periods in which they hold.

use std::collections::HashMap;

use crate::error::{Problem, Problems};
use crate::period::{Certainty, Period};
use crate::selective::is_part;
use crate::table;

/// A list of causes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseList {
    /// 民事案由.
    Civil,
    /// 行政案由.
    Administrative,
    /// 执行案由.
    Enforcement,
    /// 国家赔偿案由.
    Compensation,
    /// 罪名.
    Charge,
}

impl CauseList {
    /// Every list with its file.
    pub const FILES: &[(CauseList, &str)] = &[
        (CauseList::Civil, "causes_civil.tsv"),
        (CauseList::Administrative, "causes_administrative.tsv"),
        (CauseList::Enforcement, "causes_enforcement.tsv"),
        (CauseList::Compensation, "causes_compensation.tsv"),
        (CauseList::Charge, "charges.tsv"),
    ];
}

/// A cause of action or a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The official name.
    pub name: Box<str>,
    /// The list it stands in.
    pub list: CauseList,
    /// Its code, if known.
    pub code: Option<Box<str>>,
    /// Its level in the list, from 1; charges stand at 1.
    pub level: u8,
    /// The name of the cause above; for a charge, the chapter of the criminal law.
    pub parent: Box<str>,
    /// The article of the criminal law, for a charge.
    pub article: Option<Box<str>>,
    /// When it holds.
    pub period: Period,
    /// How sure the period is.
    pub certainty: Certainty,
}

/// All causes and charges.
#[derive(Debug, Default)]
pub struct Causes {
    all: Vec<Cause>,
    // By list and name without 纠纷 or 罪; a name that stands at several levels keeps all its rows.
    by_name: HashMap<(CauseList, Box<str>), Vec<u32>>,
}

impl Causes {
    /// Every row of every list.
    pub fn all(&self) -> &[Cause] {
        &self.all
    }

    /// The civil cause of a name, the deepest row in force last.
    pub fn civil(&self, name: &str) -> Option<&Cause> {
        self.find(CauseList::Civil, name)
    }

    /// The administrative cause of a name.
    pub fn administrative(&self, name: &str) -> Option<&Cause> {
        self.find(CauseList::Administrative, name)
    }

    /// The enforcement cause of a name.
    pub fn enforcement(&self, name: &str) -> Option<&Cause> {
        self.find(CauseList::Enforcement, name)
    }

    /// The state compensation cause of a name.
    pub fn compensation(&self, name: &str) -> Option<&Cause> {
        self.find(CauseList::Compensation, name)
    }

    /// The criminal charge of a name, current or former; for a part of a selective charge, the whole charge.
    pub fn charge(&self, name: &str) -> Option<&Cause> {
        self.find(CauseList::Charge, name).or_else(|| {
            let part = core(name, CauseList::Charge);
            let wholes = self.all.iter().filter(|cause| cause.list == CauseList::Charge);
            let wholes = wholes.filter(|cause| is_part(&part, &core(&cause.name, CauseList::Charge)));
            wholes.min_by_key(|cause| (cause.period.until.is_some(), cause.name.len()))
        })
    }

    /// Whether the first text names a part of the selective charge 选择性罪名 that the second names: 贩卖毒品罪 of
    /// 走私、贩卖、运输、制造毒品罪.
    pub fn is_part_of_charge(&self, part: &str, whole: &str) -> bool {
        is_part(&core(part, CauseList::Charge), &core(whole, CauseList::Charge))
    }

    /// The cause of a name in one list: of several rows the deepest of those that still hold.
    pub fn find(&self, list: CauseList, name: &str) -> Option<&Cause> {
        self.rows(list, name).max_by_key(|cause| (cause.period.until.is_none(), cause.level))
    }

    /// Every row of a name in one list.
    pub fn rows(&self, list: CauseList, name: &str) -> impl Iterator<Item = &Cause> {
        let key = (list, core(name, list).into());
        self.by_name.get(&key).into_iter().flatten().map(|&index| &self.all[index as usize])
    }

    /// Names with the same parent in the same list, without the name itself: what a clerk may have mistaken it for.
    pub fn siblings(&self, list: CauseList, name: &str) -> Vec<&str> {
        let Some(cause) = self.find(list, name) else { return Vec::new() };
        let same = |other: &&Cause| {
            other.list == list
                && other.parent == cause.parent
                && other.level == cause.level
                && other.name != cause.name
                && other.period.overlaps(&cause.period)
        };
        self.all.iter().filter(same).map(|other| &*other.name).collect()
    }

    /// Distinct names of a list, in the order of the table.
    pub fn names(&self, list: CauseList) -> impl Iterator<Item = &str> {
        self.all.iter().filter(move |cause| cause.list == list).map(|cause| &*cause.name)
    }

    /// Whether two texts name one cause: 民间借贷 and 民间借贷纠纷一案 do.
    pub fn same_cause(&self, a: &str, b: &str) -> bool {
        core(a, CauseList::Civil) == core(b, CauseList::Civil)
    }

    /// Whether two texts name one charge: 盗窃 and 犯盗窃罪 do.
    pub fn same_charge(&self, a: &str, b: &str) -> bool {
        core(a, CauseList::Charge) == core(b, CauseList::Charge)
    }
}

/// The part of a name that tells it from others.
fn core(name: &str, list: CauseList) -> String {
    let compact: String = name
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '，' | ',' | '､' => '、',
            c => c,
        })
        .collect();
    let text = compact.as_str();
    let core = match list {
        CauseList::Charge => {
            let text = text.strip_prefix('犯').unwrap_or(text);
            text.strip_suffix('罪').unwrap_or(text)
        }
        _ => {
            let text = text.strip_suffix('案').unwrap_or(text);
            let text = text.strip_suffix('一').unwrap_or(text);
            let text = text.strip_suffix("案件").unwrap_or(text);
            text.strip_suffix("纠纷").unwrap_or(text)
        }
    };
    if core.is_empty() { compact } else { core.to_string() }
}

const CAUSE_COLUMNS: &[&str] = &["code", "level", "name", "parent", "from", "until", "status"];
const CHARGE_COLUMNS: &[&str] = &["code", "name", "article", "chapter", "from", "until", "status"];

/// Adds the rows of one list.
pub(crate) fn read(list: CauseList, file: &str, text: &str, causes: &mut Causes, problems: &mut Problems) {
    let columns = if list == CauseList::Charge { CHARGE_COLUMNS } else { CAUSE_COLUMNS };
    for row in table::read(file, text, columns, problems) {
        let filled = |cell: &str| Some(cell).filter(|cell| !cell.is_empty()).map(Box::from);
        let (level, name, article) = match list {
            CauseList::Charge => ("1", row.text(1), filled(row.cells[2])),
            _ => (row.cells[1], row.text(2), None),
        };
        let Ok(level) = level.parse() else {
            problems.add(file, row.line, Problem::Unknown { what: "level", text: level.to_string() });
            continue;
        };
        let cause = Cause {
            name,
            list,
            code: filled(row.cells[0]),
            level,
            parent: row.text(3),
            article,
            period: Period::of(row.cells[4], row.cells[5]),
            certainty: Certainty::of(row.cells[6]),
        };
        let index = u32::try_from(causes.all.len()).expect("a catalogue has few causes");
        let rows = causes.by_name.entry((list, core(&cause.name, list).into())).or_default();
        let again = |&&other: &&u32| {
            let other = &causes.all[other as usize];
            other.name == cause.name && other.parent == cause.parent && other.level == cause.level
        };
        if rows.iter().any(|other| again(&other) && causes.all[*other as usize].period.overlaps(&cause.period)) {
            problems.add(file, row.line, Problem::Duplicate { what: "cause", text: cause.name.to_string() });
        }
        rows.push(index);
        causes.all.push(cause);
    }
}
