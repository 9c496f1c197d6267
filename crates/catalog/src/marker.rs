//! Owns section markers: the words that open or close a section of a judgment. How the sections are cut from them is
//! code elsewhere, which names the markers that it needs.

use serde::Deserialize;
use toml::Spanned;

use crate::error::Problem;
use crate::field::{Context, boxed, from_toml};
use crate::pattern::Pattern;
use crate::prefilter::KeywordId;
use crate::section::SectionKind;

/// The markers that the code cuts sections with. Each stands in `markers.toml`, and nothing else does.
pub const MARKER_IDS: &[&str] = &[
    "title",
    "case_number",
    "party_line",
    "course",
    "concluded",
    "facts",
    "reasoning",
    "basis",
    "decree",
    "decree_short",
    "tail",
    "signature",
    "signature_date",
    "annex",
    "annex_inline",
];

/// Words that show where a section starts or ends. A group `at` in the pattern, where there is one, is the place.
#[derive(Debug)]
pub struct Marker {
    /// Permanent id, one of `MARKER_IDS`.
    pub id: Box<str>,
    /// The section that it belongs to.
    pub section: SectionKind,
    /// The pattern, on normalised text; `^` and `$` are line ends.
    pub regex: Pattern,
    /// At least one of these stands in every text on which it matches.
    pub keywords: Vec<KeywordId>,
    /// Rank among the markers of its section, smaller first.
    pub priority: u16,
    /// Texts in which it must be found.
    pub hits: Vec<Box<str>>,
    /// Texts in which it must not.
    pub misses: Vec<Box<str>>,
    pub(crate) line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMarkers {
    marker: Vec<RawMarker>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMarker {
    id: Spanned<String>,
    section: Spanned<String>,
    pattern: Spanned<String>,
    keywords: Vec<String>,
    priority: u16,
    #[serde(default)]
    hit: Vec<String>,
    #[serde(default)]
    miss: Vec<String>,
}

/// Reads `markers.toml`.
pub(crate) fn read(context: &mut Context<'_>) -> Vec<Marker> {
    let Some(raw) = from_toml::<RawMarkers>(context.file, context.text, context.problems) else {
        return Vec::new();
    };
    let mut markers: Vec<Marker> = Vec::new();
    for raw in raw.marker {
        let id = raw.id.get_ref().clone();
        let start = raw.id.span().start;
        if !MARKER_IDS.contains(&id.as_str()) {
            context.unknown(&raw.id, "marker");
        }
        if markers.iter().any(|marker| *marker.id == *id) {
            context.fail(start, Problem::Duplicate { what: "marker", text: id.clone() });
        }
        let keywords = context.keyword_ids(&raw.keywords);
        if keywords.is_empty() {
            context.fail(start, Problem::WithoutKeywords(id.clone()));
        }
        if raw.hit.is_empty() {
            context.fail(start, Problem::WithoutExample(id.clone()));
        }
        let Some(section) = context.section(&raw.section) else { continue };
        markers.push(Marker {
            id: id.into(),
            section,
            regex: context.pattern(&raw.pattern),
            keywords,
            priority: raw.priority,
            hits: boxed(raw.hit),
            misses: boxed(raw.miss),
            line: context.line(start),
        });
    }
    for id in MARKER_IDS {
        if !markers.iter().any(|marker| &*marker.id == *id) {
            context.fail(0, Problem::Unknown { what: "marker of this file, though needed", text: id.to_string() });
        }
    }
    markers
}
