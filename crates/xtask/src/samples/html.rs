//! Owns sheets as HTML: the page a court publishes, and the page Word saves under the name of a document.

use std::fmt::Write;

use super::sheet::{Line, Sheet};

/// A publication page in UTF-8: navigation above, a notice below, and the document between.
pub(super) fn render_page(sheet: &Sheet) -> Vec<u8> {
    let title = sheet.title();
    let mut body = String::new();
    for line in &sheet.lines {
        let (class, text) = match line {
            Line::Title(text) => ("title", escape(text)),
            Line::Right(text) => ("right", escape(text)),
            Line::Row(_) => ("body", escape(&line.text())),
            Line::Body(text) => ("body", escape(text)),
        };
        writeln!(body, "<p class=\"{class}\">{text}</p>").expect("strings take writes");
    }
    format!(
        r#"<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
.nav, .notice {{ color: #888; font-size: 12px; }}
.title {{ text-align: center; font: 22pt SimSun, serif; }}
.right {{ text-align: right; }}
.body {{ text-indent: 2em; font: 16pt FangSong, serif; }}
</style>
<script>var page = {{ "kind": "document", "views": 0 }};</script>
</head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/documents">裁判文书</a> &gt; 正文</div>
<div id="document">
{body}</div>
<div class="notice">本页内容仅供查阅，以送达的纸质文书为准。</div>
</body>
</html>
"#
    )
    .into_bytes()
}

/// Word's HTML in the GBK encoding that Word declares as gb2312, with Windows line ends.
pub(super) fn render_word(sheet: &Sheet) -> Vec<u8> {
    let mut body = String::new();
    let mut in_table = false;
    for line in &sheet.lines {
        if in_table != matches!(line, Line::Row(_)) {
            in_table = !in_table;
            body.push_str(if in_table { "<table class=MsoTableGrid border=1>\n" } else { "</table>\n" });
        }
        body.push_str(&word_line(line));
    }
    if in_table {
        body.push_str("</table>\n");
    }
    let page = format!(
        r#"<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=Generator content="Microsoft Word 11">
<title>{}</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->
<style>
<!--
 p.MsoNormal {{ margin:0cm; text-align:justify; font-size:16.0pt; font-family:仿宋_GB2312; }}
-->
</style>
</head>
<body lang=ZH-CN style='tab-interval:21.0pt'>
<div class=Section1>
{body}</div>
</body>
</html>
"#,
        sheet.title()
    );
    encoding_rs::GBK.encode(&page.replace('\n', "\r\n")).0.into_owned()
}

fn word_line(line: &Line) -> String {
    let style = match line {
        Line::Title(_) => " align=center style='text-align:center'",
        Line::Right(_) => " align=right style='text-align:right;mso-para-margin-right:2.0gd'",
        Line::Body(_) => " style='text-indent:32.0pt;mso-char-indent-count:2.0'",
        Line::Row(cells) => {
            let cells = cells.iter().map(|cell| format!("<td><p class=MsoNormal>{}</p></td>", word_runs(cell)));
            return format!("<tr>{}</tr>\n", cells.collect::<String>());
        }
    };
    format!("<p class=MsoNormal{style}>{}<o:p></o:p></p>\n", word_runs(&line.text()))
}

/// Word marks runs of ASCII as English and writes wide spaces of layout as they are.
fn word_runs(text: &str) -> String {
    let mut out = String::new();
    let mut in_ascii = false;
    for c in text.chars() {
        if c.is_ascii() != in_ascii {
            in_ascii = !in_ascii;
            out.push_str(if in_ascii { "<span lang=EN-US>" } else { "</span>" });
        }
        match c {
            ' ' => out.push_str("&nbsp;"),
            _ => out.push_str(&escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    if in_ascii {
        out.push_str("</span>");
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
