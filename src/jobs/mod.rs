//! Background work that runs while the server does.

pub mod outbox;
pub mod clock_check;
pub mod retention;
