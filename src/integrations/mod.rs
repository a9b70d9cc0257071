//! Clients of other systems: hospital accounts (OpenID Connect), Web Push, the webhook, and their shared HTTP client.

pub mod http_client;
pub mod oidc;
pub mod web_push;
pub mod webhook;
