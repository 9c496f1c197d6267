//! Signing in, the first password, and the frame of every page.

use testbed::{Browser, Window};

use super::house::House;
use crate::faults::client::first_password;

#[test]
fn the_first_administrator_chooses_a_password_and_signs_in() {
    let house = House::open();
    let browser = Browser::start(Window::SMALL);
    let words = house.installation.words();
    let first = first_password(&words);
    browser.open(&house.address("/password"));
    assert_eq!(browser.path(), "/sign-in", "somebody unknown is asked who they are");
    assert_eq!(browser.axe(), Vec::<String>::new());
    house.sign_in(&browser, "admin", "not the password");
    browser.wait_for_text("账号或密码不正确");
    assert_eq!(browser.axe(), Vec::<String>::new());
    let severe = browser.take_severe();
    assert!(severe.len() == 1 && severe[0].contains("401"), "{severe:?}");
    house.sign_in(&browser, "admin", first);
    browser.wait_for_path("/password");
    assert_eq!(browser.axe(), Vec::<String>::new());
    browser.fill("input[name=old]", first);
    browser.fill("input[name=new]", "a long sentence");
    browser.click("main form button");
    browser.wait_for_path("/sign-in");
    house.sign_in(&browser, "admin", "a long sentence");
    browser.wait_until("a page of the desk", |browser| !["/sign-in", "/password"].contains(&browser.path().as_str()));
    browser.wait_for_text("系统管理员");
    browser.open(&house.address("/password"));
    browser.press("Tab");
    browser.click(".who form button");
    browser.wait_for_path("/sign-in");
    browser.open(&house.address("/password"));
    assert_eq!(browser.path(), "/sign-in", "who has signed out is unknown");
}

/// Keys alone lead through the form: focus begins in the first field, Tab goes on, Enter sends.
#[test]
fn one_signs_in_by_keys_alone() {
    let house = House::open();
    let person = house.invite("inspector", "检查员");
    let browser = Browser::start(Window::SMALL);
    browser.open(&house.address("/sign-in?next=%2Fpassword"));
    browser.type_into(":focus", &person.login);
    browser.press("Tab");
    browser.type_into(":focus", super::house::PASSWORD);
    browser.press("Enter");
    browser.wait_for_path("/password");
    browser.wait_for_text("检查员");
}
