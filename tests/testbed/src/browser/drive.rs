//! Owns what a person does with a page: open, click, type, press, choose files, let files fall. Everything that needs an
//! element waits until it is there.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value as Json, json};

use super::{Browser, PATIENCE, Refusal, base64, keys};

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Refusals that pass when a page is still being made or is being replaced.
const PASSING: &[&str] = &[
    "no such element",
    "stale element reference",
    "element not interactable",
    "element click intercepted",
    "invalid element state",
];

/// Makes files of what it is given and lets them fall on an element, as a file manager would.
const DROP: &str = "\
const [target, files] = arguments;
const data = new DataTransfer();
for (const [name, text] of files) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  data.items.add(new File([bytes], name));
}
for (const type of ['dragenter', 'dragover', 'drop']) {
  target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
}";

impl Browser {
    /// Opens an address and waits until the page is loaded.
    pub fn open(&self, address: &str) {
        self.must("POST", "/url", &json!({ "url": address }));
    }

    /// Loads the page again.
    pub fn reload(&self) {
        self.must("POST", "/refresh", &json!({}));
    }

    /// Clicks on an element, named by a CSS selector or by an XPath that begins with `//`.
    pub fn click(&self, selector: &str) {
        self.on(selector, "a click on", |element| self.ask("POST", &format!("{element}/click"), &json!({})));
    }

    /// Types into an element what a keyboard or an input method would bring.
    pub fn type_into(&self, selector: &str, text: &str) {
        self.on(selector, "typing into", |element| {
            self.ask("POST", &format!("{element}/value"), &json!({ "text": text }))
        });
    }

    /// The same in place of what stands there.
    pub fn fill(&self, selector: &str, text: &str) {
        self.on(selector, "emptying", |element| self.ask("POST", &format!("{element}/clear"), &json!({})));
        self.type_into(selector, text);
    }

    /// Chooses an option of a list by its value.
    pub fn choose(&self, selector: &str, value: &str) {
        self.click(&format!("{selector} option[value=\"{value}\"]"));
    }

    /// Presses a key or a chord, such as `Enter`, `j` or `Control+Enter`, wherever the focus is. Counted.
    pub fn press(&self, chord: &str) {
        self.pressed.set(self.pressed.get() + 1);
        self.wait_until_drawn();
        self.must("POST", "/actions", &keys::actions(chord));
    }

    /// The browser drops keys that meet a page which nobody has seen yet.
    fn wait_until_drawn(&self) {
        let start = Instant::now();
        let script = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        while let Err(refusal) = self.ask("POST", "/execute/async", &json!({"script": script, "args": []})) {
            // One page may go while the next one comes.
            assert!(start.elapsed() < PATIENCE, "the page is not drawn: {refusal}\n{}", self.describe());
            std::thread::sleep(super::look::PAUSE);
        }
    }

    /// Has an input method show letters, or a word that it proposes, where somebody writes.
    pub fn compose(&self, text: &str) {
        let end = text.chars().count();
        let parameters = json!({"text": text, "selectionStart": end, "selectionEnd": end});
        self.devtools("Input.imeSetComposition", &parameters);
    }

    /// Takes a word in the place of what is composed.
    pub fn commit(&self, word: &str) {
        self.devtools("Input.insertText", &json!({ "text": word }));
    }

    /// How many keys were pressed. What was typed into fields is not counted.
    pub fn pressed(&self) -> usize {
        self.pressed.get()
    }

    /// Chooses files in a field for files.
    pub fn choose_files(&self, selector: &str, paths: &[&Path]) {
        let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        self.type_into(selector, &paths.join("\n"));
    }

    /// Lets files fall on an element: their names and contents.
    pub fn drop_files(&self, selector: &str, files: &[(&str, &[u8])]) {
        let files: Vec<Json> = files.iter().map(|(name, bytes)| json!([name, base64::encode(bytes)])).collect();
        self.on(selector, "dropping files on", |element| {
            let id = element.trim_start_matches("/element/");
            self.ask("POST", "/execute/sync", &json!({"script": DROP, "args": [{ELEMENT: id}, files]}))
        });
    }

    /// Runs the body of a function in the page with these arguments; answers what it returns.
    pub fn run(&self, script: &str, arguments: &[Json]) -> Json {
        self.must("POST", "/execute/sync", &json!({"script": script, "args": arguments}))
    }

    /// The same for a function that calls its last argument with the answer.
    pub fn run_until_called(&self, script: &str, arguments: &[Json]) -> Json {
        self.must("POST", "/execute/async", &json!({"script": script, "args": arguments}))
    }

    /// Does something to the first element of a selector, as soon as that is possible.
    pub(super) fn on(&self, selector: &str, what: &str, mut act: impl FnMut(&str) -> Result<Json, Refusal>) -> Json {
        let start = Instant::now();
        loop {
            let done = self.find(selector).and_then(|element| act(&element));
            match done {
                Ok(value) => return value,
                Err(refusal) if PASSING.contains(&refusal.code.as_str()) && start.elapsed() < PATIENCE => {}
                Err(refusal) => panic!("{what} `{selector}`: {refusal}\n{}", self.describe()),
            }
            std::thread::sleep(super::look::PAUSE);
        }
    }

    fn find(&self, selector: &str) -> Result<String, Refusal> {
        let found = self.ask("POST", "/element", &locator(selector))?;
        Ok(format!("/element/{}", found[ELEMENT].as_str().expect("an element has an id")))
    }
}

fn locator(selector: &str) -> Json {
    match selector.starts_with("//") {
        true => json!({"using": "xpath", "value": selector}),
        false => json!({"using": "css selector", "value": selector}),
    }
}
