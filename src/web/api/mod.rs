//! The JSON API, one module per resource. A handler turns the request into domain types, runs one use case and
//! renders the response.

pub(crate) mod response;
mod sse;

pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod children;
pub(crate) mod companion_response;
pub(crate) mod companions;
pub(crate) mod events;
pub(crate) mod family;
pub(crate) mod journeys;
pub(crate) mod photos;
mod place_summary;
pub(crate) mod places;
pub mod system;
pub(crate) mod tags;
pub(crate) mod visits;
