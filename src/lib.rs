//! Stuffy: a child's companion, from arrival to home.
//!
//! The modules in reading order; each knows those after it, as `tests/it/house.rs` holds them to.

pub mod cli;
pub mod config;
pub mod use_cases;
pub mod integrations;
pub mod realtime;
pub mod db;
pub mod printing;
pub mod portrait;
pub mod i18n;
pub mod json;
pub mod domain;
pub mod clock;
pub mod random;
pub mod photos;
pub mod web;
pub mod jobs;
