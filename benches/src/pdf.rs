//! Owns the comparison of PDF text with poppler's pdftotext: Chinese characters that either finds, time per page and
//! memory. Both run as processes of their own on the same files, so that neither has a start ahead. Judges no layout.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use casefile::PageQuality;

use crate::input;

/// Compare PDF text with poppler's pdftotext.
#[derive(clap::Args)]
pub struct Arguments {
    /// Directories of PDF files, or PDF files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Rounds; the median counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Print the text of the one file and what it cost; the comparison runs itself like this.
    #[arg(long)]
    text: bool,
}

/// What one reader makes of a file.
struct Reading {
    text: String,
    /// Median of the rounds.
    time: Duration,
}

/// The last line of what `--text` writes to its standard error.
struct Cost {
    pages: usize,
    /// Pages whose text is called garbled.
    garbled: usize,
    peak_kb: u64,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    if arguments.text {
        return print_text(&arguments.paths[0]);
    }
    if Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status().is_err() {
        bail!("pdftotext is not installed; it is part of poppler-utils");
    }
    println!(
        "| file | pages | garbled | Han: ours | pdftotext | its in ours % | ours in its % | U+FFFD: ours | pdftotext \
         | ms/page: ours with boxes | pdftotext -bbox | pdftotext | peak MB |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for path in pdf_files(&arguments.paths)? {
        println!("{}", row(&path, arguments.rounds.max(1))?);
    }
    Ok(())
}

fn pdf_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => files.extend(input::files(path)?),
            false => files.push(path.clone()),
        }
    }
    files.retain(|file| file.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("pdf")));
    Ok(files)
}

/// Reads one file in this process and says what it cost.
fn print_text(path: &Path) -> Result<()> {
    let (name, bytes) = input::read(path)?;
    let document = pipeline::parse(&name, &bytes).with_context(|| format!("reading {}", path.display()))?;
    println!("{}", document.text);
    let garbled = document.pages.iter().filter(|page| page.quality == PageQuality::Garbled).count();
    eprintln!("{} {garbled} {}", document.pages.len(), peak_kb().unwrap_or(0));
    Ok(())
}

/// The most memory this process has held; none on systems that do not say.
fn peak_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn row(path: &Path, rounds: usize) -> Result<String> {
    let own = std::env::current_exe().context("finding this program")?;
    let mut ours = Command::new(own);
    ours.args(["pdf", "--text"]).arg(path);
    let mut boxes = Command::new("pdftotext");
    boxes.arg("-bbox").arg(path).arg("-");
    let mut plain = Command::new("pdftotext");
    plain.args(["-enc", "UTF-8"]).arg(path).arg("-");
    let mut commands = [ours, boxes, plain];
    let mut times: [Vec<Duration>; 3] = Default::default();
    let mut texts: [Option<(String, String)>; 3] = Default::default();
    // The readers take turns, so that a busy moment of the machine does not hit one alone.
    for _ in 0..rounds {
        for (index, command) in commands.iter_mut().enumerate() {
            let start = Instant::now();
            let output = command.output().context("running a reader")?;
            times[index].push(start.elapsed());
            texts[index] = output.status.success().then(|| {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                (text(&output.stdout), text(&output.stderr))
            });
        }
    }
    let [our_times, box_times, plain_times] = times;
    let [ours, _, plain] = texts;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let (ours, cost) = match ours {
        Some((text, log)) => (Some(Reading { text, time: median(our_times) }), cost(&log)),
        None => (None, None),
    };
    let plain = plain.map(|(text, _)| Reading { text, time: median(plain_times) });
    Ok(compared(&name, ours, plain, median(box_times), cost))
}

fn cost(log: &str) -> Option<Cost> {
    let mut words = log.lines().last()?.split(' ');
    let (pages, garbled, peak) = (words.next()?, words.next()?, words.next()?);
    Some(Cost { pages: pages.parse().ok()?, garbled: garbled.parse().ok()?, peak_kb: peak.parse().ok()? })
}

fn compared(name: &str, ours: Option<Reading>, plain: Option<Reading>, boxes: Duration, cost: Option<Cost>) -> String {
    let pages = cost.as_ref().map_or(0, |cost| cost.pages);
    let text = |reading: &Option<Reading>| reading.as_ref().map(|reading| reading.text.clone()).unwrap_or_default();
    let (our_text, their_text) = (text(&ours), text(&plain));
    let (our_bag, their_bag) = (han_bag(&our_text), han_bag(&their_text));
    let count = |reading: &Option<Reading>, count: usize| match reading {
        Some(_) => count.to_string(),
        None => "unread".to_owned(),
    };
    let lost = |text: &str| text.matches('\u{fffd}').count();
    let per_page = |time: Option<Duration>| match time {
        Some(time) if pages > 0 => format!("{:.2}", time.as_secs_f64() * 1e3 / pages as f64),
        _ => "-".to_owned(),
    };
    let columns = [
        name.to_owned(),
        pages.to_string(),
        cost.as_ref().map_or(0, |cost| cost.garbled).to_string(),
        count(&ours, our_bag.values().sum()),
        count(&plain, their_bag.values().sum()),
        recall(&their_bag, &our_bag),
        recall(&our_bag, &their_bag),
        lost(&our_text).to_string(),
        lost(&their_text).to_string(),
        per_page(ours.as_ref().map(|reading| reading.time)),
        per_page(plain.as_ref().map(|_| boxes)),
        per_page(plain.as_ref().map(|reading| reading.time)),
        cost.map_or("-".to_owned(), |cost| format!("{:.0}", cost.peak_kb as f64 / 1024.0)),
    ];
    format!("| {} |", columns.join(" | "))
}

fn han_bag(text: &str) -> HashMap<char, usize> {
    let mut bag = HashMap::new();
    let is_han = |c: &char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    for c in text.chars().filter(is_han) {
        *bag.entry(c).or_default() += 1;
    }
    bag
}

/// Which share of one bag the other holds, too.
fn recall(of: &HashMap<char, usize>, within: &HashMap<char, usize>) -> String {
    let total: usize = of.values().sum();
    let found: usize = of.iter().map(|(c, &count)| count.min(within.get(c).copied().unwrap_or(0))).sum();
    match total {
        0 => "-".to_owned(),
        total => format!("{:.2}", found as f64 * 100.0 / total as f64),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
