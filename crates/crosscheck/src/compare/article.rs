//! Owns the comparison of articles: 第264条 is 第二百六十四条, and 之一 tells articles apart.

use casefile::value::statute::ArticleNumber;

use super::Relation;

/// Compares two plain articles.
pub(super) fn relate(a: &str, b: &str) -> Relation {
    match (ArticleNumber::parse(a), ArticleNumber::parse(b)) {
        (Ok(first), Ok(second)) if first == second => Relation::Same,
        _ => Relation::Different,
    }
}
