//! Owns the description of single entries for the person who edits the catalogue: a field with its rules, a court, a
//! case type, a cause or charge.

use std::fmt::Write;

use crate::catalog::Catalog;
use crate::cause::{Cause, CauseList};
use crate::court::Court;
use crate::field::Field;
use crate::period::{Certainty, Period};

impl Catalog {
    /// Every entry that goes by this key, name or code, described in lines; empty if there is none.
    pub fn describe(&self, what: &str) -> String {
        let mut out = Vec::new();
        out.extend(self.field(what).map(field));
        let court = self.courts().by_name(what).or_else(|| self.courts().by_code(what, YEAR_OF_CODES));
        out.extend(court.map(|found| self.court_line(found)));
        out.extend(self.case_types().by_code(what).map(|found| {
            format!(
                "案件类型 {}：{}；{}，{}{}",
                found.code,
                found.name,
                found.category,
                found.trial_procedure,
                period(&found.period)
            )
        }));
        for (list, _) in CauseList::FILES {
            let siblings = self.causes().siblings(*list, what).len();
            out.extend(self.causes().rows(*list, what).map(|row| cause(row, siblings)));
        }
        out.join("\n")
    }

    fn court_line(&self, court: &Court) -> String {
        let above = self.courts().parent(court).map(|parent| format!("；上级 {}", parent.name)).unwrap_or_default();
        let code = court.code.as_deref().map(|code| format!("；代字 {code}")).unwrap_or_default();
        format!("法院 {}{code}{}{above}", court.name, doubt(court.certainty))
    }
}

/// Courts are looked up by the codes in use since the rule on case numbers took effect.
const YEAR_OF_CODES: u16 = 2020;

fn field(field: &Field) -> String {
    let mut out =
        format!("信息项 {}（{}）：{}信息，{}录入\n", field.key, field.name, field.group.name(), field.department);
    let _ = writeln!(out, "  {}", field.doc.trim());
    for basis in &field.basis {
        let _ = writeln!(out, "  依据：{}（{}起）", basis.law, basis.valid_from);
    }
    for pitfall in &field.pitfalls {
        let _ = writeln!(out, "  注意：{pitfall}");
    }
    for rule in &field.rules {
        let _ = writeln!(out, "  规则 {}（{:.2}）：{}", rule.id, rule.confidence, rule.regex.source());
    }
    if let Some(code) = &field.code {
        let _ = writeln!(out, "  由程序规则 {code} 提取");
    }
    out.trim_end().to_string()
}

fn cause(row: &Cause, siblings: usize) -> String {
    let parent = if row.parent.is_empty() { String::new() } else { format!("；上级 {}", row.parent) };
    let article = row.article.as_deref().map(|article| format!("；刑法{article}")).unwrap_or_default();
    let span = period(&row.period);
    format!("{} {}{article}{parent}；同级 {siblings} 个{span}{}", list_name(row.list), row.name, doubt(row.certainty))
}

fn list_name(list: CauseList) -> &'static str {
    match list {
        CauseList::Civil => "民事案由",
        CauseList::Administrative => "行政案由",
        CauseList::Enforcement => "执行案由",
        CauseList::Compensation => "国家赔偿案由",
        CauseList::Charge => "罪名",
    }
}

fn period(period: &Period) -> String {
    match (&period.from, &period.until) {
        (None, None) => String::new(),
        (from, until) => format!("；有效期 {}—{}", from.as_deref().unwrap_or("…"), until.as_deref().unwrap_or("今")),
    }
}

fn doubt(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Known => "",
        Certainty::Doubtful => "（未核实）",
    }
}
