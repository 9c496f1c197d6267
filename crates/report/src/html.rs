//! Owns the report as one HTML page without any outside resource. What it says is the business of `content`.

use casefile::Tier;

use crate::content::{
    CaseContent, Content, DOCUMENT_COLUMNS, FINDING_COLUMNS, Finding, Line, SIGNATURES, SUMMARY_COLUMNS, SummaryRow,
    Tone,
};

const STYLE: &str = include_str!("report.css");

pub(crate) fn write(content: &Content) -> String {
    let title = escape(&content.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    );
    facts(&mut out, &content.facts);
    out.push_str("</header>\n<main>\n<section>\n<h2>一、核验汇总</h2>\n");
    summary(&mut out, content);
    out.push_str("</section>\n<section>\n<h2>二、各案核验情况</h2>\n");
    for case in &content.cases {
        case_section(&mut out, case);
    }
    out.push_str("</section>\n<section>\n<h2>三、说明</h2>\n<ol>\n");
    for note in &content.notes {
        out.push_str(&format!("<li>{}</li>\n", escape(note)));
    }
    out.push_str("</ol>\n</section>\n</main>\n<footer>\n<dl class=\"sign\">\n");
    for label in SIGNATURES {
        out.push_str(&format!("<div><dt>{label}：</dt><dd></dd></div>\n"));
    }
    out.push_str("</dl>\n</footer>\n</body>\n</html>\n");
    out
}

fn facts(out: &mut String, facts: &[(&'static str, String)]) {
    out.push_str("<dl class=\"facts\">\n");
    for (label, value) in facts {
        out.push_str(&format!("<div><dt>{label}：</dt><dd>{}</dd></div>\n", escape(value)));
    }
    out.push_str("</dl>\n");
}

fn table_start(out: &mut String, class: &str, caption: &str, columns: &[&str]) {
    out.push_str(&format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n", escape(caption)));
    out.push_str(&format!("<table class=\"{class}\">\n<caption>{}</caption>\n<thead>\n<tr>", escape(caption)));
    for column in columns {
        out.push_str(&format!("<th scope=\"col\">{column}</th>"));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
}

fn summary(out: &mut String, content: &Content) {
    table_start(out, "summary", "各案比对结果", &SUMMARY_COLUMNS);
    for row in &content.summary {
        summary_row(out, row);
    }
    out.push_str("</tbody>\n<tfoot>\n");
    summary_row(out, &content.total);
    out.push_str("</tfoot>\n</table>\n</div>\n");
}

fn summary_row(out: &mut String, row: &SummaryRow) {
    out.push_str(&format!("<tr><th scope=\"row\">{}</th>", escape(&row.name)));
    for count in row.counts {
        out.push_str(&format!("<td>{count}</td>"));
    }
    out.push_str("</tr>\n");
}

fn case_section(out: &mut String, case: &CaseContent) {
    out.push_str(&format!("<article>\n<h3>{}</h3>\n", escape(&case.heading)));
    facts(out, &case.facts);
    if case.documents.is_empty() {
        out.push_str("<p>本案没有电子卷宗材料。</p>\n");
    } else {
        documents(out, &case.documents);
    }
    if let Some(warning) = case.warning {
        out.push_str(&format!("<p class=\"warning\">{warning}</p>\n"));
    }
    out.push_str(&format!("<p class=\"verdict\">{}</p>\n", escape(&case.verdict)));
    if !case.findings.is_empty() {
        table_start(out, "findings", "疑点清单", &FINDING_COLUMNS);
        for finding in &case.findings {
            finding_row(out, finding);
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }
    out.push_str("</article>\n");
}

fn documents(out: &mut String, rows: &[[String; 6]]) {
    table_start(out, "documents", "所读材料", &DOCUMENT_COLUMNS);
    for [number, name, format, pages, reading, sha256] in rows {
        let [number, name, format] = [number, name, format].map(|text| escape(text));
        let [pages, reading, sha256] = [pages, reading, sha256].map(|text| escape(text));
        out.push_str(&format!(
            "<tr><td>{number}</td><th scope=\"row\">{name}</th><td>{format}</td><td>{pages}</td><td>{reading}</td>\
             <td><code>{sha256}</code></td></tr>\n"
        ));
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn finding_row(out: &mut String, finding: &Finding) {
    let tier = match finding.tier {
        Tier::Error => "error",
        Tier::Doubtful => "doubtful",
        Tier::Notice => "notice",
    };
    out.push_str(&format!("<tr><td>{}</td><th scope=\"row\">{}</th>", finding.number, escape(&finding.place)));
    for lines in [&finding.entered, &finding.stated, &finding.proof] {
        out.push_str("<td>");
        for line in lines {
            out.push_str(&format!("<p>{}</p>", pieces(line)));
        }
        out.push_str("</td>");
    }
    let reason = escape(&finding.reason);
    out.push_str(&format!("<td class=\"tier {tier}\">{}</td><td>{reason}</td></tr>\n", finding.tier.name()));
}

fn pieces(line: &Line) -> String {
    let mut out = String::new();
    for piece in line {
        let text = escape(&piece.text);
        out.push_str(&match piece.tone {
            Tone::Plain => text,
            Tone::Differs => format!("<mark class=\"differs\">{text}</mark>"),
            Tone::Found => format!("<mark>{text}</mark>"),
            Tone::Remark => format!("<small>{text}</small>"),
        });
    }
    out
}

/// Text for element content and double-quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    out
}
