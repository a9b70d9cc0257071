//! Scenes over HTTP, on both databases, laid out as the API's paths are.

mod access;
mod alerts;
mod bad_input;
mod batch;
mod check_ins;
mod children;
mod companions;
mod conventions;
mod events;
mod families;
mod holds;
mod journeys;
mod lists;
mod open_pages;
mod places;
mod purges;
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
