//! Owns the identity of a discrepancy over re-runs: 64-bit FNV-1a over path, outcome and both canonical values. FNV-1a
//! has no seed and no version, so the same disagreement has the same number on every machine and in every release. It is
//! no protection against forgery and need not be: a fingerprint only finds the review of an earlier run again.

use casefile::{Comparison, Fingerprint, LeafPath, Value};

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// The fingerprint of a disagreement.
pub(crate) fn of(
    path: &LeafPath,
    outcome: Comparison,
    entered: Option<&Value>,
    extracted: Option<&Value>,
) -> Fingerprint {
    let mut hash = OFFSET_BASIS;
    feed(&mut hash, path.as_str());
    feed(&mut hash, outcome.as_str());
    for side in [entered, extracted] {
        // An absent side and an empty one must not look alike.
        match side {
            Some(value) => feed(&mut hash, &format!("={}", value.canonical())),
            None => feed(&mut hash, "-"),
        }
    }
    Fingerprint(hash)
}

/// Adds a part and a separator that no part contains.
fn feed(hash: &mut u64, part: &str) {
    for byte in part.bytes().chain([0xff]) {
        *hash = (*hash ^ u64::from(byte)).wrapping_mul(PRIME);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_never_changes() {
        let path = LeafPath::new("court");
        let value = Value::Text("甲".to_string());
        let of = |entered, extracted| of(&path, Comparison::Different, entered, extracted).to_string();
        expect_test::expect!["14c4b8637ce1f84a"].assert_eq(&of(Some(&value), None));
        assert_ne!(of(Some(&value), None), of(None, Some(&value)));
        assert_ne!(of(Some(&Value::Text(String::new())), None), of(None, None));
    }
}
