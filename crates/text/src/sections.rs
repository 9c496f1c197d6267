//! Owns the division of a judgment into its sections, 首部 to 附录 (SPC 2016 样式 for civil documents; the criminal and
//! administrative forms follow the same order). What marks a section is catalogue data; this file knows the order.

use std::ops::Range;

use casefile::{Code, Diagnostic};
use catalog::{Catalog, SectionKind};

/// One section: a range of the normalised text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which section.
    pub kind: SectionKind,
    /// Where it stands in the normalised text.
    pub range: Range<usize>,
}

/// The sections of a document in order: disjoint, ascending, covering the whole text. Each kind occurs at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sections(Vec<Section>);

impl Sections {
    /// The range of a section; an empty range at the end of the text if the document has none.
    pub fn range(&self, kind: SectionKind) -> Range<usize> {
        let end = self.0.last().map_or(0, |section| section.range.end);
        self.0.iter().find(|section| section.kind == kind).map_or(end..end, |section| section.range.clone())
    }

    /// The smallest range that covers the two sections and what lies between; empty if neither stands in the document.
    pub fn between(&self, first: SectionKind, last: SectionKind) -> Range<usize> {
        let mut present = self.0.iter().filter(|s| (first..=last).contains(&s.kind) && !s.range.is_empty());
        match (present.next(), present.next_back()) {
            (Some(a), Some(b)) => a.range.start..b.range.end,
            (Some(a), None) => a.range.clone(),
            (None, _) => self.range(last),
        }
    }

    /// All sections in order.
    pub fn iter(&self) -> impl Iterator<Item = &Section> {
        self.0.iter()
    }

    /// Finds the sections of a normalised text.
    pub fn find(text: &str, catalog: &Catalog) -> (Sections, Vec<Diagnostic>) {
        let finder = Finder { text, catalog };
        let cuts = finder.cuts();
        let mut sections = Vec::new();
        let mut at = 0;
        for (kind, end) in cuts {
            let end = end.max(at);
            sections.push(Section { kind, range: at..end });
            at = end;
        }
        let missing = |kind: SectionKind| sections.iter().any(|s| s.kind == kind && s.range.is_empty());
        let needed = [SectionKind::Heading, SectionKind::Disposition, SectionKind::Signature];
        let diagnostics = needed
            .into_iter()
            .filter(|kind| missing(*kind))
            .map(|kind| Diagnostic::new(Code::SectionMissing, kind.as_str()))
            .collect();
        (Sections(sections), diagnostics)
    }
}

/// How far into the text the title block may reach, in bytes.
const HEADING_BYTES_MAX: usize = 900;

/// How far the number of a document without a title may reach, in bytes.
const FIRST_LINE_BYTES: usize = 120;

struct Finder<'t> {
    text: &'t str,
    catalog: &'t Catalog,
}

impl Finder<'_> {
    /// The end of each section, in order.
    fn cuts(&self) -> Vec<(SectionKind, usize)> {
        let end = self.text.len();
        let heading = self.heading_end();
        let decree = self.decree(heading);
        let decree_end = decree.as_ref().map_or(end, |range| range.end);
        let signature = self.signature_start(decree.as_ref().map_or(heading, |range| range.end));
        let annex = self.annex_start(signature);
        let disposition_start = decree_end.min(signature);
        let tail = self.first("tail", disposition_start..signature).unwrap_or(signature);
        let before_decree = decree.as_ref().map_or(signature, |range| range.start);
        let course = self.course_start(heading..before_decree);
        let basis = self.basis_start(course..before_decree, decree.is_some());
        let reasoning = self.reasoning_start(course..basis);
        let facts = self.course_end(course..reasoning);
        vec![
            (SectionKind::Heading, heading),
            (SectionKind::Parties, course),
            (SectionKind::Course, facts),
            (SectionKind::Facts, reasoning),
            (SectionKind::Reasoning, basis),
            (SectionKind::Basis, disposition_start),
            (SectionKind::Disposition, tail),
            (SectionKind::Tail, signature),
            (SectionKind::Signature, annex),
            (SectionKind::Annex, end),
        ]
    }

    /// Start of the first match of a marker within a range.
    fn first(&self, marker: &str, range: Range<usize>) -> Option<usize> {
        self.matches(marker, range).next().map(|found| found.start)
    }

    /// All matches of a marker within a range. A marker's `(?P<at>...)` group, where it has one, is the match.
    fn matches(&self, marker: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let base = range.start;
        let part = &self.text[range];
        self.catalog.marker(marker).captures_iter(part).map(move |found| {
            let place = found.name("at").unwrap_or_else(|| found.get(0).expect("group 0 always matches"));
            base + place.start()..base + place.end()
        })
    }

    /// The title block ends with the document's own number; documents without one end it with their title.
    fn heading_end(&self) -> usize {
        let limit = floor_boundary(self.text, HEADING_BYTES_MAX);
        let stop = self.first_party_line(limit);
        let number = self.matches("case_number", 0..stop).next();
        let title = self.matches("title", 0..stop).filter(|range| self.is_title_line(range.start)).last();
        let end = number.map_or(0, |range| range.end).max(title.map_or(0, |range| range.end));
        match end {
            // A number without a title and without parties before it: a document that lost its head.
            0 => {
                let first_line = floor_boundary(self.text, FIRST_LINE_BYTES);
                self.matches("case_number", 0..first_line).next().map_or(0, |range| range.end)
            }
            end => end,
        }
    }

    /// Where the parties begin. A page title such as 原告甲与被告乙借款合同纠纷一案民事判决书 names parties, too.
    fn first_party_line(&self, limit: usize) -> usize {
        let mut lines = self.matches("party_line", 0..limit).filter(|range| {
            let line = self.line_at(range.start);
            !line.ends_with('书') && !line.contains("一案")
        });
        lines.next().map_or(limit, |range| range.start)
    }

    /// Titles stand alone on a short line; the words also occur in running text.
    fn is_title_line(&self, at: usize) -> bool {
        const TITLE_CHARS_MAX: usize = 40;
        self.line_at(at).chars().count() <= TITLE_CHARS_MAX
    }

    fn line_at(&self, at: usize) -> &str {
        let start = self.text[..at].rfind('\n').map_or(0, |offset| offset + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |offset| at + offset);
        &self.text[start..end]
    }

    /// The words 判决如下 that open the disposition: the last ones of the document, since earlier ones are quoted.
    fn decree(&self, from: usize) -> Option<Range<usize>> {
        let range = from..self.text.len();
        self.matches("decree", range.clone()).last().or_else(|| self.matches("decree_short", range).last())
    }

    fn signature_start(&self, from: usize) -> usize {
        let end = self.text.len();
        self.first("signature", from..end)
            .or_else(|| self.matches("signature_date", from..end).last().map(|range| range.start))
            .unwrap_or(end)
    }

    /// The annex starts after the signature block: at its heading, at the first statute, or at running text.
    fn annex_start(&self, signature: usize) -> usize {
        let end = self.text.len();
        let mut at = signature;
        for line in self.text[signature..].split_inclusive('\n') {
            let opens_annex = self.catalog.marker("annex").is_match(line) || line.chars().count() > 80;
            if at > signature && opens_annex {
                return at;
            }
            at += line.len();
        }
        self.first("annex_inline", signature..end).unwrap_or(end)
    }

    /// The first line that tells how the case came to this court, or in a complaint what is asked for, after the lines
    /// that name the parties.
    fn course_start(&self, range: Range<usize>) -> usize {
        let mut at = range.start;
        for line in self.text[range.clone()].split_inclusive('\n') {
            let told = ["course", "facts"].iter().any(|marker| self.catalog.marker(marker).is_match(line));
            if line.trim().len() > 6 && told {
                return at;
            }
            at += line.len();
        }
        range.end
    }

    /// The course ends with the paragraph that says 审理终结, if one of the next paragraphs does; else with the first
    /// paragraph, or where a party begins to speak.
    fn course_end(&self, range: Range<usize>) -> usize {
        const PARAGRAPHS_MAX: usize = 6;
        let mut at = range.start;
        let mut first_end = range.end;
        for (index, line) in self.text[range.clone()].split_inclusive('\n').take(PARAGRAPHS_MAX).enumerate() {
            if index > 0 && self.catalog.marker("facts").is_match(line) {
                return at;
            }
            if let Some(concluded) = self.matches("concluded", at..at + line.len()).next() {
                return self.sentence_end(concluded.end, at + line.len());
            }
            at += line.len();
            if index == 0 {
                first_end = at;
            }
        }
        first_end
    }

    /// Byte after the next full stop, or `limit`.
    fn sentence_end(&self, from: usize, limit: usize) -> usize {
        self.text[from..limit].find('。').map_or(limit, |offset| from + offset + '。'.len_utf8())
    }

    /// The sentences with 依照《…》 directly before the decree.
    fn basis_start(&self, range: Range<usize>, has_decree: bool) -> usize {
        const SENTENCES_MAX: usize = 4;
        if !has_decree {
            return range.end;
        }
        let mut start = range.end;
        let mut found = range.end;
        for index in 0..SENTENCES_MAX {
            let before = self.text[range.start..start].trim_end_matches(['。', '\n']);
            let cut = before.rfind(['。', '\n']);
            let sentence_start = cut.map_or(range.start, |offset| {
                range.start + offset + before[offset..].chars().next().map_or(0, char::len_utf8)
            });
            let sentence = &self.text[sentence_start..start];
            if self.catalog.marker("basis").is_match(sentence) {
                found = sentence_start;
            } else if index > 0 && found < range.end {
                break;
            }
            start = sentence_start;
            if start == range.start {
                break;
            }
        }
        found
    }

    /// The last 本院认为 of this court; quotations of the lower court's reasoning stand before it.
    fn reasoning_start(&self, range: Range<usize>) -> usize {
        let own = self.matches("reasoning", range.clone()).last();
        own.map_or(range.end, |found| found.start)
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
