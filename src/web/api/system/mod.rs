//! Endpoints about the site itself: health, API documentation, settings, reports and the audit log.

pub(crate) mod audit;
pub(crate) mod docs;
pub mod health;
pub(crate) mod openapi;
pub(crate) mod problem_pages;
pub(crate) mod reports;
pub(crate) mod settings;
