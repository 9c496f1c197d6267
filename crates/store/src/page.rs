//! Owns lists in pages: a page begins after the last row of the page before it, so that rows that come or go meanwhile
//! neither shift nor repeat anything.

use casefile::limits::PAGE_ROWS_MAX;

/// Which page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The cursor that the page before gave; none for the first page.
    pub after: Option<String>,
    /// Number of rows, at most [`PAGE_ROWS_MAX`].
    pub rows: u32,
}

impl PageRequest {
    /// The first page of so many rows.
    pub fn first(rows: u32) -> PageRequest {
        PageRequest { after: None, rows }
    }

    /// The number of rows to ask the database for: one more than wanted, which tells whether there is a next page.
    pub(crate) fn rows_to_fetch(&self) -> i64 {
        i64::from(self.rows.clamp(1, PAGE_ROWS_MAX)) + 1
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page from the rows that [`PageRequest::rows_to_fetch`] asked for.
    pub(crate) fn of(mut items: Vec<T>, request: &PageRequest, cursor: impl Fn(&T) -> String) -> Page<T> {
        let wanted = request.rows_to_fetch() as usize - 1;
        let has_next = items.len() > wanted;
        items.truncate(wanted);
        let next = items.last().filter(|_| has_next).map(cursor);
        Page { items, next }
    }
}
