//! Owns how the place of a value is named to people: 当事人〔被告 张三〕·出生日期. The names themselves are the catalogue's.

use std::collections::BTreeMap;

use casefile::{Discrepancy, FieldKey};
use catalog::Catalog;

/// Chinese names of fields and groups by full key.
#[derive(Debug, Default)]
pub(crate) struct Names(pub(crate) BTreeMap<String, String>);

impl Names {
    pub(crate) fn of(catalog: &Catalog) -> Names {
        let fields = catalog.fields().iter().map(|field| (field.key.to_string(), field.name.to_string()));
        let groups = catalog.groups().iter().map(|group| (group.key.to_string(), group.name.to_string()));
        Names(fields.chain(groups).collect())
    }

    /// The name of a field or group; its key where the catalogue does not know it.
    fn name<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// The place of a discrepancy in words.
    pub(crate) fn place(&self, discrepancy: &Discrepancy) -> String {
        self.path(discrepancy.path.as_str(), &discrepancy.field)
    }

    fn path(&self, path: &str, field: &FieldKey) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut rest = path;
        let parts: Vec<&str> = field.as_str().split('.').collect();
        for (index, part) in parts.iter().enumerate() {
            let name = self.name(&field.as_str()[..end_of(&parts, index)]).to_string();
            let Some(after) = rest.strip_prefix(part) else { return self.unknown(path, field) };
            // Labels may hold any character but line breaks, so the end of one is the next part of the key.
            let (label, after) = match (after.strip_prefix('['), parts.get(index + 1)) {
                (None, None) => (None, ""),
                (None, Some(_)) => (None, after.strip_prefix('.').unwrap_or(after)),
                (Some(label), None) => (Some(label.strip_suffix(']').unwrap_or(label)), ""),
                (Some(label), Some(next)) => match label.find(&format!("].{next}")) {
                    Some(at) => (Some(&label[..at]), &label[at + 2..]),
                    None => return self.unknown(path, field),
                },
            };
            rest = after;
            words.push(match label {
                Some(label) => format!("{name}〔{label}〕"),
                None => name,
            });
        }
        words.join("·")
    }

    fn unknown(&self, path: &str, field: &FieldKey) -> String {
        format!("{}（{path}）", self.name(field.as_str()))
    }
}

/// Where the key made of the parts up to and with `index` ends.
fn end_of(parts: &[&str], index: usize) -> usize {
    parts[..=index].iter().map(|part| part.len()).sum::<usize>() + index
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(path: &str, field: &str, expected: Expect) {
        let pairs = [
            ("court", "审理法院"),
            ("judges", "审判员"),
            ("parties", "当事人"),
            ("parties.birth_date", "出生日期"),
            ("parties.agents", "委托诉讼代理人"),
            ("parties.agents.firm", "所在单位"),
        ];
        let names = Names(pairs.iter().map(|(key, name)| (key.to_string(), name.to_string())).collect());
        expected.assert_eq(&names.path(path, &FieldKey::new(field)));
    }

    #[test]
    fn places_are_told_in_words() {
        check("court", "court", expect!["审理法院"]);
        check("judges[张三]", "judges", expect!["审判员〔张三〕"]);
        check("parties[被告 张三#2].birth_date", "parties.birth_date", expect!["当事人〔被告 张三#2〕·出生日期"]);
        check(
            "parties[原告 甲.乙公司].agents[李四].firm",
            "parties.agents.firm",
            expect!["当事人〔原告 甲.乙公司〕·委托诉讼代理人〔李四〕·所在单位"],
        );
    }

    #[test]
    fn a_path_of_another_shape_is_printed_as_it_is() {
        check("x[甲]", "court", expect!["审理法院（x[甲]）"]);
        check("remark", "remark", expect!["remark"]);
    }
}
