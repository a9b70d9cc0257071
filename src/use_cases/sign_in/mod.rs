//! Signing in, sessions and devices.

pub mod peek_session;
pub mod login_throttle;
pub mod oidc_sign_in;
pub mod known_device;
pub mod phones;
pub mod pins;
pub mod offline_queue_tokens;
pub mod password_sign_in;
pub(crate) mod passwords;
pub mod sessions;

pub use password_sign_in::sign_in;
pub use passwords::hash_password;
pub use sessions::{SignedIn, authenticate, peek, sign_out};
