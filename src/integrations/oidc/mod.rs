//! Sign-in with hospital accounts: the client of an OpenID Connect provider.
//!
//! Only this module knows `openidconnect`. What an account may do is decided in
//! [`crate::use_cases::sign_in::oidc_sign_in`]; requests go through [`crate::integrations::http_client`].

mod config;
mod discovery;
mod error;
mod id_token;
mod login_flow;
mod provider;

pub use config::OidcConfig;
pub use error::OidcError;
pub use login_flow::{LOGIN_ATTEMPT_LIFETIME, OidcLoginAttempt};
pub use provider::{Provider, TIMEOUT};
