//! Owns the names of keys: what the keyboard sheet calls a chord, as presses and releases of the protocol.

use serde_json::{Value as Json, json};

/// Keys that are no characters, by the names that `KeyboardEvent.key` has for them.
const NAMED: &[(&str, char)] = &[
    ("Backspace", '\u{e003}'),
    ("Tab", '\u{e004}'),
    ("Enter", '\u{e007}'),
    ("Shift", '\u{e008}'),
    ("Control", '\u{e009}'),
    ("Alt", '\u{e00a}'),
    ("Escape", '\u{e00c}'),
    ("Space", ' '),
    ("PageUp", '\u{e00e}'),
    ("PageDown", '\u{e00f}'),
    ("End", '\u{e010}'),
    ("Home", '\u{e011}'),
    ("ArrowLeft", '\u{e012}'),
    ("ArrowUp", '\u{e013}'),
    ("ArrowRight", '\u{e014}'),
    ("ArrowDown", '\u{e015}'),
    ("Delete", '\u{e017}'),
    ("F1", '\u{e031}'),
];

/// The presses and releases of a chord such as `Enter`, `j` or `Control+Enter`.
pub(super) fn actions(chord: &str) -> Json {
    let keys: Vec<char> = split(chord).into_iter().map(key).collect();
    let down = keys.iter().map(|key| json!({"type": "keyDown", "value": key.to_string()}));
    let up = keys.iter().rev().map(|key| json!({"type": "keyUp", "value": key.to_string()}));
    let actions: Vec<Json> = down.chain(up).collect();
    json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})
}

/// The parts of a chord; a plus at its end is the key itself.
fn split(chord: &str) -> Vec<&str> {
    match chord.strip_suffix('+') {
        None => chord.split('+').collect(),
        Some(rest) => {
            let mut parts: Vec<&str> = rest.split('+').filter(|part| !part.is_empty()).collect();
            parts.push("+");
            parts
        }
    }
}

fn key(name: &str) -> char {
    if let Some((_, code)) = NAMED.iter().find(|(known, _)| *known == name) {
        return *code;
    }
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => panic!("no key is called {name:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn chords_have_parts() {
        assert_eq!(split("Enter"), ["Enter"]);
        assert_eq!(split("Control+Enter"), ["Control", "Enter"]);
        assert_eq!(split("+"), ["+"]);
        assert_eq!(split("Control++"), ["Control", "+"]);
    }
}
