//! Family links, the family's view, holds and notifications.

pub mod family_overview;
pub mod family_hold;
pub mod family_links;
pub mod outbox;
pub mod push_subscriptions;
pub mod family_view;
pub(crate) mod link_access;
mod view_model;
