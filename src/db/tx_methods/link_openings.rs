//! The openings of family links.

use crate::db::models::LinkOpening;
use crate::db::transaction::table_of_contents;
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::time::Time;

table_of_contents! {
    link_openings {
        /// Keeps that a link was opened, once for each address and minute.
        fn add_opening(opening: &LinkOpening) -> ();
        /// Whether that is kept already.
        fn is_kept_opening(opening: &LinkOpening) -> bool;
        /// When each link of a visit that was ever opened was opened last, to the minute.
        fn last_openings_of(visit: VisitId) -> Vec<(FamilyLinkId, Time)>;
    }
}
