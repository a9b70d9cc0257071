//! Administration: staff, places, tags, phones, settings and tokens, for admins.
//!
//! Every change carries the revision that the admin saw, so it cannot overwrite a newer one. Every form that
//! creates something carries an idempotency key, so submitting it twice creates one thing.

mod flash;
mod format;
pub(crate) mod home;
mod idempotent_form;
pub(crate) mod import;
mod import_preview;
mod import_rows;
mod list;
pub(crate) mod phones;
pub(crate) mod place;
pub(crate) mod places;
pub(crate) mod settings;
pub(crate) mod staff;
pub(crate) mod staff_member;
pub(crate) mod tags;
pub(crate) mod tokens;
