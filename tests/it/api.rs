//! The API over HTTP, on both databases, laid out as its paths are.

mod access;
mod alerts;
mod children;
mod companions;
mod conventions;
mod families;
mod holds;
mod lists;
mod open_pages;
mod places;
mod purges;
mod repeats;
mod reports;
mod revisions;
mod service_tokens;
mod sessions;
mod staff;
mod tags;
mod visits;
