//! Owns the search for the known key that a mistyped one may mean.

/// The known key that looks most like the given one; none if nothing is close.
pub(crate) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let allowed = (given.chars().count() / 3).max(2);
    let close = known.map(|key| (distance(given, key), key)).filter(|(distance, _)| *distance <= allowed);
    close.min().map(|(_, key)| key.to_string())
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
