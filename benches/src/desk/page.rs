//! Owns the pages that are asked for and how long they take. Files nothing.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};

/// The ids of what is looked at.
struct Ids {
    discrepancies: Vec<String>,
    cases: Vec<String>,
    documents: Vec<String>,
    field: String,
    pattern: String,
    court: String,
}

/// The desk as a browser of somebody sees it.
struct Desk {
    http: reqwest::Client,
    base: String,
    cookie: String,
    csrf: String,
}

/// Asks for each kind of page so many times, and prints how long that took.
pub(super) async fn measure(base: &str, login: &str, password: &str, requests: usize) -> Result<()> {
    let desk = Desk::sign_in(base, login, password).await?;
    let ids = desk.ids().await?;
    println!("{:44} {:>9} {:>9} {:>9} {:>9}", "page", "median", "p95", "longest", "bytes");
    for (name, addresses) in pages(&ids) {
        let mut took = Vec::new();
        let mut bytes = 0;
        for number in 0..requests {
            let address = &addresses[number % addresses.len()];
            let start = Instant::now();
            let page = desk.page(address).await?;
            took.push(start.elapsed());
            bytes = bytes.max(page.len());
        }
        print(&name, took, bytes);
    }
    let mut took = Vec::new();
    for _ in 0..requests {
        let start = Instant::now();
        desk.take_next().await?;
        took.push(start.elapsed());
    }
    print("POST /queue/next", took, 0);
    Ok(())
}

fn print(name: &str, mut took: Vec<Duration>, bytes: usize) {
    took.sort();
    let at = |share: usize| took[(took.len() * share / 100).min(took.len() - 1)].as_secs_f64() * 1_000.0;
    println!("{name:44} {:6.1} ms {:6.1} ms {:6.1} ms {bytes:9}", at(50), at(95), at(100));
}

/// Each kind of page with its addresses.
fn pages(ids: &Ids) -> Vec<(String, Vec<String>)> {
    let of = |name: &str, list: &[String]| list.iter().map(|id| format!("{name}/{id}")).collect::<Vec<_>>();
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let kind = format!("/same-kind?field={}&pattern={}", encode(&ids.field), encode(&ids.pattern));
    let mut pages = vec![
        ("/queue".to_string(), vec!["/queue".to_string()]),
        ("/review/{id}".to_string(), of("/review", &ids.discrepancies)),
        ("/documents/{id}".to_string(), of("/documents", &ids.documents)),
        ("/cases/{id}".to_string(), of("/cases", &ids.cases)),
    ];
    let filters = [
        ("state", "deferred"),
        ("tier", "error"),
        ("tier", "notice"),
        ("court", &ids.court),
        ("category", "民事"),
        ("field", &ids.field),
        ("department", "立案部门"),
        ("department", "审判部门"),
        ("age", "1"),
        ("assignee", "me"),
        ("pattern", &ids.pattern),
        ("case", &ids.cases[0]),
    ];
    for (name, value) in filters {
        pages.push((format!("/queue?{name}={value}"), vec![format!("/queue?{name}={}", encode(value))]));
    }
    for address in ["/corrections", &kind, "/cases", "/cases?q=离婚", "/cases?q=张", "/handbook"] {
        pages
            .push((address.split('&').next().unwrap_or(address).chars().take(44).collect(), vec![address.to_string()]));
    }
    pages
}

impl Desk {
    async fn sign_in(base: &str, login: &str, password: &str) -> Result<Desk> {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        let body = json!({"login": login, "password": password}).to_string();
        let request = http.post(format!("{base}/api/v1/session")).header("content-type", "application/json");
        let answer = request.body(body).send().await?;
        ensure!(answer.status() == 200, "signing in: {}", answer.status());
        let cookie = answer.headers().get("set-cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).context("a cookie")?.to_string();
        let told: Json = serde_json::from_str(&answer.text().await?)?;
        let csrf = told["csrf_token"].as_str().context("a token")?.to_string();
        Ok(Desk { http, base: base.to_string(), cookie, csrf })
    }

    async fn page(&self, address: &str) -> Result<String> {
        let request = self.http.get(format!("{}{address}", self.base)).header("cookie", &self.cookie);
        let answer = request.send().await?;
        ensure!(answer.status() == 200, "{address}: {}", answer.status());
        Ok(answer.text().await?)
    }

    /// Takes the next one and gives it back.
    async fn take_next(&self) -> Result<()> {
        let request = self.http.post(format!("{}/queue/next", self.base)).header("cookie", &self.cookie);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = request.body(format!("csrf={}", self.csrf)).send().await?;
        ensure!(answer.status() == 303, "/queue/next: {}", answer.status());
        Ok(())
    }

    async fn ids(&self) -> Result<Ids> {
        let (mut discrepancies, mut cases, mut documents) = (Vec::new(), Vec::new(), Vec::new());
        let mut first = Json::Null;
        // One of each tier is like any other of it; cases are met in the order of their discrepancies.
        for tier in ["error", "doubtful", "notice"] {
            let page = self.page(&format!("/api/v1/discrepancies?limit=60&tier={tier}")).await?;
            let page: Json = serde_json::from_str(&page)?;
            for item in page["items"].as_array().context("a list")? {
                discrepancies.push(item["id"].as_str().context("an id")?.to_string());
                cases.push(item["case_id"].as_str().context("an id")?.to_string());
            }
            if first.is_null() {
                first = page["items"][0].clone();
            }
        }
        cases.dedup();
        for case in cases.iter().take(40) {
            let page: Json = serde_json::from_str(&self.page(&format!("/api/v1/cases/{case}/documents")).await?)?;
            let items = page["items"].as_array().context("a list")?;
            documents.extend(items.iter().filter_map(|item| item["id"].as_str()).map(str::to_string));
        }
        let word = |key: &str| first[key].as_str().unwrap_or_default().to_string();
        Ok(Ids {
            discrepancies,
            cases,
            documents,
            field: word("field"),
            pattern: word("pattern"),
            court: word("court_id"),
        })
    }
}
