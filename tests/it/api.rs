//! Scenes over HTTP on both databases, laid out as the addresses are.

mod bad_input;
mod batch;
mod check_ins;
mod journeys;
mod scans;
mod steps;
