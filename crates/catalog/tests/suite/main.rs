//! The embedded catalogue: every list is walked, every example run, every mistake that a hand can make refused.

mod embedded;
mod lookups;
mod mistakes;
