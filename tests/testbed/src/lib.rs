//! Owns the servers that tests need: private instances in temporary folders on free ports, gone with the test process
//! however it ends. Knows nothing of what is stored in them.

mod postgres;

pub use postgres::Postgres;
