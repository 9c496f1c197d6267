//! Pictures of the pages for people to look at, with every sample in the store. `cargo xtask screenshots DIR` keeps them.

use std::collections::BTreeMap;
use std::path::PathBuf;

use testbed::{Browser, Window};

use super::house::{COURT, House};
use crate::fixture::{self, SampleCase};
use crate::service::{upload_as, wait_until_checked};

/// Names and addresses; `{case}`, `{review}` and so on stand for ids.
const PAGES: &[(&str, &str)] = &[
    ("sign-in", "/sign-in"),
    ("queue", "/queue"),
    ("review-pdf", "/review/{pdf}"),
    ("review-ofd", "/review/{ofd}"),
    ("review-docx", "/review/{docx}"),
    ("same-kind", "{same-kind}"),
    ("corrections", "/corrections"),
    ("correction", "{correction}"),
    ("cases", "/cases"),
    ("search", "/cases?q=借款"),
    ("case", "/cases/{case}"),
    ("document", "/documents/{document}"),
    ("handbook", "/handbook"),
    ("handbook-field", "{field}"),
    ("password", "/password"),
];

#[test]
fn pages_have_their_picture() {
    // `cargo xtask screenshots` names the folder that stays.
    let kept = std::env::var_os("CASECHECK_PICTURES").map(PathBuf::from);
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let folder = kept.unwrap_or_else(|| fresh.path().to_path_buf());
    std::fs::create_dir_all(&folder).expect("the folder is writable");
    let house = House::open();
    // People file cases under their numbers.
    let file = |case: &SampleCase| {
        let number = case.expected["record"]["case_number"].as_str().expect("every sample has a number");
        (case.name.clone(), upload_as(&house.admin, case, number, Some(COURT)))
    };
    let ids: BTreeMap<String, String> = fixture::cases().iter().map(file).collect();
    ids.values().for_each(|id| wait_until_checked(&house.admin, id));
    let browser = house.browser(&house.invite("data_manager", "赵数据"));
    let addresses = addresses(&house, &browser, &ids);
    for window in [Window::SMALL, Window::LARGE] {
        browser.resize(window);
        for (name, address) in &addresses {
            browser.open(&house.address(address));
            // Pictures of pages come after the page.
            browser.wait_until("the pictures", |browser| {
                browser.run("return [...document.images].every((image) => image.complete)", &[]) == true
            });
            let path = folder.join(format!("{name}-{}x{}.png", window.width, window.height));
            browser.take_picture(&path);
            assert_eq!(size_of(&path), (window.width, window.height), "{}", path.display());
        }
    }
    browser.resize(Window::SMALL);
    browser.prefer("dark");
    for (name, address) in addresses.iter().filter(|(name, _)| ["queue", "review-pdf", "case"].contains(&name.as_str()))
    {
        browser.open(&house.address(address));
        browser.take_picture(&folder.join(format!("{name}-dark.png")));
    }
}

/// The pages with the ids of what lies in the store.
fn addresses(house: &House, browser: &Browser, ids: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let of_case = |name: &str| ids.get(name).unwrap_or_else(|| panic!("{name} is filed")).clone();
    let first = |case: &str| {
        let found = house.admin.get(&format!("/cases/{case}/discrepancies?limit=10"));
        found["items"][0]["id"].as_str().expect("the sample has a discrepancy").to_string()
    };
    let (theft, loan) = (of_case("criminal-theft-simple"), of_case("civil-loan-partly-granted"));
    // A decision makes a correction.
    browser.open(&house.address(&format!("/review/{}", first(&of_case("civil-divorce-refused")))));
    browser.press("1");
    browser.wait_until("the next one", |browser| browser.address().contains("done="));
    let link = |page: &str, selector: &str| {
        browser.open(&house.address(page));
        let href = browser.property(selector, "href");
        let href = href.as_str().unwrap_or_else(|| panic!("{page} has no link {selector}\n{}", browser.describe()));
        href.trim_start_matches(&house.address("")).to_string()
    };
    let documents = house.admin.get(&format!("/cases/{theft}/documents"));
    let document = documents["items"][0]["id"].as_str().expect("the sample has documents").to_string();
    let values = [
        ("{pdf}", first(&theft)),
        ("{ofd}", first(&of_case("civil-withdrawal"))),
        ("{docx}", first(&loan)),
        ("{same-kind}", link("/queue", "a[href^='/same-kind']")),
        ("{correction}", link("/corrections", "a[href^='/corrections/']")),
        ("{case}", loan),
        ("{document}", document),
        ("{field}", link("/handbook", "a[href^='/handbook/']")),
    ];
    let fill = |address: &str| values.iter().fold(address.to_string(), |text, (name, value)| text.replace(name, value));
    PAGES.iter().map(|(name, address)| (name.to_string(), fill(address))).collect()
}

/// Width and height stand in the header of a PNG.
fn size_of(path: &std::path::Path) -> (u32, u32) {
    let bytes = std::fs::read(path).expect("a picture");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}
