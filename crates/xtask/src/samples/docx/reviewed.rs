//! Owns sheets as DOCX after review: with numbers that Word computes, tracked changes, content controls, a footnote, a
//! comment and a text box. What is accepted and shown says the same as the sheet.

use super::super::sheet::{Line, Sheet};
use super::{W, XML, lines, one_run, package, runs};

const CHANGE: &str = r#"w:id="900" w:author="校对" w:date="2020-01-01T00:00:00Z""#;

const NUMERALS: &str = "一二三四五六七八九十";

/// The document as a container with fixed dates.
pub(in super::super) fn render(sheet: &Sheet) -> Vec<u8> {
    let mut lists = Lists::default();
    let mut bodies = 0;
    let mut body = lines(sheet, |line| match line {
        Line::Title(text) => control("", &with_properties("Title", "", &runs(text))),
        Line::Right(text) => {
            let prompt = control("<w:showingPlcHdr/>", &one_run("单击此处输入文字"));
            with_properties("Signature", "", &(prompt + &control("", &runs(text))))
        }
        Line::Row(_) | Line::Body(_) => {
            bodies += 1;
            body_line(&line.text(), bodies, &mut lists)
        }
    });
    body.push_str(&with_properties("Text", "", &text_box("本件与原本核对无异")));
    package(
        sheet,
        &body,
        vec![("numbering", lists.part()), ("footnotes", footnotes("排版说明。")), ("comments", comments("请校对。"))],
    )
}

/// A paragraph in one of the ways that review leaves it.
fn body_line(text: &str, index: usize, lists: &mut Lists) -> String {
    if let Some((number, rest)) = lists.take_label(text) {
        let numbering = format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>"#);
        return with_properties("Text", &numbering, &runs(rest));
    }
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    let (left, right) = text.split_at(middle);
    match index % 4 {
        1 => {
            let deleted = format!("<w:del {CHANGE}><w:r><w:delText>原稿文字</w:delText></w:r></w:del>");
            let inserted = format!("<w:ins {CHANGE}>{}</w:ins>", runs(right));
            with_properties("Text", "", &(runs(left) + &deleted + &inserted + &marks(index)))
        }
        2 => {
            let mark = format!("<w:rPr><w:del {CHANGE}/></w:rPr>");
            with_properties("Text", &mark, &runs(left)) + &with_properties("Text", "", &runs(right))
        }
        3 => {
            let moved = format!("<w:moveFrom {CHANGE}>{}</w:moveFrom>", runs(right));
            let here = format!("<w:moveTo {CHANGE}>{}</w:moveTo>", runs(right));
            with_properties("Text", "", &(moved + &runs(left) + &here))
        }
        _ => with_properties("Text", "", &runs(text)),
    }
}

/// The first paragraph carries the marks of the footnote and of the comment.
fn marks(index: usize) -> String {
    match index {
        1 => r#"<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="0"/></w:r>"#.to_owned(),
        _ => String::new(),
    }
}

fn with_properties(style: &str, properties: &str, content: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>"#)
}

fn control(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

/// A text box twice: as Word draws it, and for programs that know only the older form.
fn text_box(text: &str) -> String {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", with_properties("Cell", "", &one_run(text)));
    format!(
        r#"<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" Requires="wps"><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="360000"/><wp:docPr id="1" name="文本框"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect xmlns:v="urn:schemas-microsoft-com:vml" style="width:71pt;height:28pt"><v:textbox>{content}</v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#
    )
}

fn footnotes(text: &str) -> String {
    let separator = |id: i32, kind: &str| {
        format!(r#"<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>"#)
    };
    let note = with_properties("Cell", "", &format!("<w:r><w:footnoteRef/></w:r>{}", one_run(text)));
    format!(
        "{XML}\n<w:footnotes {W}>{}{}<w:footnote w:id=\"1\">{note}</w:footnote></w:footnotes>",
        separator(-1, "separator"),
        separator(0, "continuationSeparator")
    )
}

fn comments(text: &str) -> String {
    let comment = with_properties("Cell", "", &one_run(text));
    format!(
        "{XML}\n<w:comments {W}><w:comment w:id=\"0\" w:author=\"校对\" w:date=\"2020-01-01T00:00:00Z\">{comment}</w:comment></w:comments>"
    )
}

/// Paragraphs that begin with 一、 and its successors become lists.
#[derive(Default)]
struct Lists {
    count: usize,
    next: usize,
}

impl Lists {
    /// The number of the list that the paragraph goes on with or begins, and the paragraph without its label.
    fn take_label<'t>(&mut self, text: &'t str) -> Option<(usize, &'t str)> {
        let (label, rest) = text.split_once('、')?;
        let index = NUMERALS.chars().position(|numeral| label == numeral.to_string())?;
        if index == 0 {
            self.count += 1;
        } else if index != self.next {
            return None;
        }
        self.next = index + 1;
        Some((self.count, rest))
    }

    fn part(&self) -> String {
        let numbers = (1..=self.count).map(|number| {
            format!(
                r#"<w:num w:numId="{number}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>"#
            )
        });
        format!(
            r#"{XML}
<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>{}</w:numbering>"#,
            numbers.collect::<String>()
        )
    }
}
