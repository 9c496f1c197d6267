//! The pages of the desk as a browser without script meets them: who may see and send what, and where each act leads.

use axum::http::Method;
use serde_json::{Value, json};
use store::correction::{self, CorrectionFilter};
use store::discrepancy::{self, Found};
use store::{PageRequest, Scope, review};
use web::Role;

use crate::access::{checked, checked_as, checked_with, found};
use crate::bench::{Bench, COURT, Client, MIDDLE, OTHER};
use testbed::on_every_database;

on_every_database! {
    pages_ask_for_sign_in_and_load_nothing_from_elsewhere
    a_form_needs_the_token_of_its_session
    a_queue_is_worked_through_and_an_act_taken_back
    two_people_do_not_decide_the_same_one
    what_another_court_has_does_not_exist
    a_false_alarm_needs_a_reason
    whoever_may_not_review_looks_only
    a_whole_kind_is_shown_first_and_then_decided
    a_correction_is_made_by_its_department_and_checked
    a_correction_waits_where_the_entry_changed_since
    only_who_sees_it_is_to_decide_it
    what_was_misread_is_not_said_to_be_right
}

/// A browser of somebody, with the token of its pages.
struct Browser(Client, String);

impl Browser {
    async fn of(bench: &Bench, role: Role, court: &str) -> Browser {
        let (client, token) = bench.browser(role, court).await;
        Browser(client, token)
    }

    async fn get(&self, path: &str) -> crate::bench::Answer {
        self.0.get(&format!("!{path}")).await
    }

    async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> crate::bench::Answer {
        let all: Vec<(&str, &str)> = [("csrf", self.1.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.0.submit(path, &all).await
    }
}

async fn state(bench: &Bench, id: &str) -> (String, Option<String>) {
    let row = discrepancy::get(&bench.store, &Scope::All, id).await.expect("the row");
    (row.state, row.verdict)
}

async fn pages_ask_for_sign_in_and_load_nothing_from_elsewhere(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let id = checked(&bench, &case_id).await;
    let review = format!("/review/{id}");
    let kind = "/same-kind?field=court&pattern=x";
    for path in ["/queue", "/corrections", "/password", review.as_str(), kind] {
        let to_sign_in = bench.stranger().get(&format!("!{path}")).await.leads_to();
        assert!(to_sign_in.starts_with("/sign-in?next=%2F"), "{path}: {to_sign_in}");
        let answer = manager.get(path).await;
        let policy = answer.headers["content-security-policy"].to_str().expect("a policy").to_string();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{path}: {policy}");
        let page = answer.page(200);
        assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("<h1"), "{path}: {page}");
        for forbidden in ["style=\"", "<style", "onclick", "http://", "https://"] {
            assert!(!page.contains(forbidden), "{path} holds {forbidden}");
        }
    }
    let nowhere = manager.get("/no-such-page").await.page(404);
    assert!(nowhere.contains("没有这个页面"), "{nowhere}");
}

async fn a_form_needs_the_token_of_its_session(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let other = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let id = checked(&bench, &case_id).await;
    let path = format!("/review/{id}/decide");
    let decide = [("verdict", "entry_error")];
    assert!(manager.0.submit(&path, &decide).await.page(403).contains("页面校验码"));
    manager.0.submit(&path, &[("csrf", other.1.as_str()), decide[0]]).await.page(403);
    // A token of the API has no pages, so its forms have no token either.
    bench.person(Role::DataManager, COURT).await.submit(&path, &[("csrf", ""), decide[0]]).await.page(403);
    assert_eq!(state(&bench, &id).await.0, "open");
}

async fn a_queue_is_worked_through_and_an_act_taken_back(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    checked_with(&bench, &case_id, 2).await;
    let first = manager.submit("/queue/next?tier=error", &[]).await.leads_to();
    assert!(first.starts_with("/review/") && first.ends_with("?tier=error"), "{first}");
    manager.get(&first).await.page(200);
    let decide = |address: &str| address.replace('?', "/decide?");
    let second = manager.submit(&decide(&first), &[("verdict", "entry_error"), ("value", "乙")]).await.leads_to();
    assert!(second != first && second.ends_with("?tier=error&done=entry_error"), "{second}");
    assert!(manager.get(&second).await.page(200).contains("上一条已记为“录入错误”"));
    let end = manager.submit(&decide(&second), &[("verdict", "document_error")]).await.leads_to();
    assert_eq!(end, "/queue?tier=error&done=cleared");
    let queue = manager.get(&end).await.page(200);
    assert!(queue.contains("已全部核实") && queue.contains("本人最近的核实"), "{queue}");
    let act = queue.split("name=\"act\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an act");
    let back = manager.submit("/review/undo?tier=error", &[("act", act)]).await.leads_to();
    assert!(back.contains("undone=1"), "{back}");
    let id = back.trim_start_matches("/review/").split('?').next().expect("an id").to_string();
    assert_eq!(state(&bench, &id).await, ("open".to_string(), None));
    let audited = bench.audited().await;
    assert_eq!(audited.iter().filter(|action| *action == "discrepancy.review").count(), 2);
    assert!(audited.contains(&"discrepancy.undo".to_string()));
}

async fn two_people_do_not_decide_the_same_one(bench: Bench) {
    let one = Browser::of(&bench, Role::DataManager, COURT).await;
    let two = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    checked_with(&bench, &case_id, 2).await;
    let first = one.submit("/queue/next", &[]).await.leads_to();
    let other = two.submit("/queue/next", &[]).await.leads_to();
    assert_ne!(first, other);
    // Who opens what another holds is told, and cannot decide it.
    let page = two.get(&first).await.page(200);
    assert!(page.contains("正在核实本疑点，锁定至") && page.contains("value=\"entry_error\" data-key"), "{page}");
    let refused = two.submit(&format!("{first}/decide"), &[("verdict", "entry_error")]).await.leads_to();
    assert!(refused.contains("refused=locked"), "{refused}");
    assert!(two.get("/queue").await.page(200).contains("核实中，至"));
    one.submit(&format!("{first}/decide"), &[("verdict", "entry_error")]).await.leads_to();
    let late = two.submit(&format!("{first}/decide"), &[("verdict", "document_error")]).await.leads_to();
    assert!(late.contains("refused=already_decided"), "{late}");
    let id = first.trim_start_matches("/review/");
    assert_eq!(state(&bench, id).await.1.as_deref(), Some("entry_error"));
}

async fn what_another_court_has_does_not_exist(bench: Bench) {
    let stranger = Browser::of(&bench, Role::DataManager, OTHER).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let id = checked(&bench, &case_id).await;
    stranger.get(&format!("/review/{id}")).await.page(404);
    stranger.submit(&format!("/review/{id}/decide"), &[("verdict", "entry_error")]).await.page(404);
    stranger.submit(&format!("/review/{id}/assign"), &[("assignee", "")]).await.page(404);
    stranger.submit(&format!("/review/{id}/leave"), &[]).await.page(404);
    assert!(!stranger.get("/queue").await.page(200).contains(&id));
    let cleared = stranger.submit("/queue/next", &[]).await.leads_to();
    assert_eq!(cleared, "/queue?done=cleared");
    assert_eq!(state(&bench, &id).await.0, "open");
}

async fn a_false_alarm_needs_a_reason(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let id = checked(&bench, &case_id).await;
    let path = format!("/review/{id}/decide");
    assert!(manager.submit(&path, &[("verdict", "false_alarm")]).await.page(400).contains("误报须说明理由"));
    assert!(manager.submit(&path, &[("verdict", "deferred")]).await.page(400).contains("搁置须说明理由"));
    manager.submit(&path, &[("verdict", "guess")]).await.page(400);
    manager.submit(&path, &[("verdict", "deferred"), ("reason", "待核对原卷")]).await.leads_to();
    assert_eq!(state(&bench, &id).await, ("deferred".to_string(), None));
    assert!(manager.get("/queue?state=deferred").await.page(200).contains(&id));
    // A place that is not in the case proves nothing.
    let elsewhere = [("verdict", "entry_error"), ("document", "none"), ("start", "0"), ("end", "3")];
    manager.submit(&path, &elsewhere).await.page(404);
}

async fn whoever_may_not_review_looks_only(bench: Bench) {
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let id = checked(&bench, &case_id).await;
    for role in [Role::FilingClerk, Role::StatisticsOfficer, Role::Inspector] {
        let person = Browser::of(&bench, role, COURT).await;
        let page = person.get(&format!("/review/{id}")).await.page(200);
        assert!(page.contains("只能查看疑点") && !page.contains("id=\"decide\""), "{role:?}");
        person.submit(&format!("/review/{id}/decide"), &[("verdict", "entry_error")]).await.page(403);
        person.submit("/queue/next", &[]).await.page(403);
        person
            .submit("/same-kind?field=court&pattern=x", &[("verdict", "entry_error"), ("seen_at", "0")])
            .await
            .page(403);
    }
    assert_eq!(state(&bench, &id).await.0, "open");
    let row = discrepancy::get(&bench.store, &Scope::All, &id).await.expect("the row");
    assert_eq!(row.lock, None, "looking without the right to decide holds nothing");
}

async fn a_whole_kind_is_shown_first_and_then_decided(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let other = Found { pattern: "两位数字前后颠倒".to_string(), ..found("other") };
    let rows = (0..3).map(|n| found(&format!("f{n}"))).chain([other]).collect();
    checked_as(&bench, &case_id, rows).await;
    let kind = serde_urlencoded::to_string([
        ("tier", "error"),
        ("field", "court"),
        ("department", "立案部门"),
        ("pattern", "一位数字不同"),
    ]);
    let address = format!("/same-kind?{}", kind.expect("an address"));
    let page = manager.get(&address).await.page(200);
    assert!(page.contains("核实这3条"), "{page}");
    let seen_at =
        page.split("name=\"seen_at\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an instant");
    manager.submit(&address, &[("verdict", "false_alarm"), ("seen_at", seen_at)]).await.page(400);
    let sent = [("verdict", "false_alarm"), ("reason", "写法不同"), ("seen_at", seen_at)];
    let done = manager.submit(&address, &sent).await.leads_to();
    assert!(done.ends_with("decided=3"), "{done}");
    let page = manager.get(&done).await.page(200);
    assert!(page.contains("已一并核实3条") && page.contains("等3条"), "{page}");
    manager.get("/same-kind").await.page(400);
    let act = page.split("name=\"act\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an act");
    assert_eq!(manager.submit("/review/undo", &[("act", act)]).await.leads_to(), "/queue?done=undone");
    assert!(manager.get(&address).await.page(200).contains("核实这3条"));
}

async fn a_correction_is_made_by_its_department_and_checked(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let keeper = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&keeper, "一").await;
    let entry = json!({"court": "甲县人民法院", "case_number": "（2019）东0102民初12号"});
    keeper.send(Method::PUT, &format!("/cases/{case_id}/entry"), entry).await.json(200);
    let wrong = |fingerprint: &str, typed: &str| Found {
        entered: Some(json!({"value": typed, "typed": typed, "origin": "api#court"}).to_string()),
        extracted: Some(
            json!({"value": "乙县人民法院", "confidence": 0.99, "method": "heading.court", "evidence": []}).to_string(),
        ),
        ..found(fingerprint)
    };
    let id = checked_as(&bench, &case_id, vec![wrong("f1", "甲县人民法院")]).await;
    manager
        .submit(&format!("/review/{id}/decide"), &[("verdict", "entry_error"), ("value", "乙县人民法院")])
        .await
        .leads_to();
    let page = PageRequest::first(10);
    let asked = correction::list(&bench.store, &Scope::All, &CorrectionFilter::default(), &page).await.expect("a list");
    let path = format!("/corrections/{}", asked.items[0].id);
    let trial = Browser::of(&bench, Role::TrialClerk, COURT).await;
    assert!(trial.get("/corrections").await.page(200).contains("没有符合条件的补录任务"));
    trial.submit(&path, &[("value", "乙县人民法院")]).await.page(403);
    let filing = Browser::of(&bench, Role::FilingClerk, COURT).await;
    assert!(filing.get("/corrections").await.page(200).contains(&path));
    assert!(filing.submit(&path, &[("value", "甲县人民法院")]).await.page(400).contains("录入信息没有变化"));
    // Wrong in another way: the task comes back.
    assert_eq!(filing.submit(&path, &[("value", "丙县人民法院")]).await.leads_to(), format!("{path}?sent=1"));
    assert!(filing.get(&format!("{path}?sent=1")).await.page(200).contains("data-await-case"));
    checked_as(&bench, &case_id, vec![wrong("f2", "丙县人民法院")]).await;
    assert!(filing.get(&path).await.page(200).contains("补录后仍不一致，退回1次"));
    assert!(filing.get(&path).await.page(200).contains("丙县人民法院"), "what stands there now is shown");
    let second = manager.submit("/queue/next", &[]).await.leads_to();
    manager
        .submit(&format!("{second}/decide"), &[("verdict", "entry_error"), ("value", "乙县人民法院")])
        .await
        .leads_to();
    filing.submit(&path, &[("value", "乙县人民法院")]).await.leads_to();
    let entry: Value = keeper.get(&format!("/cases/{case_id}/entry")).await.json(200);
    assert_eq!((&entry["version"], &entry["record"]["court"]), (&json!(3), &json!("乙县人民法院")));
    checked_as(&bench, &case_id, Vec::new()).await;
    assert!(filing.get(&format!("{path}?sent=1")).await.page(200).contains("任务已办结"));
}

/// A place in a list is that of the entry that was checked: in a later one somebody else may stand there.
async fn a_correction_waits_where_the_entry_changed_since(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let keeper = bench.person(Role::DataManager, COURT).await;
    let case_id = bench.file(&keeper, "一").await;
    let party = |name: &str| json!({"name": name, "role": "被告", "sex": "男"});
    let send = async |names: &[&str]| {
        let entry = json!({"parties": names.iter().map(|name| party(name)).collect::<Vec<_>>()});
        keeper.send(Method::PUT, &format!("/cases/{case_id}/entry"), entry).await.json(200)
    };
    send(&["甲某", "乙某", "丙某"]).await;
    let wrong = Found {
        path: "parties[被告 乙某].sex".to_string(),
        field: "parties.sex".to_string(),
        entered: Some(json!({"value": "男", "typed": "男", "origin": "api#parties[1].sex"}).to_string()),
        ..found("f1")
    };
    let id = checked_as(&bench, &case_id, vec![wrong]).await;
    let decide = [("verdict", "entry_error"), ("value", "女")];
    manager.submit(&format!("/review/{id}/decide"), &decide).await.leads_to();
    send(&["乙某", "丙某"]).await;
    let page = PageRequest::first(10);
    let asked = correction::list(&bench.store, &Scope::All, &CorrectionFilter::default(), &page).await.expect("a list");
    let filing = Browser::of(&bench, Role::FilingClerk, COURT).await;
    let refused = filing.submit(&format!("/corrections/{}", asked.items[0].id), &[("value", "女")]).await.page(409);
    assert!(refused.contains("录入信息在核对之后又有变化"), "{refused}");
    let entry: Value = keeper.get(&format!("/cases/{case_id}/entry")).await.json(200);
    assert_eq!((&entry["version"], &entry["record"]["parties"][1]["sex"]), (&json!(2), &json!("男")));
}

async fn only_who_sees_it_is_to_decide_it(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, MIDDLE).await;
    let near = bench.person(Role::DataManager, COURT).await;
    let elsewhere = bench.person(Role::DataManager, OTHER).await;
    let case_id = bench.file(&near, "一").await;
    let id = checked(&bench, &case_id).await;
    let path = format!("/review/{id}/assign");
    let refused = manager.submit(&path, &[("assignee", &elsewhere.user_id)]).await.page(400);
    assert!(refused.contains("看不到本案"), "{refused}");
    assert_eq!(manager.submit(&path, &[("assignee", &near.user_id)]).await.leads_to(), format!("/review/{id}"));
    assert_eq!(manager.submit("/queue/next", &[]).await.leads_to(), "/queue?done=cleared");
}

/// The form is filled with what was read: a verdict that doubts it does not repeat it, unless somebody typed or showed it.
async fn what_was_misread_is_not_said_to_be_right(bench: Bench) {
    let manager = Browser::of(&bench, Role::DataManager, COURT).await;
    let case_id = bench.file(&bench.person(Role::DataManager, COURT).await, "一").await;
    let read =
        json!({"value": "乙县人民法院", "confidence": 0.99, "method": "heading.court", "evidence": []}).to_string();
    let found = |name: &str| Found { extracted: Some(read.clone()), ..found(name) };
    checked_as(&bench, &case_id, vec![found("f1"), found("f2"), found("f3")]).await;
    let mut values = Vec::new();
    for (verdict, value) in
        [("generation_error", "乙县人民法院"), ("generation_error", "丙县人民法院"), ("entry_error", "乙县人民法院")]
    {
        let at = manager.submit("/queue/next", &[]).await.leads_to();
        manager.submit(&format!("{at}/decide"), &[("verdict", verdict), ("value", value)]).await.leads_to();
        let id = at.trim_start_matches("/review/");
        let rows = review::of_discrepancy(&bench.store, &Scope::All, id).await.expect("reviews");
        values.push(rows[0].value.clone());
    }
    let [nothing, typed, left] = values.try_into().expect("three");
    assert_eq!((nothing, typed.as_deref(), left.as_deref()), (None, Some("丙县人民法院"), Some("乙县人民法院")));
}
