//! Staff, sessions, phones and service tokens.

pub mod staff;
pub mod hospital_accounts;
pub mod sessions;
pub mod phones;
pub mod login_throttle;
pub mod service_tokens;
