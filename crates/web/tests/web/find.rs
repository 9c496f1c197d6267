//! Pages on which cases are found and shown, and the handbook: what they show, to whom, and that nothing of another court
//! leaks through the search.

use casefile::Document;
use catalog::Catalog;
use pipeline::snapshot;
use serde_json::{Value, json};
use store::document::{self, NewDocument, Reading};
use store::entry::{EntryField, NewEntry};
use store::job::{self, Claim, JobKind, LeasedJob, Priority};
use store::run::{self, Counts, Outcome, Versions};
use store::search::{DocumentWords, Party};
use store::{Millis, Scope, case, discrepancy, entry};
use web::Role;

use crate::access::found;
use crate::bench::{Answer, Bench, COURT, Client, MIDDLE, OTHER};
use testbed::on_every_database;

on_every_database! {
    a_case_is_found_by_each_of_its_traits
    the_search_stays_within_the_scope
    pages_of_results_follow_each_other
    a_case_is_filed_from_the_page_by_those_who_may
    a_case_shows_both_sides_of_its_values
    a_case_without_anything_says_so
    an_unreadable_document_says_why
    a_check_is_asked_for_from_the_page
    the_handbook_explains_fields_and_checks
    words_of_people_are_shown_as_words
}

const TEXT: &str = "云河县人民法院\n民事判决书\n（2021）鲁0199民初12号\n原告张大川诉被告李小河民间借贷纠纷一案，本院于2021年3月1日立案。";

fn parsed(text: &str) -> Document {
    pipeline::parse("判决书.txt", text.as_bytes()).expect("a text")
}

async fn lease(bench: &Bench, kind: JobKind, subject: &str) -> LeasedJob {
    let claim = Claim { owner: "w", lease: std::time::Duration::from_secs(60), jobs: 100 };
    let jobs = job::claim(&bench.store, &claim, Millis::now()).await.expect("claimed");
    jobs.into_iter().find(|job| job.kind == kind && job.subject_id == subject).expect("its job waits")
}

/// A document of a case as a worker leaves it; its id.
async fn read(bench: &Bench, case_id: &str, text: &str, reading: Option<Reading>) -> String {
    let (store, document) = (&bench.store, parsed(text));
    let sha256 = document.source.sha256.to_string();
    store.blobs().put_derived(&snapshot::name(&sha256), snapshot::encode(&document)).await.expect("kept");
    let (case_id, name) = (case_id.to_string(), "判决书.txt".to_string());
    let new = NewDocument { case_id, sha256, name, bytes: document.source.bytes, uploaded_by: "u".to_string() };
    let id = document::add(store, &new, Priority::Fresh, Millis::now()).await.expect("added").id;
    let diagnostics = json!([{"code": "page_garbled", "about": "", "page": 1}]).to_string();
    let usual = Reading::Read { format: "txt".to_string(), pages: 1, diagnostics };
    let lease = lease(bench, JobKind::ReadDocument, &id).await;
    document::finish(store, &lease, &reading.unwrap_or(usual), Millis::now()).await.expect("finished");
    id
}

/// What a check found about a case with the document of [`TEXT`].
async fn checked(bench: &Bench, case_id: &str, document_id: &str, text: &str) {
    let store = &bench.store;
    let at = text.find("2021年3月1日").unwrap_or_default();
    let place = json!([{"document": document_id, "page": 1, "start": at, "end": at + 14, "quote": "2021年3月1日", "boxes": []}]);
    let leaf = |field: &str, value: &str| json!({"field": field, "value": value, "confidence": 0.97, "method": "r", "evidence": place, "others": []});
    let compared = |path: &str, field: &str, outcome: &str, entered: Value| json!({"path": path, "field": field, "outcome": outcome, "entered": entered, "note": null});
    let sex = "parties[被告 李小河].sex";
    let outcome = Outcome {
        revision: 99,
        entry_version: 1,
        versions: Versions { catalog: "c9".to_string(), model: "none".to_string(), code: "1".to_string() },
        counts: Counts::default(),
        case_number: Some("（2021）鲁0199民初12号".to_string()),
        category: Some("民事".to_string()),
        cause: Some("民间借贷纠纷".to_string()),
        record: "{}".to_string(),
        leaves: json!({
            "filing_date": leaf("filing_date", "2021-03-01"), sex: leaf("parties.sex", "女"),
            "judgment_date": leaf("judgment_date", "2021-05-06"),
        })
        .to_string(),
        comparisons: json!([
            compared("filing_date", "filing_date", "different", json!("2021-03-07")),
            compared("judgment_date", "judgment_date", "same", json!("2021-05-06")),
            compared(sex, "parties.sex", "absent_in_entry", Value::Null),
        ])
        .to_string(),
        materials: Vec::new(),
        words: vec![DocumentWords {
            document_id: document_id.to_string(),
            words: pipeline::document_words(&parsed(text)),
        }],
        parties: vec![
            Party { name: "张大川".to_string(), role: "原告".to_string() },
            Party { name: "李小河".to_string(), role: "被告".to_string() },
        ],
        found: vec![discrepancy::Found {
            path: "filing_date".to_string(),
            field: "filing_date".to_string(),
            ..found(&format!("f-{case_id}"))
        }],
        partial: false,
        diagnostics: "[]".to_string(),
        duration_ms: 1,
    };
    let lease = lease(bench, JobKind::CheckCase, case_id).await;
    run::record(store, &lease, &outcome, Millis::now()).await.expect("the run is written");
}

async fn enter(bench: &Bench, case_id: &str, user_id: &str) {
    let field = |path: &str, value: &str| EntryField {
        path: path.to_string(),
        value: Some(value.to_string()),
        origin: "api".to_string(),
        department: "立案部门".to_string(),
    };
    let new = NewEntry {
        case_id: case_id.to_string(),
        base_version: 0,
        record: json!({"filing_date": "2021-03-07"}).to_string(),
        source: "api".to_string(),
        entered_by: user_id.to_string(),
        fields: vec![field("filing_date", "2021年3月7日")],
        priority: Priority::Fresh,
    };
    entry::add(&bench.store, &new, Millis::now()).await.expect("entered");
}

/// A case of a court with one document, read, entered and checked; case and document.
async fn filed(bench: &Bench, court: &str, label: &str, text: &str) -> (String, String) {
    let clerk = bench.person(Role::DataManager, court).await;
    let case_id = bench.file(&clerk, label).await;
    let document_id = read(bench, &case_id, text, None).await;
    enter(bench, &case_id, &clerk.user_id).await;
    checked(bench, &case_id, &document_id, text).await;
    (case_id, document_id)
}

async fn page(client: &Client, path: &str, query: &[(&str, &str)]) -> String {
    let query: Vec<String> = query.iter().map(|(key, value)| format!("{key}={}", encoded(value))).collect();
    let answer: Answer = client.get(&format!("!{path}?{}", query.join("&"))).await;
    answer.page(200)
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn a_case_is_found_by_each_of_its_traits(bench: Bench) {
    let (case_id, document_id) = filed(&bench, COURT, "一号卷", TEXT).await;
    let (clerk, _) = bench.browser(Role::TrialClerk, COURT).await;
    let link = format!("href=\"/cases/{case_id}\"");
    let found = async |q: &str, kind: &str| page(&clerk, "/cases", &[("q", q), ("kind", kind)]).await;
    for (q, kind) in [
        ("一号", "name"),
        ("(2021)鲁0199民初12", "name"),
        ("张大", "party"),
        ("民间借贷", "cause"),
        ("李小河 借贷", "text"),
        ("", ""),
    ] {
        assert!(found(q, kind).await.contains(&link), "{q} as {kind}");
    }
    for (q, kind) in [("二号", "name"), ("大川", "party"), ("借贷", "cause"), ("王五", "text"), ("王五", "")]
    {
        assert!(!found(q, kind).await.contains(&link), "{q} as {kind}");
    }
    let text = found("李小河", "text").await;
    let start = TEXT.find("李小河").expect("it stands there");
    let place = format!("/documents/{document_id}?page=1&amp;start={start}&amp;end={}", start + 9);
    assert!(text.contains(&place) && text.contains("诉被告<mark>李小河</mark>民间借贷纠纷"), "{text}");
    assert!(found("张大川", "party").await.contains("原告 <mark>张大川</mark>"));
    let all = found("民间借贷", "").await;
    assert!(all.contains("id=\"found-cause\"") && all.contains("id=\"found-text\""), "each kind has its part");
    assert!(!page(&clerk, "/cases", &[("category", "刑事")]).await.contains(&link));
    assert!(page(&clerk, "/cases", &[("category", "民事"), ("only", "open")]).await.contains(&link));
}

async fn the_search_stays_within_the_scope(bench: Bench) {
    let (own, _) = filed(&bench, COURT, "一号卷", TEXT).await;
    let other_text = TEXT.replace("12号", "13号");
    let (other, _) = filed(&bench, OTHER, "一号卷", &other_text).await;
    let (clerk, _) = bench.browser(Role::FilingClerk, COURT).await;
    let (above, _) = bench.browser(Role::Inspector, MIDDLE).await;
    for (q, kind) in [("一号卷", "name"), ("张大川", "party"), ("民间借贷", "cause"), ("李小河", "text"), ("", "")]
    {
        let asked = [("q", q), ("kind", kind)];
        let seen = page(&clerk, "/cases", &asked).await;
        assert!(seen.contains(&own) && !seen.contains(&other), "{q} as {kind}");
        let seen = page(&above, "/cases", &asked).await;
        assert!(seen.contains(&own) && seen.contains(&other), "{q} as {kind} from above");
        let narrowed = [("q", q), ("kind", kind), ("court", OTHER)];
        let seen = page(&above, "/cases", &narrowed).await;
        assert!(!seen.contains(&own) && seen.contains(&other), "{q} as {kind} of one court");
        let seen = page(&clerk, "/cases", &narrowed).await;
        assert!(!seen.contains(&own) && !seen.contains(&other), "{q} as {kind} of a court beside");
    }
    clerk.get(&format!("!/cases/{other}")).await.page(404);
    let to_sign_in = bench.stranger().get(&format!("!/cases/{own}")).await.leads_to();
    assert!(to_sign_in.starts_with("/sign-in?next="), "{to_sign_in}");
}

async fn pages_of_results_follow_each_other(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    for n in 0..25 {
        bench.file(&clerk, &format!("卷{n:02}")).await;
    }
    let (browser, _) = bench.browser(Role::FilingClerk, COURT).await;
    let labels = |page: &str| (0..25).filter(|n| page.contains(&format!(">卷{n:02}</a>"))).collect::<Vec<_>>();
    let first = page(&browser, "/cases", &[("q", "卷"), ("kind", "name")]).await;
    assert_eq!(labels(&first), (5..25).collect::<Vec<_>>());
    let next = first.split("href=\"/cases?").nth(1).and_then(|rest| rest.split('"').next()).expect("a next page");
    let second = browser.get(&format!("!/cases?{}", next.replace("&amp;", "&"))).await.page(200);
    assert_eq!(labels(&second), (0..5).collect::<Vec<_>>());
    assert!(!second.contains("下一页"));
}

async fn a_case_is_filed_from_the_page_by_those_who_may(bench: Bench) {
    let (clerk, token) = bench.browser(Role::FilingClerk, COURT).await;
    assert!(page(&clerk, "/cases", &[]).await.contains("新建案件"));
    let fields = [("csrf", token.as_str()), ("label", " （2024）鲁0102民初9号 ")];
    let to = clerk.submit("/cases", &fields).await.leads_to();
    let shown = clerk.get(&format!("!{to}")).await.page(200);
    assert!(shown.contains("（2024）鲁0102民初9号") && shown.contains("id=\"upload-files\""), "{shown}");
    assert_eq!(clerk.submit("/cases", &fields).await.leads_to(), to, "the same name is the same case");
    clerk.submit("/cases", &[("csrf", &token), ("label", " ")]).await.page(400);
    clerk.submit("/cases", &[("csrf", &token), ("label", "一"), ("court", OTHER)]).await.page(404);
    let (inspector, token) = bench.browser(Role::Inspector, COURT).await;
    assert!(!page(&inspector, "/cases", &[]).await.contains("新建案件"));
    inspector.submit("/cases", &[("csrf", &token), ("label", "二")]).await.page(403);
    let shown = inspector.get(&format!("!{to}")).await.page(200);
    assert!(!shown.contains("upload-files") && !shown.contains("重新核对"), "who may not act sees no button");
}

async fn a_case_shows_both_sides_of_its_values(bench: Bench) {
    let (case_id, document_id) = filed(&bench, COURT, "一号卷", TEXT).await;
    let (manager, _) = bench.browser(Role::DataManager, COURT).await;
    let shown = manager.get(&format!("!/cases/{case_id}")).await.page(200);
    let filter = discrepancy::DiscrepancyFilter { case_id: Some(case_id), ..Default::default() };
    let first = store::PageRequest::first(5);
    let found = discrepancy::list(&bench.store, &Scope::All, &filter, &first).await.expect("a list");
    let start = TEXT.find("2021年3月1日").expect("it stands there");
    for words in [
        "2021-03-07",
        "2021-03-01",
        "不一致",
        "一致",
        "录入缺项",
        "当事人：被告 李小河",
        "立案信息",
        "结案信息",
        "录入为2021-03-07",
        "录入“2021年3月7日”",
        "立案部门",
        "来自接口",
        "1页为乱码",
        "核对记录",
        "c9",
        &format!("/review/{}", found.items[0].id),
        &format!("/documents/{document_id}?page=1&amp;start={start}&amp;end={}", start + 14),
    ] {
        assert!(shown.contains(words), "{words} is missing: {shown}");
    }
    let (a, b) = (shown.find(">2021-03-01</a>"), shown.find(">2021-05-06</a>"));
    assert!(a.is_some() && a < b, "dates stand in their order");
    for forbidden in ["style=\"", "<style", "onclick", "http://", "https://"] {
        assert!(!shown.contains(forbidden), "the page holds {forbidden}");
    }
}

async fn a_case_without_anything_says_so(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "空卷").await;
    let (browser, _) = bench.browser(Role::FilingClerk, COURT).await;
    let shown = browser.get(&format!("!/cases/{case_id}")).await.page(200);
    for words in ["待上传", "尚未上传文书。", "尚无录入信息", "尚未核对。"] {
        assert!(shown.contains(words), "{words} is missing: {shown}");
    }
}

async fn an_unreadable_document_says_why(bench: Bench) {
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, "坏卷").await;
    let unreadable =
        Reading::Unreadable { code: "encrypted".to_string(), message: "文件已加密，无法读取。".to_string() };
    read(&bench, &case_id, TEXT, Some(unreadable)).await;
    let (browser, _) = bench.browser(Role::FilingClerk, COURT).await;
    let shown = browser.get(&format!("!/cases/{case_id}")).await.page(200);
    assert!(shown.contains("文件已加密，无法读取。") && shown.contains("1份未读出"), "{shown}");
}

async fn a_check_is_asked_for_from_the_page(bench: Bench) {
    let (case_id, _) = filed(&bench, COURT, "一号卷", TEXT).await;
    let (clerk, token) = bench.browser(Role::TrialClerk, COURT).await;
    let path = format!("/cases/{case_id}/check");
    let to = clerk.submit(&path, &[("csrf", &token)]).await.leads_to();
    assert_eq!(to, format!("/cases/{case_id}?asked=check"));
    assert!(clerk.get(&format!("!{to}")).await.page(200).contains("已安排重新核对"));
    lease(&bench, JobKind::CheckCase, &case_id).await;
    clerk.submit(&path, &[]).await.page(403);
    let (officer, token) = bench.browser(Role::StatisticsOfficer, COURT).await;
    officer.submit(&path, &[("csrf", &token)]).await.page(403);
    assert!(case::get(&bench.store, &Scope::All, &case_id).await.is_ok());
}

async fn the_handbook_explains_fields_and_checks(bench: Bench) {
    let (officer, _) = bench.browser(Role::StatisticsOfficer, COURT).await;
    let all = page(&officer, "/handbook", &[]).await;
    assert!(all.contains("质检规则") && all.contains("疑点级别"), "{all}");
    for field in Catalog::embedded().fields() {
        let key = field.key.as_str();
        assert!(all.contains(&format!("href=\"/handbook/{key}\"")), "{key} is not listed");
        let one = page(&officer, &format!("/handbook/{key}"), &[]).await;
        assert!(one.contains(&*field.name) && one.contains("<mark>"), "{key}: {one}");
        assert!(field.rules.iter().all(|rule| one.contains(&*rule.id)), "{key} lacks a rule");
        assert!(field.basis.iter().all(|basis| one.contains(&*basis.valid_from)), "{key} lacks a law");
    }
    let some = page(&officer, "/handbook", &[("q", "立案日期")]).await;
    assert!(some.contains("<td><code>filing_date</code></td>") && !some.contains("<td><code>clerks</code></td>"));
    assert!(page(&officer, "/handbook", &[("q", "没有这一项")]).await.contains("没有符合的信息项。"));
    officer.get("!/handbook/no_such_field").await.page(404);
    assert!(bench.stranger().get("!/handbook").await.leads_to().starts_with("/sign-in"));
}

async fn words_of_people_are_shown_as_words(bench: Bench) {
    let label = "<script>alert(1)</script>\"'";
    let clerk = bench.person(Role::FilingClerk, COURT).await;
    let case_id = bench.file(&clerk, label).await;
    let (browser, _) = bench.browser(Role::FilingClerk, COURT).await;
    for path in [format!("!/cases/{case_id}"), format!("!/cases?q={}", encoded(label)), "!/cases".to_string()] {
        let shown = browser.get(&path).await.page(200);
        assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>alert"), "{path}: {shown}");
    }
}
