//! Walks every list of the embedded catalogue.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use casefile::{FieldKey, Schema};
use catalog::{Catalog, CauseList, MARKER_IDS, RoleKind, SectionKind, check, embedded_files};
use expect_test::expect;

#[test]
fn has_no_mistakes() {
    let report = check(&embedded_files());
    let errors: Vec<String> = report.errors.iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(report.version.as_deref(), Some(Catalog::embedded().version()));
}

#[test]
fn the_report_counts_every_part() {
    let report = check(&embedded_files());
    let names: Vec<&str> = report.counts.iter().map(|(name, _)| *name).collect();
    expect![
        "fields groups rules examples markers outcome patterns keywords courts causes and charges case types roles laws"
    ]
    .assert_eq(&names.join(" "));
    assert!(report.counts.iter().all(|&(_, count)| count > 0));
}

#[test]
fn fields_are_named_once_and_documented() {
    let mut names = BTreeMap::new();
    for field in Catalog::embedded().fields() {
        assert!(field.doc.chars().count() >= 8, "{} says too little", field.key);
        assert!(!field.pitfalls.is_empty() || !field.rules.is_empty() || field.key.leaf() == "name", "{}", field.key);
        let group = field.key.group().unwrap_or_default().to_string();
        let before = names.insert((group, field.name.clone()), field.key.clone());
        assert!(before.is_none(), "{} and {before:?} have one name", field.key);
    }
}

#[test]
fn every_rule_has_sections_and_a_miss() {
    for field in Catalog::embedded().fields() {
        for rule in &field.rules {
            assert!(!rule.sections.is_empty(), "{} would look everywhere", rule.id);
            assert!(!rule.misses.is_empty(), "{} has no miss", rule.id);
        }
    }
}

#[test]
fn every_outcome_choice_is_read_by_a_pattern() {
    let catalog = Catalog::embedded();
    let given: BTreeSet<&str> = catalog.outcomes().iter().map(|outcome| &*outcome.outcome).collect();
    let choices = &catalog.field("outcomes").expect("outcomes is a field").choices;
    // 其他 is what remains when no pattern matches.
    let unread: Vec<&str> = choices.iter().map(|c| &**c).filter(|c| !given.contains(c) && *c != "其他").collect();
    assert_eq!(unread, Vec::<&str>::new());
}

#[test]
fn outcomes_come_in_the_order_of_their_priority() {
    let priorities: Vec<u16> = Catalog::embedded().outcomes().iter().map(|outcome| outcome.priority).collect();
    assert!(priorities.is_sorted());
}

#[test]
fn markers_are_exactly_those_that_code_asks_for() {
    let catalog = Catalog::embedded();
    let ids: BTreeSet<&str> = catalog.markers().iter().map(|marker| &*marker.id).collect();
    assert_eq!(ids, MARKER_IDS.iter().copied().collect());
    for id in MARKER_IDS {
        assert!(!catalog.marker(id).source().is_empty());
    }
}

#[test]
fn section_keys_and_names_are_unique() {
    let keys: BTreeSet<&str> = SectionKind::ALL.iter().map(|section| section.as_str()).collect();
    let names: BTreeSet<&str> = SectionKind::ALL.iter().map(|section| section.name()).collect();
    assert_eq!((keys.len(), names.len()), (SectionKind::ALL.len(), SectionKind::ALL.len()));
    assert!(SectionKind::ALL.is_sorted());
    assert!(SectionKind::ALL.iter().all(|&section| SectionKind::of_key(section.as_str()) == Some(section)));
}

#[test]
fn groups_have_labels_that_are_their_own_fields() {
    let catalog = Catalog::embedded();
    let text: Vec<String> = catalog
        .groups()
        .iter()
        .map(|group| {
            let labels: Vec<&str> = catalog.label_fields(&group.key).iter().map(FieldKey::as_str).collect();
            format!("{} {} {}\n", group.key, group.name, labels.join(" "))
        })
        .collect();
    expect![[r#"
        prior_cases 原审案件 prior_cases.case_number prior_cases.court
        fee_payers 诉讼费负担 fee_payers.name
        statutes 引用法条 statutes.law statutes.article
        parties 当事人 parties.role parties.name
        parties.agents 代理人与辩护人 parties.agents.name
        defendants 被告人 defendants.name
    "#]]
    .assert_eq(&text.concat());
    assert!(catalog.is_list(&FieldKey::new("judges")) && !catalog.is_list(&FieldKey::new("court")));
}

#[test]
fn tables_have_their_rows() {
    let lines: Vec<String> = embedded_files()
        .iter()
        .filter(|(name, _)| name.ends_with(".tsv"))
        .map(|(name, text)| {
            let rows = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count() - 1;
            format!("{name} {rows}\n")
        })
        .collect();
    expect![[r#"
        case_types.tsv 129
        case_types_former.tsv 72
        causes_administrative.tsv 273
        causes_civil.tsv 1362
        causes_compensation.tsv 26
        causes_enforcement.tsv 168
        charges.tsv 542
        court_aliases.tsv 225
        court_former_codes.tsv 388
        courts.tsv 3501
        ethnic_groups.tsv 58
        law_titles.tsv 1522
        provinces.tsv 34
        roles.tsv 275
    "#]]
    .assert_eq(&lines.concat());
}

#[test]
fn every_table_names_its_source() {
    for (name, text) in embedded_files().iter().filter(|(name, _)| name.ends_with(".tsv")) {
        assert!(text.starts_with("# "), "{name} does not open with a # line");
    }
}

#[test]
fn a_code_belongs_to_one_court_at_a_time() {
    let courts = Catalog::embedded().courts();
    let mut holders: HashMap<&str, &str> = HashMap::new();
    for (code, court) in courts.codes() {
        assert_eq!(holders.insert(code, &court.id), None, "{code} twice");
        let found = courts.by_code(code, 2030).map(|court| &*court.name);
        assert_eq!(found, Some(&*court.name), "{code}");
    }
}

#[test]
fn every_court_has_a_court_above() {
    let courts = Catalog::embedded().courts();
    for court in courts.all() {
        let Some(parent) = courts.parent(court) else {
            assert_eq!(&*court.name, "最高人民法院");
            continue;
        };
        assert!(parent.level < court.level, "{} under {}", court.name, parent.name);
    }
}

#[test]
fn parents_of_causes_stand_in_the_same_list() {
    let causes = Catalog::embedded().causes();
    let with_parent = causes.all().iter().filter(|cause| cause.list != CauseList::Charge && !cause.parent.is_empty());
    for cause in with_parent {
        let known = causes.rows(cause.list, &cause.parent).any(|row| row.name == cause.parent);
        assert!(known, "{} under {}", cause.name, cause.parent);
    }
}

#[test]
fn periods_are_not_reversed() {
    let catalog = Catalog::embedded();
    let causes = catalog.causes().all().iter().map(|cause| (&cause.name, &cause.period));
    for (name, period) in causes.chain(catalog.case_types().all().iter().map(|kind| (&kind.code, &kind.period))) {
        if let (Some(from), Some(until)) = (&period.from, &period.until) {
            assert!(from < until, "{name}");
        }
    }
}

#[test]
fn roles_of_parties_come_longest_first() {
    let names = Catalog::embedded().roles().party_names();
    assert!(names.windows(2).all(|pair| pair[0].len() >= pair[1].len()));
    assert!(!names.contains(&"公诉机关"));
    assert!(Catalog::embedded().roles().names(RoleKind::Organ).contains(&"公诉机关"));
}
