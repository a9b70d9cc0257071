//! All queries. Each is written once and compiled for each database with its own `Conn`.
//!
//! A list of one id uses `=`, and a single row is inserted alone, because Diesel caches such statements. A statement
//! with a list is parsed every time, which on SQLite took longer than running it.

use super::{Conn, FROM_OTHER_SERVER, SETTLED, advisory_lock};

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
