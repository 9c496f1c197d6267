//! Owns the configuration of the service: one file, then the environment, then the command line, each stronger than the one
//! before. All of it is checked at once, and every complaint names its key. Opens nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use queue::QueuePlace;
use serde::Deserialize;
use store::{BlobPlace, S3Place};

use crate::failure::Failure;

/// The options of every command that works with the service's data.
#[derive(Args, Debug, Default)]
pub struct ServiceOptions {
    /// Configuration file (TOML); its keys are also environment variables: CASECHECK_DATABASE and so on.
    #[arg(long, value_name = "FILE", env = "CASECHECK_CONFIG")]
    config: Option<PathBuf>,
    /// Folder for the built-in database and the built-in blob storage.
    #[arg(long, value_name = "DIR")]
    data: Option<String>,
    /// `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE`.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// `embedded` (the job table alone) or `amqp://USER:PASSWORD@HOST/VHOST`.
    #[arg(long, value_name = "URL")]
    queue: Option<String>,
    /// A folder for the contents of documents, or `s3` with the keys s3_… set.
    #[arg(long, value_name = "DIR")]
    blobs: Option<String>,
    /// Address to listen on.
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Computing threads; 0 takes one per core.
    #[arg(long, value_name = "N")]
    threads: Option<String>,
    /// Replace the built-in catalogue by this directory.
    #[arg(long, value_name = "DIR")]
    catalog: Option<String>,
    /// What to log: `error`, `warn`, `info`, `debug`, or a filter such as `info,worker=debug`.
    #[arg(long, value_name = "FILTER")]
    log: Option<String>,
}

impl ServiceOptions {
    /// Whether an address to listen on stands on the command line.
    pub fn listens(&self) -> bool {
        self.listen.is_some()
    }
}

/// A key with what it is when nobody sets it.
struct Key {
    name: &'static str,
    preset: &'static str,
}

/// Every key.
const KEYS: &[Key] = &[
    Key { name: "data", preset: "casecheck-data" },
    Key { name: "database", preset: "" },
    Key { name: "database_connections", preset: "8" },
    Key { name: "queue", preset: "embedded" },
    Key { name: "blobs", preset: "" },
    Key { name: "s3_endpoint", preset: "" },
    Key { name: "s3_bucket", preset: "" },
    Key { name: "s3_region", preset: "us-east-1" },
    Key { name: "s3_access_key_id", preset: "" },
    Key { name: "s3_secret_access_key", preset: "" },
    Key { name: "s3_prefix", preset: "" },
    Key { name: "listen", preset: "127.0.0.1:8750" },
    Key { name: "threads", preset: "0" },
    Key { name: "catalog", preset: "" },
    Key { name: "model", preset: "false" },
    Key { name: "log", preset: "info" },
    Key { name: "log_format", preset: "text" },
    Key { name: "session_hours", preset: "12" },
    Key { name: "secure_cookie", preset: "false" },
    Key { name: "correction_days", preset: "7" },
    Key { name: "lease_seconds", preset: "30" },
    Key { name: "grace_seconds", preset: "20" },
];

/// A configuration whose every value makes sense.
#[derive(Debug)]
pub struct Configuration {
    /// Address of the database.
    pub database: String,
    /// Most connections to it.
    pub database_connections: u32,
    /// Which queue.
    pub queue: QueuePlace,
    /// Where contents lie.
    pub blobs: BlobPlace,
    /// Address to listen on.
    pub listen: std::net::SocketAddr,
    /// Computing threads.
    pub threads: usize,
    /// Directory that replaces the built-in catalogue.
    pub catalog: Option<PathBuf>,
    /// Whether the model reads beside the rules.
    pub model: bool,
    /// What to log.
    pub log: String,
    /// Whether logs are JSON lines.
    pub is_log_json: bool,
    /// How long a session lasts.
    pub session_hours: u32,
    /// Whether the session cookie is sent over TLS alone.
    pub secure_cookie: bool,
    /// How many days a department has for a correction.
    pub correction_days: u32,
    /// How long a lease lasts unless it is renewed.
    pub lease: std::time::Duration,
    /// How long jobs may take to end at shutdown.
    pub grace: std::time::Duration,
}

/// Values of the file: every key by its name.
#[derive(Deserialize)]
#[serde(transparent)]
struct RawFile(BTreeMap<String, toml::Value>);

/// Reads file and environment and checks everything.
pub fn load(options: &ServiceOptions) -> Result<Configuration, Failure> {
    load_from(options, |name| std::env::var(name).ok())
}

fn load_from(options: &ServiceOptions, environment: impl Fn(&str) -> Option<String>) -> Result<Configuration, Failure> {
    let mut problems = Vec::new();
    let mut set = match &options.config {
        Some(path) => read_file(path, &mut problems)?,
        None => BTreeMap::new(),
    };
    for key in KEYS {
        if let Some(value) = environment(&format!("CASECHECK_{}", key.name.to_uppercase())) {
            set.insert(key.name, value);
        }
    }
    let words = [
        ("data", &options.data),
        ("database", &options.database),
        ("queue", &options.queue),
        ("blobs", &options.blobs),
        ("listen", &options.listen),
        ("threads", &options.threads),
        ("catalog", &options.catalog),
        ("log", &options.log),
    ];
    for (name, value) in words {
        set.extend(value.clone().map(|value| (name, value)));
    }
    let checked = Checker { set: &set, problems }.check();
    checked.map_err(|problems| {
        let message = format!("the configuration is not right:\n  {}", problems.join("\n  "));
        let hint = "keys are set in the file of --config, as CASECHECK_<KEY> in the environment, or as options";
        Failure::new("configuration", message, hint)
    })
}

fn read_file(path: &Path, problems: &mut Vec<String>) -> Result<BTreeMap<&'static str, String>, Failure> {
    let place = path.display();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new("configuration", format!("cannot read {place}: {error}"), "check the path of --config")
    })?;
    let raw: RawFile = toml::from_str(&text).map_err(|error| {
        let message = format!("{place}: {}", error.message());
        Failure::new("configuration", message, "lines look like: database = \"sqlite:casecheck.db\"")
    })?;
    let mut set = BTreeMap::new();
    for (name, value) in raw.0 {
        let Some(key) = KEYS.iter().find(|key| key.name == name) else {
            problems.push(format!("{name}: no such key ({place}); known are {}", names().join(", ")));
            continue;
        };
        match value {
            toml::Value::String(text) => set.insert(key.name, text),
            toml::Value::Integer(number) => set.insert(key.name, number.to_string()),
            toml::Value::Boolean(flag) => set.insert(key.name, flag.to_string()),
            _ => {
                problems.push(format!("{name}: expected a text, a whole number or true/false ({place})"));
                None
            }
        };
    }
    Ok(set)
}

fn names() -> Vec<&'static str> {
    KEYS.iter().map(|key| key.name).collect()
}

/// Collects every complaint instead of stopping at the first.
struct Checker<'s> {
    set: &'s BTreeMap<&'static str, String>,
    problems: Vec<String>,
}

impl Checker<'_> {
    fn text(&self, name: &str) -> String {
        let preset = KEYS.iter().find(|key| key.name == name).map_or("", |key| key.preset);
        self.set.get(name).map_or(preset, String::as_str).trim().to_string()
    }

    fn number(&mut self, name: &str, min: u64, max: u64) -> u64 {
        let text = self.text(name);
        match text.parse::<u64>() {
            Ok(number) if (min..=max).contains(&number) => number,
            _ => {
                self.problems.push(format!("{name}: expected a whole number from {min} to {max}, found `{text}`"));
                min
            }
        }
    }

    fn one_of(&mut self, name: &str, words: [&str; 2]) -> bool {
        let text = self.text(name);
        if !words.contains(&text.as_str()) {
            self.problems.push(format!("{name}: expected {} or {}, found `{text}`", words[0], words[1]));
        }
        text == words[1]
    }

    fn check(mut self) -> Result<Configuration, Vec<String>> {
        let data = PathBuf::from(self.text("data"));
        let database = match self.text("database") {
            empty if empty.is_empty() => format!("sqlite:{}", data.join("casecheck.db").display()),
            url => url,
        };
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|scheme| database.starts_with(scheme)) {
            // What was given may hold a password and is not repeated.
            let expected = "expected sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE";
            self.problems.push(format!("database: {expected}"));
        }
        let queue = QueuePlace::parse(&self.text("queue")).unwrap_or_else(|error| {
            self.problems.push(error.to_string());
            QueuePlace::Embedded
        });
        if queue != QueuePlace::Embedded && database.starts_with("sqlite:") {
            let reason = "a broker serves several machines, and a SQLite file one";
            self.problems.push(format!("queue: RabbitMQ needs a PostgreSQL database: {reason}"));
        }
        let listen = self.text("listen");
        let listen = listen.parse().unwrap_or_else(|_| {
            self.problems.push(format!("listen: expected ADDRESS:PORT such as 0.0.0.0:8750, found `{listen}`"));
            std::net::SocketAddr::from(([127, 0, 0, 1], 0))
        });
        let threads = match self.number("threads", 0, 1_024) {
            0 => std::thread::available_parallelism().map_or(1, |count| count.get()),
            threads => threads as usize,
        };
        let catalog = self.text("catalog");
        let configuration = Configuration {
            database,
            database_connections: self.number("database_connections", 2, 1_000) as u32,
            queue,
            blobs: self.blobs(&data),
            listen,
            threads,
            catalog: (!catalog.is_empty()).then(|| PathBuf::from(catalog)),
            model: self.one_of("model", ["false", "true"]),
            log: self.text("log"),
            is_log_json: self.one_of("log_format", ["text", "json"]),
            session_hours: self.number("session_hours", 1, 24 * 30) as u32,
            secure_cookie: self.one_of("secure_cookie", ["false", "true"]),
            correction_days: self.number("correction_days", 1, 365) as u32,
            lease: std::time::Duration::from_secs(self.number("lease_seconds", 5, 3_600)),
            grace: std::time::Duration::from_secs(self.number("grace_seconds", 0, 3_600)),
        };
        match self.problems.is_empty() {
            true => Ok(configuration),
            false => Err(self.problems),
        }
    }

    fn blobs(&mut self, data: &Path) -> BlobPlace {
        match self.text("blobs").as_str() {
            "" => BlobPlace::Folder(data.join("blobs")),
            "s3" => {
                for name in ["s3_endpoint", "s3_bucket", "s3_access_key_id", "s3_secret_access_key"] {
                    if self.text(name).is_empty() {
                        self.problems.push(format!("{name}: must be set, because blobs is s3"));
                    }
                }
                BlobPlace::S3(S3Place {
                    endpoint: self.text("s3_endpoint"),
                    bucket: self.text("s3_bucket"),
                    region: self.text("s3_region"),
                    access_key_id: self.text("s3_access_key_id"),
                    secret_access_key: self.text("s3_secret_access_key"),
                    prefix: self.text("s3_prefix"),
                })
            }
            folder => BlobPlace::Folder(PathBuf::from(folder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::{ServiceOptions, load_from};

    fn complaints(environment: &[(&str, &str)]) -> String {
        let environment = |name: &str| {
            let found = environment.iter().find(|(key, _)| format!("CASECHECK_{key}") == name);
            found.map(|(_, value)| (*value).to_string())
        };
        match load_from(&ServiceOptions::default(), environment) {
            Ok(configuration) => format!("{} {}", configuration.database, configuration.listen),
            Err(failure) => failure.message,
        }
    }

    #[test]
    fn nothing_has_to_be_set() {
        assert_eq!(complaints(&[]), "sqlite:casecheck-data/casecheck.db 127.0.0.1:8750");
    }

    #[test]
    fn every_wrong_value_is_named_at_once_and_no_password_repeated() {
        let wrong = [
            ("DATABASE", "mysql://root:hunter2@localhost/db"),
            ("QUEUE", "kafka://user:hunter2@localhost"),
            ("LISTEN", "here"),
            ("THREADS", "many"),
            ("BLOBS", "s3"),
            ("S3_BUCKET", "casecheck"),
            ("SECURE_COOKIE", "maybe"),
        ];
        let complaints = complaints(&wrong);
        assert!(!complaints.contains("hunter2"), "{complaints}");
        expect![[r#"
            the configuration is not right:
              database: expected sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
              queue: expected embedded, or amqp://USER:PASSWORD@HOST:PORT/VHOST (amqps:// for TLS; / in a name as %2f)
              listen: expected ADDRESS:PORT such as 0.0.0.0:8750, found `here`
              threads: expected a whole number from 0 to 1024, found `many`
              s3_endpoint: must be set, because blobs is s3
              s3_access_key_id: must be set, because blobs is s3
              s3_secret_access_key: must be set, because blobs is s3
              secure_cookie: expected false or true, found `maybe`"#]]
        .assert_eq(&complaints);
    }

    #[test]
    fn a_broker_needs_a_server() {
        expect![[r#"
            the configuration is not right:
              queue: RabbitMQ needs a PostgreSQL database: a broker serves several machines, and a SQLite file one"#]]
        .assert_eq(&complaints(&[("QUEUE", "amqp://guest:guest@localhost/%2f")]));
    }
}
