//! The API: JSON at the door, domain types inside. By noun, each file its In and Out and its handlers.
//!
//! A handler takes an [`ask::Ask`], turns what it holds into domain types in the order of the
//! contract (who, path, query, headers, body), calls one action and says the answer.

pub mod ask;
pub mod problem;
pub mod push_subscriptions;
pub mod reply;
pub mod query;
pub mod docs;
pub mod open;
pub mod sessions;
pub mod staff;
pub mod service_tokens;
pub mod phones;
pub mod settings;
pub mod places;
pub mod privacy;
pub mod tags;
mod label_layouts;
pub mod labels;
pub mod children;
pub mod companions;
pub mod actions;
pub mod audit;
pub mod cards;
pub mod check_ins;
pub mod visits;
pub mod journeys;
pub mod steps;
pub mod scans;
pub mod alerts;
pub mod events;
pub mod families;
pub mod family_events;
mod stream;
pub mod photos;
pub mod reports;
