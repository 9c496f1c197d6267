//! Owns the names of fields; what a field means stands in the catalogue.

use std::fmt;
use std::sync::Arc;

/// The dotted key of a field or group of the case record, such as `court` or `parties.birth_date`. Keys are permanent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldKey(Arc<str>);

impl FieldKey {
    /// The key as written in the catalogue.
    pub fn new(key: &str) -> FieldKey {
        FieldKey(Arc::from(key))
    }

    /// The dotted text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: `birth_date` of `parties.birth_date`.
    pub fn leaf(&self) -> &str {
        self.0.rsplit('.').next().unwrap_or(&self.0)
    }

    /// The group that holds the field: `parties` of `parties.birth_date`; none for a field of the case itself.
    pub fn group(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(group, _)| group)
    }
}

impl From<&str> for FieldKey {
    fn from(key: &str) -> FieldKey {
        FieldKey::new(key)
    }
}

impl std::borrow::Borrow<str> for FieldKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
