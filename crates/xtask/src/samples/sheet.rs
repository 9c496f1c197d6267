//! Owns the markup of the source texts: what each line of a sheet is. Knows no output format.
//!
//! The first line names the form (`@docx`). Of the others, `# ` opens a centred title, `> ` a line set to the right
//! (case number, signatures), `| a | b |` a table row; anything else is a paragraph of the body.

use anyhow::{Context, Result, bail};

/// The output a source is rendered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Word 97-2003 binary document.
    Doc,
    /// Office Open XML.
    Docx,
    /// The same with what people leave in it: tracked changes, numbers that Word computes, controls, notes.
    DocxReviewed,
    /// PDF with a text layer in a font that is not embedded.
    Pdf,
    /// OFD with the court's seal over the date.
    Ofd,
    /// Rich Text Format.
    Rtf,
    /// A court's publication page.
    HtmlPage,
    /// What Word writes as a web page, under the name of a Word document.
    HtmlWord,
    /// Word's single-file web page.
    Mht,
    /// OpenDocument text.
    Odt,
    /// UTF-8 without a byte order mark.
    TxtUtf8,
    /// UTF-16, little endian, with a byte order mark.
    TxtUtf16,
    /// GB18030 without a byte order mark.
    TxtGb18030,
}

impl Form {
    /// Every form.
    pub(super) const ALL: &[Form] = &[
        Form::Doc,
        Form::Docx,
        Form::DocxReviewed,
        Form::Pdf,
        Form::Ofd,
        Form::Rtf,
        Form::HtmlPage,
        Form::HtmlWord,
        Form::Mht,
        Form::Odt,
        Form::TxtUtf8,
        Form::TxtUtf16,
        Form::TxtGb18030,
    ];

    /// The name in the markup.
    fn name(self) -> &'static str {
        match self {
            Form::Doc => "doc",
            Form::Docx => "docx",
            Form::DocxReviewed => "docx-reviewed",
            Form::Pdf => "pdf",
            Form::Ofd => "ofd",
            Form::Rtf => "rtf",
            Form::HtmlPage => "html-page",
            Form::HtmlWord => "html-word",
            Form::Mht => "mht",
            Form::Odt => "odt",
            Form::TxtUtf8 => "txt-utf8",
            Form::TxtUtf16 => "txt-utf16",
            Form::TxtGb18030 => "txt-gb18030",
        }
    }

    /// The suffix of the file name. Word's HTML goes by `.doc`, as clerks have it.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Form::Doc => "doc",
            Form::Docx | Form::DocxReviewed => "docx",
            Form::Pdf => "pdf",
            Form::Ofd => "ofd",
            Form::Rtf => "rtf",
            Form::HtmlPage => "html",
            Form::HtmlWord => "doc",
            Form::Mht => "mht",
            Form::Odt => "odt",
            Form::TxtUtf8 | Form::TxtUtf16 | Form::TxtGb18030 => "txt",
        }
    }
}

/// One line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A centred title.
    Title(String),
    /// A line at the right margin.
    Right(String),
    /// The cells of a table row.
    Row(Vec<String>),
    /// A paragraph.
    Body(String),
}

impl Line {
    /// The words of the line; cells are set apart by two wide spaces.
    pub(super) fn text(&self) -> String {
        match self {
            Line::Title(text) | Line::Right(text) | Line::Body(text) => text.clone(),
            Line::Row(cells) => cells.join("\u{3000}\u{3000}"),
        }
    }
}

/// A document before it is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sheet {
    /// What to render it to.
    pub(super) form: Form,
    /// Its lines in order.
    pub(super) lines: Vec<Line>,
}

impl Sheet {
    /// Reads the markup.
    pub(super) fn parse(text: &str) -> Result<Sheet> {
        let (first, rest) = text.split_once('\n').context("a source has a first line")?;
        let name = first.strip_prefix('@').context("the first line names the form: @docx")?;
        let form = Form::ALL.iter().find(|form| form.name() == name);
        let form = *form.with_context(|| format!("no form is called {name}"))?;
        let mut lines = Vec::new();
        for (number, line) in rest.lines().enumerate() {
            if line.trim().is_empty() {
                bail!("line {} is empty", number + 2);
            }
            lines.push(parse_line(line));
        }
        Ok(Sheet { form, lines })
    }

    /// The first title without its layout spaces.
    pub(super) fn title(&self) -> String {
        let title = self.lines.iter().find_map(|line| match line {
            Line::Title(text) => Some(text.as_str()),
            _ => None,
        });
        title.unwrap_or_default().replace(['\u{3000}', ' '], "")
    }
}

fn parse_line(line: &str) -> Line {
    if let Some(text) = line.strip_prefix("# ") {
        return Line::Title(text.to_string());
    }
    if let Some(text) = line.strip_prefix("> ") {
        return Line::Right(text.to_string());
    }
    match line.strip_prefix('|').and_then(|row| row.strip_suffix('|')) {
        Some(row) => Line::Row(row.split('|').map(|cell| cell.trim().to_string()).collect()),
        None => Line::Body(line.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(text: &str, expected: Expect) {
        let shown = match Sheet::parse(text) {
            Ok(sheet) => format!("{:?}\n{:#?}\n", sheet.form, sheet.lines),
            Err(error) => format!("{error:#}\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn each_kind_of_line() {
        check(
            "@txt-utf8\n# 判　决　书\n> （2020）某01民初1号\n| 案号 | 一 |\n正文。\n",
            expect![[r#"
                TxtUtf8
                [
                    Title(
                        "判\u{3000}决\u{3000}书",
                    ),
                    Right(
                        "（2020）某01民初1号",
                    ),
                    Row(
                        [
                            "案号",
                            "一",
                        ],
                    ),
                    Body(
                        "正文。",
                    ),
                ]
            "#]],
        );
    }

    #[test]
    fn what_is_refused() {
        check("@pages\n正文。\n", expect!["no form is called pages\n"]);
        check("正文。\n正文。\n", expect!["the first line names the form: @docx\n"]);
        check("@docx\n甲\n\n乙\n", expect!["line 3 is empty\n"]);
    }
}
