//! Owns the invented cases that the tests of the report look at.

use std::sync::Arc;

use casefile::{
    Candidate, Comparison, Confidence, Discrepancy, Document, EnteredLeaf, Evidence, Extraction, FieldKey, Fingerprint,
    Format, LeafPath, Page, PageOrigin, PageQuality, Record, Source, Span, Tier, Value, ValueKind,
};

use catalog::Catalog;

use crate::content::{self, Content};
use crate::{CaseFindings, DocumentLine, DocumentReading, ReportHead};

const JUDGMENT: &str = "东海省海州市中级人民法院\n民事判决书\n（2023）东01民初21号\n原告欧阳明露，女，1980年3月12日出生，汉族，\
    住海州市新港路8号。\n被告海州<远帆>贸易有限公司，住所地海州市临江区滨河东路一百二十六号宏图大厦第十八层一八零六室（在登记机关\
    登记的住所为该处，实际办公地点与登记的住所相同），法定代表人丁甲，经理，负责该公司全部经营活动以及本案所涉货款的催收与结算事宜。\n\
    本院于2023年2月6日立案。\n案件受理费3,841.70元，由被告负担。\n审　判　长　丁　乙\n二〇二三年六月三日\n";

fn sha(fill: char) -> String {
    fill.to_string().repeat(64)
}

fn document() -> Document {
    let second = JUDGMENT.find("本院于").expect("the sample has it");
    let page = |number, span| Page {
        number,
        span,
        origin: PageOrigin::Native,
        quality: PageQuality::Good,
        width: 595.0,
        height: 842.0,
    };
    Document {
        source: Source {
            sha256: Arc::from(sha('a')),
            name: "判决书.pdf".into(),
            format: Format::Pdf,
            bytes: JUDGMENT.len() as u64,
        },
        text: JUDGMENT.to_string(),
        pages: vec![page(1, Span::of(0..second)), page(2, Span::of(second..JUDGMENT.len()))],
        blocks: Vec::new(),
        lines: Vec::new(),
        glyphs: Vec::new(),
        attachments: Vec::new(),
        signatures: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn read(kind: ValueKind, value: &str, quote: &str) -> Extraction {
    let at = JUDGMENT.find(quote).expect("quotes are words of the sample");
    let chosen = Candidate {
        value: Value::parse(kind, value).expect("the sample holds values"),
        evidence: vec![Evidence::of(&document(), Span::of(at..at + quote.len()))],
        method: Arc::from("sample"),
        confidence: Confidence::new(0.9),
        is_mended: false,
    };
    Extraction { chosen, losers: Vec::new() }
}

fn typed(kind: ValueKind, text: &str, origin: &str) -> EnteredLeaf {
    let value = Value::parse(kind, text).unwrap_or_else(|_| Value::Text(text.to_string()));
    EnteredLeaf { value, typed: text.to_string(), origin: origin.to_string() }
}

struct Found {
    path: &'static str,
    field: &'static str,
    outcome: Comparison,
    tier: Tier,
    entered: Option<EnteredLeaf>,
    extracted: Option<Extraction>,
    reason: &'static str,
}

fn discrepancy(found: Found) -> Discrepancy {
    Discrepancy {
        path: LeafPath::new(found.path),
        field: FieldKey::new(found.field),
        outcome: found.outcome,
        tier: found.tier,
        entered: found.entered,
        extracted: found.extracted,
        reason: found.reason.to_string(),
        pattern: String::new(),
        fingerprint: Fingerprint(1),
    }
}

fn differences() -> Vec<Discrepancy> {
    let found = [
        Found {
            path: "presiding_judge",
            field: "presiding_judge",
            outcome: Comparison::AbsentInEntry,
            tier: Tier::Notice,
            entered: None,
            extracted: Some(read(ValueKind::Person, "丁乙", "审　判　长　丁　乙")),
            reason: "卷宗载有审判长，未录入",
        },
        Found {
            path: "case_number",
            field: "case_number",
            outcome: Comparison::Different,
            tier: Tier::Error,
            entered: Some(typed(ValueKind::CaseNumber, "(2023)东01民初12号", "案件.xlsx!B2")),
            extracted: Some(read(ValueKind::CaseNumber, "（2023）东01民初21号", "（2023）东01民初21号")),
            reason: "案号与裁判文书标题所载不同，编号数字前后颠倒",
        },
        Found {
            path: "parties[原告 欧阳明露].birth_date",
            field: "parties.birth_date",
            outcome: Comparison::Different,
            tier: Tier::Error,
            entered: Some(typed(ValueKind::Date, "1980-03-21", "案件.xlsx!F2")),
            extracted: Some(read(ValueKind::Date, "1980-03-12", "原告欧阳明露，女，1980年3月12日出生，汉族")),
            reason: "出生日期与当事人栏所载不同",
        },
        Found {
            path: "parties[被告 海州<远帆>贸易有限公司].address",
            field: "parties.address",
            outcome: Comparison::Different,
            tier: Tier::Doubtful,
            entered: Some(typed(ValueKind::Address, "海州市临江区滨河东路126号宏图大厦1806室", "案件.xlsx!H3")),
            extracted: Some(read(
                ValueKind::Address,
                "海州市临江区滨河东路一百二十六号宏图大厦第十八层一八零六室",
                JUDGMENT.lines().nth(4).expect("the sample has five lines"),
            )),
            reason: "两者可能是同一地址的不同写法",
        },
        Found {
            path: "case_fee",
            field: "case_fee",
            outcome: Comparison::Different,
            tier: Tier::Error,
            entered: Some(typed(ValueKind::Money, "三千八百四十七元一角", "案件.xlsx!K2")),
            extracted: Some(read(ValueKind::Money, "3841.70", "案件受理费3,841.70元，由被告负担")),
            reason: "受理费与判决主文后所载不同",
        },
        Found {
            path: "hearing_dates[2023-04-05]",
            field: "hearing_dates",
            outcome: Comparison::AbsentInFile,
            tier: Tier::Notice,
            entered: Some(typed(ValueKind::Date, "2023-04-05", "案件.xlsx!M2")),
            extracted: None,
            reason: "卷宗没有记载该次开庭 & 请核对庭审笔录",
        },
    ];
    found.into_iter().map(discrepancy).collect()
}

fn record() -> Record<Extraction> {
    let mut record = Record::default();
    let mut put = |key: &str, leaf| record.fields.insert(FieldKey::new(key), vec![leaf]);
    put("court", read(ValueKind::Court, "东海省海州市中级人民法院", "东海省海州市中级人民法院"));
    put("case_number", read(ValueKind::CaseNumber, "（2023）东01民初21号", "（2023）东01民初21号"));
    put("judgment_date", read(ValueKind::Date, "2023-06-03", "二〇二三年六月三日"));
    let party = |role: &str, name: &str| {
        let mut party = Record::default();
        party.fields.insert(FieldKey::new("parties.role"), vec![read(ValueKind::Text, role, role)]);
        party.fields.insert(FieldKey::new("parties.name"), vec![read(ValueKind::PartyName, name, name)]);
        party
    };
    let parties = vec![party("原告", "欧阳明露"), party("被告", "海州<远帆>贸易有限公司")];
    record.groups.insert(FieldKey::new("parties"), parties);
    record
}

fn line(name: &str, fill: char, reading: DocumentReading) -> DocumentLine {
    DocumentLine { name: name.into(), sha256: sha(fill), reading }
}

/// A report on three cases: one with discrepancies, one without, one that could not be read.
pub(crate) fn content() -> Content {
    let head = ReportHead {
        title: String::new(),
        unit: "海州市中级人民法院审判管理办公室".into(),
        date: "2024年1月8日".into(),
        catalogue_version: "0123abcd".into(),
        program_version: "0.1.0".into(),
    };
    let pdf = DocumentReading::Read { format: Format::Pdf, pages: 2, diagnostics: 0 };
    let partly = DocumentReading::Read { format: Format::Docx, pages: 1, diagnostics: 3 };
    let failed = DocumentReading::Failed("文件已加密".into());
    let first = [line("判决书.pdf", 'a', pdf.clone()), line("庭审笔录.docx", 'b', partly)];
    let second = [line("裁定书.pdf", 'c', pdf)];
    let third = [line("起诉状.pdf", 'd', failed)];
    let (found, read, unread) = (differences(), record(), Record::default());
    let cases = [
        case("0021", &first[..], &read, [31, 24, 1], &found[..]),
        case("（2023）东01民初21号", &second[..], &read, [18, 17, 1], &[]),
        case("0023", &third[..], &unread, [0, 0, 0], &[]),
    ];
    content::of(&head, &cases, Catalog::embedded())
}

fn case<'a>(
    name: &'a str,
    documents: &'a [DocumentLine],
    record: &'a Record<Extraction>,
    [compared, same, masked]: [usize; 3],
    discrepancies: &'a [Discrepancy],
) -> CaseFindings<'a> {
    CaseFindings { name, record, documents, compared, same, masked, discrepancies }
}
