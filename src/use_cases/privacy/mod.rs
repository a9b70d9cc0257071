//! Retention, erasure, export and re-encryption of data that identifies a child.

pub mod export_child;
pub mod purge_child;
pub mod retention;
pub mod reencrypt;
