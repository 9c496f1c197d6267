//! Owns what can be wrong with catalogue data, with file and line. Knows nothing about how the data is read.

/// One mistake in the data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct CatalogError {
    /// The data file, relative to the catalogue directory.
    pub file: String,
    /// The line, counted from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong. Data files hold no words of real documents, so quoting them is safe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A file that the catalogue needs is not there.
    #[error("the file is missing")]
    FileMissing,
    /// A file that the catalogue does not know.
    #[error("no such file belongs to the catalogue")]
    FileUnknown,
    /// TOML syntax, an unknown key, or a value of the wrong type.
    #[error("{0}")]
    Syntax(String),
    /// A table without the expected columns.
    #[error("the columns must be: {0}")]
    Columns(String),
    /// A table row with too many or too few cells.
    #[error("the row has {found} cells, not {expected}")]
    Cells {
        /// Cells in the row.
        found: usize,
        /// Columns of the table.
        expected: usize,
    },
    /// A required text is empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// An id, key, name or code that stands twice.
    #[error("{what} {text:?} stands twice")]
    Duplicate {
        /// What it is.
        what: &'static str,
        /// The text that repeats.
        text: String,
    },
    /// A word that is none of a closed set.
    #[error("{text:?} is no {what}")]
    Unknown {
        /// What was expected.
        what: &'static str,
        /// What stands there.
        text: String,
    },
    /// A pattern that does not compile or grows too large.
    #[error("the pattern of {id} does not compile: {reason}")]
    Pattern {
        /// The rule.
        id: String,
        /// What the regex engine says.
        reason: String,
    },
    /// A field rule without `(?P<value>...)`.
    #[error("the pattern of {0} has no (?P<value>...)")]
    PatternWithoutValue(String),
    /// A rule without keywords, which would run on every text.
    #[error("{0} has no keywords")]
    WithoutKeywords(String),
    /// A rule without an example that it must find.
    #[error("{0} has no hit example")]
    WithoutExample(String),
    /// A keyword list that hides a hit from its rule.
    #[error("no keyword of {id} stands in its hit {text:?}")]
    KeywordsIncomplete {
        /// The rule.
        id: String,
        /// The example text.
        text: String,
    },
    /// An example that does not behave.
    #[error("{id} on {text:?}: expected {expected:?}, found {found:?}")]
    Example {
        /// The rule.
        id: String,
        /// The example text.
        text: String,
        /// What the example says.
        expected: String,
        /// What the rule does.
        found: String,
    },
    /// A law without the date from which it holds.
    #[error("the law {0:?} has no valid_from date")]
    LawUndated(String),
    /// A field without a rule and without code that reads it.
    #[error("the field {0} has neither a rule nor code nor an example")]
    FieldWithoutMethod(String),
}

/// Collects mistakes, so that one reading reports all of them.
#[derive(Default)]
pub(crate) struct Problems(pub(crate) Vec<CatalogError>);

impl Problems {
    pub(crate) fn add(&mut self, file: &str, line: usize, problem: Problem) {
        self.0.push(CatalogError { file: file.to_string(), line, problem });
    }
}
