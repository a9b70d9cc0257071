//! Accounts: staff, roles, passwords, PINs and hospital accounts.

pub mod person;
pub mod hospital_account;
pub mod password;
pub mod pin;
