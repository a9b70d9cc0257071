//! The queries about the team's cards, and the visits behind a passport.

use crate::db::models::{Card, Journey};
use crate::db::transaction::table_of_contents;
use crate::domain::id::{CompanionId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;

table_of_contents! {
    cards {
        /// Keeps a new card.
        fn add_card(card: &Card) -> ();
        /// The card of a journey that is in force.
        fn card_of(journey: JourneyId) -> Option<Card>;
        /// The cards in force of a visit, by id.
        fn cards_of(visit: VisitId) -> Vec<Card>;
        /// Withdraws a journey's card, and tells whether one was in force.
        fn withdraw_card(journey: JourneyId, by: StaffId, now: Time) -> bool;
        /// Deletes every card of a visit, withdrawn or not: each names its companion.
        fn delete_cards(visit: VisitId) -> ();
        /// A companion's journeys before this one that are not under way, in visits that took place and whose feed
        /// is not held; at most `limit`, the latest, by id.
        fn journeys_past(companion: CompanionId, before: JourneyId, limit: i64) -> Vec<Journey>;
    }
}
