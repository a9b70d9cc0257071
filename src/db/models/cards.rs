//! The team's cards.

use diesel::prelude::*;

use crate::db::schema::cards;
use crate::domain::card::{CardContent, CardForm, FamilyCard, Signers};
use crate::domain::id::{CardId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;

/// A released card (R40).
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = cards, treat_none_as_default_value = false)]
pub struct Card {
    pub id: CardId,
    pub journey_id: JourneyId,
    pub visit_id: VisitId,
    pub form: CardForm,
    pub face: CardContent,
    pub signers: Signers,
    pub released_by: StaffId,
    pub released_at: Time,
    pub withdrawn_by: Option<StaffId>,
    pub withdrawn_at: Option<Time>,
}

impl Card {
    /// The card as the family sees it, without the signers' names.
    #[must_use]
    pub fn family_card(self) -> FamilyCard {
        let signatures = self.signers.0.len();
        FamilyCard { content: self.face, signatures, released_at: self.released_at }
    }
}
