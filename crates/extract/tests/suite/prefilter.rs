//! The keyword prefilter changes no result, and the fields that rules name exist.

use catalog::Catalog;
use extract::RULES;
use text::Reading;

use crate::reading::document;

/// Texts that meet every catalogue pattern: the examples of the catalogue itself, each in the course of a document.
#[test]
fn the_prefilter_changes_no_result_on_the_catalogue_s_own_examples() {
    let catalog = Catalog::embedded();
    let hits = catalog.fields().iter().flat_map(|field| &field.rules).flat_map(|rule| &rule.hits);
    let mut checked = 0;
    for hit in hits {
        let text = format!(
            "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n原告：张大川，男。\n原告张大川与被告李小河合同纠纷一案，{}\n判决如下：\n{}\n审判员孙立\n",
            hit.text, hit.text
        );
        let document = document(&text);
        let reading = Reading::of(&document, catalog);
        let with = extract::extract(&reading, catalog);
        let without = extract::extract_without_prefilter(&reading, catalog);
        assert_eq!(with.0.record, without.0.record, "{}", hit.text);
        checked += 1;
    }
    assert!(checked > 20, "only {checked} examples");
}

#[test]
fn rules_are_unique_and_fill_fields_or_groups_of_the_catalogue() {
    let catalog = Catalog::embedded();
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        for key in rule.fills {
            assert!(catalog.field(key).is_some() || catalog.group(key).is_some(), "{} fills {key}", rule.name);
        }
    }
}

#[test]
fn fields_that_need_code_name_a_rule_that_fills_them() {
    let catalog = Catalog::embedded();
    let mut checked = 0;
    for field in catalog.fields() {
        let Some(code) = &field.code else { continue };
        let rule = RULES.iter().find(|rule| rule.name == &**code);
        let rule = rule.unwrap_or_else(|| panic!("{} names no rule: {code}", field.key));
        let key = field.key.as_str();
        let fills = rule.fills.iter().any(|filled| key == *filled || key.starts_with(&format!("{filled}.")));
        assert!(fills, "{code} does not fill {key}");
        checked += 1;
    }
    assert!(checked > 30, "only {checked} fields");
}
