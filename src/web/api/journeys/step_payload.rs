//! A step's action in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::Item;
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::web::action_request::Partner;
use crate::web::api::response::null_if_purged;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ActionResponse {
    CheckedIn {
        place_id: Option<Uuid>,
    },
    Sighted,
    Moved {
        place_id: Uuid,
        resting_place: Option<String>,
    },
    Dressed {
        items: Vec<JsonKey<Item>>,
    },
    Undressed {
        items: Vec<JsonKey<Item>>,
    },
    Screened(serde_json::Map<String, serde_json::Value>),
    Cleaned {
        method: JsonKey<CleaningMethod>,
        bagged: bool,
        attested_by: JsonKey<CleaningAttester>,
    },
    Soiled {
        why: JsonKey<Soiling>,
    },
    HandedOver {
        to: JsonKey<HolderKind>,
        name: Option<String>,
    },
    ReportedMissing,
    Found {
        place_id: Option<Uuid>,
    },
    Declined {
        reason: Option<String>,
        alternative: JsonKey<Alternative>,
    },
    Reunited {
        with: JsonKey<Partner>,
    },
    Closed {
        outcome: JsonKey<Outcome>,
        guardian_agreed: Option<bool>,
    },
    Noted {
        text: Option<String>,
    },
    Voided {
        step_id: Uuid,
        reason: Option<String>,
    },
}

impl From<&StepPayload> for ActionResponse {
    fn from(payload: &StepPayload) -> Self {
        let keys = |items: Vec<Item>| items.into_iter().map(JsonKey).collect();
        match payload.clone() {
            StepPayload::CheckedIn { place, .. } => {
                Self::CheckedIn { place_id: place.map(|at| at.id.uuid()) }
            }
            StepPayload::Sighted => Self::Sighted,
            StepPayload::Moved { place, resting_place } => {
                Self::Moved { place_id: place.id.uuid(), resting_place }
            }
            StepPayload::Dressed { items, .. } => {
                Self::Dressed { items: keys(items.iter().map(|worn| worn.item).collect()) }
            }
            StepPayload::Undressed { items } => Self::Undressed { items: keys(items) },
            StepPayload::Screened { answers } => Self::Screened(answers_by_question(&answers)),
            StepPayload::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: JsonKey(method), bagged, attested_by: JsonKey(attested_by) }
            }
            StepPayload::Soiled { cause: why } => Self::Soiled { why: JsonKey(why) },
            StepPayload::HandedOver { to, name } => Self::HandedOver { to: JsonKey(to), name },
            StepPayload::ReportedMissing => Self::ReportedMissing,
            StepPayload::Found { place } => Self::Found { place_id: place.map(|at| at.id.uuid()) },
            StepPayload::Declined { reason, alternative } => {
                Self::Declined { reason: null_if_purged(reason), alternative: JsonKey(alternative) }
            }
            StepPayload::Reunited { with_guardian } => {
                let with = if with_guardian { Partner::Guardian } else { Partner::Child };
                Self::Reunited { with: JsonKey(with) }
            }
            StepPayload::Closed { outcome, guardian_agreed } => Self::Closed {
                outcome: JsonKey(outcome),
                guardian_agreed: (outcome == Outcome::Discarded).then_some(guardian_agreed),
            },
            StepPayload::Noted { text } => Self::Noted { text: null_if_purged(text) },
            StepPayload::Voided { step, reason } => {
                Self::Voided { step_id: step.uuid(), reason: null_if_purged(reason) }
            }
        }
    }
}

fn answers_by_question(
    answers: &[(ScreeningQuestion, ScreeningAnswer)],
) -> serde_json::Map<String, serde_json::Value> {
    let pair = |(question, answer): &(ScreeningQuestion, ScreeningAnswer)| {
        (question.key().to_owned(), answer.key().into())
    };
    answers.iter().map(pair).collect()
}
