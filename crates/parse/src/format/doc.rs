//! Owns the Word 97-2003 binary format, and what of Word 6 and 95 shares it: which streams there are and in which order
//! the parts of the text come. Does not know what stands within a part: that is `story`.

mod binary;
mod fib;
mod formatted;
pub(in crate::format) mod list;
mod sprm;
mod story;
mod style;
mod text;

use std::collections::HashSet;
use std::ops::Range;

use casefile::{Attachment, BlockKind, Code, Diagnostic};

use crate::builder::Builder;
use crate::compound::CompoundFile;
use crate::error::ParseError;
use crate::flow::{Flow, Item};
use crate::format::docx::numbering::Numbering;
use binary::{Plc, u32_at};
use fib::{Fib, Table};
use formatted::Runs;
use story::{Boxes, Word};
use style::Styles;
use text::Text;

/// The stream that makes a compound file a Word document.
pub(crate) const DOCUMENT: &str = "WordDocument";

/// What is stored with an embedded object but is not the object: its picture, its class and properties.
const BESIDE_OBJECTS: [&str; 5] = ["PRINT", "CompObj", "ObjInfo", "LinkInfo", "SummaryInformation"];

/// Bytes of an anchor of a shape, and of a text box in the list of text boxes.
const SHAPE_BYTES: usize = 26;
const TEXT_BOX_BYTES: usize = 22;

/// The parts of the header story of which no page shows anything but lines between text and notes.
const SEPARATORS: usize = 6;

/// Parts of the header story per section: headers of even, odd and first pages, and footers.
const FURNITURE_PER_SECTION: usize = 6;

pub(crate) fn read(bytes: &[u8], builder: &mut Builder) -> Result<(), ParseError> {
    let damaged = ParseError::Damaged { what: "Word document" };
    let container = CompoundFile::open(bytes).ok_or(damaged.clone())?;
    if container.is_capped() {
        builder.diagnose(Diagnostic::new(Code::LimitReached, "COMPOUND_ENTRIES_MAX"));
    }
    let mut document = stream(&container, DOCUMENT, builder);
    if document.is_empty() && begins_with_text(&container) {
        document = container.after_header().to_vec();
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, DOCUMENT));
    }
    let fib = Fib::read(&document)?;
    let names = if fib.has_table_one() { ["1Table", "0Table"] } else { ["0Table", "1Table"] };
    let table = match (fib.is_old, names.iter().find(|name| container.has(name))) {
        (true, _) => document.clone(),
        (false, Some(name)) => stream(&container, name, builder),
        (false, None) => Vec::new(),
    };
    let data = stream(&container, "Data", builder);
    let text = Text::read(&document, &table, &fib).or_else(|| Text::in_one_piece(&document, &fib)).ok_or(damaged)?;
    if text.is_cut {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, "pieces"));
    }
    let (lists_at, lists_len) = fib.table_range(Table::Lists);
    let lists = table.get(lists_at as usize..).unwrap_or_default();
    let mut numbering = list::numbering(lists, lists_len as usize, fib.table(&table, Table::ListUses));
    let word = Word {
        text,
        styles: Styles::read(fib.table(&table, Table::Styles)),
        characters: Runs::of_characters(&document, fib.table(&table, Table::CharacterRuns)),
        paragraphs: Runs::of_paragraphs(&document, fib.table(&table, Table::ParagraphRuns)),
        data: &data,
    };
    write_parts(&word, &fib, &table, &mut numbering, builder);
    attach_objects(&container, builder);
    Ok(())
}

/// Whether the document stands where Word puts it, right after the header of the container. So it can be found even when
/// the directory is lost.
pub(crate) fn begins_with_text(container: &CompoundFile<'_>) -> bool {
    Fib::is_at(container.after_header())
}

/// A stream, as much of it as can be read; empty if there is none.
fn stream(container: &CompoundFile<'_>, name: &str, builder: &mut Builder) -> Vec<u8> {
    let Some(stream) = container.stream(name) else { return Vec::new() };
    if stream.is_cut {
        builder.diagnose(Diagnostic::new(Code::PartUnreadable, name));
    }
    stream.bytes
}

/// Lists the objects that are embedded, each by the stream that holds most of it.
fn attach_objects(container: &CompoundFile<'_>, builder: &mut Builder) {
    for (storage, streams) in container.storages_within("ObjectPool") {
        let own = streams.into_iter().filter(|(name, _)| !BESIDE_OBJECTS.iter().any(|beside| name.ends_with(beside)));
        let main = own.max_by_key(|(_, bytes)| *bytes);
        if let Some((stream, bytes)) = main {
            let stream = stream.trim_start_matches(char::is_control);
            builder.attach(Attachment { name: format!("{storage}/{stream}"), bytes });
        }
    }
}

fn write_parts(word: &Word<'_>, fib: &Fib<'_>, table: &[u8], numbering: &mut Numbering, builder: &mut Builder) {
    let stories = &fib.stories;
    let (headers, footers) = furniture(fib, table);
    let mut seen = HashSet::new();
    let mut beside = |builder: &mut Builder, kind: BlockKind, numbering: &mut Numbering, range: &Range<u32>| {
        for item in story::blocks(word, numbering, range) {
            // Sections repeat their headers.
            if kind != BlockKind::Furniture || seen.insert(item.text.clone()) {
                builder.block(item.before, kind, &item.text);
            }
        }
    };
    for range in &headers {
        beside(builder, BlockKind::Furniture, numbering, range);
    }
    let (mut boxes, unanchored) = text_boxes(word, fib, table, numbering);
    story::write(word, numbering, builder, &stories.body, &mut boxes);
    let mut left: Vec<(u32, Vec<Item>)> = boxes.into_iter().collect();
    left.sort_by_key(|(position, _)| *position);
    Flow::default().items(builder, left.into_iter().flat_map(|(_, items)| items).chain(unanchored).collect());
    beside(builder, BlockKind::Note, numbering, &stories.footnotes);
    beside(builder, BlockKind::Note, numbering, &stories.endnotes);
    for range in &footers {
        beside(builder, BlockKind::Furniture, numbering, range);
    }
    beside(builder, BlockKind::Furniture, numbering, &stories.header_text_boxes);
    beside(builder, BlockKind::Furniture, numbering, &stories.comments);
}

/// The ranges of headers and of footers.
fn furniture(fib: &Fib<'_>, table: &[u8]) -> (Vec<Range<u32>>, Vec<Range<u32>>) {
    let story = &fib.stories.headers;
    let bounds = Plc::new(fib.table(table, Table::Headers), 0);
    if bounds.count() == 0 {
        return (vec![story.clone()], Vec::new());
    }
    let (mut headers, mut footers) = (Vec::new(), Vec::new());
    // Parts follow one another; a table in which they do not is no guide.
    let mut end = story.start;
    for index in SEPARATORS..bounds.count() {
        let start = story.start.saturating_add(bounds.position(index)).max(end);
        let upto = story.start.saturating_add(bounds.position(index + 1)).min(story.end);
        if start >= upto {
            continue;
        }
        end = upto;
        let is_footer = matches!((index - SEPARATORS) % FURNITURE_PER_SECTION, 2 | 3 | 5);
        if is_footer { footers.push(start..upto) } else { headers.push(start..upto) }
    }
    (headers, footers)
}

/// Text boxes by the positions of their anchors, and those whose anchor is not known: shapes of a group have none.
fn text_boxes(word: &Word<'_>, fib: &Fib<'_>, table: &[u8], numbering: &mut Numbering) -> (Boxes, Vec<Item>) {
    let story = &fib.stories.text_boxes;
    let bounds = Plc::new(fib.table(table, Table::TextBoxes), TEXT_BOX_BYTES);
    let anchors = Plc::new(fib.table(table, Table::Shapes), SHAPE_BYTES);
    let shapes: std::collections::HashMap<u32, u32> = (0..anchors.count())
        .filter_map(|index| u32_at(anchors.item(index), 0).map(|shape| (shape, anchors.position(index))))
        .collect();
    let (mut boxes, mut unanchored) = (Boxes::new(), Vec::new());
    let mut end = story.start;
    for index in 0..bounds.count() {
        let start = story.start.saturating_add(bounds.position(index)).max(end);
        let upto = story.start.saturating_add(bounds.position(index + 1)).min(story.end);
        if start >= upto {
            continue;
        }
        end = upto;
        let items = story::blocks(word, numbering, &(start..upto));
        let shape = u32_at(bounds.item(index), 14);
        match shape.and_then(|shape| shapes.get(&shape)) {
            Some(position) => boxes.entry(*position).or_default().extend(items),
            None => unanchored.extend(items),
        }
    }
    if end < story.end && bounds.count() == 0 {
        unanchored.extend(story::blocks(word, numbering, story));
    }
    (boxes, unanchored)
}
