//! A deed: what one button does, as the phone writes it and as the rules judge it.

use serde_json::{Value, json};

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{
    Alternative, CleaningAttester, HolderKind, Method, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::{Catalogue, Item};
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::models::Place;
use crate::use_cases::scans::action;

/// One or more actions that are done together.
#[derive(Clone, Debug)]
pub struct ButtonAction {
    /// As a scan writes them.
    pub actions: Vec<Value>,
    /// As the rules see them.
    pub whats: Vec<StepPayload>,
    /// Whether it also says that the companion is before whoever presses the button.
    pub here: bool,
}

impl ButtonAction {
    fn of(action: Value, what: StepPayload) -> Self {
        Self { actions: vec![action], whats: vec![what], here: true }
    }

    /// The same by somebody who may not have the companion before them.
    fn unseen(self) -> Self {
        Self { here: false, ..self }
    }

    /// This, and then the other; where the other says where it is, this says no more of it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.actions.extend(other.actions);
        self.whats.extend(other.whats);
        Self { here: self.here && other.here, ..self }
    }

    /// It comes to a place; in an operating room it rests somewhere there (R12).
    #[must_use]
    pub fn moved(place: &Place, rests: Option<&str>) -> Self {
        let mut action = json!({ "kind": "moved", "place_id": place.id.uuid() });
        if let (Some(members), Some(rests)) = (action.as_object_mut(), rests) {
            members.insert("resting_place".to_owned(), json!(rests));
        }
        let what = StepPayload::Moved {
            place: action::place_snapshot(place),
            resting_place: rests.map(str::to_owned),
        };
        Self::of(action, what).unseen()
    }

    /// Something is put on.
    #[must_use]
    pub fn dressed(items: &[Item], catalogue: &Catalogue, latex_precaution: bool) -> Self {
        let action = json!({ "kind": "dressed", "items": keys(items) });
        let items = items.iter().map(|&item| catalogue.worn(item)).collect();
        Self::of(action, StepPayload::Dressed { items, latex_precaution })
    }

    /// Something is taken off.
    #[must_use]
    pub fn undressed(items: &[Item]) -> Self {
        let action = json!({ "kind": "undressed", "items": keys(items) });
        Self::of(action, StepPayload::Undressed { items: items.to_vec() })
    }

    /// Questions are answered.
    #[must_use]
    pub fn screened(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        let mut action = json!({ "kind": "screened" });
        if let Some(members) = action.as_object_mut() {
            let told = answers.iter().map(|(q, answer)| (q.key().to_owned(), json!(answer.key())));
            members.extend(told);
        }
        Self::of(action, StepPayload::Screened { answers: answers.to_vec() })
    }

    /// It was cleaned.
    #[must_use]
    pub fn cleaned(method: Method, bagged: bool, attested_by: CleaningAttester) -> Self {
        let action = json!({
            "kind": "cleaned", "method": method.key(), "bagged": bagged,
            "attested_by": attested_by.key(),
        });
        Self::of(action, StepPayload::Cleaned { method, bagged, attested_by })
    }

    /// It is clean no more.
    #[must_use]
    pub fn soiled(why: Soiling) -> Self {
        Self::of(json!({ "kind": "soiled", "why": why.key() }), StepPayload::Soiled { why })
    }

    /// It passes to another.
    #[must_use]
    pub fn handed_over(to: HolderKind) -> Self {
        let action = json!({ "kind": "handed_over", "to": to.key() });
        Self::of(action, StepPayload::HandedOver { to, name: None })
    }

    /// Nobody knows where it is: least of all is it where this phone is.
    #[must_use]
    pub fn reported_missing() -> Self {
        Self::of(json!({ "kind": "reported_missing" }), StepPayload::ReportedMissing).unseen()
    }

    /// It was found, where this phone is if that is known.
    #[must_use]
    pub fn found(place: Option<&Place>) -> Self {
        let action = place.map_or_else(
            || json!({ "kind": "found" }),
            |place| json!({ "kind": "found", "place_id": place.id.uuid() }),
        );
        Self::of(action, StepPayload::Found { place: place.map(action::place_snapshot) }).unseen()
    }

    /// It may not come along.
    #[must_use]
    pub fn declined(reason: &str, instead: Alternative) -> Self {
        let action = json!({ "kind": "declined", "reason": reason, "alternative": instead.key() });
        let reason = reason.to_owned();
        Self::of(action, StepPayload::Declined { reason, alternative: instead })
    }

    /// It is back.
    #[must_use]
    pub fn reunited(with_guardian: bool) -> Self {
        let with = if with_guardian { "guardian" } else { "child" };
        Self::of(
            json!({ "kind": "reunited", "with": with }),
            StepPayload::Reunited { with_guardian },
        )
    }

    /// The journey is over.
    #[must_use]
    pub fn closed(outcome: Outcome) -> Self {
        let guardian_agreed = outcome == Outcome::Discarded;
        let mut action = json!({ "kind": "closed", "outcome": outcome.key() });
        if let (Some(members), true) = (action.as_object_mut(), guardian_agreed) {
            members.insert("guardian_agreed".to_owned(), json!(true));
        }
        Self::of(action, StepPayload::Closed { outcome, guardian_agreed }).unseen()
    }
}

fn keys(items: &[Item]) -> Vec<&'static str> {
    items.iter().map(|item| item.key()).collect()
}
