//! A companion's journey through one visit. Its state is derived from its steps and from nothing else.

pub mod action;
mod apply;
pub mod cleanliness;
pub mod clearance;
mod rebuild;
pub mod rule;
mod rules_view;
mod state;
pub mod step;
pub mod suggestions;

pub use state::{Holder, JourneyState, JourneyStatus, TagReading, Whereabouts};
