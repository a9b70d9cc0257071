//! Audit, events, idempotency, privacy, reports and locks.

pub mod locks;
pub mod idempotency;
pub mod audit;
pub mod privacy;
pub mod purge;
pub mod reports;
pub mod events;
