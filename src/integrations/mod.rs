//! Other systems: hospital accounts (OpenID Connect), Web Push, the webhook, and the HTTP client that all of them use.

pub mod http_client;
pub mod oidc;
pub mod web_push;
pub mod webhook;
