//! What a family may see: where their companion is and what it wears, and nothing about the child.
//!
//! No type here has a field for the name of a place or a person (R34).

pub(crate) mod feed;
pub(crate) mod frozen_feed;
mod link;
mod progress;

pub use feed::{FamilyFeed, FamilyStatus, Moment, Visible};
pub use frozen_feed::{Appearance, FrozenFeed};
pub use link::{Language, LinkScope, Relation};
