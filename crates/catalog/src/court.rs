//! Owns the courts: names, codes 代字 and hierarchy. Knows nothing about case numbers beyond the code in them.

use std::collections::HashMap;

use casefile::value::fold::compact;

use crate::error::{Problem, Problems};
use crate::period::Certainty;
use crate::table;

/// The level of a court.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CourtLevel {
    /// 最高人民法院.
    Supreme,
    /// 高级人民法院.
    High,
    /// 中级人民法院 and the special courts of their rank.
    Intermediate,
    /// 基层人民法院.
    Basic,
}

/// A court that exists or existed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Court {
    /// Permanent id.
    pub id: Box<str>,
    /// The official name.
    pub name: Box<str>,
    /// Its level.
    pub level: CourtLevel,
    /// Id of the court above.
    pub parent: Option<Box<str>>,
    /// Its province; empty for the supreme court.
    pub province: Box<str>,
    /// Its code in case numbers, if known.
    pub code: Option<Box<str>>,
    /// How sure the code is.
    pub certainty: Certainty,
    /// The year in which it was abolished.
    pub until: Option<u16>,
    /// Id of the court that took its place.
    pub successor: Option<Box<str>>,
}

/// A code that a court used before its present one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerCode {
    /// The code.
    pub code: Box<str>,
    /// Year from which the code could be used.
    pub from: Option<u16>,
    /// Year in which the administrative division of the code was abolished. The court may use the code for longer.
    pub division_until: Option<u16>,
    /// How sure it is.
    pub certainty: Certainty,
    court: usize,
}

/// All courts.
#[derive(Debug, Default)]
pub struct Courts {
    courts: Vec<Court>,
    by_id: HashMap<Box<str>, usize>,
    by_name: HashMap<Box<str>, usize>,
    // Names with or without province and prefecture; None where two courts share one.
    by_short_name: HashMap<Box<str>, Option<usize>>,
    by_code: HashMap<Box<str>, usize>,
    former_codes: HashMap<Box<str>, Vec<FormerCode>>,
    aliases: Vec<Box<str>>,
}

impl Courts {
    /// Every court in the order of the table.
    pub fn all(&self) -> &[Court] {
        &self.courts
    }

    /// The court of a name: official, with or without province or prefecture in front, a former name, or shortened
    /// (历下区法院, 济南中院). A short name that several courts share names none.
    pub fn by_name(&self, name: &str) -> Option<&Court> {
        let compact = compact(name);
        let plain = compact.strip_prefix("中华人民共和国").unwrap_or(&compact);
        let index = self.index_of(plain).or_else(|| self.index_of(&spelled_out(plain)?));
        index.map(|index| &self.courts[index])
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied().or_else(|| self.by_short_name.get(name).copied().flatten())
    }

    /// Whether two names mean one court. Names that the table does not have are the same only if their texts are.
    pub fn same(&self, a: &str, b: &str) -> bool {
        match (self.by_name(a), self.by_name(b)) {
            (Some(a), Some(b)) => a.id == b.id,
            (None, None) => compact(a) == compact(b),
            _ => false,
        }
    }

    /// The court whose case numbers carry the code in a year. A code that was given to another court later belongs to
    /// the former court up to the year in which its division was abolished; a former code that was never given away
    /// stays valid, because courts keep it until they are adjusted themselves (法〔2015〕137号第13条).
    pub fn by_code(&self, code: &str, year: u16) -> Option<&Court> {
        let former = self.former_codes.get(code).into_iter().flatten();
        let current = self.by_code.get(code).copied();
        let held_then = |old: &&FormerCode| {
            old.from.is_none_or(|from| from <= year) && old.division_until.is_none_or(|until| year <= until)
        };
        let then: Vec<usize> = former.clone().filter(held_then).map(|old| old.court).collect();
        let index = match then.as_slice() {
            [] => current.or_else(|| only(&former.map(|old| old.court).collect::<Vec<_>>())),
            courts => only(courts),
        };
        index.map(|index| &self.courts[index])
    }

    /// The court with this id.
    pub fn by_id(&self, id: &str) -> Option<&Court> {
        self.by_id.get(id).map(|&index| &self.courts[index])
    }

    /// The court above.
    pub fn parent(&self, court: &Court) -> Option<&Court> {
        court.parent.as_deref().and_then(|id| self.by_id(id))
    }

    /// Every official and former name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.courts.iter().map(|court| &*court.name).chain(self.aliases.iter().map(|alias| &**alias))
    }

    /// Every code in use, with its court.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &Court)> {
        self.courts.iter().filter_map(|court| Some((court.code.as_deref()?, court)))
    }

    /// Every former code, with its court.
    pub fn former_codes(&self) -> impl Iterator<Item = (&FormerCode, &Court)> {
        self.former_codes.values().flatten().map(|old| (old, &self.courts[old.court]))
    }
}

const COURT_COLUMNS: &[&str] = &["id", "name", "level", "parent", "province", "code", "status", "until", "successor"];

/// Reads the three court tables.
pub(crate) fn read(courts: &str, former: &str, aliases: &str, problems: &mut Problems) -> Courts {
    let mut all = Courts::default();
    read_courts(courts, &mut all, problems);
    read_former_codes(former, &mut all, problems);
    read_aliases(aliases, &mut all, problems);
    index_short_names(&mut all);
    all
}

fn read_courts(text: &str, all: &mut Courts, problems: &mut Problems) {
    const FILE: &str = "courts.tsv";
    let rows = table::read(FILE, text, COURT_COLUMNS, problems);
    for row in &rows {
        let level = match row.cells[2] {
            "supreme" => CourtLevel::Supreme,
            "high" => CourtLevel::High,
            "intermediate" => CourtLevel::Intermediate,
            "basic" => CourtLevel::Basic,
            other => {
                let problem = Problem::Unknown { what: "court level", text: other.to_string() };
                problems.add(FILE, row.line, problem);
                continue;
            }
        };
        let court = Court {
            id: row.text(0),
            name: row.text(1),
            level,
            parent: filled(row.cells[3]),
            province: row.text(4),
            code: filled(row.cells[5]),
            certainty: Certainty::of(row.cells[6]),
            until: row.cells[7].parse().ok(),
            successor: filled(row.cells[8]),
        };
        let index = all.courts.len();
        let mut taken = vec![("court", all.by_id.insert(court.id.clone(), index), &court.id)];
        taken.push(("court name", all.by_name.insert(court.name.clone(), index), &court.name));
        if let Some(code) = &court.code {
            taken.push(("court code", all.by_code.insert(code.clone(), index), code));
        }
        for (what, before, text) in taken {
            if before.is_some() {
                problems.add(FILE, row.line, Problem::Duplicate { what, text: text.to_string() });
            }
        }
        all.courts.push(court);
    }
    // A court may stand before the court above it, so references are checked when all are known.
    for row in &rows {
        for id in [row.cells[3], row.cells[8]] {
            if !id.is_empty() && !all.by_id.contains_key(id) {
                problems.add(FILE, row.line, Problem::Unknown { what: "court", text: id.to_string() });
            }
        }
    }
}

fn read_former_codes(text: &str, all: &mut Courts, problems: &mut Problems) {
    const FILE: &str = "court_former_codes.tsv";
    for row in table::read(FILE, text, &["code", "court", "from", "division_until", "status"], problems) {
        let Some(&court) = all.by_id.get(row.cells[1]) else {
            let problem = Problem::Unknown { what: "court", text: row.cells[1].to_string() };
            problems.add(FILE, row.line, problem);
            continue;
        };
        let former = FormerCode {
            code: row.text(0),
            from: row.cells[2].parse().ok(),
            division_until: row.cells[3].parse().ok(),
            certainty: Certainty::of(row.cells[4]),
            court,
        };
        all.former_codes.entry(former.code.clone()).or_default().push(former);
    }
}

fn read_aliases(text: &str, all: &mut Courts, problems: &mut Problems) {
    const FILE: &str = "court_aliases.tsv";
    for row in table::read(FILE, text, &["name", "court", "province", "status"], problems) {
        let Some(&court) = all.by_id.get(row.cells[1]) else {
            let problem = Problem::Unknown { what: "court", text: row.cells[1].to_string() };
            problems.add(FILE, row.line, problem);
            continue;
        };
        if all.by_name.insert(row.text(0), court).is_some() {
            problems.add(FILE, row.line, Problem::Duplicate { what: "court name", text: row.cells[0].to_string() });
        }
        all.aliases.push(row.text(0));
    }
}

/// Adds every name with and without its province and prefecture, where that names one court only.
fn index_short_names(all: &mut Courts) {
    let mut short: HashMap<Box<str>, Option<usize>> = HashMap::with_capacity(all.by_name.len() * 3);
    for (name, &index) in &all.by_name {
        let court = &all.courts[index];
        let province = &*court.province;
        let bare = name.strip_prefix(province).unwrap_or(name);
        let prefecture = court.parent.as_deref().and_then(|id| all.by_id.get(id)).and_then(|&parent| {
            let parent = &all.courts[parent];
            let seat = parent.name.strip_prefix(&*parent.province).unwrap_or(&parent.name);
            seat.strip_suffix("中级人民法院").filter(|seat| !seat.is_empty())
        });
        let mut add = |text: String| {
            let entry = short.entry(text.into_boxed_str()).or_insert(Some(index));
            if *entry != Some(index) {
                *entry = None;
            }
        };
        add(bare.to_string());
        add(format!("{province}{bare}"));
        if let Some(prefecture) = prefecture {
            let local = bare.strip_prefix(prefecture).unwrap_or(bare);
            add(local.to_string());
            add(format!("{prefecture}{local}"));
            add(format!("{province}{local}"));
            add(format!("{province}{prefecture}{local}"));
        }
    }
    all.by_short_name = short;
}

/// The full form of a shortened name, if it is one.
fn spelled_out(name: &str) -> Option<String> {
    if name == "最高法" || name == "最高院" {
        return Some("最高人民法院".to_string());
    }
    let place = |end: &str, full: &str, unit: &str| {
        let place = name.strip_suffix(end)?;
        let unit = if place.ends_with(unit) { "" } else { unit };
        Some(format!("{place}{unit}{full}"))
    };
    let local = || name.strip_suffix("法院").filter(|place| !place.ends_with("人民")).map(|p| format!("{p}人民法院"));
    place("中院", "中级人民法院", "市").or_else(|| place("高院", "高级人民法院", "省")).or_else(local)
}

/// The court that all entries name; none if a division was split between several.
fn only(courts: &[usize]) -> Option<usize> {
    let first = *courts.first()?;
    courts.iter().all(|&court| court == first).then_some(first)
}

fn filled(cell: &str) -> Option<Box<str>> {
    Some(cell).filter(|cell| !cell.is_empty()).map(Box::from)
}
