//! Owns the Wilson score interval of a proportion. Knows not what is counted.

/// The 95 % interval of `hits` among `all`; halves of a count are allowed.
pub fn wilson(hits: f64, all: f64) -> (f64, f64) {
    const Z: f64 = 1.959_964;
    if all <= 0.0 {
        return (0.0, 1.0);
    }
    let share = hits / all;
    let scale = 1.0 + Z * Z / all;
    let centre = (share + Z * Z / (2.0 * all)) / scale;
    let reach = Z / scale * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    ((centre - reach).max(0.0), (centre + reach).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn agrees_with_published_figures() {
        let rounded = |hits, all| {
            let (low, high) = wilson(hits, all);
            format!("{low:.4} {high:.4}")
        };
        assert_eq!(rounded(8.0, 10.0), "0.4902 0.9433");
        assert_eq!(rounded(0.0, 20.0), "0.0000 0.1611");
        assert_eq!(rounded(0.0, 0.0), "0.0000 1.0000");
    }
}
