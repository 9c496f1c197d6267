//! Owns a court house for the tests of the desk: an installation of the service, people with their roles, their browsers, and
//! cases of the samples. Expects nothing of the pages but that one can sign in.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use testbed::{Browser, Window};

use crate::binary;
use crate::faults::client::Client;
use crate::faults::installation::{Backend, Installation};
use crate::fixture::{self, SampleCase};
use crate::service::{upload_into, wait_until_checked};

/// The court of everybody whom the tests invite: 北京市石景山区人民法院.
pub const COURT: &str = "113";

/// What everybody has chosen.
pub const PASSWORD: &str = "desk-of-a-court-1";

/// A service that runs.
#[derive(Debug)]
pub struct House {
    pub installation: Installation,
    /// The administrator of the whole country.
    pub admin: Client,
}

/// Somebody who may sign in.
#[derive(Clone, Debug)]
pub struct Person {
    pub login: String,
    pub name: String,
}

impl House {
    /// Starts one.
    pub fn open() -> House {
        let installation = Installation::start(binary::executable(), Backend::Embedded);
        let admin = Client::sign_in(installation.address, &installation.words());
        House { installation, admin }
    }

    /// The whole address of a page.
    pub fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.installation.address)
    }

    /// Somebody of the court who has a password of their own.
    pub fn invite(&self, role: &str, name: &str) -> Person {
        static COUNT: AtomicUsize = AtomicUsize::new(1);
        let login = format!("{role}.{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let added = json!({"login": login, "name": name, "role": role, "court_id": COURT});
        let added = self.admin.tell("POST", "/users", &added);
        let given = added["password"].as_str().expect("a password is shown");
        let client = Client::sign_in_as(self.installation.address, &login, given);
        client.tell("POST", "/session/password", &json!({"old": given, "new": PASSWORD}));
        Person { login, name: name.to_string() }
    }

    /// A browser in which somebody has signed in, and the page where their work begins.
    pub fn browser(&self, person: &Person) -> Browser {
        let browser = Browser::start(Window::SMALL);
        self.sign_in(&browser, &person.login, PASSWORD);
        browser.wait_until("the end of signing in", |browser| browser.path() != "/sign-in");
        browser
    }

    /// Signs in on the page, as a person does.
    pub fn sign_in(&self, browser: &Browser, login: &str, password: &str) {
        browser.open(&self.address("/sign-in"));
        browser.fill("input[name=login]", login);
        browser.fill("input[name=password]", password);
        browser.click("main form button");
    }

    /// A sample case in the court, checked; returns its id.
    pub fn file(&self, name: &str) -> String {
        let id = upload_into(&self.admin, sample(name), Some(COURT));
        wait_until_checked(&self.admin, &id);
        id
    }
}

/// A case of the samples by its name.
pub fn sample(name: &str) -> &'static SampleCase {
    let found = fixture::cases().iter().find(|case| case.name == name);
    found.unwrap_or_else(|| panic!("no sample is called {name}"))
}
