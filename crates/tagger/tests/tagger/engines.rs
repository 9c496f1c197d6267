//! What the engines promise: the same labels, on any text, on any thread.

use extract::{Tagger, Tags};
use tagger::Model;

use crate::fixture::{JUDGMENT, engines};

/// Largest difference of a probability between the engines.
const DIFFERENCE_MAX: f64 = 1e-3;

fn words(tags: &Tags, text: &str, label: &str) -> Vec<String> {
    let labelled = tags.fields.iter().filter(|tag| tag.label == label);
    labelled.map(|tag| text[tag.range.clone()].to_string()).collect()
}

#[test]
fn fields_of_a_plain_judgment_are_labelled() {
    for model in engines() {
        let tags = model.tag(JUDGMENT).expect("the engine runs");
        let found = |label| words(&tags, JUDGMENT, label);
        assert_eq!(found("court")[0], "云河县人民法院", "{model:?}");
        assert_eq!(found("case_number"), ["（2019）云0101民初12号"], "{model:?}");
        assert_eq!(found("parties.name"), ["张建国", "云河县青石建材有限公司"], "{model:?}");
        assert_eq!(found("judgment_date"), ["二〇一九年五月六日"], "{model:?}");
        assert_eq!(found("clerks"), ["赵敏"], "{model:?}");
        assert_eq!(model.kinds(JUDGMENT)[0].0, "裁判文书", "{model:?}");
    }
}

#[test]
fn a_text_without_line_ends_gets_them_back() {
    let together = JUDGMENT.replace('\n', "");
    for model in engines() {
        let tags = model.tag(&together).expect("the engine runs");
        let breaks = tags.mends.iter().filter(|proposal| proposal.mend.change.is_break()).count();
        assert!(breaks >= 8, "{model:?} puts {breaks} of 10 line ends back");
        let sound = model.tag(JUDGMENT).expect("the engine runs");
        let changes = sound.mends.iter().filter(|proposal| proposal.mend.change.is_break()).count();
        assert!(changes <= 1, "{model:?} breaks {changes} sound lines");
    }
}

#[test]
fn both_engines_give_the_same_labels() {
    let [built_in, library] = engines();
    for text in [JUDGMENT.to_string(), JUDGMENT.replace('\n', ""), JUDGMENT.repeat(9)] {
        let (a, b) = (built_in.tag(&text).expect("runs"), library.tag(&text).expect("runs"));
        let places = |tags: &Tags| {
            tags.fields.iter().chain(&tags.entities).map(|t| (t.label, t.range.clone())).collect::<Vec<_>>()
        };
        assert_eq!(places(&a), places(&b));
        let pairs = a.fields.iter().chain(&a.entities).zip(b.fields.iter().chain(&b.entities));
        for (a, b) in pairs {
            assert!((a.probability - b.probability).abs() < DIFFERENCE_MAX, "{a:?} {b:?}");
        }
        assert_eq!(
            a.mends.iter().map(|p| p.mend).collect::<Vec<_>>(),
            b.mends.iter().map(|p| p.mend).collect::<Vec<_>>()
        );
        let kinds = |model: &Model| model.kinds(&text)[0].0;
        assert_eq!(kinds(&built_in), kinds(&library));
    }
}

#[test]
fn odd_texts_give_labels_inside_them() {
    let texts = ["", "一", "\n", "😀𠮷\u{10FFFF}", "a b c 1 2 3", &"審".repeat(3_000), &"原告：某某，".repeat(700)];
    for model in engines() {
        for text in texts {
            let tags = model.tag(text).expect("the engine runs");
            for tag in tags.fields.iter().chain(&tags.entities) {
                assert!(text.get(tag.range.clone()).is_some_and(|words| !words.is_empty()), "{model:?} {tag:?}");
                assert!((0.0..=1.0).contains(&tag.probability));
            }
            for proposal in &tags.mends {
                assert!(text.is_char_boundary(proposal.mend.at));
            }
            model.kinds(text);
        }
    }
}

#[test]
fn every_thread_gives_the_same_answer() {
    for model in engines() {
        let here = model.tag(JUDGMENT).expect("the engine runs");
        let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(move || model.tag(JUDGMENT))).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic").as_ref(), Some(&here), "{model:?}");
        }
    }
}
