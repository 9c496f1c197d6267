//! Owns the comparison of titles of laws: book-title marks, the name of the state, the issuer and the year of amendment
//! may be left out.

use catalog::Catalog;

use super::Relation;

const ISSUERS: &[&str] = &[
    "最高人民法院、最高人民检察院、公安部、司法部",
    "最高人民法院、最高人民检察院、公安部",
    "最高人民法院最高人民检察院",
    "最高人民法院、最高人民检察院",
    "最高人民法院",
    "最高人民检察院",
    "全国人民代表大会常务委员会",
    "全国人大常委会",
    "国务院",
    "中华人民共和国",
];

/// Compares two plain titles.
pub(super) fn relate(a: &str, b: &str, catalog: &Catalog) -> Relation {
    if core(a) == core(b) || catalog.laws().same(a, b) { Relation::Same } else { Relation::Different }
}

fn core(title: &str) -> String {
    let bare: String = title.chars().filter(|c| !matches!(c, '<' | '>' | '"')).collect();
    let mut rest = bare.as_str();
    while let Some(after) =
        ISSUERS.iter().find_map(|issuer| rest.strip_prefix(issuer)).filter(|after| !after.is_empty())
    {
        rest = after;
    }
    // （2012年修正）, but not （试行）, which belongs to the title.
    match rest.rsplit_once('（') {
        Some((head, note)) if note.contains('修') && note.ends_with('）') => head.to_string(),
        _ => rest.to_string(),
    }
}
