//! Recording what happened to a companion, and taking it back.

pub mod action;
pub mod rule_check;
pub mod record;
pub mod void_step;
