//! Stuffy: a child's companion, from arrival to home.
//!
//! The modules in reading order; each knows those after it, as `tests/it/house.rs` holds them to.

pub mod start;
pub mod demo;
pub mod config;
pub mod server;
pub mod api;
pub mod pages;
pub mod door;
pub mod actions;
pub mod notices;
pub mod accounts;
pub mod courier;
pub mod live;
pub mod store;
pub mod album;
pub mod labels;
pub mod darkroom;
pub mod portrait;
pub mod sentences;
pub mod wire;
pub mod domain;
pub mod clock;
pub mod dice;
