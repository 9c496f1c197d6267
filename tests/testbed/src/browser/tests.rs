//! The browser itself: that it does what tests ask, and that what is wrong with a page does not pass unseen.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::json;

use super::{Browser, Window};

fn page(body: &str) -> String {
    page_with("", body)
}

fn page_with(head: &str, body: &str) -> String {
    let page = format!("<!doctype html><html lang=en><meta charset=utf-8><title>t</title>{head}<body>{body}");
    let encoded: String = page.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("data:text/html;charset=utf-8,{encoded}")
}

#[test]
fn a_page_is_driven() {
    let browser = Browser::start(Window::SMALL);
    browser.open(&page(
        "<main><h1>卷</h1><input id=name><input id=file type=file multiple><select id=list><option value=a>A\
         <option value=b>B</select><button>好</button><div id=drop style='height:40px'></div><p id=told></p></main>
         <script>const told = document.querySelector('#told');
         const say = (text) => { told.textContent += text + ' '; };
         document.addEventListener('keydown', (event) => event.target === document.body
           && say((event.ctrlKey ? 'c-' : '') + event.key));
         document.querySelector('button').addEventListener('click', () => setTimeout(() => say('clicked'), 200));
         const drop = document.querySelector('#drop');
         drop.addEventListener('drop', async (event) => say(await event.dataTransfer.files[0].text()));
         </script>",
    ));
    assert_eq!(browser.run("return [innerWidth, innerHeight, navigator.language]", &[]), json!([1366, 768, "zh-CN"]));
    browser.type_into("#name", "张三");
    browser.fill("#name", "李四");
    assert_eq!(browser.property("#name", "value"), "李四");
    browser.choose("#list", "b");
    assert_eq!(browser.property("#list", "value"), "b");
    browser.click("//button[text()='好']");
    browser.wait_for_text("clicked");
    browser.run("document.activeElement.blur()", &[]);
    for chord in ["j", "?", "Escape", "ArrowDown", "Control+Enter"] {
        browser.press(chord);
    }
    browser.wait_for_text("clicked j ? Escape ArrowDown c-Control c-Enter");
    assert_eq!(browser.pressed(), 5);
    browser.drop_files("#drop", &[("a.txt", "落下".as_bytes())]);
    browser.wait_for_text("落下");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (file, picture) = (folder.path().join("材料.txt"), folder.path().join("p.png"));
    std::fs::write(&file, "x").expect("the folder is writable");
    browser.choose_files("#file", &[&file]);
    assert_eq!(browser.run("return document.querySelector('#file').files[0].name", &[]), "材料.txt");
    browser.prefer("dark");
    assert_eq!(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches", &[]), true);
    browser.resize(Window::LARGE);
    browser.take_picture(&picture);
    // Width and height stand in the header of a PNG.
    let bytes = std::fs::read(&picture).expect("a picture");
    assert_eq!(bytes[16..24], [1920_u32.to_be_bytes(), 1080_u32.to_be_bytes()].concat());
}

#[test]
fn what_is_wrong_with_a_page_is_seen() {
    let browser = Browser::start(Window::SMALL);
    let policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">";
    browser.open(&page_with(policy, "<input><p style='color:#bbb'>pale</p><script>1</script>"));
    let found = browser.axe().join("\n");
    for rule in ["label (critical)", "color-contrast (serious)", "landmark-one-main", "page-has-heading-one"] {
        // The policy forbids the pale colour.
        assert_eq!(found.contains(rule), rule != "color-contrast (serious)", "{rule} in:\n{found}");
    }
    let severe = browser.take_severe();
    assert!(severe.iter().any(|message| message.contains("Content Security Policy")), "{severe:?}");
    browser.open(&page("<main><h1>pale</h1><p style='color:#bbb'>pale</p></main>"));
    let found = browser.axe();
    assert!(found.len() == 1 && found[0].starts_with("color-contrast (serious)"), "{found:?}");
    browser.open(&page("<main><h1>fine</h1></main>"));
    assert_eq!(browser.axe(), Vec::<String>::new());
    assert_eq!(browser.take_severe(), Vec::<String>::new());
}

#[test]
fn an_error_on_the_console_fails_the_test() {
    let browser = Browser::start(Window::SMALL);
    browser.open(&page("<main><h1>broken</h1></main><script>missing()</script>"));
    let dropped = catch_unwind(AssertUnwindSafe(|| drop(browser)));
    let words = dropped.expect_err("it fails").downcast::<String>().expect("with words");
    assert!(words.contains("missing is not defined"), "{words}");
}

#[test]
fn no_other_machine_is_reached() {
    let browser = Browser::start(Window::SMALL);
    browser.open(&page("<main><h1>far</h1><p id=told></p></main>"));
    let script = "const [address, done] = arguments; \
                  fetch(address, { mode: 'no-cors' }).then(() => done('reached'), () => done('not'))";
    for far in ["http://example.com/", "http://localhost.example/"] {
        assert_eq!(browser.run_until_called(script, &[json!(far)]), "not", "{far}");
    }
    let severe = browser.take_severe();
    assert!(severe.iter().any(|message| message.contains("ERR_NAME_NOT_RESOLVED")), "{severe:?}");
}
