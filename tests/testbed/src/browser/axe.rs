//! Owns the check of a page for accessibility: axe-core, which the driver puts into the page past its policy. Decides
//! nothing about what it finds.

use serde_json::{Value as Json, json};

use super::Browser;

const AXE: &str = include_str!("../../axe/axe.min.js");

/// The rules that are asked: WCAG 2.2 up to AA, and what is good practice.
const TAGS: &[&str] = &["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const RUN: &str = "\
const [tags, done] = arguments;
axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
  .then((found) => done({ violations: found.violations, passes: found.passes.length }),
        (error) => done({ error: String(error) }));";

impl Browser {
    /// What is wrong with the page: a line for each element with rule, impact, place and source.
    pub fn axe(&self) -> Vec<String> {
        if self.run("return typeof axe", &[]) != "object" {
            self.run(AXE, &[]);
        }
        let told = self.run_until_called(RUN, &[json!(TAGS)]);
        assert!(told["error"].is_null(), "axe does not run: {}\n{}", told["error"], self.describe());
        assert!(told["passes"].as_u64() > Some(0), "axe looked at nothing\n{}", self.describe());
        let violations = told["violations"].as_array().expect("a list");
        violations.iter().flat_map(of_rule).collect()
    }
}

fn of_rule(violation: &Json) -> Vec<String> {
    let word = |value: &Json| value.as_str().unwrap_or_default().to_string();
    let (rule, impact) = (word(&violation["id"]), word(&violation["impact"]));
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    nodes
        .map(|node| {
            // Why it fails, which names the colours or the missing attribute.
            let why = word(&node["failureSummary"]).lines().skip(1).map(str::trim).collect::<Vec<_>>().join("; ");
            format!("{rule} ({impact}) at {}: {}\n    {why}", node["target"], word(&node["html"]))
        })
        .collect()
}
