//! Owns the segmentation of Chinese text into words: jieba with a legal lexicon (courts, causes, charges, laws, roles)
//! from the catalogue. Does not decide what a word means.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use casefile::limits::SEARCH_WORD_CHARS_MAX;
use casefile::value::fold::fold_char;
use catalog::Catalog;
use jieba_rs::Jieba;

/// A segmenter with the legal lexicon. Building one takes about a tenth of a second; share it.
#[derive(Debug)]
pub struct Words {
    jieba: Jieba,
}

/// Frequency given to the words of the lexicon, above any everyday reading of their parts.
const LEXICON_FREQUENCY: usize = 1_000_000;

impl Words {
    /// The segmenter over the embedded catalogue, built on first use.
    pub fn embedded() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| Words::with_lexicon(Catalog::embedded()))
    }

    /// A segmenter that knows the words of a catalogue.
    pub fn with_lexicon(catalog: &Catalog) -> Words {
        let mut jieba = Jieba::new();
        for (word, tag) in catalog.lexicon() {
            jieba.add_word(word, Some(LEXICON_FREQUENCY), Some(tag));
        }
        Words { jieba }
    }

    /// The words of a text in order; together they cover it.
    pub fn cut<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.jieba.cut(text, false).into_iter().map(|token| token.word).collect()
    }

    /// The words of a text for a full-text index, long words also in their parts: 中级人民法院 also as 人民法院.
    pub fn cut_for_search<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.jieba.cut_for_search(text, false).into_iter().map(|token| token.word).collect()
    }

    /// The words under which a text is found, each once, made of letters, digits and Han alone. Characters that stand for
    /// themselves, as those of names that no dictionary knows, are also joined to pairs: 张川 is found as 张, 川 and 张川.
    pub fn search_words(&self, text: &str) -> Vec<String> {
        let folded = text.chars().filter_map(fold_char).collect::<String>().to_lowercase();
        let (mut words, mut known) = (Vec::new(), HashSet::new());
        let mut add = |word: &str| {
            let word: String = word.chars().take(SEARCH_WORD_CHARS_MAX).collect();
            if !word.is_empty() && known.insert(word.clone()) {
                words.push(word);
            }
        };
        let mut single_before: Option<(usize, &str)> = None;
        for token in self.jieba.cut_for_search(&folded, false) {
            token.word.split(|c: char| !c.is_alphanumeric()).for_each(&mut add);
            let is_single = token.word.chars().count() == 1 && token.word.chars().all(char::is_alphanumeric);
            if let (true, Some((end, before))) = (is_single, single_before)
                && end == token.start
            {
                add(&format!("{before}{}", token.word));
            }
            single_before = is_single.then_some((token.end, token.word));
        }
        words
    }

    /// Words with their byte ranges.
    pub fn ranges(&self, text: &str) -> Vec<Range<usize>> {
        let mut at = 0;
        let words = self.cut(text);
        words
            .into_iter()
            .map(|word| {
                let range = at..at + word.len();
                at = range.end;
                range
            })
            .collect()
    }
}
