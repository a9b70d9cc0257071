//! Failures on purpose: the program is killed, its disk fills up, its database stalls, its clock goes back, its clients
//! are slow. Each test checks that no acknowledged scan is lost or doubled, that errors are clear, and that the server
//! recovers by itself.
//!
//! The runs are short in the suite; `STUFFY_FAULT_ROUNDS` and `STUFFY_FAULT_CONNECTIONS` make them longer.

mod backup;
pub(crate) mod slow_clients;
mod clock;
mod database;
mod disk;
mod http2;
mod kill;
mod shutdown;
mod load;
mod servers;
mod standby;
mod unfinished_bodies;
mod upgrade;
