//! Owns how far an element reaches whose tags may be unmatched. Does not know what it is for.

/// An open element with what it means, and how many elements of its name are open within it.
pub(super) struct Scope<T> {
    name: String,
    nested: usize,
    pub value: T,
}

impl<T> Scope<T> {
    pub fn new(name: &str, value: T) -> Scope<T> {
        Scope { name: name.to_owned(), nested: 0, value }
    }

    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Takes a start tag within.
    pub fn open(&mut self, name: &str) {
        self.nested += usize::from(self.name == name);
    }

    /// Takes an end tag; true where it ends this element.
    pub fn close(&mut self, name: &str) -> bool {
        if self.name != name {
            return false;
        }
        let ends = self.nested == 0;
        self.nested = self.nested.saturating_sub(1);
        ends
    }
}
