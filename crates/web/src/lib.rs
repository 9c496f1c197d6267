//! Holds the place of this crate in the workspace.
