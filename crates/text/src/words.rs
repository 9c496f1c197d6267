//! Owns the segmentation of Chinese text into words: jieba with a legal lexicon (courts, causes, charges, laws, roles)
//! from the catalogue. Does not decide what a word means.

use std::ops::Range;
use std::sync::OnceLock;

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
