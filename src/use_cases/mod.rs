//! Use cases: each file holds the transactions of one topic and the order of their steps.
//!
//! A use case takes domain types, asks the rules and saves the result. It knows no HTTP and no SQL.

pub use crate::db::Error as DatabaseError;
pub use crate::db::models;
pub use context::AppContext;
pub use error::{UseCaseError, UseCaseResult};
pub(crate) use error::{check_revision, ensure_saved, map_unique_violation, or_not_found};
pub(crate) use occurred_at::check_not_in_future;
pub use pagination::{Page, Pagination};

pub mod context;
pub mod error;
pub mod pagination;
mod occurred_at;

pub mod alerts;
pub mod audit;
pub mod import_csv;
pub mod board;
pub mod cards;
pub mod check_in;
pub mod children;
pub mod companions;
pub mod journeys;
pub mod idempotency;
pub mod photos;
pub mod places;
pub mod reports;
pub mod token;
pub mod network;
pub mod sign_in;
pub mod staff;
mod change_events;
pub mod visits;
pub mod scans;
pub mod tags;
pub mod privacy;
pub mod family;
