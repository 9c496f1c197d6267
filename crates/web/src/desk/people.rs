//! Owns the names of people on pages that list many of their acts: each is asked for once.

use std::collections::HashMap;

use store::{Store, StoreError, user};

/// Names by user id.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, String>);

impl People {
    /// Makes the names of these people known.
    pub(super) async fn meet(&mut self, store: &Store, ids: &[&str]) -> Result<(), StoreError> {
        for &id in ids {
            if !self.0.contains_key(id) {
                let name = user::name_of(store, id).await?.unwrap_or_else(|| "（已删除的账号）".to_string());
                self.0.insert(id.to_string(), name);
            }
        }
        Ok(())
    }

    /// The name of somebody.
    pub(super) fn name(&self, id: &str) -> &str {
        self.0.get(id).map_or("", String::as_str)
    }
}
