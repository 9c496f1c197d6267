//! Owns RTF: groups and what holds within them, control words that carry text, break it or hide it. Does not know how
//! bytes become characters (`decoder`), nor how paragraphs become blocks (`story`).

mod decoder;
mod destination;
mod group;
mod list;
mod object;
mod story;
mod style;
mod token;

use std::collections::HashSet;

use casefile::{Code, Diagnostic, limits};

use crate::builder::Builder;
use crate::error::ParseError;
use crate::flow::{Flow, Item};
use crate::format::table_marks::BLOCK_COST;
use crate::format::{code_page, equation};
use decoder::{Decoder, FontText, Fonts};
use destination::Destination;
use group::Group;
use list::{Lists, printed_label};
use object::EmbeddedObject;
use story::{ParagraphState, Story, StoryKind, furniture};
use style::Styles;
use token::{Token, Tokens};

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let mut reader = Reader::new(builder);
    for token in Tokens::new(bytes) {
        reader.token(token);
        if reader.is_complete || reader.room == 0 {
            break;
        }
    }
    reader.finish();
    Ok(())
}

struct Reader<'b> {
    builder: &'b mut Builder,
    groups: Vec<Group>,
    /// Groups beyond the limit of nesting, whose text is left out.
    groups_ignored: usize,
    is_too_deep: bool,
    is_complete: bool,
    /// How many bytes of text are still taken: blocks wait in memory, where the builder does not count them.
    room: usize,
    decoder: Decoder,
    fonts: Fonts,
    default_font: i64,
    lists: Lists,
    styles: Styles,
    object: EmbeddedObject,
    /// The font being read.
    open_font: i64,
    is_starred: bool,
    to_skip: usize,
    /// How many groups are open within the field whose equation is written.
    drawn_field: Option<usize>,
    /// The part being read is last.
    stories: Vec<Story>,
    headers: Vec<Item>,
    footers: Vec<Item>,
    notes: Vec<Item>,
    comments: Vec<Item>,
}

impl<'b> Reader<'b> {
    fn new(builder: &'b mut Builder) -> Reader<'b> {
        Reader {
            builder,
            groups: Vec::new(),
            groups_ignored: 0,
            is_too_deep: false,
            is_complete: false,
            room: limits::TEXT_BYTES_MAX,
            decoder: Decoder::new(),
            fonts: Fonts::default(),
            default_font: 0,
            lists: Lists::default(),
            styles: Styles::default(),
            object: EmbeddedObject::default(),
            open_font: 0,
            is_starred: false,
            to_skip: 0,
            drawn_field: None,
            stories: vec![Story::new(StoryKind::Body)],
            headers: Vec::new(),
            footers: Vec::new(),
            notes: Vec::new(),
            comments: Vec::new(),
        }
    }

    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            _ if self.groups_ignored > 0 => {}
            Token::Byte(_) | Token::Sign(_) if self.to_skip > 0 => self.to_skip -= 1,
            Token::Byte(byte) => self.byte(byte),
            Token::Sign(sign) => self.sign(sign),
            Token::Word(word, number) => {
                // A writer that leaves the replacement out must not lose a paragraph mark.
                self.to_skip = 0;
                self.word(word, number);
            }
        }
    }

    fn open(&mut self) {
        (self.to_skip, self.is_starred) = (0, false);
        if self.groups.len() >= limits::XML_DEPTH_MAX {
            self.groups_ignored += 1;
            self.is_too_deep = true;
            return;
        }
        let group = self.groups.last().copied().unwrap_or(Group::outermost(self.default_font));
        self.groups.push(Group { ends_story: false, ..group });
    }

    fn close(&mut self) {
        (self.to_skip, self.is_starred) = (0, false);
        if self.groups_ignored > 0 {
            self.groups_ignored -= 1;
            return;
        }
        let closed = self.groups.pop();
        if closed.is_some_and(|group| group.ends_story) {
            self.end_story();
        }
        let ends_data = closed.is_some_and(|group| group.destination == Destination::ObjectData);
        if ends_data && self.destination() != Destination::ObjectData {
            self.builder.attach(self.object.end());
        }
        self.is_complete = self.groups.is_empty();
    }

    fn destination(&self) -> Destination {
        self.groups.last().map_or(Destination::Hidden, |group| group.destination)
    }

    fn story(&mut self) -> &mut Story {
        self.stories.last_mut().expect("the body is never taken away before the end")
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'*' => self.is_starred = true,
            b'~' => self.push('\u{a0}'),
            b'_' => self.push('-'),
            b'\t' => self.push('\t'),
            b'\r' | b'\n' => self.word(b"par", None),
            // Braces and backslashes, which may also be the second byte of a character.
            b'\\' | b'{' | b'}' => self.byte(sign),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        match self.destination() {
            Destination::Text | Destination::Styles | Destination::Lists | Destination::ObjectClass => {}
            Destination::ObjectData => return self.object.digit(byte),
            _ => return,
        }
        let Some(group) = self.groups.last() else { return };
        let own = self.fonts.text_of(group.font);
        let wide = group.wide_font.filter(|_| group.is_wide).map(|font| self.fonts.text_of(font));
        let font = wide.filter(|wide| matches!(wide, FontText::Encoded(_))).unwrap_or(own);
        if font == FontText::Symbols && self.story().kind == StoryKind::Label {
            return;
        }
        if let Some(c) = self.decoder.byte(byte, font) {
            self.push(c);
        }
    }

    fn push(&mut self, c: char) {
        let Some(group) = self.groups.last() else { return };
        match group.destination {
            Destination::Text if !group.is_hidden && !group.is_deleted => {
                let cost = if c == '\n' { BLOCK_COST } else { c.len_utf8() };
                self.room = self.room.saturating_sub(cost);
                self.story().line.push(c);
            }
            Destination::Styles => self.styles.text(c),
            Destination::ObjectClass => self.object.class_text(c),
            Destination::Lists => self.lists.text(c),
            _ => {}
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        let is_starred = std::mem::take(&mut self.is_starred);
        if let Some(destination) = destination::of_word(word, is_starred) {
            let is_drawn = word == b"fldrslt" && self.drawn_field == self.groups.len().checked_sub(1);
            self.enter(if is_drawn { Destination::Hidden } else { destination });
            return;
        }
        let value = number.unwrap_or(0);
        match self.destination() {
            Destination::Hidden | Destination::Story(_) => {}
            Destination::Fonts => self.font_word(word, value),
            Destination::ObjectClass => {}
            Destination::ObjectData if word == b"bin" => self.object.bytes(value),
            Destination::ObjectData => {}
            Destination::Styles | Destination::Lists if word == b"u" => self.unicode(value),
            Destination::Styles | Destination::Lists if word == b"uc" => self.property_word(word, value, true),
            Destination::Styles => self.styles.word(word, value),
            Destination::Lists => self.lists.word(word, value),
            Destination::Container if word != b"nestrow" => {}
            Destination::Text | Destination::Container => {
                let is_on = number != Some(0);
                if !self.text_word(word, value) && !self.break_word(word) {
                    self.property_word(word, value, is_on);
                }
            }
        }
    }

    /// The group turns out to hold something else than the one around it.
    fn enter(&mut self, destination: Destination) {
        let outer = self.destination();
        let Some(group) = self.groups.last_mut() else { return };
        if outer == Destination::Hidden {
            return;
        }
        match destination {
            Destination::Story(kind) => {
                self.decoder.drop_waiting();
                group.destination = Destination::Text;
                if !std::mem::replace(&mut group.ends_story, true) {
                    // A list number and a field are set like their paragraph, everything else on its own.
                    if !kind.is_within_line() {
                        group.paragraph = ParagraphState::default();
                    }
                    self.stories.push(Story::new(kind));
                }
            }
            destination => group.destination = destination,
        }
    }

    fn end_story(&mut self) {
        self.decoder.drop_waiting();
        if self.stories.len() < 2 {
            return;
        }
        let Some(mut story) = self.stories.pop() else { return };
        let kind = story.kind;
        if kind == StoryKind::Label {
            let label = printed_label(&std::mem::take(&mut story.line));
            self.story().label = Some(label);
            return;
        }
        if kind == StoryKind::Code {
            self.end_code(&story.line);
            return;
        }
        let items = story.finish(self.builder);
        match kind {
            StoryKind::Note => self.notes.extend(items),
            StoryKind::Header => self.headers.extend(items),
            StoryKind::Footer => self.footers.extend(items),
            StoryKind::Comment => self.comments.extend(items),
            StoryKind::Body | StoryKind::Box | StoryKind::Label | StoryKind::Code => self.story().anchor(items),
        }
    }

    /// An equation is drawn from its code, whatever result is stored with it.
    fn end_code(&mut self, code: &str) {
        let equation = equation::shown(code).filter(|shown| !shown.is_empty());
        self.drawn_field = equation.is_some().then_some(self.groups.len());
        equation.unwrap_or_default().chars().for_each(|c| self.push(c));
    }

    fn font_word(&mut self, word: &[u8], value: i64) {
        match word {
            b"f" => self.open_font = value,
            b"fcharset" => self.fonts.set_charset(self.open_font, value),
            b"cpg" => self.fonts.set_code_page(self.open_font, value),
            _ => {}
        }
    }

    fn unicode(&mut self, value: i64) {
        let (lone, c) = self.decoder.unicode(value);
        lone.into_iter().chain(c).for_each(|c| self.push(c));
        self.to_skip = self.groups.last().map_or(0, |group| group.replacements);
    }

    /// Words that stand for characters.
    fn text_word(&mut self, word: &[u8], value: i64) -> bool {
        let c = match word {
            b"u" => {
                self.unicode(value);
                return true;
            }
            b"tab" => '\t',
            b"line" | b"page" | b"column" | b"softline" | b"softpage" | b"lbr" => '\n',
            b"lquote" => '‘',
            b"rquote" => '’',
            b"ldblquote" => '“',
            b"rdblquote" => '”',
            b"bullet" => '•',
            b"endash" => '–',
            b"emdash" => '—',
            b"emspace" | b"enspace" | b"qmspace" => ' ',
            _ => return false,
        };
        self.push(c);
        true
    }

    /// Words that end a paragraph, cell or row.
    fn break_word(&mut self, word: &[u8]) -> bool {
        let Some(group) = self.groups.last() else { return false };
        let state = group.paragraph;
        let inner = state.depth().max(2);
        if word == b"par" && group.is_deleted {
            // What follows continues the paragraph.
            return true;
        }
        if !matches!(word, b"par" | b"sect" | b"cell" | b"nestcell" | b"row" | b"nestrow") {
            return false;
        }
        self.decoder.drop_waiting();
        self.room = self.room.saturating_sub(BLOCK_COST);
        let story = self.stories.last_mut().expect("the body is never taken away before the end");
        if story.kind.is_within_line() {
            return true;
        }
        if !word.ends_with(b"row") && !story.line.trim().is_empty() {
            // What is stored is what the program showed last; the list counts nevertheless.
            let counted = state.list.and_then(|list| self.lists.label(list, state.level));
            story.label = story.label.take().or(counted);
        }
        match word {
            b"cell" => story.end_cell(self.builder, state, 1),
            b"nestcell" => story.end_cell(self.builder, state, inner),
            b"row" => story.end_row(self.builder, 1),
            b"nestrow" => story.end_row(self.builder, inner),
            _ => story.end_paragraph(self.builder, state),
        }
        true
    }

    /// Words that set what holds for the document, or from here to the end of the group.
    fn property_word(&mut self, word: &[u8], value: i64, is_on: bool) {
        let is_heading_style = self.styles.is_heading(value);
        let Some(group) = self.groups.last_mut() else { return };
        match word {
            b"deff" => {
                group.font = value;
                self.default_font = value;
            }
            b"ansicpg" => self.decoder.document = code_page::of_number(value),
            b"mac" => self.decoder.document = code_page::of_number(10_000),
            b"plain" => group.plain(self.default_font),
            b"s" => group.paragraph.is_heading = is_heading_style,
            _ => group.set(word, value, is_on),
        }
    }

    /// Writes the parts in the order of other formats: headers, body, notes, footers, comments.
    fn finish(mut self) {
        let is_full = self.room == 0;
        let is_cut = !self.is_complete && !is_full;
        while self.stories.len() > 1 {
            self.end_story();
        }
        self.decoder.drop_waiting();
        let body = self.stories.pop().map(|body| body.finish(self.builder)).unwrap_or_default();
        let mut seen = HashSet::new();
        furniture(self.builder, &mut seen, self.headers);
        Flow::default().items(self.builder, body);
        Flow::default().items(self.builder, self.notes);
        furniture(self.builder, &mut seen, self.footers);
        furniture(self.builder, &mut seen, self.comments);
        if self.decoder.is_damaged {
            self.builder.diagnose(Diagnostic::new(Code::EncodingDamaged, "rtf"));
        }
        if is_full {
            self.builder.diagnose(Diagnostic::new(Code::TextTruncated, "TEXT_BYTES_MAX"));
        }
        if self.is_too_deep {
            self.builder.diagnose(Diagnostic::new(Code::TextTruncated, "XML_DEPTH_MAX"));
        }
        if is_cut {
            self.builder.diagnose(Diagnostic::new(Code::PartUnreadable, "rtf"));
        }
    }
}
