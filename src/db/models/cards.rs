//! The team's cards.

use diesel::prelude::*;

use crate::db::schema::cards;
use crate::domain::card::{CardContent, CardForm, FamilyCard, Signers};
use crate::domain::id::{CardId, JourneyId, StaffId, VisitId};
use crate::domain::time::Time;

/// A card that was released (R40).
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = cards, treat_none_as_default_value = false)]
pub struct Card {
    /// The id.
    pub id: CardId,
    /// For whose journey.
    pub journey_id: JourneyId,
    /// In which visit.
    pub visit_id: VisitId,
    /// In which form it goes to its family.
    pub form: CardForm,
    /// What it shows.
    pub face: CardContent,
    /// Who signs.
    pub signers: Signers,
    /// Who released it.
    pub released_by: StaffId,
    /// When.
    pub released_at: Time,
    /// Who withdrew it.
    pub withdrawn_by: Option<StaffId>,
    /// When.
    pub withdrawn_at: Option<Time>,
}

impl Card {
    /// The card as its family has it: without the names of who signed.
    #[must_use]
    pub fn family_card(self) -> FamilyCard {
        let signatures = self.signers.0.len();
        FamilyCard { content: self.face, signatures, released_at: self.released_at }
    }
}
