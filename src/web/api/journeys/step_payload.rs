//! What happened in a step, in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::journey::step::StepPayload;
use crate::web::action::ActionJson;
use crate::web::api::response::null_if_purged;

/// What the server records by itself, or an action.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum StepPayloadResponse {
    CheckedIn {
        place_id: Option<Uuid>,
    },
    Sighted,
    Voided {
        step_id: Uuid,
        reason: Option<String>,
    },
    #[serde(untagged)]
    Action(ActionJson),
}

impl From<&StepPayload> for StepPayloadResponse {
    fn from(payload: &StepPayload) -> Self {
        match payload {
            StepPayload::CheckedIn { place, .. } => {
                Self::CheckedIn { place_id: place.map(|at| at.id.uuid()) }
            }
            StepPayload::Sighted => Self::Sighted,
            StepPayload::Action(action) => Self::Action(action.into()),
            StepPayload::Voided { step, reason } => {
                Self::Voided { step_id: step.uuid(), reason: null_if_purged(reason.clone()) }
            }
        }
    }
}
