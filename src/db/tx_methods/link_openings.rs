//! Openings of family links.

use crate::db::models::LinkOpening;
use crate::db::transaction::tx_methods;
use crate::domain::id::{FamilyLinkId, VisitId};
use crate::domain::time::Time;

tx_methods! {
    link_openings {
        /// Records an opening, once per address and minute.
        fn add_opening(opening: &LinkOpening) -> ();
        fn has_opening(opening: &LinkOpening) -> bool;
        /// When each opened link of a visit was last opened, to the minute.
        fn last_openings_of(visit: VisitId) -> Vec<(FamilyLinkId, Time)>;
    }
}
