//! Stuffy: a child's companion, from arrival to home.

pub mod clock;
pub mod dice;
pub mod domain;
pub mod labels;
pub mod store;
pub mod wire;
