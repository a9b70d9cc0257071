//! Who may use the API: sessions, staff accounts, enrolled phones and service tokens.

pub mod sessions;
pub mod staff;
pub mod service_tokens;
pub mod phones;
