//! Stuffy: a child's companion, from arrival to home.
//!
//! The modules in reading order; each knows those after it, as `tests/it/house.rs` holds them to.

pub mod start;
pub mod demo;
pub mod config;
pub mod server;
pub mod trace;
pub mod api;
pub mod actions;
pub mod store;
pub mod labels;
pub mod sentences;
pub mod wire;
pub mod domain;
<<<<<<< HEAD
pub mod clock;
pub mod dice;
=======
pub mod store;
pub mod actions;
pub mod labels;
pub mod sentences;
pub mod api;
>>>>>>> c276061aa8c1f7d5cddd866493c0da0d07ed16d4
