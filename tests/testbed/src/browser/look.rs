//! Owns what a person sees of a page: texts, values, the address, pictures, and what the console says. Waits for what is
//! expected and tells what was there instead.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{Browser, PATIENCE, base64};

/// Between two looks.
pub(super) const PAUSE: Duration = Duration::from_millis(40);

/// How much of a page stands in a message.
const DESCRIBED_CHARS: usize = 4_000;

impl Browser {
    /// The address of the page.
    pub fn address(&self) -> String {
        text_of(&self.must("GET", "/url", &Json::Null))
    }

    /// The path of the address, without query.
    pub fn path(&self) -> String {
        text_of(&self.run("return location.pathname", &[]))
    }

    /// How many elements a CSS selector has.
    pub fn count(&self, selector: &str) -> usize {
        let count = self.run("return document.querySelectorAll(arguments[0]).length", &[json!(selector)]);
        usize::try_from(count.as_u64().unwrap_or_default()).expect("a page is smaller than memory")
    }

    /// Whether an element of a CSS selector can be seen.
    pub fn shows(&self, selector: &str) -> bool {
        let script = "return [...document.querySelectorAll(arguments[0])].some((one) => one.checkVisibility())";
        self.run(script, &[json!(selector)]) == true
    }

    /// The visible text of the first element, once it is there.
    pub fn text(&self, selector: &str) -> String {
        text_of(&self.on(selector, "the text of", |element| self.ask("GET", &format!("{element}/text"), &Json::Null)))
    }

    /// The visible text of every element of a CSS selector.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText.trim())";
        let texts = self.run(script, &[json!(selector)]);
        texts.as_array().into_iter().flatten().map(text_of).collect()
    }

    /// A property of the first element, such as `value` or `href`; null if there is no such element.
    pub fn property(&self, selector: &str, name: &str) -> Json {
        let script = "return document.querySelector(arguments[0])?.[arguments[1]] ?? null";
        self.run(script, &[json!(selector), json!(name)])
    }

    /// Waits until something holds; fails the test with what the page shows instead.
    pub fn wait_until(&self, what: &str, mut holds: impl FnMut(&Browser) -> bool) {
        let start = Instant::now();
        while !holds(self) {
            let waited = start.elapsed();
            assert!(waited < PATIENCE, "waited {} s for {what}\n{}", waited.as_secs(), self.describe());
            std::thread::sleep(PAUSE);
        }
    }

    /// Waits until an element of a CSS selector can be seen.
    pub fn wait_for(&self, selector: &str) {
        self.wait_until(&format!("`{selector}`"), |browser| browser.shows(selector));
    }

    /// Waits until a text can be seen somewhere on the page.
    pub fn wait_for_text(&self, text: &str) {
        let script = "return document.body.innerText.includes(arguments[0])";
        self.wait_until(&format!("the text {text:?}"), |browser| browser.run(script, &[json!(text)]) == true);
    }

    /// Waits until the page is one whose path begins so.
    pub fn wait_for_path(&self, path: &str) {
        self.wait_until(&format!("a page at {path}"), |browser| {
            let script = "return document.readyState === 'complete' && location.pathname.startsWith(arguments[0])";
            browser.run(script, &[json!(path)]) == true
        });
    }

    /// Writes a picture of what is seen as PNG.
    pub fn take_picture(&self, path: &Path) {
        let picture = text_of(&self.must("GET", "/screenshot", &Json::Null));
        let bytes = base64::decode(&picture).expect("the driver sends base64");
        std::fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What the console says that is severe: a script that throws, something that did not load or was forbidden. Afterwards
    /// it counts as taken.
    pub fn take_severe(&self) -> Vec<String> {
        self.read_console();
        self.severe.take()
    }

    /// The browser keeps what the console said only until it is read.
    fn read_console(&self) {
        let entries = self.must("POST", "/se/log", &json!({"type": "browser"}));
        let severe = entries.as_array().into_iter().flatten().filter(|entry| entry["level"] == "SEVERE");
        self.severe.borrow_mut().extend(severe.map(|entry| text_of(&entry["message"])));
    }

    /// What the page is and shows, for messages, with a picture beside.
    pub fn describe(&self) -> String {
        let script = "return [document.title, document.body?.innerText ?? '']";
        let page = self.ask("POST", "/execute/sync", &json!({"script": script, "args": []})).unwrap_or_default();
        let address = self.ask("GET", "/url", &Json::Null).unwrap_or_default();
        let text: String = text_of(&page[1]).chars().take(DESCRIBED_CHARS).collect();
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("casecheck-page-{}-{}.png", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let picture = std::env::temp_dir().join(name);
        self.take_picture(&picture);
        self.read_console();
        format!(
            "address: {}\ntitle: {}\npicture: {}\nconsole: {:?}\ntext:\n{text}",
            text_of(&address),
            text_of(&page[0]),
            picture.display(),
            self.severe.borrow()
        )
    }
}

fn text_of(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_string()
}
