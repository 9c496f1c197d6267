//! Owns the outcomes of comparing an entered value with the file.

/// What became of one leaf in the comparison. "Different" needs both sides; anything else is never called wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Both sides mean the same.
    Same,
    /// Both sides are known and mean different things.
    Different,
    /// The file states a value that was not entered.
    AbsentInEntry,
    /// A value was entered that the file does not state.
    AbsentInFile,
    /// The file masks the value (张某, ××); what is visible does not contradict the entry.
    Masked,
    /// The place in the file cannot be read.
    Unreadable,
    /// The field does not apply to this kind of case.
    NotApplicable,
}

impl Comparison {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparison::Same => "same",
            Comparison::Different => "different",
            Comparison::AbsentInEntry => "absent_in_entry",
            Comparison::AbsentInFile => "absent_in_file",
            Comparison::Masked => "masked",
            Comparison::Unreadable => "unreadable",
            Comparison::NotApplicable => "not_applicable",
        }
    }
}
