//! Owns the ids of rows.

/// A fresh id: UUIDv7 as text, whose order is the order of creation.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
