//! What the model may and may not do to a record, on the built-in engine.

use pipeline::{Options, Tagger};
use tagger::Model;

use crate::binary::casecheck;
use crate::fixture;

fn with_model() -> Options<'static> {
    static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
    let tagger: &dyn Tagger = MODEL.get_or_init(Model::built_in);
    Options { tagger: Some(tagger), ..Options::embedded() }
}

/// The leaves of a document, as path and value.
fn leaves(text: &str, options: Options) -> Vec<(String, String)> {
    let processed = pipeline::process("document.txt", text.as_bytes(), options).expect("plain text is read");
    let leaves = processed.extracted.record.leaves(options.catalog).into_iter();
    leaves.map(|(path, _, leaf)| (path.as_str().to_string(), leaf.chosen.value.canonical())).collect()
}

/// The decisions among the samples, as text.
fn decisions() -> Vec<(String, String)> {
    let files = fixture::cases().iter().flat_map(|case| &case.files);
    let decisions = files.filter(|file| file.name.contains("判决书") || file.name.contains("裁定书"));
    decisions.map(|file| (file.name.clone(), file.processed.document.text.clone())).collect()
}

#[test]
fn what_the_rules_read_in_a_sound_text_stays() {
    for (name, text) in decisions() {
        let (rules, both) = (leaves(&text, Options::embedded()), leaves(&text, with_model()));
        let lost: Vec<_> = rules.iter().filter(|leaf| !both.contains(leaf)).collect();
        assert!(lost.is_empty(), "{name}: {lost:?}");
    }
}

#[test]
fn a_text_that_lost_its_line_ends_is_read_better_with_the_model() {
    let (mut right_by_rules, mut right_by_both, mut all) = (0, 0, 0);
    for (_, text) in decisions() {
        let sound = leaves(&text, Options::embedded());
        let together: String = text.split_whitespace().collect();
        let (rules, both) = (leaves(&together, Options::embedded()), leaves(&together, with_model()));
        all += sound.len();
        right_by_rules += sound.iter().filter(|leaf| rules.contains(leaf)).count();
        right_by_both += sound.iter().filter(|leaf| both.contains(leaf)).count();
    }
    assert!(right_by_both > right_by_rules, "{right_by_both} of {all} with the model, {right_by_rules} without");
}

/// The samples are sound: the model must not make their mistakes doubtful, nor flag what is right.
#[test]
fn discrepancies_of_sound_cases_are_the_same_with_the_model() {
    let told = |options: &[&str]| {
        let mut words: Vec<String> = ["check", "--json"].iter().chain(options).map(|word| word.to_string()).collect();
        words.extend(fixture::cases().iter().map(|case| format!("samples/{}", case.name)));
        let lines = casecheck(words).json_lines();
        let found = lines.iter().flat_map(|line| {
            let listed = line["discrepancies"].as_array().expect("a list").iter();
            listed.map(|one| format!("{} {} {} {}", line["case"], one["tier"], one["path"], one["outcome"]))
        });
        found.collect::<Vec<_>>()
    };
    let rules = told(&["--no-model"]);
    assert!(rules.len() >= 80, "{} discrepancies are too few to show anything", rules.len());
    assert_eq!(told(&[]), rules);
}

#[test]
fn evidence_of_a_mended_text_quotes_what_stands_there() {
    for (name, text) in decisions() {
        let together: String = text.split_whitespace().collect();
        let processed =
            pipeline::process("document.txt", together.as_bytes(), with_model()).expect("plain text is read");
        for (path, _, leaf) in processed.extracted.record.leaves(Options::embedded().catalog) {
            assert!(!leaf.chosen.evidence.is_empty(), "{name} {}", path.as_str());
            for evidence in &leaf.chosen.evidence {
                assert_eq!(
                    evidence.quote(),
                    &processed.document.text[evidence.span().range()],
                    "{name} {}",
                    path.as_str()
                );
            }
        }
    }
}

#[test]
fn the_same_text_gives_the_same_record_on_any_thread() {
    let (_, text) = decisions().swap_remove(0);
    let here = leaves(&text, with_model());
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let text = text.clone();
            std::thread::spawn(move || leaves(&text, with_model()))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic"), here);
    }
}

#[test]
fn fields_are_keys_of_the_catalogue_and_labels_are_unique() {
    for key in tagger::fields() {
        assert!(fixture::catalogue().field(key).is_some(), "{key} is no field");
    }
    let entities: Vec<&String> = tagger::entities().iter().flatten().collect();
    for names in [tagger::fields().iter().collect::<Vec<_>>(), entities, tagger::kinds().iter().collect()] {
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
    }
}
