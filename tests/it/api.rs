//! Scenes over HTTP, on both databases, laid out as the API's paths are.

pub(crate) mod access;
mod alerts;
mod bad_input;
mod batch;
mod cards;
mod check_ins;
mod children;
mod companions;
mod conventions;
mod events;
mod families;
mod family_events;
mod family_openings;
mod hold_races;
mod holds;
mod journeys;
mod lists;
mod nodes;
mod open_pages;
pub(crate) mod phones;
mod photos;
mod places;
mod printing;
pub(crate) mod purges;
mod queues;
mod repeats;
mod reports;
mod revisions;
mod scans;
mod service_tokens;
mod sessions;
mod staff;
mod steps;
mod tags;
mod visits;

pub(crate) use access::made_up;
