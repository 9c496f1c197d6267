//! Owns the shorter lists: provinces, roles of parties, ethnic groups, titles of laws.

use std::collections::HashMap;

use crate::error::{Problem, Problems};
use crate::table;

/// A province, or a body that numbers its cases like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Its name.
    pub name: Box<str>,
    /// Its code in case numbers.
    pub code: Box<str>,
    /// The first two digits of its administrative division code; empty where it has none.
    pub division: Box<str>,
}

/// What a title in the party block stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// 当事人.
    Party,
    /// An organ of state that is no party: 公诉机关.
    Organ,
    /// 代理人 or 辩护人 of the party before.
    Agent,
    /// 法定代表人, 负责人 and the like of the party before.
    Representative,
}

/// A title in the party block 称谓.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The title as documents have it.
    pub name: Box<str>,
    /// 主动, 被动, 第三方, 代理 or 代表.
    pub side: Box<str>,
    /// The case categories in which it stands.
    pub categories: Vec<Box<str>>,
    /// What it stands for.
    pub kind: RoleKind,
}

/// All titles of the party block.
#[derive(Debug, Default)]
pub struct Roles {
    all: Vec<Role>,
    by_name: HashMap<Box<str>, usize>,
}

impl Roles {
    /// Every title, in the order of the table.
    pub fn all(&self) -> &[Role] {
        &self.all
    }

    /// The title with this text.
    pub fn by_name(&self, name: &str) -> Option<&Role> {
        self.by_name.get(name).map(|&index| &self.all[index])
    }

    /// The titles of parties, longest first, so that the first that a line starts with is the right one.
    pub fn party_names(&self) -> Vec<&str> {
        self.names(RoleKind::Party)
    }

    /// The titles of one kind, longest first.
    pub fn names(&self, kind: RoleKind) -> Vec<&str> {
        let mut names: Vec<&str> = self.all.iter().filter(|role| role.kind == kind).map(|role| &*role.name).collect();
        names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        names
    }
}

/// An ethnic group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthnicGroup {
    /// Its national code.
    pub code: Box<str>,
    /// Its name with 族.
    pub name: Box<str>,
}

/// The title of a law in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawTitle {
    /// The title, without 中华人民共和国 for laws of the National People's Congress.
    pub title: Box<str>,
    /// 刑法, 行政法规, 司法解释 …
    pub category: Box<str>,
    /// The day on which the version was published, in ISO form; none if not known.
    pub version: Option<Box<str>>,
    /// The last day on which the law held, in ISO form; none while it holds.
    pub until: Option<Box<str>>,
}

/// All titles of laws.
#[derive(Debug, Default)]
pub struct Laws {
    all: Vec<LawTitle>,
    by_title: HashMap<Box<str>, Vec<u32>>,
}

impl Laws {
    /// Every version of every law.
    pub fn all(&self) -> &[LawTitle] {
        &self.all
    }

    /// The versions of a title, with or without 《》 and 中华人民共和国.
    pub fn by_title(&self, title: &str) -> impl Iterator<Item = &LawTitle> {
        let rows = self.by_title.get(law_core(title).as_str());
        rows.into_iter().flatten().map(|&index| &self.all[index as usize])
    }

    /// Whether a law of this title is known.
    pub fn knows(&self, title: &str) -> bool {
        self.by_title.contains_key(law_core(title).as_str())
    }

    /// Whether two texts name one law.
    pub fn same(&self, a: &str, b: &str) -> bool {
        law_core(a) == law_core(b)
    }
}

/// A title without what writers leave out or add: state and court in front, brackets, spaces.
fn law_core(title: &str) -> String {
    let kept = |c: &char| {
        !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞' | '﹤' | '﹥')
    };
    let compact: String = title
        .chars()
        .filter(kept)
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            c => c,
        })
        .collect();
    let core = compact.replace("中华人民共和国", "").replace("（试行）", "");
    if core.is_empty() { compact } else { core }
}

/// Reads `provinces.tsv`.
pub(crate) fn read_provinces(text: &str, problems: &mut Problems) -> Vec<Province> {
    let rows = table::read("provinces.tsv", text, &["name", "code", "division"], problems);
    rows.iter().map(|row| Province { name: row.text(0), code: row.text(1), division: row.text(2) }).collect()
}

/// Reads `roles.tsv`.
pub(crate) fn read_roles(text: &str, problems: &mut Problems) -> Roles {
    const FILE: &str = "roles.tsv";
    let mut roles = Roles::default();
    for row in table::read(FILE, text, &["name", "side", "categories", "kind"], problems) {
        let kind = match row.cells[3] {
            "party" => RoleKind::Party,
            "organ" => RoleKind::Organ,
            "agent" => RoleKind::Agent,
            "representative" => RoleKind::Representative,
            other => {
                problems.add(FILE, row.line, Problem::Unknown { what: "kind of role", text: other.to_string() });
                continue;
            }
        };
        let categories = row.cells[2].split(',').filter(|name| !name.is_empty()).map(Box::from).collect();
        if roles.by_name.insert(row.text(0), roles.all.len()).is_some() {
            problems.add(FILE, row.line, Problem::Duplicate { what: "role", text: row.cells[0].to_string() });
        }
        roles.all.push(Role { name: row.text(0), side: row.text(1), categories, kind });
    }
    roles
}

/// Reads `ethnic_groups.tsv`.
pub(crate) fn read_ethnic_groups(text: &str, problems: &mut Problems) -> Vec<EthnicGroup> {
    let rows = table::read("ethnic_groups.tsv", text, &["code", "name"], problems);
    rows.iter().map(|row| EthnicGroup { code: row.text(0), name: row.text(1) }).collect()
}

/// Reads `law_titles.tsv`.
pub(crate) fn read_laws(text: &str, problems: &mut Problems) -> Laws {
    let mut laws = Laws::default();
    for row in table::read("law_titles.tsv", text, &["title", "category", "version", "until"], problems) {
        let day = |column: usize| Some(row.cells[column]).filter(|cell| !cell.is_empty()).map(Box::from);
        let index = u32::try_from(laws.all.len()).expect("a catalogue has few laws");
        laws.by_title.entry(law_core(row.cells[0]).into()).or_default().push(index);
        laws.all.push(LawTitle { title: row.text(0), category: row.text(1), version: day(2), until: day(3) });
    }
    laws
}
