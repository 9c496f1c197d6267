//! Owns the look of paragraphs, cells and tables: fonts, sizes, shading. Knows nothing of what they say.

use docx_rs::{
    AlignmentType, Docx, Footer, Header, LineSpacing, NumPages, PageNum, Paragraph, Run, RunFonts, Shading, Style,
    StyleType, Table, TableAlignmentType, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType,
    WidthType,
};

use crate::content::{Line, Piece, Tone};

/// 宋体, for titles and tables.
const SONG: &str = "宋体";
/// 黑体, for headings and the heads of tables.
const HEI: &str = "黑体";
/// 仿宋, for running text.
const FANG: &str = "仿宋";

/// Font sizes in half points.
const TITLE: usize = 40;
const BODY: usize = 24;
const TABLE: usize = 19;
/// Running head, page numbers and whatever names no size of its own, as the fields of page numbers do.
const SMALL: usize = 18;
const REMARK: usize = 16;
const FINE: usize = 12;

const FILL_HEAD: &str = "E7E9ED";
const FILL_DIFFERS: &str = "FFDF9E";
const FILL_FOUND: &str = "DCE6F2";

/// Where the text of a cell stands.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Middle,
}

/// A cell of a table.
pub(super) struct Cell {
    lines: Vec<Line>,
    align: Align,
    font: &'static str,
    is_bold: bool,
    size: usize,
}

impl Cell {
    /// A cell with one paragraph.
    pub(super) fn text(text: &str, align: Align) -> Cell {
        Cell { lines: vec![vec![Piece::plain(text)]], align, font: SONG, is_bold: false, size: TABLE }
    }

    /// A cell with one paragraph per line.
    pub(super) fn lines(lines: &[Line]) -> Cell {
        Cell { lines: lines.to_vec(), align: Align::Left, font: SONG, is_bold: false, size: TABLE }
    }

    /// The same in bold 黑体.
    pub(super) fn strong(self) -> Cell {
        Cell { font: HEI, is_bold: true, ..self }
    }

    /// The same in small print, for a long number.
    pub(super) fn fine(self) -> Cell {
        Cell { size: FINE, ..self }
    }
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(east_asia)
}

/// Default font and the two levels of headings.
pub(super) fn styles(docx: Docx) -> Docx {
    let heading = |id: &str, name: &str, level: usize, size: usize| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .outline_lvl(level)
            .fonts(fonts(HEI))
            .size(size)
    };
    docx.default_fonts(fonts(FANG))
        .default_size(SMALL)
        .add_style(heading("Heading1", "heading 1", 0, 30))
        .add_style(heading("Heading2", "heading 2", 1, 26))
}

fn run(text: &str, font: &str, size: usize) -> Run {
    Run::new().add_text(text).fonts(fonts(font)).size(size)
}

fn spacing(before: u32, after: u32) -> LineSpacing {
    LineSpacing::new().before(before).after(after)
}

/// The running head.
pub(super) fn header(title: &str) -> Header {
    Header::new().add_paragraph(Paragraph::new().align(AlignmentType::Right).add_run(run(title, SONG, SMALL)))
}

/// 第 X 页 共 Y 页.
pub(super) fn footer() -> Footer {
    let paragraph = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run("第 ", SONG, SMALL))
        .add_page_num(PageNum::new())
        .add_run(run(" 页 共 ", SONG, SMALL))
        .add_num_pages(NumPages::new())
        .add_run(run(" 页", SONG, SMALL));
    Footer::new().add_paragraph(paragraph)
}

/// The title of the report.
pub(super) fn title(text: &str) -> Paragraph {
    let paragraph = Paragraph::new().align(AlignmentType::Center).line_spacing(spacing(0, 240));
    paragraph.add_run(run(text, SONG, TITLE).bold())
}

/// A heading of the level.
pub(super) fn heading(level: usize, text: &str) -> Paragraph {
    let size = if level == 1 { 30 } else { 26 };
    let paragraph = Paragraph::new().style(&format!("Heading{level}")).keep_next(true).line_spacing(spacing(240, 100));
    paragraph.add_run(run(text, HEI, size))
}

/// Labels and values, one after the other.
pub(super) fn facts(facts: &[(&'static str, String)]) -> Paragraph {
    let mut paragraph = Paragraph::new().keep_next(true).line_spacing(spacing(0, 20));
    for (index, (label, value)) in facts.iter().enumerate() {
        let gap = if index > 0 { "　　" } else { "" };
        paragraph = paragraph.add_run(run(&format!("{gap}{label}："), HEI, 22)).add_run(run(value, FANG, 22));
    }
    paragraph
}

/// Running text.
pub(super) fn body(text: &str) -> Paragraph {
    Paragraph::new().line_spacing(spacing(0, 60)).add_run(run(text, FANG, 22))
}

/// Running text with room above it.
pub(super) fn spaced(text: &str) -> Paragraph {
    Paragraph::new().line_spacing(spacing(120, 0)).add_run(run(text, FANG, 22))
}

/// The line over a table.
pub(super) fn caption(text: &str) -> Paragraph {
    Paragraph::new().keep_next(true).line_spacing(spacing(80, 40)).add_run(run(text, HEI, 21))
}

/// The sentence on what was found, kept with the table that follows.
pub(super) fn verdict(text: &str, is_followed: bool) -> Paragraph {
    Paragraph::new().keep_next(is_followed).line_spacing(spacing(120, 80)).add_run(run(text, HEI, 22))
}

/// Labels with room to sign.
pub(super) fn signatures(labels: &[&str]) -> Paragraph {
    let mut paragraph = Paragraph::new().keep_lines(true).line_spacing(spacing(720, 0));
    for label in labels {
        paragraph = paragraph.add_run(run(&format!("{label}："), FANG, BODY));
        paragraph = paragraph.add_run(run(&"　".repeat(9), FANG, BODY).underline("single"));
        paragraph = paragraph.add_run(run("　　", FANG, BODY));
    }
    paragraph
}

/// A table over the whole width.
pub(super) fn table(rows: Vec<TableRow>, widths: &[usize]) -> Table {
    Table::new(rows)
        .set_grid(widths.to_vec())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(40, 80, 40, 80))
}

/// The head of a table.
pub(super) fn head_row(columns: &[&str], widths: &[usize]) -> TableRow {
    let cells = columns.iter().zip(widths).map(|(column, &width)| {
        let cell = cell(Cell::text(column, Align::Middle).strong(), width);
        cell.shading(Shading::new().fill(FILL_HEAD)).vertical_align(VAlignType::Center)
    });
    TableRow::new(cells.collect()).cant_split()
}

/// A row of a table, never broken over two pages.
pub(super) fn row(cells: Vec<Cell>, widths: &[usize]) -> TableRow {
    TableRow::new(cells.into_iter().zip(widths).map(|(content, &width)| cell(content, width)).collect()).cant_split()
}

fn cell(content: Cell, width: usize) -> TableCell {
    let mut cell = TableCell::new().width(width, WidthType::Dxa);
    for line in &content.lines {
        let mut paragraph = Paragraph::new().align(match content.align {
            Align::Left => AlignmentType::Left,
            Align::Middle => AlignmentType::Center,
        });
        for piece in line {
            let run = toned(piece, content.font, content.size);
            paragraph = paragraph.add_run(if content.is_bold { run.bold() } else { run });
        }
        cell = cell.add_paragraph(paragraph);
    }
    cell
}

fn toned(piece: &Piece, font: &str, size: usize) -> Run {
    match piece.tone {
        Tone::Plain => run(&piece.text, font, size),
        Tone::Differs => run(&piece.text, font, size).shading(Shading::new().fill(FILL_DIFFERS)).underline("single"),
        Tone::Found => run(&piece.text, font, size).shading(Shading::new().fill(FILL_FOUND)),
        Tone::Remark => run(&piece.text, font, REMARK).color("555555"),
    }
}
