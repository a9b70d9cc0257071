//! Endpoints about the site itself: health, contract, settings, reports and the audit log.

pub mod openapi;
pub mod health;
pub mod settings;
pub mod audit;
pub mod reports;
