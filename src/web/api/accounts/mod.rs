//! Accounts and credentials: sessions, staff, enrolled phones, service tokens.

pub(crate) mod sessions;
pub(crate) mod staff;
pub(crate) mod service_tokens;
pub(crate) mod phones;
