//! Accounts: staff, roles, PINs and hospital accounts.

pub mod person;
pub mod hospital_account;
pub mod pin;
