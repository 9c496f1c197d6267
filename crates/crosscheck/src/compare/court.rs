//! Owns the comparison of names of courts: with or without province and prefecture, current or former name.

use catalog::Catalog;

use super::Relation;

/// Compares two plain names.
pub(super) fn relate(a: &str, b: &str, catalog: &Catalog) -> Relation {
    let (a, b) = (full(a), full(b));
    let courts = catalog.courts();
    if a == b || courts.same(&a, &b) {
        return Relation::Same;
    }
    if courts.by_name(&a).is_some() && courts.by_name(&b).is_some() {
        return Relation::Different;
    }
    let (long, short) = if a.len() >= b.len() { (&a, &b) } else { (&b, &a) };
    match long.strip_suffix(short.as_str()) {
        // What comes before must be a whole region: 东区人民法院 is no short form of 山东区人民法院.
        Some(region) if region.ends_with(['省', '市', '区', '州', '盟', '县']) => Relation::Same,
        _ => Relation::Different,
    }
}

/// The name as in a heading: 历下区法院 is 历下区人民法院.
fn full(name: &str) -> String {
    let name = name.strip_prefix("中华人民共和国").unwrap_or(name);
    match name.strip_suffix("法院") {
        Some(place) if place.ends_with(['省', '市', '区', '县', '旗']) => format!("{place}人民法院"),
        Some(place) if place.ends_with("中级") || place.ends_with("高级") => {
            format!("{}人民法院", place)
        }
        _ => match name.strip_suffix("中院") {
            Some(place) => format!("{place}中级人民法院"),
            None => name.to_string(),
        },
    }
}
