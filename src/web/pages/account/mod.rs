//! The start page, signing in and out, the PIN, and phone enrolment.

pub(crate) mod enrol_phone;
pub(crate) mod home;
pub(crate) mod oidc;
pub(crate) mod pin;
pub(crate) mod sign_in;
