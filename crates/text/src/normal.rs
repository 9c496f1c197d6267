//! Owns the normalised form of a document's text and the map back to the raw text. Rules match on the normalised form;
//! nothing but raw spans leaves this crate and `extract`.

use std::ops::Range;

use casefile::value::fold::fold_char;
use casefile::{BlockKind, Document, Span};

use crate::mend::{Change, Mend};

/// Text of a document with width and brackets unified, layout spaces removed, furniture left out, and one paragraph
/// per line even where the source has lost its line breaks.
#[derive(Debug)]
pub struct Normal {
    text: String,
    /// For each byte of `text`, the raw offset of the character that it stands for.
    starts: Vec<u32>,
    /// Where characters stand in `text` that the raw text has lost; they stand for the character before them.
    inserted: Vec<usize>,
}

/// A run of white space met in the raw text and not yet written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

impl Normal {
    /// Normalises the text of a document.
    pub fn of(document: &Document) -> Normal {
        let raw = &document.text;
        let mut writer = Writer::new(raw, is_run_together(raw));
        let mut at = 0;
        for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Furniture) {
            writer.write(at..block.span.range().start);
            at = block.span.range().end;
        }
        writer.write(at..raw.len());
        Normal { text: writer.text, starts: writer.starts, inserted: Vec::new() }
    }

    /// The same text with changes, which are in ascending order of their places. What a document prints at a range stays
    /// what its raw text has there.
    pub fn mended(&self, mends: &[Mend]) -> Normal {
        let mut out = Normal { text: String::new(), starts: Vec::new(), inserted: Vec::new() };
        let mut mends = mends.iter().peekable();
        for (at, c) in self.text.char_indices() {
            let mut shown = Some(c);
            while let Some(mend) = mends.next_if(|mend| mend.at <= at) {
                match mend.change {
                    _ if mend.at < at => {}
                    Change::Insert(lost) => out.insert(lost, at.checked_sub(1).map_or(0, |before| self.starts[before])),
                    Change::Replace(right) => shown = Some(right),
                    Change::Remove => shown = None,
                }
            }
            if let Some(c) = shown {
                out.push(c, self.starts[at]);
            }
        }
        out
    }

    fn insert(&mut self, lost: &str, start: u32) {
        for c in lost.chars() {
            self.inserted.push(self.text.len());
            self.push(c, start);
        }
    }

    fn push(&mut self, c: char, start: u32) {
        self.text.push(c);
        self.starts.extend(std::iter::repeat_n(start, c.len_utf8()));
    }

    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The raw span of a range of the normalised text, from the first to the last character that it stands for.
    pub fn raw_span(&self, document: &Document, range: Range<usize>) -> Span {
        if range.is_empty() {
            let at = self.starts.get(range.start).copied().unwrap_or(document.text.len() as u32);
            return Span::new(at, at);
        }
        let start = self.starts[range.start];
        let last = self.starts[range.end - 1];
        let width = document.text[last as usize..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, last + width as u32)
    }

    /// The characters that a range stands for as the document prints them, without layout spaces and furniture.
    pub fn printed(&self, document: &Document, range: Range<usize>) -> String {
        let mut out = String::with_capacity(range.len());
        for (offset, folded) in self.text[range.clone()].char_indices() {
            let raw = self.starts[range.start + offset] as usize;
            match folded {
                _ if self.inserted.binary_search(&(range.start + offset)).is_ok() => {}
                '\n' => {}
                ' ' => out.push(' '),
                _ => out.extend(document.text[raw..].chars().next()),
            }
        }
        out
    }
}

/// The normalised form of a text that is no document: a page of one.
pub fn normalised(raw: &str) -> String {
    let mut writer = Writer::new(raw, is_run_together(raw));
    writer.write(0..raw.len());
    writer.text
}

/// Lines of so many bytes hold more than a paragraph of a judgment usually does.
const LONG_LINE_BYTES: usize = 900;

/// Whether a text has lost its line breaks, so that spaces are what is left of them: most of it stands on one line, or
/// its long lines have spaces after sentences, as when a program wrapped such a text anew. No intact text has those.
fn is_run_together(raw: &str) -> bool {
    const SPACED_ENDS_MIN: usize = 4;
    const BYTES_PER_SPACED_END_MAX: usize = 3_000;
    let long_lines = || raw.lines().filter(|line| line.len() >= LONG_LINE_BYTES);
    let longest = long_lines().map(str::len).max().unwrap_or(0);
    if longest > 0 && longest * 10 >= raw.len() * 6 {
        return true;
    }
    let spaced_ends: usize = long_lines().map(spaced_ends).sum();
    let bytes: usize = long_lines().map(str::len).sum();
    spaced_ends >= SPACED_ENDS_MIN && spaced_ends * BYTES_PER_SPACED_END_MAX >= bytes
}

/// How many sentences of a line end before a space.
fn spaced_ends(line: &str) -> usize {
    let is_spaced_end = |&(at, _): &(usize, &str)| line[at..].chars().nth(1).is_some_and(char::is_whitespace);
    line.match_indices(['。', '：', '；', '）']).filter(is_spaced_end).count()
}

/// A shorter line that ends in a comma is a paragraph with a slip, not one half of a wrapped line.
const WRAPPED_LINE_CHARS_MIN: usize = 34;

struct Writer<'r> {
    raw: &'r str,
    run_together: bool,
    text: String,
    starts: Vec<u32>,
    gap: Gap,
    /// Visible characters since the last white space.
    token_chars: usize,
    /// Visible characters since the last line end of the raw text.
    line_chars: usize,
    last: Option<char>,
    /// Raw offset after the last visible character: where written white space stands for the gap.
    last_end: usize,
}

impl<'r> Writer<'r> {
    fn new(raw: &'r str, run_together: bool) -> Writer<'r> {
        Writer {
            raw,
            run_together,
            text: String::with_capacity(raw.len()),
            starts: Vec::with_capacity(raw.len()),
            gap: Gap::None,
            token_chars: 0,
            line_chars: 0,
            last: None,
            last_end: 0,
        }
    }

    fn write(&mut self, range: Range<usize>) {
        let base = range.start;
        for (offset, c) in self.raw[range].char_indices() {
            let at = base + offset;
            match fold_char(c) {
                None => {}
                Some('\n') => self.gap = Gap::Line,
                Some(' ') if self.gap == Gap::None => self.gap = Gap::Space,
                Some(' ') => {}
                Some(folded) => {
                    self.close_gap(at, folded);
                    self.push(at, folded);
                    self.token_chars += 1;
                    self.line_chars += 1;
                    self.last = Some(folded);
                    self.last_end = at + c.len_utf8();
                }
            }
        }
    }

    /// Writes what the white space before `next` means: a paragraph's end, a space between ASCII words, or nothing.
    fn close_gap(&mut self, at: usize, next: char) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let (Some(last), false) = (self.last, gap == Gap::None) else { return };
        let meaning = match gap {
            Gap::Line if goes_on(last) && self.line_chars >= WRAPPED_LINE_CHARS_MIN => None,
            Gap::Line => Some('\n'),
            _ if self.run_together && self.breaks_here(at, last) => Some('\n'),
            _ if last.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() => Some(' '),
            _ => None,
        };
        if let Some(c) = meaning {
            self.push(self.last_end, c);
        }
        self.token_chars = 0;
        if gap == Gap::Line {
            self.line_chars = 0;
        }
    }

    /// In a text without line breaks a space ends a paragraph, unless it only spreads a title or name (审 判 长).
    fn breaks_here(&self, at: usize, last: char) -> bool {
        if matches!(last, '。' | '：' | '；' | '）') {
            return true;
        }
        let mut next = self.raw[at..].chars();
        let next_is_word = next.next().is_some() && next.next().is_some_and(|c| !c.is_whitespace());
        self.token_chars >= 2 && next_is_word
    }

    fn push(&mut self, at: usize, c: char) {
        self.text.push(c);
        let start = u32::try_from(at).expect("texts are shorter than TEXT_BYTES_MAX");
        self.starts.extend(std::iter::repeat_n(start, c.len_utf8()));
    }
}

/// Whether a line that ends in this character goes on in the next: hard-wrapped texts break after commas.
fn goes_on(last: char) -> bool {
    matches!(last, '，' | '、' | '（' | '《' | '“' | '<' | '〔')
}
