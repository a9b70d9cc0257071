//! Retention, erasure, export and re-encryption of what identifies a child.

pub mod export_child;
pub mod purge_child;
pub mod retention;
pub mod reencrypt;
