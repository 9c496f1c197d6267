//! Owns the clients of the fault suite: they sign in, file cases with entries, upload documents until each is acknowledged,
//! and remember what they were told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::Duration;

use serde_json::{Value as Json, json};
use testbed::http::{self, Answer, Request};

use super::random::Random;

/// A document that the service said it has.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// The id of its case.
    pub case_id: String,
    /// Its id.
    pub document_id: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// What a client did.
#[derive(Debug, Default)]
pub struct Uploaded {
    /// Requests to upload.
    pub attempted: usize,
    /// Documents that the service said it has.
    pub acknowledged: Vec<Acknowledged>,
}

/// A client that is signed in.
#[derive(Clone, Debug)]
pub struct Client {
    address: SocketAddr,
    /// The headers that prove it.
    session: Vec<(String, String)>,
}

/// Documents of a case.
const DOCUMENTS: usize = 4;

/// A pause after a request that was not answered or refused.
const AGAIN: Duration = Duration::from_millis(200);

/// What is uploaded: a record of a hearing, with a place for what makes each one different.
const TEXT: &str = include_str!("../../samples/source/civil-withdrawal/谈话笔录.txt");

/// What was entered about each case.
const ENTERED: &str = include_str!("../../samples/civil-withdrawal/entered.json");

impl Client {
    /// Signs in as the administrator whose first password the service showed.
    pub fn sign_in(address: SocketAddr, shown: &str) -> Client {
        Client::sign_in_as(address, "admin", first_password(shown))
    }

    /// Signs in as somebody.
    pub fn sign_in_as(address: SocketAddr, login: &str, password: &str) -> Client {
        let body = json!({"login": login, "password": password}).to_string();
        let signed_out = Client { address, session: Vec::new() };
        let answer = signed_out.send("POST", "/api/v1/session", "application/json", body.as_bytes(), None);
        let answer = answer.expect("the service answers");
        assert_eq!(answer.status, 200, "signing in: {}", answer.json());
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie");
        let token = answer.json()["csrf_token"].as_str().expect("a token").to_string();
        Client {
            address,
            session: vec![("Cookie".to_string(), cookie.to_string()), ("X-CSRF-Token".to_string(), token)],
        }
    }

    /// Sends one request to a path below that of the API; one that is not done fails the test.
    pub fn ask(&self, method: &str, path: &str, content_type: &str, body: &[u8]) -> Json {
        let answer = self.send(method, &format!("/api/v1{path}"), content_type, body, None);
        let answer = answer.expect("the service answers");
        assert!(answer.status < 300, "{method} {path}: {} {}", answer.status, answer.json());
        answer.json()
    }

    /// The same with JSON as the body.
    pub fn tell(&self, method: &str, path: &str, body: &Json) -> Json {
        self.ask(method, path, "application/json", body.to_string().as_bytes())
    }

    /// The same without a body.
    pub fn get(&self, path: &str) -> Json {
        self.ask("GET", path, "text/plain", b"")
    }

    /// Files cases and uploads documents, each until it is acknowledged, until told to stop.
    pub fn upload(self, number: usize, seed: u64, stop: Arc<AtomicBool>) -> JoinHandle<Uploaded> {
        std::thread::spawn(move || {
            let mut random = Random::new(seed.wrapping_add(1 + number as u64));
            let mut uploaded = Uploaded::default();
            for case in 0_usize.. {
                let label = format!("client {number} case {case}");
                let Some(case_id) = self.file_case(&label, &stop) else { return uploaded };
                for document in 0..DOCUMENTS {
                    let content = format!("{TEXT}\n第{number}组第{case}件第{document}份。\n").into_bytes();
                    // Every other client names its requests, so that a repeat gets the same answer.
                    let key = number.is_multiple_of(2).then(|| format!("{number}-{case}-{document}"));
                    let name = format!("{document}.txt");
                    match self.add_document(&case_id, &name, &content, key.as_deref(), &mut uploaded.attempted, &stop) {
                        Some(document_id) => {
                            let case_id = case_id.clone();
                            uploaded.acknowledged.push(Acknowledged { case_id, document_id, content });
                        }
                        None => return uploaded,
                    }
                    if stop.load(Ordering::Relaxed) {
                        return uploaded;
                    }
                    sleep(random.pause(5, 60));
                }
            }
            uploaded
        })
    }

    /// Files a case and enters its record; none if told to stop before both were acknowledged.
    fn file_case(&self, label: &str, stop: &AtomicBool) -> Option<String> {
        let body = json!({ "label": label }).to_string();
        let filed = self.until_done("POST", "/api/v1/cases", body.as_bytes(), stop)?;
        let id = filed["id"].as_str().unwrap_or_else(|| panic!("a case without an id: {filed}")).to_string();
        self.until_done("PUT", &format!("/api/v1/cases/{id}/entry"), ENTERED.as_bytes(), stop)?;
        Some(id)
    }

    /// Repeats a request until it succeeds. One that is wrong by itself fails the test.
    fn until_done(&self, method: &str, path: &str, body: &[u8], stop: &AtomicBool) -> Option<Json> {
        loop {
            match self.send(method, path, "application/json", body, None) {
                Ok(answer) if answer.status < 300 => return Some(answer.json()),
                Ok(answer) => assert_transient(path, &answer),
                // Nobody knows what became of it; asking again is the remedy.
                Err(_) => {}
            }
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            sleep(AGAIN);
        }
    }

    /// Uploads a document until it is acknowledged; returns its id.
    fn add_document(
        &self,
        case_id: &str,
        name: &str,
        content: &[u8],
        key: Option<&str>,
        attempted: &mut usize,
        stop: &AtomicBool,
    ) -> Option<String> {
        const BOUNDARY: &str = "casecheck-faults-boundary";
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n"
        );
        let body = [head.as_bytes(), content, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let (path, form) =
            (format!("/api/v1/cases/{case_id}/documents"), format!("multipart/form-data; boundary={BOUNDARY}"));
        loop {
            *attempted += 1;
            match self.send("POST", &path, &form, &body, key) {
                Ok(answer) if answer.status == 200 => {
                    let told = answer.json();
                    let id = told["files"][0]["document_id"].as_str();
                    return Some(id.unwrap_or_else(|| panic!("a document was refused: {told}")).to_string());
                }
                Ok(answer) => assert_transient(&path, &answer),
                Err(_) => {}
            }
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            sleep(AGAIN);
        }
    }

    /// Sends one request.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        content_type: &str,
        body: &[u8],
        key: Option<&str>,
    ) -> std::io::Result<Answer> {
        let mut headers: Vec<(&str, &str)> =
            self.session.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        headers.extend(key.map(|key| ("Idempotency-Key", key)));
        http::send(self.address, &Request { method, path, headers: &headers, content_type, body })
    }
}

/// The password of the first administrator, which the service shows once.
pub fn first_password(shown: &str) -> &str {
    let line = shown.lines().find_map(|line| line.split_once("first password:"));
    line.unwrap_or_else(|| panic!("no first password in:\n{shown}")).1.trim()
}

/// A service under faults may say that it cannot at the moment; anything else it says is a defect.
fn assert_transient(path: &str, answer: &Answer) {
    assert_eq!(answer.status, 503, "{path}: {} {}", answer.status, answer.json());
}
