//! The database layer, the only module that uses Diesel: SQLite and PostgreSQL behind one [`Store`].
//!
//! [`Store::read`] and [`Store::write`] run a closure in a transaction on a worker thread that owns a connection. The
//! closure gets a [`Tx`], whose methods are declared in `tx_methods/`. Each query is written once in `queries/` and
//! compiled twice, by `sqlite.rs` and by `postgres.rs`.

mod audit_chain;
pub mod audit_context;
mod backup;
pub mod codec;
mod columns;
pub mod encryption;
mod error;
mod job;
mod job_queue;
mod key_ring;
mod maintenance;
mod migrations;
pub mod models;
mod notify;
mod options;
mod pg_connect;
mod postgres;
mod schema;
mod sqlite;
mod statement_timeout;
mod store;
mod transaction;
mod tx_methods;
mod worker;

pub use audit_chain::ChainReport;
pub use columns::Json;
pub use error::{Error, OpenError};
pub use key_ring::KeySet;
pub use options::Options;
pub use store::Store;
pub use transaction::Tx;
