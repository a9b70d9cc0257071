//! Every query there is, by noun: written once, and compiled by each database with its own `Conn`.
//!
//! A list of one is asked for by `=`, and a row added alone: Diesel keeps such a statement ready, while on
//! SQLite one with a list in it is parsed anew each time, which cost more than running it.

use super::{Conn, OF_ANOTHER_SERVER, SETTLED, one_at_a_time};

mod search;
pub mod accounts;
pub mod ward;
pub mod system;
pub mod family;

pub use accounts::{hospital_accounts, login_throttle, phones, service_tokens, sessions, staff};
pub use family::{cards, family_links, finder_messages, link_openings, outbox, photos};
pub use system::{audit, events, idempotency, locks, privacy, purge, reports};
pub use ward::{
    alerts, child_moves, children, companions, expected_children, journeys, overdue, places, scans,
    steps, tags, visits,
};
