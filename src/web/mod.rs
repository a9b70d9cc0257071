//! HTTP: the server, its routes and middleware, the JSON API and the HTML pages.

pub mod problem;
pub mod action_request;
pub mod auth;
pub mod problem_code;
pub mod rate_limit;
pub mod body;
pub mod label_sheet;
pub mod stream_limit;
pub mod push_config;
pub mod validation;
pub mod server;
pub mod api;
pub mod pages;
pub mod field_error;
pub mod csv_table;
pub mod tls;
pub mod middleware;
