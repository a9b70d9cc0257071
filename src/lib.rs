//! Stuffy follows a child's stuffed companion through surgery, from check-in to reunion.
//!
//! The modules are listed from the outside in. `tests/it/architecture.rs` checks which may use which.

pub mod cli;
pub mod config;
pub mod jobs;
pub mod web;
pub mod use_cases;
pub mod realtime;
pub mod integrations;
pub mod db;
pub mod printing;
pub mod portrait;
pub mod photos;
pub mod i18n;
pub mod json;
pub mod domain;
pub mod clock;
pub mod blocking;
pub mod random;
