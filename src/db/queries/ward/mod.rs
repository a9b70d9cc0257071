//! Children, companions, visits, journeys, tags, places and alerts.

pub mod places;
pub mod children;
pub mod companions;
pub mod visits;
pub mod child_moves;
pub mod tags;
pub mod journeys;
pub mod expected_children;
pub mod overdue;
pub mod steps;
pub mod scans;
pub mod alerts;
