//! CSV import: a preview first; after confirmation all rows are imported in one transaction, or
//! none.

mod places;
mod plan;
mod rows;
mod staff;

pub use places::import_places;
pub use plan::{ImportResult, RowOutcome};
pub use rows::{PlaceRow, Rewash, StaffRow};
pub use staff::import_staff;
