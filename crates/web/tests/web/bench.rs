//! Owns the services that the tests ask, and the short ways to ask them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use catalog::Catalog;
use futures_util::{StreamExt, stream};
use pipeline::isolation::Parser;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::session::{self, NewToken};
use store::user::{self, NewUser};
use store::{BlobPlace, Blobs, Connect, Millis, Store, court};
use tokio::sync::watch;
use tower::ServiceExt;
use web::{Role, Service, Settings};

/// 最高人民法院, a high court, its intermediate court and two basic courts of that.
pub const SUPREME: &str = "000";
pub const MIDDLE: &str = "110";
pub const COURT: &str = "113";
pub const OTHER: &str = "114";

/// The largest file of the tests.
pub const FILE_BYTES_MAX: u64 = 200_000;

/// A service with its store.
pub struct Bench {
    pub store: Store,
    pub stop: watch::Sender<bool>,
    pub wakes: Arc<AtomicUsize>,
    router: Router,
}

/// Runs a test on a fresh database.
pub fn run<F: Future<Output = ()>>(database_url: &str, folder: &std::path::Path, test: impl FnOnce(Bench) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).expect("a folder for blobs");
        let connect = Connect { database_url: database_url.to_string(), connections_max: 4 };
        let store = Store::open(&connect, blobs).await.expect("the store opens");
        let mut courts = web::court_rows(Catalog::embedded());
        courts.retain(|court| [SUPREME, "100", MIDDLE, COURT, OTHER].contains(&court.id.as_str()));
        court::sync(&store, "1", &courts).await.expect("courts are written");
        let (stop, stopped) = watch::channel(false);
        let wakes = Arc::new(AtomicUsize::new(0));
        let counted = wakes.clone();
        let service = Service {
            store: store.clone(),
            catalog: Catalog::embedded(),
            parser: Arc::new(Parser::InProcess),
            settings: Settings { upload_bytes_max: FILE_BYTES_MAX, ..Settings::default() },
            metrics: Arc::new(|| "# figures\n".to_string()),
            wake: Arc::new(move || {
                counted.fetch_add(1, Ordering::Relaxed);
            }),
            queue_ready: Arc::new(|| Box::pin(async { true })),
            stop: stopped,
        };
        test(Bench { router: web::router(Arc::new(service)), store: store.clone(), stop, wakes }).await;
        store.close().await;
    });
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
}

impl Answer {
    /// The JSON of an answer of a status.
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The text of a page of a status.
    #[track_caller]
    pub fn page(&self, status: u16) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status.as_u16(), status, "{text}");
        text
    }

    /// Where an answer leads to.
    #[track_caller]
    pub fn leads_to(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&self.bytes));
        self.headers[header::LOCATION].to_str().expect("an address").to_string()
    }

    /// The code of an error of a status; message and hint are there and Chinese.
    #[track_caller]
    pub fn error(&self, status: u16) -> String {
        let json = self.json(status);
        let is_chinese = |text: &Value| text.as_str().is_some_and(|text| text.chars().any(|c| c > '\u{4e00}'));
        assert!(is_chinese(&json["error"]["message"]) && is_chinese(&json["error"]["hint"]), "{json}");
        json["error"]["code"].as_str().expect("a code").to_string()
    }
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Client {
    router: Router,
    headers: Vec<(String, String)>,
    pub user_id: String,
}

impl Bench {
    /// Somebody whom the service does not know.
    pub fn stranger(&self) -> Client {
        Client { router: self.router.clone(), headers: Vec::new(), user_id: String::new() }
    }

    /// Somebody with a role in a court, known by a token.
    pub async fn person(&self, role: Role, court_id: &str) -> Client {
        let now = Millis::now();
        let new = NewUser {
            login: format!("{}.{court_id}.{}", role.as_str(), store::new_id()),
            name: "某人".to_string(),
            court_id: court_id.to_string(),
            role: role.as_str().to_string(),
            password_hash: "none".to_string(),
            created_by: String::new(),
        };
        let user_id = user::add(&self.store, &new, now).await.expect("the person is added");
        let token = format!("cck_{user_id}");
        let secret_hash = Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let expires_at = now.after(Duration::from_secs(3600));
        let new = NewToken { user_id: user_id.clone(), name: "t".to_string(), secret_hash, expires_at };
        session::add_token(&self.store, &new, now).await.expect("the token is added");
        Client { user_id, ..self.stranger().with("authorization", &format!("Bearer {token}")) }
    }

    /// Somebody with a role in a court who has signed in with a browser, and the token of the pages.
    pub async fn browser(&self, role: Role, court_id: &str) -> (Client, String) {
        let person = self.person(role, court_id).await;
        user::set_password(&self.store, &person.user_id, "none", user::ChosenBy::Owner).await.expect("chosen");
        let secret = format!("secret of {}", person.user_id).replace(' ', "-");
        let hash: String = Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let now = Millis::now();
        session::begin(&self.store, &person.user_id, &hash, now.after(Duration::from_secs(3600)), now)
            .await
            .expect("begun");
        let browser = self.stranger().with("cookie", &format!("casecheck_session={secret}"));
        let csrf = browser.get("/session").await.json(200)["csrf_token"].as_str().expect("a token").to_string();
        (Client { user_id: person.user_id, ..browser }, csrf)
    }

    /// A case of court 113, filed by somebody.
    pub async fn file(&self, client: &Client, label: &str) -> String {
        let filed = client.send(Method::POST, "/cases", json!({"label": label})).await.json(201);
        filed["id"].as_str().expect("an id").to_string()
    }

    /// The number of stored contents.
    pub async fn blobs(&self) -> usize {
        self.store.blobs().list().count().await
    }

    /// The actions of the audit log.
    pub async fn audited(&self) -> Vec<String> {
        let rows = store::audit::after(&self.store, 0, 1000).await.expect("rows");
        rows.into_iter().map(|row| row.action).collect()
    }
}

impl Client {
    /// The same with a header.
    pub fn with(&self, name: &str, value: &str) -> Client {
        let mut client = self.clone();
        client.headers.retain(|(known, _)| known != name);
        client.headers.push((name.to_string(), value.to_string()));
        client
    }

    /// Sends a request to an address below `/api/v1`, or to one that begins with `!`, as it is.
    pub async fn request(&self, method: Method, path: &str, kind: &str, body: Body) -> axum::response::Response {
        let uri = path.strip_prefix('!').map_or_else(|| format!("/api/v1{path}"), str::to_string);
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer")
    }

    async fn answer(&self, method: Method, path: &str, kind: &str, body: Body) -> Answer {
        let (parts, body) = self.request(method, path, kind, body).await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.answer(Method::GET, path, "", Body::empty()).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        self.answer(method, path, "application/json", Body::from(body.to_string())).await
    }

    /// Sends a form of a page.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).expect("fields of a form");
        self.answer(Method::POST, &format!("!{path}"), "application/x-www-form-urlencoded", Body::from(body)).await
    }

    pub async fn send_bytes(&self, path: &str, bytes: &[u8]) -> Answer {
        self.answer(Method::POST, path, "application/octet-stream", Body::from(bytes.to_vec())).await
    }

    /// Uploads files: names as they are sent, and contents.
    pub async fn upload(&self, case_id: &str, files: &[(&str, &[u8])]) -> Answer {
        let body = Body::from(form(files));
        self.answer(Method::POST, &format!("/cases/{case_id}/documents"), FORM, body).await
    }

    /// Begins an upload that breaks off after so many bytes.
    pub async fn upload_broken(&self, case_id: &str, files: &[(&str, &[u8])], bytes: usize) -> Answer {
        let sent: Vec<_> = form(files)[..bytes].chunks(4096).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
        // A connection is lost some time after its last piece; until then the service works with what it has.
        let lost = stream::once(async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            Err(std::io::Error::other("connection lost"))
        });
        let body = Body::from_stream(stream::iter(sent).chain(lost));
        self.answer(Method::POST, &format!("/cases/{case_id}/documents"), FORM, body).await
    }
}

const FORM: &str = "multipart/form-data; boundary=frontier";

/// The body of a form with files.
pub fn form(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in files {
        let head = format!("--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    body
}
