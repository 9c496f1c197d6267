//! Owns the measurement of the search over many cases: time of each kind of question on SQLite and on PostgreSQL, asked of the
//! store alone, one at a time. The rows are made up and come in as a backup does; words are drawn so that some stand in half
//! of all documents and most in few.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use store::case::{self, CaseFilter};
use store::{BlobPlace, Blobs, Connect, PageRequest, Scope, Store, backup, search};
use testbed::Postgres;

use crate::random::Random;

/// Measure the search over many cases.
#[derive(clap::Args)]
pub struct Arguments {
    /// Number of cases, each with one document.
    #[arg(long, default_value_t = 100_000)]
    cases: u64,
    /// Different words of a document.
    #[arg(long, default_value_t = 400)]
    words: u64,
    /// Questions of each kind.
    #[arg(long, default_value_t = 200)]
    questions: u64,
    /// Leave PostgreSQL out.
    #[arg(long)]
    sqlite_only: bool,
}

/// Different words of all documents.
const VOCABULARY: u64 = 40_000;

/// Courts over which the cases are spread; five to an intermediate court, all in one province.
const COURTS: u64 = 20;

const CAUSES: [&str; 5] = ["民间借贷纠纷", "买卖合同纠纷", "离婚纠纷", "盗窃罪", "机动车交通事故责任纠纷"];

/// Cases of a page.
const PAGE: u32 = 20;

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new().context("starting a runtime")?;
    runtime.block_on(async {
        let folder = tempfile::tempdir().context("making a folder")?;
        let sqlite = format!("sqlite:{}", folder.path().join("search.db").display());
        measure("SQLite", &sqlite, folder.path(), arguments).await?;
        if !arguments.sqlite_only {
            let postgres = Postgres::start();
            measure("PostgreSQL", &postgres.create_database(), folder.path(), arguments).await?;
        }
        Ok(())
    })
}

async fn measure(name: &str, url: &str, folder: &std::path::Path, arguments: &Arguments) -> Result<()> {
    let blobs = Blobs::open(&BlobPlace::Folder(folder.join("blobs"))).context("making a folder for contents")?;
    let connect = Connect { database_url: url.to_string(), connections_max: 4 };
    let store = Store::open(&connect, blobs).await.context("opening the store")?;
    let start = Instant::now();
    let mut rows = Rows::of(arguments);
    backup::restore(&store, || Ok(rows.next())).await.context("filling the store")?;
    println!("{name}: {} cases filled in {:.0} s", arguments.cases, start.elapsed().as_secs_f64());
    println!("{:34} {:>9} {:>9} {:>9}", "question", "p50 ms", "p95 ms", "most ms");
    let scopes = [("court", Scope::Court(court_id(3))), ("middle", Scope::Middle(middle_id(3))), ("all", Scope::All)];
    for (scope_name, scope) in &scopes {
        for (question, kind) in KINDS {
            let mut random = Random::seeded(7);
            let mut times = Vec::new();
            for _ in 0..arguments.questions {
                let start = Instant::now();
                ask(&store, scope, *kind, &mut random, arguments.cases).await?;
                times.push(start.elapsed());
            }
            times.sort();
            let at = |share: u64| ms(times[(times.len() as u64 - 1).min(times.len() as u64 * share / 100) as usize]);
            println!("{:34} {:9.2} {:9.2} {:9.2}", format!("{question}, {scope_name}"), at(50), at(95), at(100));
        }
    }
    store.close().await;
    Ok(())
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

#[derive(Clone, Copy)]
enum Kind {
    RareWord,
    CommonWord,
    TwoWords,
    Party,
    Number,
    Cause,
    Latest,
}

const KINDS: &[(&str, Kind)] = &[
    ("text, a rare word", Kind::RareWord),
    ("text, a word of every second", Kind::CommonWord),
    ("text, a rare and a common word", Kind::TwoWords),
    ("party by the beginning", Kind::Party),
    ("number by the beginning", Kind::Number),
    ("cause by the beginning", Kind::Cause),
    ("the latest cases", Kind::Latest),
];

async fn ask(store: &Store, scope: &Scope, kind: Kind, random: &mut Random, cases: u64) -> Result<usize> {
    let (filter, page) = (CaseFilter::default(), PageRequest::first(PAGE));
    let rare = |random: &mut Random| word(VOCABULARY / 10 + below(random, VOCABULARY / 2));
    let common = |random: &mut Random| word(below(random, 20));
    let by_text = async |words: Vec<String>| search::by_text(store, scope, &words, &filter, &page).await;
    Ok(match kind {
        Kind::RareWord => by_text(vec![rare(random)]).await?.items.len(),
        Kind::CommonWord => by_text(vec![common(random)]).await?.items.len(),
        Kind::TwoWords => by_text(vec![rare(random), common(random)]).await?.items.len(),
        Kind::Party => {
            let name = party(below(random, cases));
            search::by_party(store, scope, &name, &filter, &page).await?.items.len()
        }
        Kind::Number => {
            let number = number(below(random, cases));
            let beginning: String = number.chars().take(15).collect();
            search::by_name(store, scope, &beginning, &filter, &page).await?.items.len()
        }
        Kind::Cause => {
            let cause = CAUSES[below(random, CAUSES.len() as u64) as usize];
            let beginning = cause.chars().take(3).collect();
            let filter = CaseFilter { cause_prefix: Some(beginning), ..CaseFilter::default() };
            case::list(store, scope, &filter, &page).await?.items.len()
        }
        Kind::Latest => case::list(store, scope, &filter, &page).await?.items.len(),
    })
}

fn below(random: &mut Random, most: u64) -> u64 {
    random.below(most as usize) as u64
}

fn court_id(number: u64) -> String {
    format!("9{number:02}")
}

fn middle_id(number: u64) -> String {
    format!("8{:02}", number / 5)
}

fn word(number: u64) -> String {
    format!("词{number}")
}

fn party(number: u64) -> String {
    format!("当事人{}", number % 30_000)
}

fn number(case: u64) -> String {
    format!("（20{:02}）鲁{:04}民初{}号", 10 + case % 15, case % COURTS, case)
}

/// The rows of a store, in the order in which a backup holds them.
struct Rows<'a> {
    arguments: &'a Arguments,
    random: Random,
    table: usize,
    at: u64,
}

const TABLES: [&str; 5] = ["courts", "cases", "documents", "document_words", "case_parties"];

impl Rows<'_> {
    fn of(arguments: &Arguments) -> Rows<'_> {
        Rows { arguments, random: Random::seeded(1), table: 0, at: 0 }
    }

    fn next(&mut self) -> Option<(String, String)> {
        let most = match *TABLES.get(self.table)? {
            "courts" => COURTS,
            "case_parties" => self.arguments.cases * 2,
            _ => self.arguments.cases,
        };
        if self.at == most {
            (self.table, self.at) = (self.table + 1, 0);
            return self.next();
        }
        let (table, row) = (TABLES[self.table], self.row(TABLES[self.table], self.at));
        self.at += 1;
        Some((table.to_string(), row.to_string()))
    }

    fn row(&mut self, table: &str, at: u64) -> Json {
        let id = |kind: &str, number: u64| format!("{kind}{number:09}");
        let case = if table == "case_parties" { at / 2 } else { at };
        let (court, middle) = (court_id(case % COURTS), middle_id(case % COURTS));
        match table {
            "courts" => {
                json!({"id": court_id(at), "name": format!("法院{at}"), "level": "basic", "middle_id": middle_id(at),
                       "high_id": "700"})
            }
            "cases" => json!({
                "id": id("c", at), "court_id": court, "middle_id": middle, "high_id": "700", "label": format!("{}（卷）", number(at)),
                "case_number": number(at), "category": "民事", "cause": CAUSES[(at % 5) as usize], "documents": 1,
                "pending_documents": 0, "unread_documents": 0, "entry_version": 1, "revision": 1, "checked_revision": 1,
                "checked_at_ms": 1, "open_errors": at % 3, "open_doubtful": 0, "open_notices": 0, "created_by": "u",
                "created_at_ms": at,
            }),
            "documents" => json!({
                "id": id("d", at), "case_id": id("c", at), "sha256": id("s", at), "name": "判决书.docx", "bytes": 1000,
                "state": "read", "format": "docx", "pages": 3, "diagnostics": "[]", "uploaded_by": "u", "uploaded_at_ms": at,
                "read_at_ms": at,
            }),
            "document_words" => json!({
                "document_id": id("d", at), "case_id": id("c", at), "court_id": court, "middle_id": middle,
                "high_id": "700", "words": self.words(&court, &middle),
            }),
            _ => {
                let name = if at.is_multiple_of(2) { party(case) } else { party(case * 7 + 1) };
                json!({"case_id": id("c", case), "name": name, "role": if at.is_multiple_of(2) { "原告" } else { "被告" },
                       "court_id": court, "middle_id": middle, "high_id": "700"})
            }
        }
    }

    /// The first twenty words stand in every second document; the others ever more seldom.
    fn words(&mut self, court: &str, middle: &str) -> String {
        let mut words = format!("court_{court} middle_{middle} high_700");
        for common in (0..20).filter(|_| below(&mut self.random, 2) == 0).collect::<Vec<_>>() {
            words.push(' ');
            words.push_str(&word(common));
        }
        for _ in 0..self.arguments.words {
            let share = below(&mut self.random, 1_000_000) as f64 / 1e6;
            words.push(' ');
            words.push_str(&word(20 + (share * share * (VOCABULARY - 20) as f64) as u64));
        }
        words
    }
}
