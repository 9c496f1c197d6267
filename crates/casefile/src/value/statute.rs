//! Owns article numbers of laws and the lists in which judgments cite them. Knows no law; paragraphs 款 and items 项 are
//! dropped.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::ValueError;
use super::fold::fold_char;
use super::numeral;

const KIND: &str = "article number";
/// The longest law has 1,260 articles.
const ARTICLE_MAX: u64 = 9_999;
/// A longer range of articles (第一条至第九十九条) is cited as a whole and not listed.
const RANGE_MAX: u16 = 30;
/// Longest number of an article in characters, spaces included.
const NUMBER_CHARS_MAX: usize = 32;
/// Most numbers before one 条; longer lists are serial numbers of something else.
const NUMBERS_MAX: usize = 32;

/// An article of a law: 第二百六十四条, 第一百三十三条之一.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleNumber {
    number: u16,
    inserted: u16,
}

impl ArticleNumber {
    /// The number of the article.
    pub fn number(self) -> u32 {
        u32::from(self.number)
    }

    /// The number of an article inserted behind it (之一), or 0.
    pub fn inserted(self) -> u32 {
        u32::from(self.inserted)
    }

    /// Parses 第二百六十四条, 第264条, 第一百三十三条之一第二款, 264; paragraphs and items are dropped.
    pub fn parse(text: &str) -> Result<ArticleNumber, ValueError> {
        const FORM: ValueError = ValueError::Form(KIND);
        let folded: String = text.chars().filter(|c| !c.is_whitespace()).filter_map(fold_char).collect();
        let body = folded.strip_prefix('第').unwrap_or(&folded);
        let (number, rest) = body.split_once('条').unwrap_or((body, ""));
        let number = article_count(number).ok_or(FORM)?;
        let (inserted, rest) = match rest.strip_prefix('之') {
            Some(rest) => {
                let end = rest.find(|c| !numeral::is_numeral(c)).unwrap_or(rest.len());
                (article_count(&rest[..end]).ok_or(FORM)?, &rest[end..])
            }
            None => (0, rest),
        };
        if rest.is_empty() || rest.starts_with('第') { Ok(ArticleNumber { number, inserted }) } else { Err(FORM) }
    }
}

impl FromStr for ArticleNumber {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<ArticleNumber, ValueError> {
        ArticleNumber::parse(text)
    }
}

impl fmt::Display for ArticleNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}条", numeral::ordinal_to_chinese(self.number()))?;
        if self.inserted > 0 {
            write!(f, "之{}", numeral::ordinal_to_chinese(self.inserted()))?;
        }
        Ok(())
    }
}

/// The articles of a list in order, each once: 第六十七条第一款、第三款、第七十二条 gives 67 and 72. A short range 第十条至第十二条
/// is written out.
pub fn parse_articles(text: &str) -> Vec<ArticleNumber> {
    let mut articles = Vec::new();
    let found = find_articles(text);
    for (index, (range, article)) in found.iter().enumerate() {
        if let Some((before, first)) = index.checked_sub(1).and_then(|before| found.get(before)) {
            let between = text[before.end..range.start].trim();
            let is_range = matches!(between, "至" | "到") && first.inserted == 0 && article.inserted == 0;
            if is_range && article.number > first.number && article.number - first.number <= RANGE_MAX {
                let inner = first.number + 1..article.number;
                articles.extend(inner.map(|number| ArticleNumber { number, inserted: 0 }));
            }
        }
        articles.push(*article);
    }
    let mut seen = std::collections::BTreeSet::new();
    articles.retain(|article| seen.insert(*article));
    articles
}

/// The articles named in a text with the bytes of each, paragraphs and items excluded. Numbers that share one 条
/// (第六十七、七十二条) are told apart.
pub fn find_articles(text: &str) -> Vec<(Range<usize>, ArticleNumber)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('第').map(|at| from + at) {
        from = read_group(text, at, &mut found);
    }
    found
}

/// Reads the numbers from `第` up to their 条, and those that follow without a 第 of their own (第六十七条、七十二条). Gives
/// the place behind; if no article is named, where to look on.
fn read_group(text: &str, start: usize, found: &mut Vec<(Range<usize>, ArticleNumber)>) -> usize {
    let mut end = match read_articles_before_one_mark(text, start, found) {
        Ok(end) => end,
        Err(stopped) => return stopped,
    };
    while let Some(next) = skip_joint(text, end) {
        match read_articles_before_one_mark(text, next, found) {
            Ok(after) => end = after,
            Err(_) => break,
        }
    }
    end
}

/// Reads 第六十七、七十二条之一. Nothing is found unless the 条 is there; then the error says where the numbers stopped.
/// No later number of the same list can name an article, so the caller need not try them, which keeps long lists linear.
fn read_articles_before_one_mark(
    text: &str,
    start: usize,
    found: &mut Vec<(Range<usize>, ArticleNumber)>,
) -> Result<usize, usize> {
    let mut numbers: Vec<(Range<usize>, u16)> = Vec::new();
    let mut from = start;
    let end = loop {
        let digits = from + text[from..].strip_prefix('第').map_or(0, |_| '第'.len_utf8());
        let run = text[digits..].chars().take(NUMBER_CHARS_MAX);
        let run = run.take_while(|&c| numeral::is_numeral(c) || c.is_whitespace());
        let end = digits + run.map(char::len_utf8).sum::<usize>();
        let number = article_count(&text[digits..end]).filter(|_| numbers.len() < NUMBERS_MAX);
        numbers.push((from..end, number.ok_or(digits)?));
        if text[end..].starts_with('条') {
            break end + '条'.len_utf8();
        }
        from = skip_joint(text, end).ok_or(end)?;
    };
    let (inserted, end) = read_inserted(text, end);
    let last = numbers.len() - 1;
    for (index, (range, number)) in numbers.into_iter().enumerate() {
        let article = ArticleNumber { number, inserted: if index == last { inserted } else { 0 } };
        found.push((range.start..if index == last { end } else { range.end }, article));
    }
    Ok(end)
}

/// The place behind a mark that joins two articles.
fn skip_joint(text: &str, at: usize) -> Option<usize> {
    let joint = text[at..].chars().next().filter(|c| matches!(c, '、' | '，' | ',' | '至' | '到' | '和' | '及'))?;
    Some(at + joint.len_utf8())
}

/// 之一 behind 条, if it is one: in 第十条之规定 it is not.
fn read_inserted(text: &str, at: usize) -> (u16, usize) {
    let Some(rest) = text[at..].strip_prefix('之') else { return (0, at) };
    let end = rest.find(|c| !numeral::is_numeral(c)).unwrap_or(rest.len());
    match article_count(&rest[..end]) {
        Some(inserted) => (inserted, at + '之'.len_utf8() + end),
        None => (0, at),
    }
}

fn article_count(text: &str) -> Option<u16> {
    let number = numeral::integer(text).filter(|n| (1..=ARTICLE_MAX).contains(n))?;
    u16::try_from(number).ok()
}
