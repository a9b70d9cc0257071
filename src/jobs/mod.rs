//! Background jobs, each with its interval, and the supervisor that starts and stops them.

mod alert_monitor;
mod audit_writer;
pub mod clock_check;
pub mod outbox;
mod retention;
mod supervisor;

pub(crate) use supervisor::JobSupervisor;
