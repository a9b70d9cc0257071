//! Photos of companions: image processing and storage.

pub mod storage;
pub mod processing;
