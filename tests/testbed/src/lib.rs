//! Owns the servers that tests need: private instances in temporary folders on free ports, gone with the test process
//! however it ends, and a proxy that cuts connections. Knows nothing of what is stored in the servers.

mod cut;
mod postgres;
mod process;
mod rabbit;

pub use cut::Cut;
pub use postgres::Postgres;
pub use rabbit::RabbitMq;
