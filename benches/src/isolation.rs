//! Owns the measurement of what parsing in child processes costs: the command extracts the same files both ways in
//! turns, so the ratios hold on any machine while the seconds of one machine say little about another.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::input;

/// Measure what isolation costs.
#[derive(clap::Args)]
pub struct Arguments {
    /// A directory of documents.
    directory: PathBuf,
    /// The command to measure; without it the `casecheck` beside this program.
    #[arg(long)]
    program: Option<PathBuf>,
    /// Rounds; the best one of each way counts.
    #[arg(long, default_value_t = 3)]
    rounds: u32,
    /// Take at most so many documents.
    #[arg(long, default_value_t = 2_000)]
    limit: usize,
    /// Numbers of threads.
    #[arg(long, value_delimiter = ',', default_value = "1,2")]
    threads: Vec<usize>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What a run took.
#[derive(Clone, Copy)]
struct Cost {
    wall: Duration,
    cpu: Duration,
}

impl Cost {
    const WORST: Cost = Cost { wall: Duration::MAX, cpu: Duration::MAX };

    fn best(self, other: Cost) -> Cost {
        Cost { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu) }
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let program = match &arguments.program {
        Some(program) => program.clone(),
        None => std::env::current_exe().context("finding this program")?.with_file_name("casecheck"),
    };
    let mut files = input::files(&arguments.directory)?;
    files.truncate(arguments.limit);
    if files.is_empty() {
        bail!("{}: no file", arguments.directory.display());
    }
    for &threads in &arguments.threads {
        let (within, isolated) = measure(&program, &files, threads, arguments.rounds)?;
        print(arguments, files.len(), threads, within, isolated);
    }
    Ok(())
}

/// The best cost within the process, and in children.
fn measure(program: &Path, files: &[PathBuf], threads: usize, rounds: u32) -> Result<(Cost, Cost)> {
    let (mut within, mut isolated) = (Cost::WORST, Cost::WORST);
    for _ in 0..rounds.max(1) {
        let (cost, reference) = extract(program, files, threads, &["--no-isolation"])?;
        within = within.best(cost);
        let (cost, output) = extract(program, files, threads, &[])?;
        isolated = isolated.best(cost);
        ensure!(output == reference, "the two ways print different records");
    }
    Ok((within, isolated))
}

fn extract(program: &Path, files: &[PathBuf], threads: usize, options: &[&str]) -> Result<(Cost, Vec<u8>)> {
    let (start, used) = (Instant::now(), cpu_of_children()?);
    let output = Command::new(program)
        .args(["extract", "--json", "--threads", &threads.to_string()])
        .args(options)
        .args(files)
        .stderr(Stdio::null())
        .output()
        .with_context(|| format!("running {}", program.display()))?;
    let cost = Cost { wall: start.elapsed(), cpu: cpu_of_children()?.saturating_sub(used) };
    // 3 says that some file is unreadable, which is the same both ways.
    ensure!(matches!(output.status.code(), Some(0 | 3)), "{} ended with {}", program.display(), output.status);
    Ok((cost, output.stdout))
}

/// Processor time of the processes that ended below this one, as the kernel counts it.
pub fn cpu_of_children() -> Result<Duration> {
    let line = std::fs::read_to_string("/proc/self/stat").context("reading /proc/self/stat")?;
    // The name of the program stands in brackets and may hold blanks; 13 columns later follow the two times.
    let (_, columns) = line.rsplit_once(')').context("/proc/self/stat has no name")?;
    let times = columns.split_whitespace().skip(13).take(2).map(str::parse::<u64>);
    let ticks: u64 = times.sum::<Result<u64, _>>().context("/proc/self/stat holds numbers")?;
    Ok(Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64))
}

fn print(arguments: &Arguments, files: usize, threads: usize, within: Cost, isolated: Cost) {
    let ratio = |one: Duration, other: Duration| one.as_secs_f64() / other.as_secs_f64();
    let (wall, cpu) = (ratio(isolated.wall, within.wall), ratio(isolated.cpu, within.cpu));
    if arguments.json {
        let seconds = |cost: Cost| json!({"wall": cost.wall.as_secs_f64(), "cpu": cost.cpu.as_secs_f64()});
        println!(
            "{}",
            json!({"files": files, "threads": threads, "within": seconds(within), "isolated": seconds(isolated),
                   "wall_ratio": wall, "cpu_ratio": cpu})
        );
        return;
    }
    println!("{files} files, {threads} threads, best of {}", arguments.rounds);
    println!("{:12} {:>9} {:>9}", "", "wall s", "CPU s");
    for (name, cost) in [("in process", within), ("isolated", isolated)] {
        println!("{name:12} {:9.2} {:9.2}", cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
    }
    println!("{:12} {wall:9.3} {cpu:9.3}", "ratio");
}
