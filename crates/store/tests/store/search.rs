//! Search: found by words and by names, within the scope, and also after a backup was restored.

use std::collections::VecDeque;

use store::case::{CaseFilter, NewCase};
use store::job::{JobKind, Priority};
use store::search::{self, DocumentWords, Party};
use store::{BlobPlace, Blobs, Connect, Dialect, PageRequest, Scope, Store, backup, case, run};

use crate::bench::{NOON, add, claim, outcome, place};
use testbed::on_every_database;

on_every_database! {
    all_words_stand_in_the_text
    a_scope_is_not_left_by_words_that_look_like_it
    the_latest_come_first_in_pages
    the_words_of_a_document_are_written_once
    parties_are_found_by_the_beginning_of_their_name
    cases_are_found_by_the_beginning_of_number_or_label
    filters_narrow_what_is_found
    a_restored_backup_finds_the_same
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_string).collect()
}

/// A case with a document of some words, checked; `names` are its parties.
async fn filed(store: &Store, label: &str, court: [&str; 3], text: &str, names: &[(&str, &str)]) -> (String, String) {
    let place = place(court[0], court[1], court[2]);
    let new = NewCase { place, label: label.to_string(), created_by: "u".to_string() };
    let case_id = case::file(store, &new, NOON).await.expect("the case is filed").id;
    let document_id = add(store, &case_id, label).await.id;
    check(store, &case_id, &document_id, text, names).await;
    (case_id, document_id)
}

async fn check(store: &Store, case_id: &str, document_id: &str, text: &str, names: &[(&str, &str)]) {
    case::request_check(store, &Scope::All, case_id, Priority::Fresh, NOON).await.expect("asked");
    let leases = claim(store, "w", 10, NOON).await;
    let lease = leases.iter().find(|lease| lease.kind == JobKind::CheckCase).expect("the check");
    let party = |(name, role): &(&str, &str)| Party { name: name.to_string(), role: role.to_string() };
    let mut outcome = outcome(9, &[]);
    outcome.words = vec![DocumentWords { document_id: document_id.to_string(), words: words(text) }];
    outcome.parties = names.iter().map(party).collect();
    outcome.case_number = Some("（1999）读自文书1号".to_string());
    outcome.cause = Some(if label_of(store, case_id).await == "三" { "盗窃罪" } else { "民间借贷纠纷" }.to_string());
    run::record(store, lease, &outcome, NOON).await.expect("the run is written");
}

async fn label_of(store: &Store, case_id: &str) -> String {
    case::get(store, &Scope::All, case_id).await.expect("the case").label
}

const COURT: [&str; 3] = ["11", "10", "1"];
const OTHER: [&str; 3] = ["20", "20", "1"];
const FAR: [&str; 3] = ["30", "30", "3"];

async fn three(store: &Store) {
    filed(store, "一", COURT, "民间 借贷 张 甲 张甲", &[("张甲", "原告"), ("云河银行股份有限公司", "被告")]).await;
    filed(store, "二", OTHER, "民间 借贷 李 乙 李乙 court_11", &[("李乙", "原告"), ("张甲乙", "被告")]).await;
    filed(store, "三", FAR, "盗窃 张 乙 甲 high_1", &[("张乙", "")]).await;
}

async fn labels(store: &Store, scope: &Scope, question: &str, filter: &CaseFilter) -> Vec<String> {
    let page = PageRequest::first(10);
    let found = search::by_text(store, scope, &words(question), filter, &page).await.expect("an answer");
    found.items.into_iter().map(|hit| hit.case.label).collect()
}

async fn all_words_stand_in_the_text(store: Store) {
    three(&store).await;
    let all = async |question| labels(&store, &Scope::All, question, &CaseFilter::default()).await;
    assert_eq!(all("民间 借贷").await, ["二", "一"]);
    assert_eq!(all("张甲").await, ["一"]);
    assert_eq!(all("张 甲").await, ["三", "一"]);
    assert!(all("民间 盗窃").await.is_empty());
    assert!(all("").await.is_empty());
    assert!(all("借").await.is_empty(), "a part of a word is not the word");
    for word in ["\"民间", "民间*", "^民间", "(民间)", "民间&借贷", "民间!"] {
        assert_eq!(all(word).await, ["二", "一"], "signs mean nothing: {word}");
    }
    for word in ["民间 OR 盗窃", "NOT 盗窃", "words:民间", "-", "{}", "court_11"] {
        assert!(all(word).await.is_empty(), "operators are words: {word}");
    }
}

async fn a_scope_is_not_left_by_words_that_look_like_it(store: Store) {
    three(&store).await;
    let seen = async |scope: Scope| labels(&store, &scope, "张 甲", &CaseFilter::default()).await;
    assert_eq!(seen(Scope::Court("11".to_string())).await, ["一"]);
    assert_eq!(seen(Scope::Middle("10".to_string())).await, ["一"]);
    assert_eq!(seen(Scope::High("1".to_string())).await, ["一"]);
    let lending = labels(&store, &Scope::Court("11".to_string()), "民间", &CaseFilter::default()).await;
    assert_eq!(lending, ["一"], "a document that names the court is not of the court");
    let all = labels(&store, &Scope::High("1".to_string()), "民间", &CaseFilter::default()).await;
    assert_eq!(all, ["二", "一"]);
}

async fn the_latest_come_first_in_pages(store: Store) {
    for n in 0..5 {
        filed(&store, &format!("案{n}"), COURT, "民间", &[("张甲", "原告")]).await;
    }
    let mut page = PageRequest::first(2);
    let (mut by_text, mut by_party) = (Vec::new(), Vec::new());
    loop {
        let found = search::by_text(&store, &Scope::All, &words("民间"), &CaseFilter::default(), &page).await;
        let found = found.expect("a page");
        by_text.extend(found.items.into_iter().map(|hit| hit.case.label));
        page.after = found.next;
        if page.after.is_none() {
            break;
        }
    }
    loop {
        let found = search::by_party(&store, &Scope::All, "张甲", &CaseFilter::default(), &page).await.expect("a page");
        by_party.extend(found.items.into_iter().map(|hit| hit.case.label));
        page.after = found.next;
        if page.after.is_none() {
            break;
        }
    }
    assert_eq!(by_text, ["案4", "案3", "案2", "案1", "案0"]);
    assert_eq!(by_text, by_party);
}

async fn the_words_of_a_document_are_written_once(store: Store) {
    let new = NewCase { place: place("11", "10", "1"), label: "一".to_string(), created_by: "u".to_string() };
    let case_id = case::file(&store, &new, NOON).await.expect("filed").id;
    let document_id = add(&store, &case_id, "a").await.id;
    assert_eq!(search::without_words(&store, &case_id).await.expect("an answer"), std::slice::from_ref(&document_id));
    check(&store, &case_id, &document_id, "民间", &[("张甲", "原告")]).await;
    assert!(search::without_words(&store, &case_id).await.expect("an answer").is_empty());
    check(&store, &case_id, &document_id, "盗窃", &[("李乙", "原告")]).await;
    let all = async |question| labels(&store, &Scope::All, question, &CaseFilter::default()).await;
    assert_eq!((all("民间").await.len(), all("盗窃").await.len()), (1, 0));
    let by = async |name| {
        let page = PageRequest::first(10);
        search::by_party(&store, &Scope::All, name, &CaseFilter::default(), &page).await.expect("an answer").items.len()
    };
    assert_eq!((by("张甲").await, by("李乙").await), (0, 1), "parties are those of the last run");
}

async fn parties_are_found_by_the_beginning_of_their_name(store: Store) {
    three(&store).await;
    let by = async |scope: Scope, name: &str| {
        let page = PageRequest::first(10);
        let found = search::by_party(&store, &scope, name, &CaseFilter::default(), &page).await.expect("an answer");
        let line = |hit: search::PartyHit| {
            let names = hit.parties.iter().map(|party| format!("{}{}", party.role, party.name));
            format!("{}: {}", hit.case.label, names.collect::<Vec<_>>().join(" "))
        };
        found.items.into_iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(by(Scope::All, "张甲").await, ["二: 被告张甲乙", "一: 原告张甲"]);
    assert_eq!(by(Scope::All, "云河银行").await, ["一: 被告云河银行股份有限公司"]);
    assert_eq!(by(Scope::Court("11".to_string()), "张").await, ["一: 原告张甲"]);
    assert!(by(Scope::All, "银行").await.is_empty());
    assert!(by(Scope::All, "张%").await.is_empty());
}

async fn cases_are_found_by_the_beginning_of_number_or_label(store: Store) {
    filed(&store, "（2021）鲁0199民初12号", COURT, "民间", &[]).await;
    filed(&store, "（2021）鲁0199民初123号", OTHER, "民间", &[]).await;
    let by = async |scope: Scope, beginning: &str| {
        let (filter, page) = (CaseFilter::default(), PageRequest::first(10));
        let found = search::by_name(&store, &scope, beginning, &filter, &page).await.expect("an answer");
        found.items.into_iter().map(|case| case.label).collect::<Vec<_>>()
    };
    let both = ["（2021）鲁0199民初123号", "（2021）鲁0199民初12号"];
    assert_eq!(by(Scope::All, "（2021）鲁0199民初12").await, both);
    assert_eq!(by(Scope::All, "（2021）鲁0199民初12号").await, both[1..]);
    assert_eq!(by(Scope::Court("20".to_string()), "（2021）").await, both[..1]);
    assert_eq!(by(Scope::All, "（1999）读自文书").await, both, "the number that the last run read");
    assert!(by(Scope::All, "%").await.is_empty());
}

async fn filters_narrow_what_is_found(store: Store) {
    three(&store).await;
    let cause = |prefix: &str| CaseFilter { cause_prefix: Some(prefix.to_string()), ..CaseFilter::default() };
    let court = CaseFilter { court_id: Some("30".to_string()), ..CaseFilter::default() };
    let none = CaseFilter { category: Some("criminal".to_string()), ..CaseFilter::default() };
    assert_eq!(labels(&store, &Scope::All, "张 甲", &cause("民间借贷")).await, ["一"]);
    assert_eq!(labels(&store, &Scope::All, "张 甲", &court).await, ["三"]);
    assert!(labels(&store, &Scope::All, "张 甲", &none).await.is_empty());
    let listed = async |filter: &CaseFilter| {
        let page = case::list(&store, &Scope::All, filter, &PageRequest::first(10)).await.expect("a list");
        page.items.into_iter().map(|case| case.label).collect::<Vec<_>>()
    };
    assert_eq!(listed(&cause("民间")).await, ["二", "一"]);
    assert_eq!(listed(&cause("盗窃罪")).await, ["三"]);
    assert!(listed(&cause("窃")).await.is_empty());
}

async fn a_restored_backup_finds_the_same(store: Store) {
    three(&store).await;
    let mut rows = VecDeque::new();
    let keep = |table: &str, row: String| {
        rows.push_back((table.to_string(), row));
        Ok(())
    };
    backup::rows(&store, keep).await.expect("all rows");
    let restored = async |url: String, folder: &std::path::Path, mut rows: VecDeque<(String, String)>| {
        let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).expect("a folder");
        let copy = Store::open(&Connect { database_url: url, connections_max: 2 }, blobs).await.expect("a store");
        backup::restore(&copy, || Ok(rows.pop_front())).await.expect("restored");
        copy
    };
    // From each kind of database into each of them.
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = format!("sqlite:{}", folder.path().join("copy.db").display());
    let mut urls = vec![sqlite];
    if store.dialect() == Dialect::Postgres {
        urls.push(testbed::Postgres::shared().create_database());
    }
    for url in urls {
        let copy = restored(url, folder.path(), rows.clone()).await;
        let found =
            async |question| labels(&copy, &Scope::High("1".to_string()), question, &CaseFilter::default()).await;
        assert_eq!(found("民间 借贷").await, ["二", "一"]);
        assert_eq!(found("张 甲").await, ["一"]);
        filed(&copy, "四", COURT, "民间 执行", &[]).await;
        assert_eq!(found("民间").await, ["四", "二", "一"], "what comes later is indexed too");
        copy.close().await;
    }
}
