//! Family links and what families see and receive.

pub mod cards;
pub mod family_links;
pub mod finder_messages;
pub mod outbox;
pub mod link_openings;
pub mod photos;
