//! Does the jobs.
