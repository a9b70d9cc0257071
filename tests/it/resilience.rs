//! What goes wrong in a hospital's cellar, on purpose: the program is killed, its disk fills up, its database stalls,
//! its clock goes back, its clients dawdle. Each scene asks that nothing acknowledged is lost or doubled, that what
//! cannot be done is said clearly, and that all goes on by itself afterwards.
//!
//! In the suite each runs briefly; `STUFFY_FAULT_ROUNDS` and `STUFFY_FAULT_CONNECTIONS` make it long.

mod backup;
mod slow_clients;
mod clock;
mod database;
mod disk;
mod kill;
mod shutdown;
mod load;
mod servers;
mod standby;
mod upgrade;
