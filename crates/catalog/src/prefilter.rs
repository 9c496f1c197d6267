//! Owns the keyword prefilter: one pass over a text tells which keywords stand in it, so that a rule whose keywords are
//! absent is never run.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

/// A keyword of the prefilter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeywordId(u32);

/// The keywords that stand in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeywordSet(Vec<u64>);

impl KeywordSet {
    /// Whether the keyword stands in the text.
    pub fn contains(&self, keyword: KeywordId) -> bool {
        self.0.get(keyword.0 as usize / 64).is_some_and(|word| word >> (keyword.0 % 64) & 1 == 1)
    }

    /// Whether any of the keywords stands in the text.
    pub fn any(&self, keywords: &[KeywordId]) -> bool {
        keywords.iter().any(|&keyword| self.contains(keyword))
    }
}

/// Finds all keywords of the catalogue in one pass.
#[derive(Debug)]
pub struct Prefilter {
    automaton: AhoCorasick,
    words: Vec<Box<str>>,
}

impl Prefilter {
    /// The keywords that stand in the text.
    pub fn present(&self, text: &str) -> KeywordSet {
        let mut set = vec![0u64; self.words.len().div_ceil(64)];
        for found in self.automaton.find_overlapping_iter(text) {
            let index = found.pattern().as_usize();
            set[index / 64] |= 1 << (index % 64);
        }
        KeywordSet(set)
    }

    /// The text of a keyword.
    pub fn word(&self, keyword: KeywordId) -> &str {
        &self.words[keyword.0 as usize]
    }

    /// Number of keywords.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there are no keywords.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// Gives each distinct keyword one id.
#[derive(Default)]
pub(crate) struct Keywords {
    ids: HashMap<String, KeywordId>,
    words: Vec<Box<str>>,
}

impl Keywords {
    pub(crate) fn intern(&mut self, word: &str) -> KeywordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = KeywordId(u32::try_from(self.words.len()).expect("a catalogue has few keywords"));
        self.ids.insert(word.to_string(), id);
        self.words.push(word.into());
        id
    }

    pub(crate) fn finish(self) -> Prefilter {
        let automaton =
            AhoCorasick::new(self.words.iter().map(|word| word.as_bytes())).expect("keywords are few and short");
        Prefilter { automaton, words: self.words }
    }
}
