//! What a worker promises, on SQLite and PostgreSQL: real sample cases in, rows out; and what it does with files that kill
//! the parser, with cancelled jobs, with archives, with webhooks and when it is told to stop.

mod archives;
mod bench;
mod cases;
mod endings;
mod webhooks;
