//! What one button records: the JSON that the phone sends, and the steps that the rules check.

use serde_json::{Value, json};

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::{Catalogue, Item};
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::models::Place;
use crate::use_cases::scans::action;

/// One or more actions recorded by a single scan.
#[derive(Clone, Debug)]
pub struct ButtonAction {
    /// JSON as the API accepts it.
    pub actions: Vec<Value>,
    pub steps: Vec<StepPayload>,
    /// Whether the action also confirms that the companion is at this phone's place.
    pub confirms_place: bool,
}

impl ButtonAction {
    fn new(action: Value, step: StepPayload) -> Self {
        Self { actions: vec![action], steps: vec![step], confirms_place: true }
    }

    /// For actions recorded by staff who may not have the companion in front of them.
    fn without_place(self) -> Self {
        Self { confirms_place: false, ..self }
    }

    /// Appends another action. The place is confirmed only if both actions confirm it.
    #[must_use]
    pub(crate) fn then(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        self.steps.extend(other.steps);
        Self { confirms_place: self.confirms_place && other.confirms_place, ..self }
    }

    /// In an operating room, `resting_place` says where there (R12).
    pub(crate) fn moved(place: &Place, resting_place: Option<&str>) -> Self {
        let mut action = json!({ "kind": "moved", "place_id": place.id.uuid() });
        if let (Some(members), Some(resting_place)) = (action.as_object_mut(), resting_place) {
            members.insert("resting_place".to_owned(), json!(resting_place));
        }
        let step = StepPayload::Moved {
            place: action::place_snapshot(place),
            resting_place: resting_place.map(str::to_owned),
        };
        Self::new(action, step).without_place()
    }

    pub(crate) fn dressed(items: &[Item], catalogue: &Catalogue, latex_precaution: bool) -> Self {
        let action = json!({ "kind": "dressed", "items": keys(items) });
        let items = items.iter().map(|&item| catalogue.with_markings(item)).collect();
        Self::new(action, StepPayload::Dressed { items, latex_precaution })
    }

    pub(crate) fn undressed(items: &[Item]) -> Self {
        let action = json!({ "kind": "undressed", "items": keys(items) });
        Self::new(action, StepPayload::Undressed { items: items.to_vec() })
    }

    pub(crate) fn screened(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        let mut action = json!({ "kind": "screened" });
        if let Some(members) = action.as_object_mut() {
            let pairs =
                answers.iter().map(|(question, answer)| (question.key(), json!(answer.key())));
            members.extend(pairs.map(|(key, answer)| (key.to_owned(), answer)));
        }
        Self::new(action, StepPayload::Screened { answers: answers.to_vec() })
    }

    pub(crate) fn cleaned(
        method: CleaningMethod,
        bagged: bool,
        attested_by: CleaningAttester,
    ) -> Self {
        let action = json!({
            "kind": "cleaned", "method": method.key(), "bagged": bagged,
            "attested_by": attested_by.key(),
        });
        Self::new(action, StepPayload::Cleaned { method, bagged, attested_by })
    }

    pub(crate) fn soiled(why: Soiling) -> Self {
        Self::new(json!({ "kind": "soiled", "why": why.key() }), StepPayload::Soiled { cause: why })
    }

    pub(crate) fn handed_over(to: HolderKind) -> Self {
        let action = json!({ "kind": "handed_over", "to": to.key() });
        Self::new(action, StepPayload::HandedOver { to, name: None })
    }

    pub(crate) fn reported_missing() -> Self {
        Self::new(json!({ "kind": "reported_missing" }), StepPayload::ReportedMissing)
            .without_place()
    }

    pub(crate) fn found(place: Option<&Place>) -> Self {
        let action = place.map_or_else(
            || json!({ "kind": "found" }),
            |place| json!({ "kind": "found", "place_id": place.id.uuid() }),
        );
        Self::new(action, StepPayload::Found { place: place.map(action::place_snapshot) })
            .without_place()
    }

    pub(crate) fn declined(reason: &str, alternative: Alternative) -> Self {
        let action =
            json!({ "kind": "declined", "reason": reason, "alternative": alternative.key() });
        Self::new(action, StepPayload::Declined { reason: reason.to_owned(), alternative })
    }

    pub(crate) fn reunited(with_guardian: bool) -> Self {
        let with = if with_guardian { "guardian" } else { "child" };
        Self::new(
            json!({ "kind": "reunited", "with": with }),
            StepPayload::Reunited { with_guardian },
        )
    }

    pub(crate) fn closed(outcome: Outcome) -> Self {
        let guardian_agreed = outcome == Outcome::Discarded;
        let mut action = json!({ "kind": "closed", "outcome": outcome.key() });
        if let (Some(members), true) = (action.as_object_mut(), guardian_agreed) {
            members.insert("guardian_agreed".to_owned(), json!(true));
        }
        Self::new(action, StepPayload::Closed { outcome, guardian_agreed }).without_place()
    }
}

fn keys(items: &[Item]) -> Vec<&'static str> {
    items.iter().map(|item| item.key()).collect()
}
