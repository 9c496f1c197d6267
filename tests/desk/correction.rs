//! A case from its files to the corrected entry, as the people of a court go through it, each in their own browser.

use serde_json::{Value as Json, json};

use super::house::{House, sample};
use super::sound;
use crate::fixture;
use crate::service::wait_until_checked;

#[test]
fn a_case_goes_from_its_files_to_the_corrected_entry() {
    let house = House::open();
    let case = sample("criminal-theft-simple");
    let reviewer = house.invite("data_manager", "赵数据");

    // Files are chosen and dropped on the page of the case, which tells when the case was checked.
    let browser = house.browser(&reviewer);
    browser.open(&house.address("/cases"));
    let form = "form[action='/cases'][method=post]";
    browser.fill(&format!("{form} input[name=label]"), &case.name);
    browser.click(&format!("{form} button"));
    browser.wait_for_path("/cases/");
    let path = browser.path();
    let id = path.strip_prefix("/cases/").expect("waited for");
    house.admin.ask("PUT", &format!("/cases/{id}/entry"), "application/json", &case.entered);
    wait_until_checked(&house.admin, id);
    let (chosen, dropped) = case.files.split_at(1);
    browser.choose_files("#upload-files", &[&fixture::path_of(&chosen[0])]);
    browser.wait_for_text("核对完成");
    let names: Vec<&str> = dropped.iter().map(|file| file.name.rsplit('/').next().unwrap_or_default()).collect();
    let contents = dropped.iter().map(|file| file.bytes.as_slice());
    browser.drop_files("#case-upload .drop", &names.iter().copied().zip(contents).collect::<Vec<_>>());
    browser.wait_until("each file to be read", |browser| {
        let said = browser.texts("#upload-list li");
        said.len() == case.files.len() && said.iter().all(|line| line.contains("已读取"))
    });
    wait_until_checked(&house.admin, id);
    sound::check(&browser);

    // The reviewer finds the errors of the entry and says so, with the value that the file states.
    browser.open(&house.address(&format!("/queue?case={id}")));
    browser.press("n");
    browser.wait_for_path("/review/");
    while let Some(discrepancy) = browser.path().strip_prefix("/review/").map(str::to_string) {
        browser.press("1");
        browser.wait_until("the next one", |browser| !browser.path().ends_with(&discrepancy));
    }
    browser.wait_for_text("已全部核实");

    // Each department finds its own tasks and does them.
    let mut closed = 0;
    for (role, name) in [("filing_clerk", "钱立案"), ("trial_clerk", "孙审判")] {
        let browser = house.browser(&house.invite(role, name));
        assert_eq!(browser.path(), "/corrections");
        sound::check(&browser);
        for task in links(&browser, "tbody th a") {
            browser.open(&task);
            browser.wait_for("form.stack input[name=value]");
            sound::check(&browser);
            browser.click("form.stack button");
            browser.wait_for_text("任务已办结");
            sound::check(&browser);
            closed += 1;
        }
        browser.open(&house.address("/corrections"));
        browser.wait_for_text("没有符合条件的补录任务");
    }
    assert!(closed > 0, "the sample has errors in its entry, and no task came of them");
    wait_until_checked(&house.admin, id);
    // The second check finds nothing of what was corrected.
    let left = house.admin.get(&format!("/cases/{id}/discrepancies?state=open&limit=500"));
    assert_eq!(left["items"], json!([]), "after {closed} corrections");
}

/// A correction that does not remove the disagreement comes back.
#[test]
fn a_wrong_correction_comes_back() {
    let house = House::open();
    let id = house.file("criminal-theft-simple");
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    let found = house.admin.get(&format!("/cases/{id}/discrepancies?limit=500"));
    let mut found = found["items"].as_array().expect("a list").iter();
    let one = found.find(|one| one["field"] == "parties.birth_date").expect("the sample has a wrong birth date");
    let review = format!("/review/{}", one["id"].as_str().expect("an id"));
    browser.open(&house.address(&review));
    browser.press("1");
    browser.wait_until("the next one", |browser| browser.path() != review);
    browser.open(&house.address("/corrections"));
    let task = links(&browser, "tbody th a").remove(0);
    browser.open(&task);
    for (value, words) in [("1987-09-03", "录入信息没有变化"), ("某日", "不是该信息项的有效值")] {
        browser.fill("form.stack input[name=value]", value);
        browser.click("form.stack button");
        browser.wait_for_text(words);
        sound::check_but(&browser, "400");
    }
    browser.fill("form.stack input[name=value]", "1987-03-08");
    browser.click("form.stack button");
    browser.wait_for_text("退回1次");
    sound::check(&browser);
    browser.fill("form.stack input[name=value]", "1987-03-09");
    browser.click("form.stack button");
    browser.wait_for_text("任务已办结");
}

fn links(browser: &testbed::Browser, selector: &str) -> Vec<String> {
    let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.href)";
    let found = browser.run(script, &[json!(selector)]);
    found.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_string).collect()
}
