//! The query methods of [`Tx`](super::Tx), by topic.
//!
//! Conventions: `add_*` inserts a new record. `save_*` updates a record if its revision still matches, increments the
//! revision and returns whether it did. `*_page` and other lists with `after` and `limit` are ordered by id and begin
//! after that item.

mod accounts;
mod audit;
mod cards;
mod family_links;
mod hospital_accounts;
mod journeys;
mod link_openings;
mod outbox;
mod photos;
mod privacy;
mod system;
mod ward;
