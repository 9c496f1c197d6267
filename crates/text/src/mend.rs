//! Owns what can be changed in a normalised text so that rules read it better: marks and line breaks that a scan or a copy
//! has lost, characters that were taken for others. Who proposes the changes is not decided here.

/// One change, at the character that begins at a byte of the normalised text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mend {
    /// Where.
    pub at: usize,
    /// What.
    pub change: Change,
}

/// What is changed. At one character an insertion comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Marks were lost before the character.
    Insert(&'static str),
    /// The character was taken for another.
    Replace(char),
    /// The character does not belong to the text: a piece of a seal.
    Remove,
}

impl Change {
    /// Whether a paragraph was lost.
    pub fn is_break(self) -> bool {
        matches!(self, Change::Insert(lost) if lost.contains('\n'))
    }
}
