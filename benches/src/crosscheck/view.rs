//! Owns how the figures of the cross-check are printed.

use serde_json::{Map, Value as Json, json};

use super::{Count, Measured, percent};

/// The table for people.
pub(super) fn print(measured: &Measured) {
    println!("{} cases, {} clean fields", measured.cases, measured.clean_fields);
    for (name, flags) in ["notice", "doubtful", "error"].into_iter().zip(measured.false_flags) {
        let rate = f64::from(flags) * 1e4 / f64::from(measured.clean_fields.max(1));
        println!("false flags, {name:9} {flags:5}  {rate:7.1} per 10,000");
    }
    println!("\n{:24} {:>6} {:>9} {:>9} {:>9}   missed because", "slip", "n", "error", "+doubtful", "+notice");
    for (name, count) in &measured.slips {
        row(name, count);
    }
    let total = sum(&measured.slips);
    row("all", &total);
    println!("\nrecall, any flag:          {}", percent(total.flagged(), total.all));
    println!("recall, error or doubtful: {}", percent(total.loud(), total.all));
    println!("recall, error:             {}", percent(total.by_tier[2], total.all));
    println!("\n{:24} {:>6} {:>8} {:>8} {:>8}", "harmless variant", "n", "error", "doubtful", "notice");
    let mut variants = measured.variants.clone();
    variants.push(("all", sum(&measured.variants)));
    for (name, count) in &variants {
        println!("{name:24} {:6} {:8} {:8} {:8}", count.all, count.by_tier[2], count.by_tier[1], count.by_tier[0]);
    }
}

fn row(name: &str, count: &Count) {
    let share = |part: u32| 100.0 * f64::from(part) / f64::from(count.all.max(1));
    let reasons: Vec<String> = count.missed.iter().map(|(why, times)| format!("{why} {times}")).collect();
    println!(
        "{name:24} {:6} {:9.2} {:9.2} {:9.2}   {}",
        count.all,
        share(count.by_tier[2]),
        share(count.loud()),
        share(count.flagged()),
        reasons.join(", ")
    );
}

fn sum(rows: &[(&'static str, Count)]) -> Count {
    let mut out = Count::default();
    for (_, count) in rows {
        out.all += count.all;
        for (sum, part) in out.by_tier.iter_mut().zip(count.by_tier) {
            *sum += part;
        }
        for (why, times) in &count.missed {
            *out.missed.entry(why).or_default() += times;
        }
    }
    out
}

/// The same for programs.
pub(super) fn as_json(measured: &Measured) -> Json {
    let rows = |rows: &[(&'static str, Count)]| -> Map<String, Json> {
        let row = |count: &Count| {
            json!({"all": count.all, "error": count.by_tier[2], "doubtful": count.by_tier[1],
                   "notice": count.by_tier[0], "missed": count.missed})
        };
        rows.iter().map(|(name, count)| (name.to_string(), row(count))).collect()
    };
    let [notice, doubtful, error] = measured.false_flags;
    json!({
        "cases": measured.cases,
        "clean_fields": measured.clean_fields,
        "false_flags": {"error": error, "doubtful": doubtful, "notice": notice},
        "slips": rows(&measured.slips),
        "variants": rows(&measured.variants),
    })
}
