//! Owns the servers that tests need: private instances in temporary folders on free ports, gone with the test process
//! however it ends, a proxy that cuts connections, a disk that fills up, programs that crash on demand, and a browser that is
//! driven. Knows nothing of what is stored in the servers.

mod browser;
mod cut;
mod database;
mod disk;
pub mod http;
mod postgres;
mod process;
mod program;
mod rabbit;

pub use browser::{Browser, Window};
pub use cut::Cut;
pub use database::{on_postgres, on_sqlite};
pub use disk::Disk;
pub use postgres::Postgres;
pub use process::free_port;
pub use program::Program;
pub use rabbit::RabbitMq;
