//! HTTP: the server, its routes and middleware, the JSON API and the HTML pages.

pub mod server;
pub mod routes;
pub(crate) mod middleware;
pub mod shutdown;
pub mod tls;

pub(crate) mod auth;
pub(crate) mod client;
pub mod forwarded;
pub mod web_origin;
pub(crate) mod cookies;
pub(crate) mod session_cookies;
pub mod body;
pub mod validation;
pub(crate) mod field_error;
pub(crate) mod rate_limit;
pub(crate) mod family_limits;
mod failure_budget;
pub mod stream_limit;
pub mod push_config;

pub(crate) mod problem;
pub(crate) mod problem_from_error;
pub mod problem_code;

pub(crate) mod action_request;
pub(crate) mod screening_request;
pub(crate) mod label_sheet;
pub mod csv_table;

pub mod api;
pub mod pages;
