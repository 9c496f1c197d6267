//! The work of reviewers: a queue cleared by keys alone, a case from its upload to the corrected entry, two at once who never
//! decide the same thing, and keys that decide nothing while somebody writes.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};
use testbed::{Browser, Window};

use super::house::{House, Person};
use super::sound;
use crate::faults::client::Client;

/// The most keys that a decision may take: the verdict, and the reason of a false alarm.
const KEYS_MAX: usize = 2;

#[test]
fn a_queue_is_cleared_by_keys_alone() {
    let house = House::open();
    house.file("criminal-theft-simple");
    house.file("civil-divorce-refused");
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    assert_eq!(browser.path(), "/queue");
    let open = discrepancies(&house.admin, "open");
    assert!(open.len() >= 5, "{} discrepancies are too few to show anything", open.len());
    let start = Instant::now();
    browser.press("n");
    browser.wait_for_path("/review/");
    // Every verdict in turn, the reason of those that need one by a second key.
    let chords: [&[&str]; 5] = [&["1"], &["4", "1"], &["2"], &["3"], &["1"]];
    let mut decisions = 0;
    while let Some(id) = at_hand(&browser) {
        let before = browser.pressed();
        for key in chords[decisions % chords.len()] {
            browser.press(key);
        }
        browser.wait_until("the next one", |browser| at_hand(browser).as_deref() != Some(&id));
        decisions += 1;
        assert!(browser.pressed() - before <= KEYS_MAX);
    }
    assert_eq!(browser.path(), "/queue");
    browser.wait_for_text("已全部核实");
    let keys = browser.pressed() as f64 / decisions as f64;
    let seconds = start.elapsed().as_secs_f64() / decisions as f64;
    eprintln!("{decisions} decisions with {keys:.2} keys each, the first one of all among them; {seconds:.2} s each");
    assert_eq!(decisions, open.len());
    for id in &open {
        assert_eq!(reviews(&house.admin, id).len(), 1, "{id}");
    }
    // The last one comes back by a key, too.
    browser.click(".acts button");
    browser.wait_for_path("/review/");
    browser.wait_for_text("已撤回");
    assert_eq!(discrepancies(&house.admin, "open").len(), 1);
}

#[test]
fn two_reviewers_never_decide_the_same_one() {
    let house = House::open();
    for name in ["criminal-theft-simple", "civil-loan-partly-granted", "civil-traffic-insurer"] {
        house.file(name);
    }
    let open: BTreeSet<String> = discrepancies(&house.admin, "open").into_iter().collect();
    assert!(open.len() >= 12, "{} discrepancies are too few for two", open.len());
    let people = [house.invite("data_manager", "赵数据"), house.invite("data_manager", "钱数据")];
    let browsers = people.each_ref().map(|person| house.browser(person));
    lock_of_the_other_is_seen(&house, &browsers, &people);
    let decided: Vec<Vec<String>> = std::thread::scope(|scope| {
        let workers = browsers.map(|browser| scope.spawn(move || clear(&browser)));
        workers.map(|worker| worker.join().expect("a reviewer comes to the end")).into()
    });
    assert!(decided.iter().all(|ids| !ids.is_empty()), "one did everything alone: {decided:?}");
    let both: BTreeSet<String> = decided.iter().flatten().cloned().collect();
    assert_eq!(both.len(), decided.iter().map(Vec::len).sum::<usize>(), "both decided the same: {decided:?}");
    assert_eq!(both, open);
    for id in &open {
        let reviews = reviews(&house.admin, id);
        assert_eq!(reviews.len(), 1, "{id} was decided {} times", reviews.len());
    }
    assert!(discrepancies(&house.admin, "open").is_empty());
}

/// What one works on is seen by the other, in the list and on its screen, and cannot be decided there.
fn lock_of_the_other_is_seen(house: &House, browsers: &[Browser; 2], people: &[Person; 2]) {
    let [one, other] = browsers;
    one.press("n");
    one.wait_for_path("/review/");
    let id = at_hand(one).expect("the first one");
    let told = format!("{}核实中", people[0].name);
    other.open(&house.address("/queue"));
    other.wait_for_text(&told);
    other.open(&house.address(&format!("/review/{id}")));
    other.wait_for_text(&format!("{}正在核实本疑点", people[0].name));
    sound::check(other);
    other.press("1");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(at_hand(other).as_ref(), Some(&id), "a key decided what another holds");
    assert!(reviews(&house.admin, &id).is_empty());
    other.open(&house.address("/queue"));
    other.press("n");
    other.wait_for_path("/review/");
    assert_ne!(at_hand(other), Some(id), "both were given the same one");
}

/// Decides until nothing is left to take; tells what was decided.
fn clear(browser: &Browser) -> Vec<String> {
    let mut decided = Vec::new();
    while let Some(id) = at_hand(browser) {
        browser.press("1");
        browser.wait_until("the next one", |browser| at_hand(browser).as_deref() != Some(&id));
        assert!(!browser.address().contains("refused="), "a decision was refused: {}", browser.address());
        decided.push(id);
    }
    decided
}

#[test]
fn keys_decide_nothing_while_somebody_writes() {
    let house = House::open();
    let (browser, id) = at_work(&house);
    let still = |what: &str| {
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(at_hand(&browser).as_ref(), Some(&id), "{what} decided");
        assert!(!browser.shows("dialog[open]"), "{what} opened a dialog");
    };
    // What a browser says while an input method composes, outside of fields, too.
    for composing in [json!({"isComposing": true}), json!({"keyCode": 229})] {
        for key in ["1", "4", "n", "?"] {
            let script = "const init = { key: arguments[0], bubbles: true, cancelable: true, ...arguments[1] };
                          document.body.dispatchEvent(new KeyboardEvent('keydown', init))";
            browser.run(script, &[json!(key), composing.clone()]);
            still(&format!("{key} while composing"));
        }
    }
    for chord in ["Control+1", "Alt+1"] {
        browser.press(chord);
        still(chord);
    }
    browser.press("e");
    browser.wait_until("the value to have the focus", |browser| {
        browser.run("return document.activeElement.name", &[]) == "value"
    });
    browser.run("document.activeElement.value = ''", &[]);
    for key in ["1", "4", "n", "?", "u"] {
        browser.press(key);
        still(&format!("{key} in a field"));
    }
    assert_eq!(browser.property("input[name=value]", "value"), "14n?u");
    compose(&browser, "cuo", "错");
    still("composing in a field");
    assert_eq!(browser.property("input[name=value]", "value"), "14n?u错");
    assert!(reviews(&house.admin, &id).is_empty());
    // The same keys act as soon as nobody writes.
    browser.press("Escape");
    browser.press("?");
    browser.wait_for("dialog.keys[open]");
    sound::check(&browser);
    browser.press("Escape");
    browser.wait_until("the sheet to close", |browser| !browser.shows("dialog[open]"));
    browser.press("4");
    browser.wait_for("dialog.reasons[open]");
    sound::check(&browser);
    browser.press("2");
    browser.wait_until("the next one", |browser| at_hand(browser).as_ref() != Some(&id));
    let reviews = reviews(&house.admin, &id);
    assert_eq!((reviews.len(), &reviews[0]["verdict"]), (1, &json!("false_alarm")));
}

/// Writes letters with an input method and takes the word that it offers.
fn compose(browser: &Browser, letters: &str, word: &str) {
    for end in 1..=letters.len() {
        browser.compose(&letters[..end]);
    }
    browser.commit(word);
}

/// Enter decides nothing but what was asked for: a reason that is written goes with the verdict that asked for it.
#[test]
fn a_written_reason_goes_with_its_verdict() {
    let house = House::open();
    let (browser, id) = at_work(&house);
    browser.press("e");
    browser.press("Enter");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(at_hand(&browser).as_ref(), Some(&id), "Enter in a field decides");
    browser.press("Escape");
    browser.press("4");
    browser.wait_for("dialog.reasons[open]");
    browser.press("0");
    browser.wait_until("the dialog to close", |browser| !browser.shows("dialog[open]"));
    browser.fill("#decide [name=reason]", "与庭审笔录一致");
    browser.press("Enter");
    browser.wait_until("the next one", |browser| at_hand(browser).as_ref() != Some(&id));
    let review = &reviews(&house.admin, &id)[0];
    assert_eq!((&review["verdict"], &review["reason"]), (&json!("false_alarm"), &json!("与庭审笔录一致")));
    assert_eq!(review["value"], Json::Null, "what was read is not said to be right");
}

/// Keys can be given to other actions, for this browser.
#[test]
fn keys_are_chosen_by_the_person() {
    let house = House::open();
    let (browser, id) = at_work(&house);
    browser.press("?");
    browser.wait_for("dialog.keys[open]");
    browser.fill("dialog.keys input[data-action=entry_error]", "q");
    browser.click("dialog.keys [data-save]");
    browser.wait_until("the sheet to close", |browser| !browser.shows("dialog[open]"));
    browser.press("1");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(at_hand(&browser).as_ref(), Some(&id), "the former key still decides");
    browser.press("q");
    browser.wait_until("the next one", |browser| at_hand(browser).as_ref() != Some(&id));
    assert_eq!(reviews(&house.admin, &id)[0]["verdict"], "entry_error");
}

/// Words that are selected on the page become the right value, with their place: on a drawn page and in a reading view.
#[test]
fn selected_words_become_the_right_value() {
    let house = House::open();
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    for (name, words) in [("criminal-theft-simple", "海宁市人民检察院"), ("civil-loan-partly-granted", "蒋伟兴")]
    {
        house.file(name);
        browser.open(&house.address("/queue"));
        browser.press("n");
        browser.wait_for_path("/review/");
        let id = at_hand(&browser).expect("the first one");
        browser.wait_for("#viewer .sheet");
        let script = "const piece = [...document.querySelectorAll('#viewer [data-at]')].find((one) =>
                        one.childNodes.length === 1 && one.textContent.includes(arguments[0]));
                      const at = piece.textContent.indexOf(arguments[0]);
                      getSelection().setBaseAndExtent(piece.firstChild, at, piece.firstChild, at + arguments[0].length)";
        browser.run(script, &[json!(words)]);
        browser.wait_for("[data-key=take]:enabled");
        browser.press("v");
        browser.wait_for_text("所选出处");
        browser.press("1");
        browser.wait_until("the next one", |browser| at_hand(browser).as_ref() != Some(&id));
        let review = &reviews(&house.admin, &id)[0];
        assert_eq!(review["value"], words);
        assert_eq!(review["evidence"]["quote"], words, "{review}");
        assert!(review["evidence"]["end"].as_u64() > review["evidence"]["start"].as_u64(), "{review}");
        clear(&browser);
    }
}

/// One screen at 1366x768: the decisions and the words that prove it are there without scrolling.
#[test]
fn the_review_screen_is_one_screen() {
    let house = House::open();
    for name in ["criminal-theft-simple", "civil-withdrawal", "civil-sale-companies-third-party"] {
        house.file(name);
    }
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    let mut faults = Vec::new();
    for id in discrepancies(&house.admin, "open") {
        browser.open(&house.address(&format!("/review/{id}")));
        browser.wait_for("#viewer .sheet");
        // A mark that is higher than the screen begins on it.
        let script = "const box = (one) => one.getBoundingClientRect();
                      const within = ({ top, left, bottom, right }) =>
                        top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth && bottom > top;
                      const begins = ({ top, left, height, width }) => within(
                        { top, left, bottom: top + Math.min(height, 20), right: left + Math.min(width, 20) });
                      const needed = [...document.querySelectorAll('.judge [data-key], .compare td')];
                      const marks = [...document.querySelectorAll('.sheet mark, .sheet .mark')];
                      return { outside: needed.filter((one) => !within(box(one))).map((one) => one.innerText),
                        hidden: marks.length > 0 && !marks.some((one) => begins(box(one))) && marks.map(box),
                        too_high: document.scrollingElement.scrollHeight > innerHeight }";
        let seen = browser.run(script, &[]);
        if seen != json!({"outside": [], "hidden": false, "too_high": false}) {
            faults.push(format!("{seen}\n{}", browser.describe()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    browser.resize(Window::LARGE);
    sound::check(&browser);
}

/// Somebody with the first discrepancy of a case on the screen.
fn at_work(house: &House) -> (Browser, String) {
    house.file("criminal-theft-simple");
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    browser.press("n");
    browser.wait_for_path("/review/");
    let id = at_hand(&browser).expect("the first one");
    (browser, id)
}

/// The discrepancy that the review screen shows.
fn at_hand(browser: &Browser) -> Option<String> {
    browser.path().strip_prefix("/review/").map(str::to_string)
}

/// The ids of the discrepancies of a state.
fn discrepancies(client: &Client, state: &str) -> Vec<String> {
    let page = client.get(&format!("/discrepancies?state={state}&limit=500"));
    let items = page["items"].as_array().expect("a list").iter();
    items.map(|item| item["id"].as_str().expect("an id").to_string()).collect()
}

fn reviews(client: &Client, id: &str) -> Vec<Json> {
    client.get(&format!("/discrepancies/{id}/reviews")).as_array().expect("a list").clone()
}
