//! Every query there is, by noun: written once, and compiled by each database with its own `Conn`.
//!
//! A list of one is asked for by `=`, and a row added alone: Diesel keeps such a statement ready, while on
//! SQLite one with a list in it is parsed anew each time, which cost more than running it.

use super::{Conn, OF_ANOTHER_SERVER, SETTLED, one_at_a_time};

pub mod locks;
pub mod staff;
pub mod accounts;
pub mod sessions;
pub mod phones;
pub mod throttle;
pub mod service_tokens;
pub mod kept_answers;
pub mod places;
pub mod audit;
pub mod cards;
pub mod children;
pub mod companions;
pub mod visits;
pub mod moves;
pub mod tags;
pub mod journeys;
pub mod arrivals;
pub mod watch;
pub mod steps;
pub mod scans;
pub mod alerts;
pub mod families;
pub mod finders;
pub mod notices;
pub mod openings;
pub mod photos;
pub mod privacy;
pub mod purge;
pub mod reports;
pub mod events;
mod search;
