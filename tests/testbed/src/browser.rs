//! Owns a real browser that tests drive: Debian's Chromium without a window, with a profile of its own and no way to any
//! machine but this one, moved through the protocol of WebDriver. Expects nothing of the pages; but that a page loads and
//! runs without an error on the console is part of every test that opens it.

mod axe;
mod base64;
mod drive;
mod keys;
mod look;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::http::{self, Request};
use crate::process::is_root;
use crate::program::Program;

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// How long the driver may keep silent: a page may take this long on a busy machine.
const SILENCE: Duration = Duration::from_secs(120);

/// How long a page may take to become as a test expects it.
const PATIENCE: Duration = Duration::from_secs(30);

/// The size of what a page is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Window {
    /// The smallest screen that people of a court have.
    pub const SMALL: Window = Window { width: 1366, height: 768 };
    /// A large one.
    pub const LARGE: Window = Window { width: 1920, height: 1080 };
}

/// A running browser with one page. It ends with this handle, or with the test process however that ends. A severe message
/// on its console that nobody took fails the test.
#[derive(Debug)]
pub struct Browser {
    driver: Program,
    address: SocketAddr,
    session: String,
    /// Severe messages that were read from the console.
    severe: RefCell<Vec<String>>,
    /// Keys that were pressed.
    pressed: Cell<usize>,
}

impl Browser {
    /// Starts one. Fails the test where Debian's packages `chromium` and `chromium-driver` are missing; `cargo xtask test`
    /// installs them.
    pub fn start(window: Window) -> Browser {
        for program in [CHROMIUM, CHROMEDRIVER] {
            let help =
                "run `cargo xtask test`, or install Debian's packages chromium, chromium-driver and fonts-noto-cjk";
            assert!(Path::new(program).exists(), "{program} is not installed: {help}");
        }
        let address = SocketAddr::from(([127, 0, 0, 1], crate::free_port()));
        let mut command = Command::new(CHROMEDRIVER);
        // The language of the page that the browser prefers comes from here.
        command.arg(format!("--port={}", address.port())).env("LANGUAGE", "zh_CN").env("LANG", "C.UTF-8");
        let mut driver = Program::start_untidy(&mut command);
        let ask = Request { method: "GET", path: "/status", headers: &[], content_type: "text/plain", body: b"" };
        crate::process::wait("the driver of the browser to answer", || {
            assert!(driver.is_running(), "the driver of the browser ended; it said:\n{}", driver.words());
            http::send(address, &ask).is_ok_and(|answer| answer.json()["value"]["ready"] == true)
        });
        let (severe, pressed) = (RefCell::default(), Cell::default());
        let mut browser = Browser { driver, address, session: String::new(), severe, pressed };
        let opened = browser.ask("POST", "/session", &browser.wanted(window));
        let opened = opened.unwrap_or_else(|refusal| {
            panic!("the browser does not start: {refusal}; the driver said:\n{}", browser.driver.words())
        });
        let session = opened["sessionId"].as_str().expect("a session has an id");
        browser.session = format!("/session/{session}");
        browser.resize(window);
        // Without a window the page would never have the focus.
        browser.devtools("Emulation.setFocusEmulationEnabled", &json!({"enabled": true}));
        browser
    }

    /// What a session is asked for.
    fn wanted(&self, window: Window) -> Json {
        // Beside the words of the driver, so that it goes when the driver goes.
        let profile = self.driver.words_file().with_file_name("profile");
        let mut arguments = vec![
            "--headless=new".to_string(),
            "--disable-gpu".to_string(),
            // A container may have little shared memory.
            "--disable-dev-shm-usage".to_string(),
            format!("--user-data-dir={}", profile.display()),
            format!("--window-size={},{}", window.width, window.height),
            "--lang=zh-CN".to_string(),
            "--hide-scrollbars=false".to_string(),
            // No page and no service of the browser reaches another machine.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1".to_string(),
            "--no-proxy-server".to_string(),
            "--disable-background-networking".to_string(),
            "--disable-component-update".to_string(),
            "--disable-sync".to_string(),
            "--no-first-run".to_string(),
        ];
        if is_root() {
            // The sandbox of the browser does not work for root.
            arguments.push("--no-sandbox".to_string());
        }
        let options = json!({
            "binary": CHROMIUM,
            "args": arguments,
            "prefs": {"intl.accept_languages": "zh-CN,zh", "credentials_enable_service": false},
        });
        json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
            "timeouts": {"script": 60_000, "pageLoad": 60_000},
        }}})
    }

    /// Asks the driver; the error says what it refused and why.
    fn ask(&self, method: &str, path: &str, body: &Json) -> Result<Json, Refusal> {
        let body = match method {
            "POST" => body.to_string().into_bytes(),
            _ => Vec::new(),
        };
        let path = format!("{}{path}", self.session);
        let request = Request { method, path: &path, headers: &[], content_type: "application/json", body: &body };
        let answer = http::send_with_patience(self.address, &request, SILENCE);
        let answer = answer.unwrap_or_else(|error| {
            panic!("{method} {path}: the driver of the browser is silent: {error}; it said:\n{}", self.driver.words())
        });
        let mut value = answer.json()["value"].take();
        match answer.status {
            200 => Ok(value),
            _ => {
                let mut word = |key: &str| value[key].take().as_str().unwrap_or_default().to_string();
                Err(Refusal { code: word("error"), message: word("message") })
            }
        }
    }

    /// Asks for something that succeeds on every page.
    fn must(&self, method: &str, path: &str, body: &Json) -> Json {
        self.ask(method, path, body).unwrap_or_else(|refusal| panic!("{method} {path}: {refusal}"))
    }

    /// A command of the browser's own protocol.
    fn devtools(&self, command: &str, parameters: &Json) -> Json {
        self.must("POST", "/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Gives the page another size.
    pub fn resize(&self, window: Window) {
        let Window { width, height } = window;
        let parameters = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &parameters);
    }

    /// Says that the person prefers `light` or `dark`.
    pub fn prefer(&self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.devtools("Emulation.setEmulatedMedia", &json!({"features": features}));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that fails has said why, and the driver may be what failed.
        if !std::thread::panicking() {
            let severe = self.take_severe();
            assert!(severe.is_empty(), "the console of the browser says:\n{}", severe.join("\n"));
        }
    }
}

/// What the driver answers when it cannot.
#[derive(Debug)]
struct Refusal {
    /// A code of the protocol, such as `no such element`.
    code: String,
    message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = self.message.lines().next().unwrap_or_default();
        write!(f, "{}: {first}", self.code)
    }
}
