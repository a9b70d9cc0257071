//! The team's cards, and the visits of a passport.

use crate::db::models::{Card, Journey};
use crate::db::transaction::tx_methods;
use crate::domain::id::{CompanionId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;

tx_methods! {
    cards {
        fn add_card(card: &Card) -> ();
        /// The card of a journey that is not withdrawn.
        fn card_of(journey: JourneyId) -> Option<Card>;
        /// The cards of a visit that are not withdrawn, by id.
        fn cards_of(visit: VisitId) -> Vec<Card>;
        /// Returns whether there was a card to withdraw.
        fn withdraw_card(journey: JourneyId, by: StaffId, now: Time) -> bool;
        /// Deletes every card of a visit, withdrawn or not, because each contains its companion's name.
        fn delete_cards(visit: VisitId) -> ();
        /// The latest `limit` ended journeys of a companion before this one, by id. Cancelled visits and visits with a
        /// hold are left out.
        fn past_journeys(companion: CompanionId, before: JourneyId, limit: i64) -> Vec<Journey>;
    }
}
