//! Owns patterns: regexes written with named `$fragments` and compiled at first use. A catalogue of hundreds of patterns
//! loads in milliseconds because a run compiles only those whose keywords stand in a text.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use casefile::limits::REGEX_BYTES_MAX;
use regex::{Regex, RegexBuilder};

/// A regex of the catalogue. It acts as a `Regex`; the loader has compiled every pattern of a catalogue from outside,
/// and a test every embedded one, before any is used.
pub struct Pattern {
    source: Box<str>,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    pub(crate) fn new(source: String) -> Pattern {
        Pattern { source: source.into_boxed_str(), compiled: OnceLock::new() }
    }

    /// The regex text with its fragments put in.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Compiles the pattern, or says why it cannot be.
    pub(crate) fn compile(&self) -> Result<&Regex, Box<regex::Error>> {
        if let Some(regex) = self.compiled.get() {
            return Ok(regex);
        }
        let regex = RegexBuilder::new(&self.source).multi_line(true).size_limit(REGEX_BYTES_MAX).build();
        let regex = regex.map_err(Box::new)?;
        Ok(self.compiled.get_or_init(|| regex))
    }
}

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.compile().expect("patterns are compiled by the loader's check before use")
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

/// Named parts of patterns: `$date` stands for the text of the fragment `date` in a group of its own.
#[derive(Debug, Default)]
pub(crate) struct Fragments(BTreeMap<String, String>);

impl Fragments {
    /// Takes the fragments as written; each may use others. A fragment that uses itself stays unexpanded and is refused
    /// as unknown.
    pub(crate) fn new(written: BTreeMap<String, String>) -> Fragments {
        Fragments(written)
    }

    /// The pattern with every `$name` replaced, or the name that no fragment has.
    pub(crate) fn expand(&self, pattern: &str) -> Result<String, String> {
        self.expand_within(pattern, &mut Vec::new())
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    fn expand_within(&self, pattern: &str, open: &mut Vec<String>) -> Result<String, String> {
        let mut out = String::with_capacity(pattern.len());
        let mut rest = pattern;
        while let Some(at) = rest.find('$') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let length = rest.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
            // A lone $ is the anchor of the line end.
            if length == 0 {
                out.push('$');
                continue;
            }
            let name = rest[..length].to_string();
            rest = &rest[length..];
            let Some(text) = self.0.get(&name).filter(|_| !open.contains(&name)) else {
                return Err(name);
            };
            open.push(name);
            let expanded = self.expand_within(text, open)?;
            open.pop();
            out.push_str("(?:");
            out.push_str(&expanded);
            out.push(')');
        }
        out.push_str(rest);
        Ok(out)
    }
}
