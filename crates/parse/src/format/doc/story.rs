//! Owns the walk through one part of the text: what each mark means, which characters show, where paragraphs, cells and
//! rows end. Does not know how any of it is stored.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use casefile::{BlockKind, Code, Diagnostic, limits};

use super::formatted::{Runs, list_elsewhere};
use super::sprm::{CharacterProperties, ParagraphProperties, sprms};
use super::style::Styles;
use super::text::{Place, Text};
use crate::builder::Builder;
use crate::flow::{Flow, Item};
use crate::format::docx::numbering::Numbering;
use crate::format::equation;
use crate::format::table_marks::{BLOCK_COST, TableMarks};
use crate::symbol;

const ANCHOR: char = '\u{8}';
const CELL: char = '\u{7}';
const PARAGRAPH: char = '\r';
const PAGE: char = '\u{c}';
const FIELD_BEGIN: char = '\u{13}';
const FIELD_SEPARATOR: char = '\u{14}';
const FIELD_END: char = '\u{15}';

/// What every part of a document refers to.
pub(super) struct Word<'b> {
    pub text: Text<'b>,
    pub styles: Styles,
    pub characters: Runs<'b>,
    pub paragraphs: Runs<'b>,
    pub data: &'b [u8],
}

impl Word<'_> {
    /// The properties of the paragraph that a place belongs to, and its range in the stream.
    fn paragraph(&self, place: Place) -> (Option<ParagraphProperties>, Range<u32>) {
        let Some(run) = self.paragraphs.at(place.at) else { return (None, 0..0) };
        let mut properties = ParagraphProperties::default();
        if let [low, high, list @ ..] = run.properties {
            properties.style = u16::from_le_bytes([*low, *high]);
            sprms(list).for_each(|sprm| properties.apply(sprm));
        }
        if let Some(at) = properties.elsewhere {
            sprms(list_elsewhere(self.data, at)).for_each(|sprm| properties.apply(sprm));
        }
        self.text.changes(place.piece).for_each(|sprm| properties.apply(sprm));
        (Some(properties), run.range)
    }

    fn character(&self, place: Place) -> (CharacterProperties, Range<u32>) {
        let mut properties = CharacterProperties::default();
        let run = self.characters.at(place.at);
        // Where no page says anything, nothing changes for a while.
        let range = run.as_ref().map_or(place.at..place.at.saturating_add(512), |run| run.range.clone());
        sprms(run.map_or(&[], |run| run.properties)).for_each(|sprm| properties.apply(sprm));
        self.text.changes(place.piece).for_each(|sprm| properties.apply(sprm));
        (properties, range)
    }
}

/// The text boxes that are anchored in the body: by the position of the anchor, their blocks.
pub(super) type Boxes = HashMap<u32, Vec<Item>>;

/// Writes a part of the text. Boxes are written after the paragraphs that hold their anchors, and taken out.
pub(super) fn write(
    word: &Word<'_>,
    numbering: &mut Numbering,
    builder: &mut Builder,
    range: &Range<u32>,
    boxes: &mut Boxes,
) {
    let mut walk = Walk {
        word,
        numbering,
        builder,
        flow: Flow::default(),
        boxes,
        unmatched: unmatched_fields(&word.text, range),
        fields: Vec::new(),
        in_code: Vec::new(),
        tables: TableMarks::default(),
        line: String::new(),
        anchored: Vec::new(),
        mark_before: PARAGRAPH,
        run: CharacterRun::default(),
        room: limits::TEXT_BYTES_MAX,
    };
    word.text.for_each(range, |place, c| {
        if walk.room > 0 {
            walk.step(place, c);
        }
    });
    if walk.room == 0 {
        walk.builder.diagnose(Diagnostic::new(Code::TextTruncated, "TEXT_BYTES_MAX"));
    }
    walk.finish();
}

/// The blocks of a part that stands beside the body.
pub(super) fn blocks(word: &Word<'_>, numbering: &mut Numbering, range: &Range<u32>) -> Vec<Item> {
    let mut blocks = Builder::new();
    write(word, numbering, &mut blocks, range, &mut Boxes::new());
    Item::all_of(blocks)
}

/// Beginnings of fields that do not end: they must not swallow the rest of the text.
fn unmatched_fields(text: &Text<'_>, range: &Range<u32>) -> HashSet<u32> {
    let mut open = Vec::new();
    text.for_each(range, |place, c| match c {
        FIELD_BEGIN => open.push(place.position),
        FIELD_END => drop(open.pop()),
        _ => {}
    });
    open.into_iter().collect()
}

/// An open field.
#[derive(Default)]
struct Field {
    code: String,
    /// Whether its result shows anything.
    has_result: bool,
}

/// What is known of the characters around the one being read.
#[derive(Default)]
struct CharacterRun {
    range: Range<u32>,
    piece: usize,
    properties: CharacterProperties,
    is_hidden: bool,
}

struct Walk<'w, 'b> {
    word: &'w Word<'b>,
    numbering: &'w mut Numbering,
    builder: &'w mut Builder,
    flow: Flow,
    boxes: &'w mut Boxes,
    unmatched: HashSet<u32>,
    /// Open fields, the innermost last, and which of them are in their code.
    fields: Vec<Field>,
    in_code: Vec<usize>,
    tables: TableMarks,
    line: String,
    /// Positions of anchors within the line.
    anchored: Vec<u32>,
    /// The paragraph or cell mark that ended the paragraph before.
    mark_before: char,
    run: CharacterRun,
    /// How many bytes of text are still taken: blocks of a table wait in memory, where the builder does not count them.
    room: usize,
}

impl Walk<'_, '_> {
    fn step(&mut self, place: Place, c: char) {
        match c {
            FIELD_BEGIN if !self.unmatched.contains(&place.position) => {
                self.in_code.push(self.fields.len());
                self.fields.push(Field::default());
            }
            FIELD_SEPARATOR => self.end_code(),
            FIELD_END => self.end_field(),
            PARAGRAPH | CELL => self.end_paragraph(place, c),
            PAGE => {
                // A page break within a paragraph ends a line alone; one at its end is its mark.
                let (_, range) = self.word.paragraph(place);
                let is_mark = !range.contains(&(place.at + 1)) || !range.contains(&(place.at + 2));
                if is_mark { self.end_paragraph(place, PARAGRAPH) } else { self.line.push('\n') }
            }
            c => self.character(place, c),
        }
    }

    /// The code of the innermost field ends.
    fn end_code(&mut self) {
        self.in_code.pop_if(|index| *index + 1 == self.fields.len());
    }

    /// Equations have no result: Word draws them from their code.
    fn end_field(&mut self) {
        self.end_code();
        let Some(field) = self.fields.pop().filter(|field| !field.has_result) else { return };
        if let Some(shown) = equation::shown(&field.code) {
            self.push_all(shown.chars());
        }
    }

    /// Adds text to the line, or to the code of the innermost field whose code is being read.
    fn push_all(&mut self, text: impl IntoIterator<Item = char>) {
        let mut text = text.into_iter().peekable();
        let innermost = self.fields.len().saturating_sub(1);
        let code = self.in_code.last().copied();
        if let Some(field) = self.fields.last_mut().filter(|_| code != Some(innermost)) {
            field.has_result |= text.peek().is_some();
        }
        match code.and_then(|index| self.fields.get_mut(index)) {
            Some(field) => field.code.extend(text),
            None => self.line.extend(text),
        }
    }

    fn character(&mut self, place: Place, c: char) {
        if c == ANCHOR && self.in_code.is_empty() {
            self.anchored.push(place.position);
        }
        if !self.run.range.contains(&place.at) || self.run.piece != place.piece {
            self.enter_run(place);
        }
        if self.run.is_hidden {
            return;
        }
        match c {
            // A placeholder for a sign of a symbol font.
            '(' if self.run.properties.is_special || self.run.properties.symbol.is_some() => {
                // Some programs write the code without the offset of symbol fonts.
                let code = self.run.properties.symbol.map(u32::from);
                let code = code.map(|code| if code < 0x100 { code + 0xf000 } else { code });
                self.push_all(code.and_then(|code| symbol::character("", code)));
            }
            '\u{b}' | '\u{e}' => self.push_all(['\n']),
            '\u{1e}' => self.push_all(['-']),
            '\t' => self.push_all(['\t']),
            c if c.is_control() => {}
            c @ '\u{f000}'..='\u{f0ff}' => self.push_all(symbol::character("", c.into())),
            c => self.push_all([c]),
        }
    }

    fn enter_run(&mut self, place: Place) {
        let (properties, range) = self.word.character(place);
        let (paragraph, paragraph_range) = self.word.paragraph(place);
        // The style of the paragraph counts too, so the run ends where the paragraph does.
        let end = if paragraph.is_some() { range.end.min(paragraph_range.end) } else { range.end };
        let styles = &self.word.styles;
        let paragraph_style = paragraph.unwrap_or_default().style;
        let by_style = properties.style.is_some_and(|style| styles.vanishes(style)) || styles.vanishes(paragraph_style);
        let is_hidden = properties.is_deleted || properties.vanishes.resolved(by_style);
        self.run = CharacterRun { range: place.at..end, piece: place.piece, properties, is_hidden };
    }

    fn end_paragraph(&mut self, place: Place, mark: char) {
        if !self.in_code.is_empty() {
            return;
        }
        if mark == PARAGRAPH && self.word.character(place).0.is_deleted {
            // What follows continues the paragraph; one that is deleted as a whole leaves nothing.
            return;
        }
        let (properties, _) = self.word.paragraph(place);
        let line = std::mem::take(&mut self.line);
        let is_repeated = mark == CELL && self.mark_before == CELL && line.is_empty();
        let properties = properties.unwrap_or_default();
        let depth = properties.depth().max(usize::from(mark == CELL));
        // Without properties, a cell mark right after a cell mark ends the row.
        let ends_row = properties.ends_row || (properties.depth() == 0 && is_repeated);
        self.mark_before = if ends_row { PARAGRAPH } else { mark };
        self.tables.stand_at(&mut self.flow, self.builder, depth);
        if ends_row {
            self.tables.end_row(&mut self.flow, self.builder);
        } else {
            self.tables.open_cell(&mut self.flow);
            self.paragraph(properties, &line);
            if mark == CELL || properties.ends_inner_cell {
                self.tables.end_cell(&mut self.flow, self.builder);
            }
        }
    }

    fn paragraph(&mut self, properties: ParagraphProperties, line: &str) {
        let anchored = std::mem::take(&mut self.anchored);
        let is_empty = line.trim().is_empty();
        let (number, level) = self.word.styles.numbering(properties.style);
        let number = properties.number.or(number).filter(|number| *number != 0);
        let level = usize::from(properties.level.or(level).unwrap_or(0));
        let label = number.and_then(|number| self.numbering.label(&number.to_string(), level)).unwrap_or_default();
        if !is_empty {
            let outlined = properties.outline_level.map(|level| level < 9);
            let is_heading = outlined.unwrap_or_else(|| self.word.styles.is_heading(properties.style));
            let kind = if is_heading { BlockKind::Heading } else { BlockKind::Paragraph };
            let text = format!("{label}{}", line.trim_start_matches([' ', '\t', '\u{3000}', '\n']));
            let blocks = 1 + text.matches('\n').count();
            self.room = self.room.saturating_sub(text.len() + blocks * BLOCK_COST);
            self.flow.block(self.builder, kind, &text);
        }
        for position in anchored {
            self.flow.items(self.builder, self.boxes.remove(&position).unwrap_or_default());
        }
    }

    /// Writes what the end of the part left open.
    fn finish(mut self) {
        let line = std::mem::take(&mut self.line);
        self.flow.block(self.builder, BlockKind::Paragraph, &line);
        self.flow.close_all(self.builder);
    }
}
