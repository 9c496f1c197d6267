//! Every page that links lead to, for people of each role: sound in light and dark, and none missing.

use std::collections::{BTreeMap, VecDeque};

use testbed::Browser;

use super::house::House;
use super::sound;

/// Addresses of one kind of page that are looked at: lists with and without filters, documents of several formats.
const SAME_KIND_MAX: usize = 3;

/// Links that are no pages.
const NO_PAGES: &[&str] = &["/api/", "/assets/"];

#[test]
fn every_page_is_sound_for_who_decides() {
    let house = House::open();
    let case = house.file("civil-loan-partly-granted");
    house.file("civil-divorce-refused");
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    let more = [format!("/cases/{case}"), "/handbook".to_string(), "/password".to_string()];
    let seen = walk(&house, &browser, &more);
    for kind in ["/queue", "/review/{id}", "/corrections", "/cases", "/cases/{id}", "/documents/{id}", "/handbook"] {
        assert!(seen.contains_key(kind), "no link leads to {kind}: {seen:?}");
    }
}

#[test]
fn every_page_is_sound_for_who_corrects_and_who_looks() {
    let house = House::open();
    house.file("civil-withdrawal");
    for (role, name, home) in [("filing_clerk", "钱立案", "/corrections"), ("inspector", "孙检查", "/cases")] {
        let browser = house.browser(&house.invite(role, name));
        assert_eq!(browser.path(), home, "where the work of a {role} begins");
        let seen = walk(&house, &browser, &[]);
        assert!(!seen.contains_key("/queue"), "a {role} is led to the queue");
    }
}

/// Follows links from where the browser is and checks what they lead to; tells how many pages of each kind there were.
fn walk(house: &House, browser: &Browser, more: &[String]) -> BTreeMap<String, usize> {
    let (mut seen, mut faults) = (BTreeMap::<String, usize>::new(), Vec::new());
    let mut known = std::collections::BTreeSet::new();
    let mut open: VecDeque<String> = more.iter().cloned().collect();
    open.push_back(browser.path());
    while let Some(address) = open.pop_front() {
        let count = seen.entry(kind(&address)).or_default();
        if *count >= SAME_KIND_MAX || !known.insert(address.clone()) {
            continue;
        }
        *count += 1;
        browser.open(&house.address(&address));
        faults.extend(sound::faults(browser));
        let script = "return [...document.querySelectorAll('a[href]')].filter((link) => link.origin === location.origin
                      && !link.hasAttribute('download')).map((link) => link.pathname + link.search)";
        let links = browser.run(script, &[]);
        let links = links.as_array().into_iter().flatten().filter_map(|link| link.as_str());
        open.extend(links.filter(|link| !NO_PAGES.iter().any(|start| link.starts_with(start))).map(str::to_string));
    }
    assert!(faults.is_empty(), "{} findings:\n{}", faults.len(), faults.join("\n"));
    seen
}

/// The path of an address with its ids and names blotted out.
fn kind(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let blot = |(index, part): (usize, &str)| match index {
        // The first part names the page.
        0 | 1 => part.to_string(),
        _ if part.chars().any(|letter| letter.is_ascii_digit()) => "{id}".to_string(),
        _ if path.starts_with("/handbook/") => "{name}".to_string(),
        _ => part.to_string(),
    };
    path.split('/').enumerate().map(blot).collect::<Vec<_>>().join("/")
}
