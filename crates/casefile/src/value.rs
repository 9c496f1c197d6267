//! Owns the values of the case record: each kind parses Chinese text and prints one canonical form that parses back to
//! itself. One file per kind; this file only names them and dispatches.

use std::fmt;

pub mod case_number;
pub mod date;
pub mod duration;
pub mod fold;
pub mod identity;
pub mod money;
pub mod name;
pub mod numeral;
pub mod statute;

pub use case_number::CaseNumber;
pub use date::Date;
pub use duration::Duration;
pub use identity::Identity;
pub use money::Money;
pub use statute::ArticleNumber;

/// What a field holds; decides how its text is parsed and how two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueKind {
    /// Free text, compared without white space and width.
    Text,
    /// One of the words that the catalogue lists for the field.
    Choice,
    /// A natural person's name, possibly masked (张某).
    Person,
    /// The name of a party: a person or an organisation.
    PartyName,
    /// The name of an organisation.
    Organisation,
    /// The name of a court, with or without its province.
    Court,
    /// A civil, administrative or enforcement cause 案由.
    Cause,
    /// A criminal charge 罪名, ending in 罪.
    Charge,
    /// A postal address.
    Address,
    /// A court's case number 案号, or the number of another decision where the field allows one.
    CaseNumber,
    /// A document number such as that of an indictment.
    DocumentNumber,
    /// A calendar date, known to the day, month or year.
    Date,
    /// A sum of money in yuan.
    Money,
    /// A term in months, or 终身.
    Months,
    /// Yes, or nothing.
    Flag,
    /// A citizen identity number, a unified social credit code or an organisation code.
    Identity,
    /// The title of a law.
    Law,
    /// An article of a law: 第二百六十四条.
    Article,
    /// An ethnic group: 汉族.
    Ethnicity,
}

impl ValueKind {
    /// Every kind, in the order of the enumeration.
    pub const ALL: &[ValueKind] = &[
        ValueKind::Text,
        ValueKind::Choice,
        ValueKind::Person,
        ValueKind::PartyName,
        ValueKind::Organisation,
        ValueKind::Court,
        ValueKind::Cause,
        ValueKind::Charge,
        ValueKind::Address,
        ValueKind::CaseNumber,
        ValueKind::DocumentNumber,
        ValueKind::Date,
        ValueKind::Money,
        ValueKind::Months,
        ValueKind::Flag,
        ValueKind::Identity,
        ValueKind::Law,
        ValueKind::Article,
        ValueKind::Ethnicity,
    ];
}

/// A value in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Text without layout spaces.
    Text(String),
    /// A court's case number.
    CaseNumber(CaseNumber),
    /// A date.
    Date(Date),
    /// A sum in fen.
    Money(Money),
    /// A term in whole months.
    Months(u32),
    /// 终身, for the deprivation of political rights.
    Life,
    /// Yes.
    Flag,
}

/// Why a text is no value of a kind. Carries no document text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// The text has not the form of the kind.
    #[error("not in the form of a {0}")]
    Form(&'static str),
    /// The form is right but no such value exists: 2019-02-29, month 13.
    #[error("no such {0} exists")]
    Impossible(&'static str),
    /// The value is masked: ××××年×月×日.
    #[error("the {0} is masked")]
    Masked(&'static str),
    /// The value is said to be approximate: 约三万元, 一百二十余万元.
    #[error("the {0} is approximate")]
    Approximate(&'static str),
}

impl Value {
    /// Parses the text of a kind: Chinese or canonical form. Textual kinds lose layout spaces and keep everything else.
    pub fn parse(kind: ValueKind, text: &str) -> Result<Value, ValueError> {
        match kind {
            ValueKind::CaseNumber => match CaseNumber::parse(text) {
                Ok(number) => Ok(Value::CaseNumber(number)),
                // An arbitration award or a notarial deed stands in the same fields.
                Err(_) => printed(fold::compact(text)),
            },
            ValueKind::Date => Date::parse(text).map(Value::Date),
            ValueKind::Money => Money::parse(text).map(Value::Money),
            ValueKind::Months => parse_months(text),
            ValueKind::Flag => match fold::compact(text).as_str() {
                "true" | "是" | "有" => Ok(Value::Flag),
                _ => Err(ValueError::Form("flag")),
            },
            ValueKind::Identity => printed(identity::Identity::read(text).to_string()),
            ValueKind::Article => ArticleNumber::parse(text).map(|article| Value::Text(article.to_string())),
            ValueKind::Person | ValueKind::PartyName => printed(name::tidy(text)),
            ValueKind::Law => printed(without_title_marks(&fold::tidy(text)).to_string()),
            ValueKind::Text
            | ValueKind::Choice
            | ValueKind::Organisation
            | ValueKind::Court
            | ValueKind::Cause
            | ValueKind::Charge
            | ValueKind::Address
            | ValueKind::DocumentNumber
            | ValueKind::Ethnicity => printed(fold::tidy(text)),
        }
    }

    /// The one canonical form, which parses back to the same value.
    pub fn canonical(&self) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::CaseNumber(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Money(money) => money.to_string(),
            Value::Months(months) => months.to_string(),
            Value::Life => "终身".to_string(),
            Value::Flag => "true".to_string(),
        }
    }
}

/// Text as printed, which must be there.
fn printed(text: String) -> Result<Value, ValueError> {
    if text.is_empty() { Err(ValueError::Form("text")) } else { Ok(Value::Text(text)) }
}

/// Whole months; a term with days has no place in a field of months.
fn parse_months(text: &str) -> Result<Value, ValueError> {
    if fold::compact(text) == "终身" {
        return Ok(Value::Life);
    }
    let is_bare = !text.contains(['年', '月', '日', '天', 'm', 'd']);
    let months = match numeral::integer(text).filter(|_| is_bare) {
        Some(months) => u32::try_from(months).ok().filter(|&months| months <= duration::MONTHS_MAX),
        None => Some(Duration::parse(text)?).filter(|term| term.days() == 0).map(Duration::months),
    };
    months.map(Value::Months).ok_or(ValueError::Form("term in months"))
}

/// 《中华人民共和国刑法》 without its outer marks.
fn without_title_marks(text: &str) -> &str {
    let inner = text.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(text)
}

impl AsRef<Value> for Value {
    fn as_ref(&self) -> &Value {
        self
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.canonical())
    }
}
