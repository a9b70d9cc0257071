//! People and devices that use the system: staff, roles, PINs and hospital accounts.

pub mod person;
pub mod hospital_account;
pub mod pin;
