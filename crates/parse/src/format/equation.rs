//! Owns the EQ fields of Word: what they show, as plain text. Chinese documents make circled numbers, phonetic guides and
//! fractions with them. Does not know how a format stores fields.

use std::iter::Peekable;
use std::str::Chars;

use crate::numeral;

/// Word itself nests no deeper than this.
const DEPTH_MAX: usize = 16;

/// All options of an instruction together are shorter.
const OPTIONS_BYTES_MAX: usize = 64;

/// What the code of a field shows; none if the field is another one.
pub(in crate::format) fn shown(code: &str) -> Option<String> {
    let code = code.trim_start();
    let is_equation = code.get(..2)?.eq_ignore_ascii_case("eq") && !code[2..].starts_with(char::is_alphanumeric);
    if !is_equation {
        return None;
    }
    let mut reading = Reading { rest: code[2..].chars().peekable(), depth: 0 };
    let mut out = String::new();
    while reading.rest.peek().is_some() {
        out.push_str(&reading.element());
        // At the top, commas and closing brackets are text.
        out.extend(reading.rest.next());
    }
    Some(out.trim().to_owned())
}

struct Reading<'c> {
    rest: Peekable<Chars<'c>>,
    depth: usize,
}

/// An argument, and whether it is raised or lowered as a whole.
struct Argument {
    text: String,
    is_shifted: bool,
}

impl Reading<'_> {
    /// Text and instructions up to a comma or closing bracket.
    fn element(&mut self) -> String {
        let mut out = String::new();
        while let Some(c) = self.rest.next_if(|c| !matches!(c, ',' | ')')) {
            match c {
                '\\' => self.instruction(&mut out),
                // A bracket within text comes with the one that closes it.
                '(' if self.depth < DEPTH_MAX => {
                    out.push('(');
                    out.push_str(&self.arguments().iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(","));
                    out.push(')');
                }
                c => out.push(c),
            }
        }
        out
    }

    /// What stands after a backslash.
    fn instruction(&mut self, out: &mut String) {
        let Some(name) = self.rest.next() else { return };
        match name.to_ascii_lowercase() {
            '*' => self.skip_switch(),
            name @ ('a' | 'b' | 'd' | 'f' | 'i' | 'l' | 'o' | 'r' | 's' | 'x') => {
                let options = self.options();
                if self.rest.next_if_eq(&'(').is_some() && self.depth < DEPTH_MAX {
                    let arguments = self.arguments();
                    out.push_str(&written(name, &options, arguments));
                }
            }
            // Any other character is escaped.
            _ => out.push(name),
        }
    }

    /// The options between the name of an instruction and its bracket.
    fn options(&mut self) -> String {
        let mut options = String::new();
        while options.len() < OPTIONS_BYTES_MAX
            && let Some(c) = self.rest.next_if(|c| !matches!(c, '(' | ',' | ')'))
        {
            options.push(c.to_ascii_lowercase());
            // The sign after these may be a bracket itself.
            if ["bc\\", "lc\\", "rc\\"].iter().any(|end| options.ends_with(end)) {
                options.extend(self.rest.next());
            }
        }
        options
    }

    /// The arguments after an opening bracket, which is already read.
    fn arguments(&mut self) -> Vec<Argument> {
        self.depth += 1;
        let mut arguments = Vec::new();
        loop {
            let ahead: String = self.rest.clone().skip_while(|c| c.is_whitespace()).take(2).collect();
            let is_shifted = ahead.eq_ignore_ascii_case("\\s");
            arguments.push(Argument { text: self.element(), is_shifted });
            if self.rest.next() != Some(',') {
                break;
            }
        }
        self.depth -= 1;
        arguments
    }

    /// Skips a formatting switch: a word, or something in quotation marks.
    fn skip_switch(&mut self) {
        while self.rest.next_if(|c| c.is_whitespace()).is_some() {}
        match self.rest.next_if_eq(&'"') {
            Some(_) => while self.rest.next().is_some_and(|c| c != '"') {},
            None => while self.rest.next_if(|c| !c.is_whitespace() && *c != '\\').is_some() {},
        }
    }
}

fn written(name: char, options: &str, arguments: Vec<Argument>) -> String {
    let joined = |by: &str| arguments.iter().map(|one| one.text.trim()).collect::<Vec<_>>().join(by);
    match name {
        'f' => joined("/"),
        'a' => joined(" "),
        'l' => joined(","),
        // A distance.
        'd' => String::new(),
        'r' => match &arguments[..] {
            [degree, of] => format!("{}√{}", degree.text.trim(), of.text.trim()),
            _ => format!("√{}", joined("")),
        },
        'i' => {
            let sign = match () {
                () if options.contains("su") => '∑',
                () if options.contains("pr") => '∏',
                () => '∫',
            };
            format!("{sign}{}", joined(" "))
        }
        'b' => {
            let (left, right) = brackets(options);
            format!("{left}{}{right}", joined(","))
        }
        'o' => overprinted(&arguments),
        _ => joined(""),
    }
}

fn brackets(options: &str) -> (char, char) {
    let sign_after = |option: &str| options.split_once(option).and_then(|(_, rest)| rest.chars().next());
    let partner = |left: char| match left {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        other => other,
    };
    match (sign_after("\\bc\\"), sign_after("\\lc\\"), sign_after("\\rc\\")) {
        (Some(both), ..) => (both, partner(both)),
        (None, None, None) => ('(', ')'),
        (None, left, right) => (left.unwrap_or(' '), right.unwrap_or(' ')),
    }
}

/// Characters set on top of each other: a number in a circle, a sign in a frame, a word under its pronunciation.
fn overprinted(arguments: &[Argument]) -> String {
    const FRAMES: [char; 8] = ['○', '〇', '◯', '□', '△', '◇', '▢', '\u{20dd}'];
    let texts = |keep: &dyn Fn(&Argument) -> bool| -> String {
        arguments.iter().filter(|one| keep(one)).map(|one| one.text.trim()).collect()
    };
    let is_frame = |one: &Argument| one.text.trim().chars().all(|c| FRAMES.contains(&c));
    let frame = texts(&is_frame);
    if !frame.is_empty() {
        let inner = texts(&|one| !is_frame(one));
        let is_circle = frame.starts_with(['○', '〇', '◯', '\u{20dd}']);
        let circled = is_circle.then(|| circled(&inner)).flatten();
        return circled.unwrap_or(if inner.is_empty() { frame } else { inner });
    }
    // The raised part is the pronunciation.
    let plain = texts(&|one| !one.is_shifted);
    if plain.is_empty() { texts(&|_| true) } else { plain }
}

/// The single character for a number in a circle.
fn circled(inner: &str) -> Option<String> {
    let number: u32 = inner.parse().ok()?;
    let written = numeral::written(number, "decimalEnclosedCircle");
    (written != inner).then_some(written)
}
