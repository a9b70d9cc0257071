//! Places, children, companions, visits and tags.

use crate::db::models::{Child, Companion, Journey, Place, Tag, Visit, VisitMove};
use crate::db::transaction::tx_methods;
use crate::domain::companion::Species;
use crate::domain::id::{ChildId, CompanionId, PlaceId, StaffId, VisitId};
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;

tx_methods! {
    locks {
        /// Locks a child until the transaction ends.
        fn lock_child(id: ChildId) -> ();
        /// Locks a visit and all its journeys until the transaction ends.
        fn lock_visit(id: VisitId) -> ();
        /// Locks a tag until the transaction ends.
        fn lock_tag(code: &TagCode) -> ();
    }
    places {
        fn add_place(place: &Place) -> ();
        fn place(id: PlaceId) -> Option<Place>;
        /// The place whose poster has this code.
        fn place_by_code(code: &TagCode) -> Option<Place>;
        /// In no particular order.
        fn places_by_ids(ids: &[PlaceId]) -> Vec<Place>;
        fn places_page(after: Option<PlaceId>, limit: i64) -> Vec<Place>;
        /// Places whose name contains `typed`, by name.
        fn places_like(typed: &str, after: Option<&str>, limit: i64) -> Vec<Place>;
        fn save_place(place: &Place) -> bool;
    }
    children {
        fn add_child(child: &Child) -> ();
        /// The child with this id, purged or not.
        fn child(id: ChildId) -> Option<Child>;
        /// The child with this patient reference.
        fn child_by_ref(patient_ref: &str) -> Option<Child>;
        /// In no particular order.
        fn children_by_ids(ids: &[ChildId]) -> Vec<Child>;
        /// Without purged children.
        fn children_page(after: Option<ChildId>, limit: i64) -> Vec<Child>;
        fn save_child(child: &Child) -> bool;
    }
    companions {
        fn add_companion(companion: &Companion) -> ();
        fn companion(id: CompanionId) -> Option<Companion>;
        /// In no particular order.
        fn companions_by_ids(ids: &[CompanionId]) -> Vec<Companion>;
        fn companions_page(after: Option<CompanionId>, limit: i64) -> Vec<Companion>;
        fn save_companion(companion: &Companion) -> bool;
    }
    visits {
        fn add_visit(visit: &Visit) -> ();
        fn visit(id: VisitId) -> Option<Visit>;
        /// By id.
        fn visits_of(child: ChildId) -> Vec<Visit>;
        /// A child's latest visit in progress.
        fn open_visit_of(child: ChildId) -> Option<Visit>;
        fn visits_page(after: Option<VisitId>, limit: i64) -> Vec<Visit>;
        fn save_visit(visit: &Visit) -> bool;
    }
    child_moves {
        fn add_move(new: &VisitMove) -> ();
        /// In the order in which they happened.
        fn moves_of(visit: VisitId) -> Vec<VisitMove>;
        /// An identical move that was recorded before.
        fn find_move(visit: VisitId, place: PlaceId, occurred_at: Time) -> Option<VisitMove>;
    }
    tags {
        fn add_tags(new: &[Tag]) -> ();
        fn tag(code: &TagCode) -> Option<Tag>;
        /// The tags that were created together, by code.
        fn tags_created_by(by: StaffId, at: Time) -> Vec<Tag>;
        /// The tags that any of these companions wears or wore, in no particular order.
        fn tags_of_all(companions: &[CompanionId]) -> Vec<Tag>;
        /// In no particular order.
        fn tags_by_codes(codes: &[TagCode]) -> Vec<Tag>;
        /// The tags that a companion wears or wore.
        fn tags_of(companion: CompanionId) -> Vec<Tag>;
        /// Tags whose code or companion's name contains `typed`, with that name, the newest first.
        fn tags_like(
            typed: &str,
            state: Option<TagState>,
            after: Option<(Time, TagCode)>,
            limit: i64,
        ) -> Vec<(Tag, Option<String>)>;
        /// The live tags of these companions; of several, the newest last.
        fn live_tags_of(companions: &[CompanionId]) -> Vec<(CompanionId, TagCode)>;
        fn save_tag(tag: &Tag) -> ();
    }
    expected_children {
        /// Children with a visit in progress that has no open journey, whose alias contains `typed` or whose reference equals it;
        /// the latest visit first.
        fn children_expected(typed: &str, limit: i64) -> Vec<(VisitId, Child)>;
        /// The companions of the children of these visits that have no journey in them, by id.
        fn companions_without_journey_in(stays: &[VisitId]) -> Vec<Companion>;
        fn unclosed_journeys_of_species(species: Species) -> Vec<Journey>;
        /// The aliases of the children whose visit is in progress.
        fn aliases_of_current_children() -> Vec<String>;
        fn place_names() -> Vec<String>;
    }
}
