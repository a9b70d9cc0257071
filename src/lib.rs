//! Stuffy: a child's companion, from arrival to home.

pub mod clock;
pub mod dice;
pub mod wire;
pub mod domain;
pub mod store;
pub mod actions;
pub mod labels;
