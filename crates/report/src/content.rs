//! Owns what the report says, in order and in words; how it is laid out is the business of `docx` and `html`, which
//! therefore say the same.

use casefile::{Comparison, Discrepancy, EnteredLeaf, Evidence, Extraction, Record, Tier, Value};

use crate::diff::differing;
use crate::quote::{marked, printable};
use crate::{CaseFindings, DocumentLine, DocumentReading, ReportHead};
use catalog::Catalog;

/// Quotes printed for one value; the rest is counted.
const QUOTES_MAX: usize = 3;

/// Parties named in the line of a case; the rest is counted.
const PARTIES_MAX: usize = 12;

/// Characters of a value in the table; free text may run over pages.
const VALUE_CHARS_MAX: usize = 300;

pub(crate) const SUMMARY_COLUMNS: [&str; 7] = ["案件", "比对项数", "一致", "错误", "存疑", "提示", "屏蔽"];
pub(crate) const DOCUMENT_COLUMNS: [&str; 6] = ["序号", "材料名称", "格式", "页数", "读取情况", "SHA-256 校验值"];
pub(crate) const FINDING_COLUMNS: [&str; 7] = ["序号", "信息项", "录入值", "电子卷宗所载", "出处", "认定", "说明"];
pub(crate) const SIGNATURES: [&str; 3] = ["核验人（签名）", "复核人（签名）", "日期"];

/// How a piece of text speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// Characters that the other side does not have.
    Differs,
    /// The value inside a quote.
    Found,
    /// A remark of the report, not a value.
    Remark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) tone: Tone,
}

impl Piece {
    pub(crate) fn plain(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), tone: Tone::Plain }
    }

    fn remark(text: impl Into<String>) -> Piece {
        Piece { text: text.into(), tone: Tone::Remark }
    }
}

/// One paragraph.
pub(crate) type Line = Vec<Piece>;

pub(crate) struct Content {
    pub(crate) title: String,
    /// The date of the report as handed in, for the properties of the file.
    pub(crate) date: String,
    /// Label and value.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) summary: Vec<SummaryRow>,
    pub(crate) total: SummaryRow,
    pub(crate) cases: Vec<CaseContent>,
    pub(crate) notes: Vec<String>,
}

pub(crate) struct SummaryRow {
    pub(crate) name: String,
    pub(crate) counts: [usize; 6],
}

pub(crate) struct CaseContent {
    pub(crate) heading: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) documents: Vec<[String; 6]>,
    /// One sentence on what was found.
    pub(crate) verdict: String,
    /// Said when a file was read in part or not at all.
    pub(crate) warning: Option<&'static str>,
    pub(crate) findings: Vec<Finding>,
}

pub(crate) struct Finding {
    pub(crate) number: String,
    pub(crate) place: String,
    pub(crate) entered: Vec<Line>,
    pub(crate) stated: Vec<Line>,
    pub(crate) proof: Vec<Line>,
    pub(crate) tier: Tier,
    pub(crate) reason: String,
}

/// Puts the report into words.
pub(crate) fn of(head: &ReportHead, cases: &[CaseFindings<'_>], catalog: &Catalog) -> Content {
    let summary: Vec<SummaryRow> = cases.iter().map(summary_row).collect();
    let mut total = SummaryRow { name: format!("合计（{} 件）", cases.len()), counts: [0; 6] };
    for row in &summary {
        for (sum, count) in total.counts.iter_mut().zip(row.counts) {
            *sum += count;
        }
    }
    let title = if head.title.trim().is_empty() { "案件信息核验报告" } else { &head.title };
    Content {
        title: printable(title),
        date: printable(&head.date),
        facts: head_facts(head, cases.len()),
        summary,
        total,
        cases: cases.iter().enumerate().map(|(index, case)| case_content(index, case, catalog)).collect(),
        notes: notes(),
    }
}

fn head_facts(head: &ReportHead, cases: usize) -> Vec<(&'static str, String)> {
    let versions = format!("核卷程序 {}，信息项目录 {}", head.program_version, head.catalogue_version);
    let facts = [
        ("制作单位", head.unit.clone()),
        ("报告日期", head.date.clone()),
        ("核验范围", format!("{cases} 件案件的录入信息与电子卷宗")),
        ("所用版本", versions),
    ];
    let known = facts.into_iter().filter(|(_, value)| !value.trim().is_empty());
    known.map(|(label, value)| (label, printable(&value))).collect()
}

fn notes() -> Vec<String> {
    let notes = [
        "“录入值”“电子卷宗所载”两栏中加底纹并加下划线的字，是两者不同之处；“出处”栏中加底纹的字，是所载值在原文中的位置。",
        "“错误”指电子卷宗足以证明录入有误；“存疑”指读取不够确定，或者差异可能只是写法不同；\
         “提示”指应录未录，或者卷宗没有记载。“屏蔽”指卷宗隐去部分文字，可见部分与录入不矛盾，不计入不一致。",
        "引文逐字取自电子卷宗，换行改作空格，超过八十字的以“…”省略前后文字；材料以其 SHA-256 校验值为准。",
        "本报告由程序比对生成，供人工核实；是否更正，以核验人、复核人的认定为准。",
    ];
    notes.into_iter().map(str::to_string).collect()
}

fn summary_row(case: &CaseFindings<'_>) -> SummaryRow {
    let count = |tier| case.discrepancies.iter().filter(|discrepancy| discrepancy.tier == tier).count();
    let (error, doubtful, notice) = (count(Tier::Error), count(Tier::Doubtful), count(Tier::Notice));
    SummaryRow { name: case_name(case), counts: [case.compared, case.same, error, doubtful, notice, case.masked] }
}

fn case_name(case: &CaseFindings<'_>) -> String {
    match case.record.text("case_number") {
        Some(number) if number != case.name => printable(&format!("{number}（{}）", case.name)),
        _ => printable(case.name),
    }
}

fn case_content(index: usize, case: &CaseFindings<'_>, catalog: &Catalog) -> CaseContent {
    let mut ordered: Vec<&Discrepancy> = case.discrepancies.iter().collect();
    ordered.sort_by_key(|discrepancy| discrepancy.tier);
    let findings =
        ordered.iter().enumerate().map(|(at, discrepancy)| finding(at, discrepancy, case.documents, catalog));
    let is_whole = |line: &DocumentLine| matches!(line.reading, DocumentReading::Read { diagnostics: 0, .. });
    let warning = (!case.documents.iter().all(is_whole))
        .then_some("有材料未能读取或者读取时有异常，本核验不完整；未读到的部分不作认定，请人工查阅。");
    CaseContent {
        heading: format!("案件 {}　{}", index + 1, case_name(case)),
        facts: case_facts(case.record),
        documents: case.documents.iter().enumerate().map(|(at, line)| document_cells(at, line)).collect(),
        verdict: verdict(case),
        warning,
        findings: findings.collect(),
    }
}

fn verdict(case: &CaseFindings<'_>) -> String {
    let [compared, same, error, doubtful, notice, masked] = summary_row(case).counts;
    if case.discrepancies.is_empty() && compared == 0 {
        return "没有作出比对：没有读到可以与录入信息比对的内容。".to_string();
    }
    if case.discrepancies.is_empty() {
        let masked = if masked > 0 { format!("，卷宗屏蔽 {masked} 项") } else { String::new() };
        return format!("未发现疑点：比对 {compared} 项，一致 {same} 项{masked}。");
    }
    let all = case.discrepancies.len();
    format!(
        "发现疑点 {all} 项：错误 {error} 项，存疑 {doubtful} 项，提示 {notice} 项（比对 {compared} 项，一致 {same} 项）。"
    )
}

/// What the file says about which case it is.
fn case_facts(record: &Record<Extraction>) -> Vec<(&'static str, String)> {
    let charges = record.items("defendants").iter().flat_map(|item| item.all("defendants.charges"));
    let mut subjects: Vec<String> = Vec::new();
    for leaf in record.all("causes").iter().chain(charges) {
        let name = leaf.chosen.value.canonical();
        if !subjects.contains(&name) {
            subjects.push(name);
        }
    }
    let facts = [
        ("审理法院", record.text("court")),
        ("案号", record.text("case_number")),
        ("裁判日期", record.text("judgment_date")),
        ("案由（罪名）", Some(subjects.join("、")).filter(|names| !names.is_empty())),
        ("当事人", parties(record)),
    ];
    let missing = || "（卷宗中未读到）".to_string();
    facts.into_iter().map(|(label, value)| (label, value.map_or_else(missing, |value| printable(&value)))).collect()
}

fn parties(record: &Record<Extraction>) -> Option<String> {
    let items = record.items("parties");
    let named = items.iter().filter_map(|item| {
        let name = item.text("parties.name")?;
        Some(item.text("parties.role").map_or(name.clone(), |role| format!("{role} {name}")))
    });
    let mut names: Vec<String> = named.collect();
    let all = names.len();
    names.truncate(PARTIES_MAX);
    match all {
        0 => None,
        _ if all > PARTIES_MAX => Some(format!("{}等 {all} 人", names.join("；"))),
        _ => Some(names.join("；")),
    }
}

fn document_cells(at: usize, line: &DocumentLine) -> [String; 6] {
    let (format, pages, outcome) = match &line.reading {
        DocumentReading::Read { format, pages, diagnostics } => {
            let outcome = match diagnostics {
                0 => "已读取".to_string(),
                _ => format!("已读取，有 {diagnostics} 处异常"),
            };
            (format.as_str().to_uppercase(), pages.to_string(), outcome)
        }
        DocumentReading::Failed(reason) => ("—".into(), "—".into(), format!("未能读取：{}", printable(reason))),
    };
    [(at + 1).to_string(), printable(&line.name), format, pages, outcome, printable(&line.sha256)]
}

fn finding(at: usize, discrepancy: &Discrepancy, documents: &[DocumentLine], catalog: &Catalog) -> Finding {
    let entered = discrepancy.entered.as_ref().map(|leaf| shown(&leaf.value));
    let stated = discrepancy.extracted.as_ref().map(|extraction| shown(&extraction.chosen.value));
    let (entered_line, stated_line) = match (&entered, &stated) {
        (Some(entered), Some(stated)) => differing(entered, stated),
        _ => (entered.map_or(Line::new(), plain_line), stated.map_or(Line::new(), plain_line)),
    };
    let entered = match &discrepancy.entered {
        Some(leaf) => entered_lines(leaf, entered_line),
        None => vec![vec![Piece::remark("（未录入）")]],
    };
    let stated = match (&discrepancy.extracted, discrepancy.outcome) {
        (Some(_), _) => vec![stated_line],
        (None, Comparison::Unreadable) => vec![vec![Piece::remark("（卷宗该处无法辨认）")]],
        (None, _) => vec![vec![Piece::remark("（卷宗未载）")]],
    };
    Finding {
        number: (at + 1).to_string(),
        place: printable(&catalog.path_name(&discrepancy.path, &discrepancy.field)),
        entered,
        stated,
        proof: discrepancy.extracted.as_ref().map_or_else(no_proof, |extraction| proof(extraction, documents)),
        tier: discrepancy.tier,
        reason: printable(&discrepancy.reason),
    }
}

fn plain_line(text: String) -> Line {
    vec![Piece::plain(text)]
}

/// A value as printed: the canonical form with its unit.
fn shown(value: &Value) -> String {
    let text = match value {
        Value::Money(_) => format!("{}元", value.canonical()),
        Value::Months(_) => format!("{}个月", value.canonical()),
        Value::Flag => "是".to_string(),
        Value::Text(_) | Value::CaseNumber(_) | Value::Date(_) | Value::Life => value.canonical(),
    };
    let text = printable(&text);
    match text.char_indices().nth(VALUE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The value, the text as typed where it has another form, and where it was typed.
fn entered_lines(leaf: &EnteredLeaf, value: Line) -> Vec<Line> {
    let mut lines = vec![value];
    let solid = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
    let typed = shown(&Value::Text(leaf.typed.trim().to_string()));
    let is_as_typed = [solid(&leaf.value.canonical()), solid(&shown(&leaf.value))].contains(&solid(&typed));
    if !is_as_typed {
        lines.push(vec![Piece::remark(format!("录入原文：{typed}"))]);
    }
    if !leaf.origin.is_empty() {
        lines.push(vec![Piece::remark(format!("录入处：{}", printable(&leaf.origin)))]);
    }
    lines
}

fn no_proof() -> Vec<Line> {
    vec![vec![Piece::plain("—")]]
}

/// Document, page and quote of each evidence.
fn proof(extraction: &Extraction, documents: &[DocumentLine]) -> Vec<Line> {
    let chosen = &extraction.chosen;
    let mut lines = Vec::new();
    for evidence in chosen.evidence.iter().take(QUOTES_MAX) {
        lines.push(vec![Piece::plain(where_from(evidence, documents))]);
        lines.push(marked(evidence.quote(), &chosen.value));
    }
    let left = chosen.evidence.len().saturating_sub(QUOTES_MAX);
    if left > 0 {
        lines.push(vec![Piece::remark(format!("（另有 {left} 处相同）"))]);
    }
    if lines.is_empty() { no_proof() } else { lines }
}

/// 《判决书.pdf》第 3 页; the page only where the format has pages.
fn where_from(evidence: &Evidence, documents: &[DocumentLine]) -> String {
    let known = documents.iter().find(|line| line.sha256 == **evidence.document());
    let Some(line) = known else {
        let short: String = evidence.document().chars().take(12).collect();
        return format!("材料 {short} 第 {} 页", evidence.page());
    };
    let name = printable(&line.name);
    match line.reading {
        DocumentReading::Read { format: casefile::Format::Pdf, .. } => format!("{name} 第 {} 页", evidence.page()),
        DocumentReading::Read { pages: 2.., .. } => format!("{name} 第 {} 页", evidence.page()),
        DocumentReading::Read { .. } | DocumentReading::Failed(_) => name,
    }
}
