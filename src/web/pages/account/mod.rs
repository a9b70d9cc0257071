//! Signing in and out, the PIN, phone enrolment and the start page.

pub mod enrol_phone;
pub mod oidc;
pub mod home;
pub mod pin;
pub mod sign_in;
