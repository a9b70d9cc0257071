//! What a step holds, on its way out.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Soiling, StepPayload,
};
use crate::domain::outfit::Item;
use crate::json::JsonKey;
use crate::web::action_request::Partner;

/// A step's content on its way out.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActionResponse {
    /// The journey began.
    CheckedIn {
        /// Where.
        place_id: Option<Uuid>,
    },
    /// See [`What::Sighted`].
    Sighted,
    /// See [`What::Moved`].
    Moved {
        /// Where to.
        place_id: Uuid,
        /// Where it rests there.
        resting_place: Option<String>,
    },
    /// See [`What::Dressed`].
    Dressed {
        /// What.
        items: Vec<JsonKey<Item>>,
    },
    /// See [`What::Undressed`].
    Undressed {
        /// What.
        items: Vec<JsonKey<Item>>,
    },
    /// The answers that were given, by question.
    Screened(serde_json::Map<String, serde_json::Value>),
    /// See [`What::Cleaned`].
    Cleaned {
        /// How.
        method: JsonKey<CleaningMethod>,
        /// Whether sealed in a bag.
        bagged: bool,
        /// By whose word.
        attested_by: JsonKey<CleaningAttester>,
    },
    /// See [`What::Soiled`].
    Soiled {
        /// Why.
        why: JsonKey<Soiling>,
    },
    /// See [`What::HandedOver`].
    HandedOver {
        /// To whom.
        to: JsonKey<HolderKind>,
        /// Their name.
        name: Option<String>,
    },
    /// See [`What::ReportedMissing`].
    ReportedMissing,
    /// See [`What::Found`].
    Found {
        /// Where.
        place_id: Option<Uuid>,
    },
    /// See [`What::Declined`].
    Declined {
        /// Why.
        reason: Option<String>,
        /// What instead.
        alternative: JsonKey<Alternative>,
    },
    /// See [`What::Reunited`].
    Reunited {
        /// With whom.
        with: JsonKey<Partner>,
    },
    /// See [`What::Closed`].
    Closed {
        /// How it ended.
        outcome: JsonKey<Outcome>,
        /// Whether the guardian agreed, where it was discarded.
        guardian_agreed: Option<bool>,
    },
    /// See [`What::Noted`].
    Noted {
        /// The remark; none after a purge.
        text: Option<String>,
    },
    /// See [`What::Voided`].
    Voided {
        /// Which step.
        step_id: Uuid,
        /// Why; none after a purge.
        reason: Option<String>,
    },
}

impl From<&StepPayload> for ActionResponse {
    fn from(what: &StepPayload) -> Self {
        let keys = |items: Vec<Item>| items.into_iter().map(JsonKey).collect();
        match what.clone() {
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
            StepPayload::Screened { answers } => Self::Screened(told(&answers)),
            StepPayload::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: JsonKey(method), bagged, attested_by: JsonKey(attested_by) }
            }
            StepPayload::Soiled { cause: why } => Self::Soiled { why: JsonKey(why) },
            StepPayload::HandedOver { to, name } => Self::HandedOver { to: JsonKey(to), name },
            StepPayload::ReportedMissing => Self::ReportedMissing,
            StepPayload::Found { place } => Self::Found { place_id: place.map(|at| at.id.uuid()) },
            StepPayload::Declined { reason, alternative } => {
                Self::Declined { reason: kept(reason), alternative: JsonKey(alternative) }
            }
            StepPayload::Reunited { with_guardian } => {
                let with = if with_guardian { Partner::Guardian } else { Partner::Child };
                Self::Reunited { with: JsonKey(with) }
            }
            StepPayload::Closed { outcome, guardian_agreed } => Self::Closed {
                outcome: JsonKey(outcome),
                guardian_agreed: (outcome == Outcome::Discarded).then_some(guardian_agreed),
            },
            StepPayload::Noted { text } => Self::Noted { text: kept(text) },
            StepPayload::Voided { step, reason } => {
                Self::Voided { step_id: step.uuid(), reason: kept(reason) }
            }
        }
    }
}

fn told(
    answers: &[(ScreeningQuestion, ScreeningAnswer)],
) -> serde_json::Map<String, serde_json::Value> {
    use crate::domain::string_enum::StringEnum as _;
    let pair = |(question, answer): &(ScreeningQuestion, ScreeningAnswer)| {
        (question.key().to_owned(), answer.key().into())
    };
    answers.iter().map(pair).collect()
}

/// Words that a purge removed are not there.
pub(crate) fn kept(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}
