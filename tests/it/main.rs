//! All integration tests in one binary, because linking many would be slow.

#![expect(clippy::too_many_lines, reason = "a test describes its scenario from beginning to end")]

mod databases;
mod contract;
mod test_app;
mod builders;
mod sse_client;
mod certificates;

mod story;
mod api;
mod oidc;
mod audit;
mod privacy;
mod assurance;
mod pages;
mod domain;
mod tags;
mod printing;
mod family_visibility;
mod forwarded;
mod notifications;
mod qr_frames;
mod photo_processing;
mod portrait;
mod i18n;
mod db;
mod queries;
mod migrations;
mod openapi;
mod cli;
mod configuration;
mod resilience;
mod reverse_proxy;
mod fuzz;
mod architecture;
