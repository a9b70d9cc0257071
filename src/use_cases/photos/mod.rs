//! Photos of companions for their families (R38): consent, upload, release by a second person, deletion.
//!
//! A photo is only shown through its record, which is marked as deleted in the transaction that
//! deletes it. Its file is deleted right after, and the alert monitor retries failures.

pub mod consent;
pub mod release;
pub mod read;
pub mod upload;
mod cleanup;
mod records;
mod views;

pub use cleanup::count_unreachable;
pub(crate) use cleanup::{delete_orphans, run_once};
pub(crate) use records::delete_of_visit;
pub(crate) use views::to_view;
pub use views::{ConsentView, PhotoView};
