//! Tests of the values of the case record: tables of texts with what they mean, and properties of the canonical forms.

mod properties;
mod tables;
