//! Owns how the place of a value is named to people: 当事人〔被告 张三〕·出生日期. The names themselves are data.

use casefile::{FieldKey, LeafPath};

use crate::catalog::Catalog;

impl Catalog {
    /// The place of a leaf in words; `field` is the leaf's key. A path of another shape is named by its field alone.
    pub fn path_name(&self, path: &LeafPath, field: &FieldKey) -> String {
        name_of(path.as_str(), field, |key| self.name_of_key(key))
    }

    /// The Chinese name of a field or group; the key itself where the catalogue does not know it.
    pub fn name_of_key<'a>(&'a self, key: &'a str) -> &'a str {
        let field = self.field(key).map(|field| &*field.name);
        field.or_else(|| self.group(key).map(|group| &*group.name)).unwrap_or(key)
    }
}

fn name_of<'a>(path: &str, field: &'a FieldKey, name: impl Fn(&'a str) -> &'a str) -> String {
    let unknown = || format!("{}（{path}）", name(field.as_str()));
    let mut words: Vec<String> = Vec::new();
    let mut rest = path;
    let parts: Vec<&str> = field.as_str().split('.').collect();
    for (index, part) in parts.iter().enumerate() {
        let key = &field.as_str()[..end_of(&parts, index)];
        let Some(after) = rest.strip_prefix(part) else { return unknown() };
        // Labels may hold any character but line breaks, so the end of one is the next part of the key.
        let (label, after) = match (after.strip_prefix('['), parts.get(index + 1)) {
            (None, None) => (None, ""),
            (None, Some(_)) => (None, after.strip_prefix('.').unwrap_or(after)),
            (Some(label), None) => (Some(label.strip_suffix(']').unwrap_or(label)), ""),
            (Some(label), Some(next)) => match label.find(&format!("].{next}")) {
                Some(at) => (Some(&label[..at]), &label[at + 2..]),
                None => return unknown(),
            },
        };
        rest = after;
        words.push(match label {
            Some(label) => format!("{}〔{label}〕", name(key)),
            None => name(key).to_string(),
        });
    }
    words.join("·")
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
        let name = |key: &str| match key {
            "court" => "审理法院",
            "judges" => "审判员",
            "parties" => "当事人",
            "parties.birth_date" => "出生日期",
            "parties.agents" => "委托诉讼代理人",
            "parties.agents.firm" => "所在单位",
            _ => "无名",
        };
        let field = FieldKey::new(field);
        expected.assert_eq(&name_of(path, &field, name));
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
    }
}
