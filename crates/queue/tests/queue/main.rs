//! What the queue promises, tested on every pair of backend and database that installations run.

mod away;
mod bench;
mod broker;
mod ingest;
mod jobs;
mod messages;
