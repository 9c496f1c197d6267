//! Measures the cross-check: takes true records as the entry, injects one slip at a time and counts what is flagged; the
//! unchanged record and harmless variants of it show the false flags. Owns the command and the counting; the slips and
//! variants stand in their own lists.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ::crosscheck::Report;
use anyhow::Result;
use casefile::{Comparison, Tier};

use crate::interval::wilson;
use crate::random::Random;

mod case;
mod change;
mod site;
mod slip;
mod variant;
mod view;

use case::{Case, compare};
use change::{Change, Changed};
use slip::SLIPS;
use variant::VARIANTS;

/// Measure the cross-check.
#[derive(clap::Args)]
pub struct Arguments {
    /// Case directories, or directories of them: `expected.json` beside `files/`.
    #[arg(long, num_args = 1.., required_unless_present = "gold", conflicts_with = "gold")]
    cases: Vec<PathBuf>,
    /// Gold records, one JSON object per line.
    #[arg(long, requires = "texts")]
    gold: Option<PathBuf>,
    /// The documents of the gold records, each named after an id.
    #[arg(long)]
    texts: Option<PathBuf>,
    /// Seed of the slips.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Slips of one kind per case.
    #[arg(long, default_value_t = 3)]
    per_case: usize,
    /// Print the slips that were missed, the false flags, or the harmless variants that were flagged.
    #[arg(long, value_enum)]
    list: Option<List>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What to list one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum List {
    /// Slips without any flag.
    Missed,
    /// Flags on the unchanged record.
    False,
    /// Variants with a flag.
    Harmless,
}

/// How a kind of change fared.
#[derive(Clone, Debug, Default, PartialEq)]
struct Count {
    all: u32,
    /// By the loudest new flag: notice, doubtful, error.
    by_tier: [u32; 3],
    /// Why changes without a flag were passed over.
    missed: BTreeMap<&'static str, u32>,
}

impl Count {
    fn flagged(&self) -> u32 {
        self.by_tier.iter().sum()
    }

    /// Flags that ask for a decision: error or doubtful.
    fn loud(&self) -> u32 {
        self.by_tier[1] + self.by_tier[2]
    }

    fn add(&mut self, tier: Option<Tier>) {
        self.all += 1;
        match tier {
            Some(Tier::Notice) => self.by_tier[0] += 1,
            Some(Tier::Doubtful) => self.by_tier[1] += 1,
            Some(Tier::Error) => self.by_tier[2] += 1,
            None => {}
        }
    }
}

/// Everything that was counted.
#[derive(Debug, Default)]
struct Measured {
    cases: usize,
    clean_fields: u32,
    /// Flags on unchanged records: notice, doubtful, error.
    false_flags: [u32; 3],
    slips: Vec<(&'static str, Count)>,
    variants: Vec<(&'static str, Count)>,
    lines: Vec<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<()> {
    let cases = match (&arguments.gold, &arguments.texts) {
        (Some(gold), Some(texts)) => case::from_gold(gold, texts)?,
        _ => case::from_directories(&arguments.cases)?,
    };
    let measured = measure(&cases, arguments)?;
    match (arguments.list, arguments.json) {
        (Some(_), _) => measured.lines.iter().for_each(|line| println!("{line}")),
        (None, true) => println!("{}", view::as_json(&measured)),
        (None, false) => view::print(&measured),
    }
    Ok(())
}

fn measure(cases: &[Case], arguments: &Arguments) -> Result<Measured> {
    let mut out = Measured { cases: cases.len(), ..Measured::default() };
    let mut clean = Vec::new();
    for case in cases {
        let report = compare(case, &case.truth)?;
        count_clean(&mut out, case, &report, arguments.list);
        clean.push(report);
    }
    let truths: Vec<_> = cases.iter().map(|case| case.truth.clone()).collect();
    for slip in SLIPS {
        let mut count = Count::default();
        for (at, case) in cases.iter().enumerate() {
            for changed in changes(slip, &truths, at, arguments) {
                let report = compare(case, &changed.record)?;
                let tier = loudest_new(&clean[at], &report, &changed);
                count.add(tier);
                if tier.is_none() {
                    let why = reason(&clean[at], &changed);
                    *count.missed.entry(why).or_default() += 1;
                    note(&mut out, arguments.list == Some(List::Missed), slip.name, &case.id, &changed, why);
                }
            }
        }
        out.slips.push((slip.name, count));
    }
    for variant in VARIANTS {
        let mut count = Count::default();
        for (at, case) in cases.iter().enumerate() {
            for changed in changes(variant, &truths, at, arguments) {
                let report = compare(case, &changed.record)?;
                let tier = loudest_more(&clean[at], &report);
                count.add(tier);
                if let Some(tier) = tier {
                    note(
                        &mut out,
                        arguments.list == Some(List::Harmless),
                        variant.name,
                        &case.id,
                        &changed,
                        tier.as_str(),
                    );
                }
            }
        }
        out.variants.push((variant.name, count));
    }
    Ok(out)
}

fn changes(change: &Change, truths: &[crate::input::Record], at: usize, arguments: &Arguments) -> Vec<Changed> {
    let mut random = Random::named(arguments.seed.wrapping_add(at as u64), change.name);
    change::apply(change, truths, at, arguments.per_case, &mut random)
}

fn note(out: &mut Measured, wanted: bool, name: &str, id: &str, changed: &Changed, why: &str) {
    if wanted {
        out.lines.push(format!("{name}\t{id}\t{}\t{} -> {}\t{why}", changed.field, changed.from, changed.to));
    }
}

fn count_clean(out: &mut Measured, case: &Case, report: &Report, list: Option<List>) {
    let is_clean = |compared: &&::crosscheck::Compared| compared.entered.is_some();
    out.clean_fields += report.comparisons.iter().filter(is_clean).count() as u32;
    for discrepancy in &report.discrepancies {
        out.false_flags[rank(discrepancy.tier)] += 1;
        if list == Some(List::False) && discrepancy.tier != Tier::Notice {
            out.lines.push(format!(
                "{}\t{}\t{}\t{}\t{}",
                discrepancy.tier.as_str(),
                case.id,
                discrepancy.path,
                discrepancy.outcome.as_str(),
                discrepancy.reason
            ));
        }
    }
}

fn rank(tier: Tier) -> usize {
    match tier {
        Tier::Notice => 0,
        Tier::Doubtful => 1,
        Tier::Error => 2,
    }
}

/// The loudest flag that the change brought to its field. A notice says only that the file is silent, which it was
/// before, so one counts only where there are more of them.
fn loudest_new(clean: &Report, report: &Report, changed: &Changed) -> Option<Tier> {
    let notices = |report: &Report| {
        let of_field =
            report.discrepancies.iter().filter(|found| change::concerns(changed.field, found.field.as_str()));
        of_field.filter(|found| found.tier == Tier::Notice).count()
    };
    let has_more_notices = notices(report) > notices(clean);
    let known: Vec<_> = clean.discrepancies.iter().map(|found| (found.fingerprint, found.tier)).collect();
    let new = report.discrepancies.iter().filter(|found| {
        change::concerns(changed.field, found.field.as_str())
            && !known.contains(&(found.fingerprint, found.tier))
            && (found.tier != Tier::Notice || has_more_notices)
    });
    new.map(|found| found.tier).max_by_key(|tier| rank(*tier))
}

/// The loudest tier of which any field has more flags than before.
fn loudest_more(clean: &Report, report: &Report) -> Option<Tier> {
    let count = |report: &Report, field: &str, tier: Tier| {
        report.discrepancies.iter().filter(|found| found.field.as_str() == field && found.tier == tier).count()
    };
    let more = report.discrepancies.iter().filter(|found| {
        count(report, found.field.as_str(), found.tier) > count(clean, found.field.as_str(), found.tier)
    });
    more.map(|found| found.tier).max_by_key(|tier| rank(*tier))
}

/// Why nobody was told: what the comparison of the true value had said.
fn reason(clean: &Report, changed: &Changed) -> &'static str {
    let of_value = clean.comparisons.iter().find(|compared| {
        compared.field.as_str() == changed.field
            && compared.entered.as_ref().is_some_and(|value| value.canonical() == changed.canonical_from)
    });
    match of_value.map(|compared| compared.outcome) {
        Some(Comparison::Same) => "tolerated by the comparison",
        Some(Comparison::AbsentInFile) => "not extracted",
        Some(Comparison::Different) => "extracted otherwise",
        Some(Comparison::Masked | Comparison::Unreadable) => "masked in the file",
        Some(Comparison::AbsentInEntry | Comparison::NotApplicable) | None => "not compared",
    }
}

/// A share with its 95 % interval, in per cent.
fn percent(part: u32, all: u32) -> String {
    let (low, high) = wilson(f64::from(part), f64::from(all));
    let share = if all == 0 { 0.0 } else { f64::from(part) / f64::from(all) };
    format!("{:6.2} % ({:.2}-{:.2})", share * 100.0, low * 100.0, high * 100.0)
}

#[cfg(test)]
mod tests;
