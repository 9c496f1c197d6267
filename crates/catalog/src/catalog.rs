//! Owns the catalogue: all data in checked form, and how it is put together from files. What each part means is told in
//! its own module.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use casefile::{FieldKey, Schema};
use sha2::{Digest, Sha256};

use crate::case_type::{self, CaseTypes};
use crate::cause::{self, CauseList, Causes};
use crate::check;
use crate::court::{self, Courts};
use crate::error::{CatalogError, Problem, Problems};
use crate::field::{self, Context, Field};
use crate::files::embedded_files;
use crate::list::{self, EthnicGroup, Laws, Province, Roles};
use crate::marker::{self, Marker};
use crate::outcome::{self, OutcomePattern};
use crate::pattern::{Fragments, Pattern};
use crate::prefilter::{Keywords, Prefilter};
use crate::schema::{self, Group, Shape};

/// Law and courts as data.
#[derive(Debug)]
pub struct Catalog {
    version: String,
    fields: Vec<Field>,
    by_key: HashMap<FieldKey, usize>,
    groups: Vec<Group>,
    markers: Vec<Marker>,
    outcomes: Vec<OutcomePattern>,
    fragments: BTreeMap<String, Pattern>,
    prefilter: Prefilter,
    courts: Courts,
    provinces: Vec<Province>,
    causes: Causes,
    case_types: CaseTypes,
    roles: Roles,
    ethnic_groups: Vec<EthnicGroup>,
    laws: Laws,
}

static EMBEDDED: OnceLock<Catalog> = OnceLock::new();

impl Catalog {
    /// The catalogue that is part of the program.
    pub fn embedded() -> &'static Catalog {
        EMBEDDED.get_or_init(|| {
            let (catalog, problems) = read(&embedded_files());
            let first = problems.first();
            assert!(first.is_none(), "the tests load the embedded catalogue: {first:?}");
            catalog
        })
    }

    /// Reads a catalogue from file names and texts, compiles every pattern and runs every example.
    pub fn load(files: &BTreeMap<String, String>) -> Result<Catalog, Vec<CatalogError>> {
        let (catalog, mut problems) = read(files);
        check::examples(&catalog, &mut problems);
        problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        if problems.is_empty() { Ok(catalog) } else { Err(problems) }
    }

    /// A short hash of the data, in hex: equal data, equal version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Every field in the order of the record.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field with this full key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.by_key.get(key).map(|&index| &self.fields[index])
    }

    /// Every group of the record.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The group with this full key.
    pub fn group(&self, key: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.key.as_str() == key)
    }

    /// The section markers.
    pub fn markers(&self) -> &[Marker] {
        &self.markers
    }

    /// The pattern of a marker, which must be one of `MARKER_IDS`.
    pub fn marker(&self, id: &str) -> &Pattern {
        let marker = self.markers.iter().find(|marker| &*marker.id == id);
        &marker.expect("the loader refuses a catalogue without every marker of MARKER_IDS").regex
    }

    /// The outcome patterns in the order in which they are tried.
    pub fn outcomes(&self) -> &[OutcomePattern] {
        &self.outcomes
    }

    /// The pattern of a fragment, which code may build upon.
    pub fn fragment(&self, name: &str) -> Option<&Pattern> {
        self.fragments.get(name)
    }

    /// The keyword prefilter over all rules, markers and outcome patterns.
    pub fn prefilter(&self) -> &Prefilter {
        &self.prefilter
    }

    /// The courts.
    pub fn courts(&self) -> &Courts {
        &self.courts
    }

    /// The provinces and bodies with a court code of their own.
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// Causes of action and charges.
    pub fn causes(&self) -> &Causes {
        &self.causes
    }

    /// The case types.
    pub fn case_types(&self) -> &CaseTypes {
        &self.case_types
    }

    /// The titles of the party block.
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// The ethnic groups.
    pub fn ethnic_groups(&self) -> &[EthnicGroup] {
        &self.ethnic_groups
    }

    /// Whether a text names an ethnic group, with or without 族.
    pub fn is_ethnic_group(&self, name: &str) -> bool {
        let bare = |text: &str| text.strip_suffix('族').unwrap_or(text).to_string();
        self.ethnic_groups.iter().any(|group| bare(&group.name) == bare(name))
    }

    /// Words that a segmenter must not cut: courts, causes, charges, laws and roles, each with a part-of-speech tag.
    pub fn lexicon(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let courts = self.courts.names().map(|name| (name, "nt"));
        let causes = self.causes.all().iter().map(|cause| (&*cause.name, "nz"));
        let laws = self.laws.all().iter().map(|law| (&*law.title, "nz"));
        let roles = self.roles.all().iter().map(|role| (&*role.name, "n"));
        courts.chain(causes).chain(laws).chain(roles)
    }

    /// The titles of laws.
    pub fn laws(&self) -> &Laws {
        &self.laws
    }
}

impl Schema for Catalog {
    fn label_fields(&self, group: &FieldKey) -> &[FieldKey] {
        self.group(group.as_str()).map_or(&[], |group| &group.labels)
    }

    fn is_list(&self, field: &FieldKey) -> bool {
        self.field(field.as_str()).is_some_and(|field| field.list)
    }

    fn position(&self, key: &FieldKey) -> usize {
        if let Some(index) = self.by_key.get(key) {
            return *index;
        }
        // A group stands where its first field stands.
        let inside =
            |field: &Field| field.key.as_str().strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with('.'));
        self.fields.iter().position(inside).unwrap_or(self.fields.len())
    }
}

/// Every table and TOML file of the catalogue beside `fields/`.
const FILES: &[&str] = &[
    "record.toml",
    "fragments.toml",
    "markers.toml",
    "outcomes.toml",
    "courts.tsv",
    "court_former_codes.tsv",
    "court_aliases.tsv",
    "provinces.tsv",
    "case_types.tsv",
    "case_types_former.tsv",
    "causes_civil.tsv",
    "causes_administrative.tsv",
    "causes_enforcement.tsv",
    "causes_compensation.tsv",
    "charges.tsv",
    "law_titles.tsv",
    "ethnic_groups.tsv",
    "roles.tsv",
];

/// Reads everything without compiling patterns; `check::examples` does that.
fn read(files: &BTreeMap<String, String>) -> (Catalog, Vec<CatalogError>) {
    let mut problems = Problems::default();
    for name in FILES.iter().filter(|name| !files.contains_key(**name)) {
        problems.add(name, 0, Problem::FileMissing);
    }
    for name in files.keys() {
        if !FILES.contains(&name.as_str()) && !name.starts_with("fields/") {
            problems.add(name, 0, Problem::FileUnknown);
        }
    }
    let text = |name: &str| files.get(name).map_or("", String::as_str);
    let mut keywords = Keywords::default();
    let fragments = read_fragments(text("fragments.toml"), &mut problems);
    let patterns = compile_fragments(&fragments, &mut problems);
    let none = Fragments::default();
    let mut context = |file: &'static str, fragments: &Fragments, read: &mut dyn FnMut(&mut Context<'_>)| {
        if let Some(text) = files.get(file) {
            read(&mut Context { file, text, fragments, keywords: &mut keywords, problems: &mut problems });
        }
    };
    let (mut shape, mut markers, mut outcomes) = (Shape::default(), Vec::new(), Vec::new());
    context("record.toml", &none, &mut |context| shape = schema::read(context));
    context("markers.toml", &fragments, &mut |context| markers = marker::read(context));
    context("outcomes.toml", &fragments, &mut |context| outcomes = outcome::read(context));
    let fields = read_fields(files, &shape, &fragments, &mut keywords, &mut problems);
    let courts =
        court::read(text("courts.tsv"), text("court_former_codes.tsv"), text("court_aliases.tsv"), &mut problems);
    let mut causes = Causes::default();
    for &(list, file) in CauseList::FILES {
        cause::read(list, file, text(file), &mut causes, &mut problems);
    }
    let mut case_types = CaseTypes::default();
    for (file, official) in [("case_types.tsv", true), ("case_types_former.tsv", false)] {
        case_type::read(file, text(file), official, &mut case_types, &mut problems);
    }
    let catalog = Catalog {
        version: version(files),
        by_key: fields.iter().enumerate().map(|(index, field)| (field.key.clone(), index)).collect(),
        fields,
        groups: shape.groups,
        markers,
        outcomes,
        fragments: patterns,
        prefilter: keywords.finish(),
        courts,
        provinces: list::read_provinces(text("provinces.tsv"), &mut problems),
        causes,
        case_types,
        roles: list::read_roles(text("roles.tsv"), &mut problems),
        ethnic_groups: list::read_ethnic_groups(text("ethnic_groups.tsv"), &mut problems),
        laws: list::read_laws(text("law_titles.tsv"), &mut problems),
    };
    (catalog, problems.0)
}

fn read_fragments(text: &str, problems: &mut Problems) -> Fragments {
    Fragments::new(field::from_toml("fragments.toml", text, problems).unwrap_or_default())
}

fn compile_fragments(fragments: &Fragments, problems: &mut Problems) -> BTreeMap<String, Pattern> {
    let mut patterns = BTreeMap::new();
    for name in fragments.names() {
        match fragments.expand(&format!("${name}")) {
            Ok(source) => {
                patterns.insert(name.to_string(), Pattern::new(source));
            }
            Err(inner) => {
                let problem = Problem::Unknown { what: "fragment", text: format!("${inner} in {name}") };
                problems.add("fragments.toml", 0, problem);
            }
        }
    }
    patterns
}

/// The fields in the order of the record; each key has a file and each file a key.
fn read_fields(
    files: &BTreeMap<String, String>,
    shape: &Shape,
    fragments: &Fragments,
    keywords: &mut Keywords,
    problems: &mut Problems,
) -> Vec<Field> {
    let mut fields = Vec::new();
    for (key, line) in &shape.fields {
        let file = format!("fields/{key}.toml");
        let Some(text) = files.get(&file) else {
            let problem = Problem::Unknown { what: "field with a file", text: key.to_string() };
            problems.add("record.toml", *line, problem);
            continue;
        };
        let mut context = Context { file: &file, text, fragments, keywords, problems };
        fields.extend(field::read(&mut context));
    }
    for file in files.keys().filter(|file| file.starts_with("fields/")) {
        let key = file.trim_start_matches("fields/").trim_end_matches(".toml");
        if !shape.fields.iter().any(|(known, _)| known.as_str() == key) {
            problems.add(file, 1, Problem::Unknown { what: "field of record.toml", text: key.to_string() });
        }
    }
    fields
}

fn version(files: &BTreeMap<String, String>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        for part in [name.as_bytes(), text.as_bytes()] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
