//! What the store promises, tested on every database that it knows.

mod audits;
mod bench;
mod blobs;
mod cases;
mod desk;
mod jobs;
mod people;
mod runs;
mod search;
