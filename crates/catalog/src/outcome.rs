//! Owns the patterns that tell the outcome of a case from the disposition 主文. Which text is the disposition is not
//! known here.

use serde::Deserialize;
use toml::Spanned;

use crate::error::Problem;
use crate::field::{Context, boxed, from_toml};
use crate::pattern::Pattern;
use crate::prefilter::KeywordId;

/// A pattern on the disposition and the outcome that it shows.
#[derive(Debug)]
pub struct OutcomePattern {
    /// Permanent id.
    pub id: Box<str>,
    /// The outcome, one of the choices of the field `outcomes`.
    pub outcome: Box<str>,
    /// The case categories in which it counts; empty means all.
    pub categories: Vec<Box<str>>,
    /// The trial procedures in which it counts; empty means all.
    pub procedures: Vec<Box<str>>,
    /// The document types in which it counts; empty means all.
    pub documents: Vec<Box<str>>,
    /// The pattern.
    pub regex: Pattern,
    /// At least one of these stands in every disposition on which it matches.
    pub keywords: Vec<KeywordId>,
    /// Smaller is tried first; the first match decides.
    pub priority: u16,
    /// Dispositions in which it must be found.
    pub hits: Vec<Box<str>>,
    /// Dispositions in which it must not.
    pub misses: Vec<Box<str>>,
    pub(crate) line: usize,
}

impl OutcomePattern {
    /// Whether the pattern counts for a document of this category, procedure and type.
    pub fn applies(&self, category: &str, procedure: &str, document: &str) -> bool {
        let within = |list: &[Box<str>], word: &str| list.is_empty() || list.iter().any(|one| **one == *word);
        within(&self.categories, category) && within(&self.procedures, procedure) && within(&self.documents, document)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcomes {
    outcome: Vec<RawOutcome>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOutcome {
    id: Spanned<String>,
    gives: String,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    procedures: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
    pattern: Spanned<String>,
    keywords: Vec<String>,
    priority: u16,
    #[serde(default)]
    hit: Vec<String>,
    #[serde(default)]
    miss: Vec<String>,
}

/// Reads `outcomes.toml`; the patterns come back in the order of their priority.
pub(crate) fn read(context: &mut Context<'_>) -> Vec<OutcomePattern> {
    let Some(raw) = from_toml::<RawOutcomes>(context.file, context.text, context.problems) else {
        return Vec::new();
    };
    let mut outcomes: Vec<OutcomePattern> = Vec::new();
    for raw in raw.outcome {
        let id = raw.id.get_ref().clone();
        let start = raw.id.span().start;
        if outcomes.iter().any(|outcome| *outcome.id == *id) {
            context.fail(start, Problem::Duplicate { what: "outcome pattern", text: id.clone() });
        }
        let keywords = context.keyword_ids(&raw.keywords);
        if keywords.is_empty() {
            context.fail(start, Problem::WithoutKeywords(id.clone()));
        }
        if raw.hit.is_empty() {
            context.fail(start, Problem::WithoutExample(id.clone()));
        }
        outcomes.push(OutcomePattern {
            id: id.into(),
            outcome: raw.gives.into(),
            categories: boxed(raw.categories),
            procedures: boxed(raw.procedures),
            documents: boxed(raw.documents),
            regex: context.pattern(&raw.pattern),
            keywords,
            priority: raw.priority,
            hits: boxed(raw.hit),
            misses: boxed(raw.miss),
            line: context.line(start),
        });
    }
    outcomes.sort_by_key(|outcome| outcome.priority);
    outcomes
}
