//! Owns cutting HTML into tags and text. Does not know what a tag means, except that scripts and the like have no tags
//! within.

/// A piece of HTML. Names are lower-case.
pub(super) enum Token<'t> {
    Open { name: String, attributes: &'t str },
    Close { name: String },
    Text(&'t str),
}

/// Elements whose content is skipped up to their end tag, whatever it looks like.
const RAW: &[&str] = &["script", "style", "title", "xmp", "iframe", "noembed", "noframes"];

/// How far the end of a tag is looked for through quotes. Longer values are pictures in base64, which has no brackets.
const QUOTED_BYTES_MAX: usize = 64 * 1024;

/// The pieces of a text in order.
pub(super) struct Tokens<'t> {
    rest: &'t str,
}

impl<'t> Tokens<'t> {
    pub fn new(text: &'t str) -> Tokens<'t> {
        Tokens { rest: text }
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// Skips `<!--…-->`, `<!…>`, `<![if …]>` and `<?…>`; without an end, comments and declarations reach to the end of
    /// the text, as browsers have it.
    fn skip_declaration(&mut self) {
        let end = match self.rest.strip_prefix("<!--") {
            // `<!-->` is a whole comment.
            Some(inner) => inner.strip_prefix('>').map(|_| 5).or_else(|| inner.find("-->").map(|at| 4 + at + 3)),
            None => self.rest.find('>').map(|at| at + 1),
        };
        self.take(end.unwrap_or(self.rest.len()));
    }

    fn tag(&mut self) -> Token<'t> {
        let tag = self.take(tag_len(self.rest));
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner.trim_end_matches('/')),
        };
        let name_len = inner.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inner.len());
        let name = inner[..name_len].to_ascii_lowercase();
        if closing {
            return Token::Close { name };
        }
        if RAW.contains(&name.as_str()) {
            self.skip_raw(&name);
        }
        Token::Open { name, attributes: &inner[name_len..] }
    }

    fn skip_raw(&mut self, name: &str) {
        let end_tag = format!("</{name}");
        let bytes = self.rest.as_bytes();
        let end = bytes.windows(end_tag.len()).position(|window| window.eq_ignore_ascii_case(end_tag.as_bytes()));
        self.take(end.unwrap_or(bytes.len()));
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                let len = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(len)));
            }
            match self.rest.as_bytes().get(1) {
                Some(b'!' | b'?') => self.skip_declaration(),
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'/') => return Some(self.tag()),
                // A lone angle bracket is text.
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

/// Length of the tag that `text` begins with. A `>` within quotes does not end it, unless the quote is never closed.
fn tag_len(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(QUOTED_BYTES_MAX) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            // A quote opens a value only after an equals sign; elsewhere it is a slip of the author.
            (None, b'"' | b'\'') if text[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// The value of an attribute, by its lower-case name; empty where it has none. Entities within are left alone.
pub(super) fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let name_len = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let found = rest[..name_len].eq_ignore_ascii_case(name);
        rest = rest[name_len..].trim_start();
        let Some(after) = rest.strip_prefix('=') else {
            if found {
                return Some("");
            }
            if name_len == 0 {
                return None;
            }
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        if found {
            return Some(value);
        }
        rest = next.trim_start();
    }
    None
}
