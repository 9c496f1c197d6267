//! `casecheck split`: a case file taken apart into its materials.

use std::path::{Path, PathBuf};

use clap::Args;
use pipeline::{Bookmark, PageRange};

use crate::failure::Failure;
use crate::input::{self, FileError};
use crate::isolation::Isolation;
use crate::outcome::Outcome;
use crate::{output, view};

/// Longest name of a part, in characters; file systems take 255 bytes.
const NAME_CHARS_MAX: usize = 60;

/// Take a PDF case file apart into its materials.
///
/// By page numbers, or by the bookmarks of the file: then each of the highest bookmarks begins a part that has its
/// title as name, and pages before the first bookmark are a part of their own. Prints the files it has written, each when
/// it is written.
#[derive(Args)]
#[command(after_help = "\
Examples:
  casecheck split casefile.pdf --pages 1-3,4-10,11 --out materials/
  casecheck split casefile.pdf --bookmarks --out materials/")]
#[command(group(clap::ArgGroup::new("by").required(true)))]
pub struct Split {
    /// A PDF.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Pages of each part, counted from 1.
    #[arg(long, value_name = "RANGES", group = "by", value_delimiter = ',', value_parser = page_range)]
    pages: Vec<PageRange>,
    /// One part per bookmark.
    #[arg(long, group = "by")]
    bookmarks: bool,
    /// Folder for the parts; made if it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    isolation: Isolation,
}

/// A part to be written.
struct Part {
    name: String,
    pages: PageRange,
}

/// Runs the command.
pub fn run(command: &Split) -> Result<Outcome, Failure> {
    let parser = command.isolation.parser(1)?;
    let path = &command.file;
    let bytes = match input::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return view::refused(path, &error),
    };
    let parts = match command.bookmarks {
        true => match parser.outline(&bytes).map_err(FileError::Process) {
            Ok(outline) if outline.bookmarks.is_empty() => {
                let message = format!("{} has no bookmarks", path.display());
                return Err(Failure::new("bookmarks_missing", message, "give the pages instead: --pages 1-3,4-10"));
            }
            Ok(outline) => parts_of(starts(&outline.bookmarks), outline.pages),
            Err(error) => return view::refused(path, &error),
        },
        false => command.pages.iter().map(|&pages| by_pages(path, pages)).collect(),
    };
    let ranges: Vec<PageRange> = parts.iter().map(|part| part.pages).collect();
    for (part, file) in parts.iter().zip(parser.split(&bytes, &ranges)) {
        match file.map_err(FileError::Process) {
            Ok(file) => write(&command.out, part, &file)?,
            Err(error) => return view::refused(path, &error),
        }
    }
    Ok(Outcome::default())
}

fn write(folder: &Path, part: &Part, file: &[u8]) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let message = format!("cannot make {}: {error}", folder.display());
        Failure::new("output_unwritable", message, "check the folder and the permissions")
    })?;
    let to = folder.join(&part.name);
    output::write(&to, file)?;
    view::print_line(&format!("{}  第{}–{}页", to.display(), part.pages.first(), part.pages.last()));
    Ok(())
}

fn page_range(text: &str) -> Result<PageRange, String> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let range = number(first).zip(number(last)).and_then(|(first, last)| PageRange::new(first, last));
    range.ok_or_else(|| "pages are written like 4-10 or 4, counted from 1".to_string())
}

fn by_pages(path: &Path, pages: PageRange) -> Part {
    let stem = input::stem_of(path);
    Part { name: format!("{stem}_{:04}-{:04}.pdf", pages.first(), pages.last()), pages }
}

/// The first page and the title of each part. A single bookmark above all others names the file as a whole.
fn starts(bookmarks: &[Bookmark]) -> Vec<(u32, String)> {
    let at_level = |level: u32| bookmarks.iter().filter(move |bookmark| bookmark.level == level);
    let top = bookmarks.iter().map(|bookmark| bookmark.level).min().unwrap_or(1);
    let below = bookmarks.iter().map(|bookmark| bookmark.level).filter(|&level| level > top).min();
    let level = match below {
        Some(below) if at_level(top).count() == 1 => below,
        _ => top,
    };
    let mut starts: Vec<(u32, String)> = Vec::new();
    for bookmark in at_level(level) {
        // Materials that begin on the same page are one part.
        match starts.iter_mut().find(|(page, _)| *page == bookmark.page) {
            Some((_, title)) => *title = format!("{title}、{}", bookmark.title),
            None => starts.push((bookmark.page, bookmark.title.clone())),
        }
    }
    starts.sort_by_key(|(page, _)| *page);
    starts
}

fn parts_of(starts: Vec<(u32, String)>, count: u32) -> Vec<Part> {
    let mut starts = starts;
    if starts.first().is_some_and(|(page, _)| *page > 1) {
        starts.insert(0, (1, "卷首".to_string()));
    }
    let ends: Vec<u32> = starts.iter().skip(1).map(|(page, _)| page - 1).chain([count]).collect();
    let numbered = starts.iter().zip(ends).enumerate();
    numbered
        .filter_map(|(index, ((first, title), last))| {
            let name = format!("{:03}_{}.pdf", index + 1, file_name(title));
            PageRange::new(*first, last).map(|pages| Part { name, pages })
        })
        .collect()
}

/// A title as a file name: nothing that a file system takes for something else.
fn file_name(title: &str) -> String {
    let is_plain = |c: &char| !c.is_control() && !"/\\:*?\"<>|".contains(*c);
    let plain: String = title.chars().map(|c| if is_plain(&c) { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(NAME_CHARS_MAX).collect();
    let name = short.trim_matches(['.', ' ']);
    if name.is_empty() { "无标题".to_string() } else { name.to_string() }
}
