//! The API: JSON at the door, domain types inside. By noun, each file its In and Out and its handlers.
//!
//! A handler takes an [`ask::Ask`], turns what it holds into domain types in the order of the
//! contract (who, path, query, headers, body), calls one action and says the answer.

pub mod extract;
pub mod response;
pub mod query;
pub mod places;
pub mod tags;
pub mod children;
pub mod companions;
pub mod visits;
pub mod journeys;
pub mod alerts;
pub mod events;
pub mod family;
mod sse;
pub mod photos;
pub mod system;
pub mod accounts;
