//! A step's body as JSON: what happened, with the place's policy and the site's rules at that time.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::encryption::Encrypted;
use crate::domain::companion::{Screening, ScreeningAnswer, ScreeningQuestion};
use crate::domain::id::{PlaceId, StepId};
use crate::domain::journey::action::{
    Action, Alternative, CleaningAttester, CleaningMethod, DressedItems, HolderKind, Outcome,
    Soiling,
};
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{Override, StepPayload};
use crate::domain::outfit::{Item, Worn};
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy, PlaceSnapshot};
use crate::domain::site_rules::RulesSnapshot;
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Body {
    #[serde(rename = "what")]
    payload: StepPayloadJson,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    overrode: Option<OverrideJson>,
}

impl Body {
    pub(crate) fn new(payload: &StepPayload, overrode: Option<&Override>) -> Self {
        Self { payload: payload.into(), overrode: overrode.map(Into::into) }
    }

    pub(crate) fn into_parts(self) -> (StepPayload, Option<Override>) {
        (self.payload.into(), self.overrode.map(Into::into))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct OverrideJson {
    rules: Vec<JsonKey<Rule>>,
    reason: Encrypted,
    hand_magnet_test: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum StepPayloadJson {
    CheckedIn {
        place: Option<PlaceJson>,
        screening: ScreeningJson,
        isolation: bool,
        rules: RulesJson,
    },
    Sighted,
    Moved {
        place: PlaceJson,
        resting_place: Option<String>,
    },
    Dressed {
        items: Vec<WornJson>,
        latex_precaution: bool,
    },
    Undressed {
        items: Vec<JsonKey<Item>>,
    },
    Screened {
        answers: Vec<(JsonKey<ScreeningQuestion>, JsonKey<ScreeningAnswer>)>,
    },
    Cleaned {
        method: JsonKey<CleaningMethod>,
        bagged: bool,
        attested_by: JsonKey<CleaningAttester>,
    },
    Soiled {
        #[serde(rename = "why")]
        cause: JsonKey<Soiling>,
    },
    HandedOver {
        to: JsonKey<HolderKind>,
        name: Option<Encrypted>,
    },
    ReportedMissing,
    Found {
        place: Option<PlaceJson>,
    },
    Declined {
        reason: Encrypted,
        alternative: JsonKey<Alternative>,
    },
    Reunited {
        with_guardian: bool,
    },
    Closed {
        outcome: JsonKey<Outcome>,
        guardian_agreed: bool,
    },
    Noted {
        text: Encrypted,
    },
    Voided {
        step: Uuid,
        reason: Encrypted,
    },
}

#[derive(Debug, Serialize, Deserialize, Clone, Copy)]
pub(crate) struct PlaceJson {
    id: Uuid,
    kind: JsonKey<PlaceKind>,
    entry: JsonKey<EntryPolicy>,
    rewash_hours: Option<u32>,
    isolation: bool,
}

#[derive(Debug, Serialize, Deserialize, Clone, Copy)]
pub(crate) struct WornJson {
    item: JsonKey<Item>,
    metal_free: bool,
    latex_free: bool,
}

/// The answers in the order of [`ScreeningQuestion::ALL`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ScreeningJson(Vec<JsonKey<ScreeningAnswer>>);

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RulesJson {
    clean_for_ms: u64,
    clean_on_ward_for_ms: u64,
    copied_within_ms: u64,
    required: Vec<JsonKey<Item>>,
}

impl From<&PlaceSnapshot> for PlaceJson {
    fn from(place: &PlaceSnapshot) -> Self {
        let PlacePolicy { entry, rewash_hours, isolation } = place.policy;
        Self {
            id: place.id.uuid(),
            kind: JsonKey(place.kind),
            entry: JsonKey(entry),
            rewash_hours,
            isolation,
        }
    }
}

impl From<PlaceJson> for PlaceSnapshot {
    fn from(json: PlaceJson) -> Self {
        let policy = PlacePolicy {
            entry: json.entry.0,
            rewash_hours: json.rewash_hours,
            isolation: json.isolation,
        };
        Self { id: PlaceId::from_uuid(json.id), kind: json.kind.0, policy }
    }
}

impl From<&Worn> for WornJson {
    fn from(worn: &Worn) -> Self {
        Self { item: JsonKey(worn.item), metal_free: worn.metal_free, latex_free: worn.latex_free }
    }
}

impl From<WornJson> for Worn {
    fn from(json: WornJson) -> Self {
        Self { item: json.item.0, metal_free: json.metal_free, latex_free: json.latex_free }
    }
}

impl From<&Screening> for ScreeningJson {
    fn from(screening: &Screening) -> Self {
        Self(
            ScreeningQuestion::ALL
                .iter()
                .map(|&question| JsonKey(screening.answer(question)))
                .collect(),
        )
    }
}

impl From<ScreeningJson> for Screening {
    fn from(json: ScreeningJson) -> Self {
        let pairs = ScreeningQuestion::ALL.iter().zip(json.0);
        pairs.fold(Self::UNKNOWN, |so_far, (&question, answer)| so_far.with(question, answer.0))
    }
}

impl From<&RulesSnapshot> for RulesJson {
    fn from(rules: &RulesSnapshot) -> Self {
        Self {
            clean_for_ms: in_millis(rules.clean_for),
            clean_on_ward_for_ms: in_millis(rules.clean_on_ward_for),
            copied_within_ms: in_millis(rules.copied_within),
            required: rules.required_outfit.iter().copied().map(JsonKey).collect(),
        }
    }
}

impl From<RulesJson> for RulesSnapshot {
    fn from(json: RulesJson) -> Self {
        Self {
            clean_for: Duration::from_millis(json.clean_for_ms),
            clean_on_ward_for: Duration::from_millis(json.clean_on_ward_for_ms),
            copied_within: Duration::from_millis(json.copied_within_ms),
            required_outfit: json.required.into_iter().map(|key| key.0).collect(),
        }
    }
}

fn in_millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

impl From<&Override> for OverrideJson {
    fn from(over: &Override) -> Self {
        let rules = over.rules.iter().copied().map(JsonKey).collect();
        Self { rules, reason: over.reason.clone().into(), hand_magnet_test: over.hand_magnet_test }
    }
}

impl From<OverrideJson> for Override {
    fn from(json: OverrideJson) -> Self {
        let rules = json.rules.into_iter().map(|key| key.0).collect();
        Self { rules, reason: json.reason.into(), hand_magnet_test: json.hand_magnet_test }
    }
}

impl From<&StepPayload> for StepPayloadJson {
    fn from(payload: &StepPayload) -> Self {
        match payload.clone() {
            StepPayload::CheckedIn { place, screening, isolation, rules } => Self::CheckedIn {
                place: place.as_ref().map(Into::into),
                screening: (&screening).into(),
                isolation,
                rules: (&rules).into(),
            },
            StepPayload::Sighted => Self::Sighted,
            StepPayload::Action(action) => action.into(),
            StepPayload::Voided { step, reason } => {
                Self::Voided { step: step.uuid(), reason: reason.into() }
            }
        }
    }
}

impl From<Action> for StepPayloadJson {
    fn from(action: Action) -> Self {
        match action {
            Action::Moved { place, resting_place } => {
                Self::Moved { place: (&place).into(), resting_place }
            }
            Action::Dressed(DressedItems { items, latex_precaution }) => {
                Self::Dressed { items: items.iter().map(Into::into).collect(), latex_precaution }
            }
            Action::Undressed { items } => {
                Self::Undressed { items: items.into_iter().map(JsonKey).collect() }
            }
            Action::Screened { answers } => Self::Screened {
                answers: answers.into_iter().map(|(q, a)| (JsonKey(q), JsonKey(a))).collect(),
            },
            Action::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: JsonKey(method), bagged, attested_by: JsonKey(attested_by) }
            }
            Action::Soiled { cause } => Self::Soiled { cause: JsonKey(cause) },
            Action::HandedOver { to, name } => {
                Self::HandedOver { to: JsonKey(to), name: name.map(Into::into) }
            }
            Action::ReportedMissing => Self::ReportedMissing,
            Action::Found { place } => Self::Found { place: place.as_ref().map(Into::into) },
            Action::Declined { reason, alternative } => {
                Self::Declined { reason: reason.into(), alternative: JsonKey(alternative) }
            }
            Action::Reunited { with_guardian } => Self::Reunited { with_guardian },
            Action::Closed { outcome, guardian_agreed } => {
                Self::Closed { outcome: JsonKey(outcome), guardian_agreed }
            }
            Action::Noted { text } => Self::Noted { text: text.into() },
        }
    }
}

impl From<StepPayloadJson> for StepPayload {
    fn from(json: StepPayloadJson) -> Self {
        Self::Action(match json {
            StepPayloadJson::CheckedIn { place, screening, isolation, rules } => {
                return Self::CheckedIn {
                    place: place.map(Into::into),
                    screening: screening.into(),
                    isolation,
                    rules: rules.into(),
                };
            }
            StepPayloadJson::Sighted => return Self::Sighted,
            StepPayloadJson::Voided { step, reason } => {
                return Self::Voided { step: StepId::from_uuid(step), reason: reason.into() };
            }
            StepPayloadJson::Moved { place, resting_place } => {
                Action::Moved { place: place.into(), resting_place }
            }
            StepPayloadJson::Dressed { items, latex_precaution } => Action::Dressed(DressedItems {
                items: items.into_iter().map(Into::into).collect(),
                latex_precaution,
            }),
            StepPayloadJson::Undressed { items } => {
                Action::Undressed { items: items.into_iter().map(|key| key.0).collect() }
            }
            StepPayloadJson::Screened { answers } => {
                Action::Screened { answers: answers.into_iter().map(|(q, a)| (q.0, a.0)).collect() }
            }
            StepPayloadJson::Cleaned { method, bagged, attested_by } => {
                Action::Cleaned { method: method.0, bagged, attested_by: attested_by.0 }
            }
            StepPayloadJson::Soiled { cause } => Action::Soiled { cause: cause.0 },
            StepPayloadJson::HandedOver { to, name } => {
                Action::HandedOver { to: to.0, name: name.map(Into::into) }
            }
            StepPayloadJson::ReportedMissing => Action::ReportedMissing,
            StepPayloadJson::Found { place } => Action::Found { place: place.map(Into::into) },
            StepPayloadJson::Declined { reason, alternative } => {
                Action::Declined { reason: reason.into(), alternative: alternative.0 }
            }
            StepPayloadJson::Reunited { with_guardian } => Action::Reunited { with_guardian },
            StepPayloadJson::Closed { outcome, guardian_agreed } => {
                Action::Closed { outcome: outcome.0, guardian_agreed }
            }
            StepPayloadJson::Noted { text } => Action::Noted { text: text.into() },
        })
    }
}
