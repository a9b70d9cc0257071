//! What one button records: the actions that the rules check, and their JSON that the phone sends.

use serde_json::{Value, json};

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::action::{
    Action, Alternative, CleaningAttester, CleaningMethod, DressedItems, HolderKind, Outcome,
    Soiling,
};
use crate::domain::outfit::{Catalogue, Item};
use crate::use_cases::models::Place;
use crate::use_cases::scans::action::place_snapshot;
use crate::web::action::ActionJson;

/// One or more actions recorded by a single scan.
#[derive(Clone, Debug)]
pub struct ButtonAction {
    pub actions: Vec<Action>,
    /// Whether the action also confirms that the companion is at this phone's place.
    pub confirms_place: bool,
}

impl ButtonAction {
    fn new(action: Action) -> Self {
        Self { actions: vec![action], confirms_place: true }
    }

    /// For actions recorded by staff who may not have the companion in front of them.
    fn without_place(self) -> Self {
        Self { confirms_place: false, ..self }
    }

    /// Appends another action. The place is confirmed only if both actions confirm it.
    #[must_use]
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        Self { confirms_place: self.confirms_place && other.confirms_place, ..self }
    }

    /// As the API accepts it.
    pub(crate) fn json(&self) -> Value {
        self.actions.iter().map(action_json).collect()
    }

    /// In an operating room, `resting_place` says where there (R12).
    pub(crate) fn moved(place: &Place, resting_place: Option<&str>) -> Self {
        let resting_place = resting_place.map(str::to_owned);
        Self::new(Action::Moved { place: place_snapshot(place), resting_place }).without_place()
    }

    pub(crate) fn dressed(items: &[Item], catalogue: &Catalogue, latex_precaution: bool) -> Self {
        let items = items.iter().map(|&item| catalogue.with_markings(item)).collect();
        Self::new(Action::Dressed(DressedItems { items, latex_precaution }))
    }

    pub(crate) fn undressed(items: &[Item]) -> Self {
        Self::new(Action::Undressed { items: items.to_vec() })
    }

    pub(crate) fn screened(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        Self::new(Action::Screened { answers: answers.to_vec() })
    }

    pub(crate) fn cleaned(
        method: CleaningMethod,
        bagged: bool,
        attested_by: CleaningAttester,
    ) -> Self {
        Self::new(Action::Cleaned { method, bagged, attested_by })
    }

    pub(crate) fn soiled(cause: Soiling) -> Self {
        Self::new(Action::Soiled { cause })
    }

    pub(crate) fn handed_over(to: HolderKind) -> Self {
        Self::new(Action::HandedOver { to, name: None })
    }

    pub(crate) fn reported_missing() -> Self {
        Self::new(Action::ReportedMissing).without_place()
    }

    pub(crate) fn found(place: Option<&Place>) -> Self {
        Self::new(Action::Found { place: place.map(place_snapshot) }).without_place()
    }

    pub(crate) fn declined(reason: &str, alternative: Alternative) -> Self {
        Self::new(Action::Declined { reason: reason.to_owned(), alternative })
    }

    pub(crate) fn reunited(with_guardian: bool) -> Self {
        Self::new(Action::Reunited { with_guardian })
    }

    pub(crate) fn closed(outcome: Outcome) -> Self {
        let guardian_agreed = outcome == Outcome::Discarded;
        Self::new(Action::Closed { outcome, guardian_agreed }).without_place()
    }
}

fn action_json(action: &Action) -> Value {
    let mut json = json!(ActionJson::from(action));
    if let Some(members) = json.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    json
}
