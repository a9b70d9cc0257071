//! Recording steps and voiding them.

pub mod action;
pub mod rule_check;
pub mod record;
pub mod void_step;
