//! Photos of companions: image processing and storage.

pub mod directory;
pub mod processing;
pub mod storage;
