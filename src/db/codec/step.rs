//! A step's body as it rests in its column: what happened, with the site's markings and policies of that hour.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::encryption::Sealed;
use crate::domain::companion::{Answer, Question, Screening};
use crate::domain::id::{PlaceId, StepId};
use crate::domain::journey::clearance::Rule;
use crate::domain::journey::step::{
    Alternative, Attester, HolderKind, Method, Outcome, Override, Soiling, What,
};
use crate::domain::outfit::{Item, Worn};
use crate::domain::place::{Entry, PlaceKind, PlaceThen, Policy};
use crate::domain::site_rules::RulesThen;
use crate::domain::string_enum::Keyed as _;
use crate::json::Key;

/// The column's whole content.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Body {
    what: WhatJson,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    overrode: Option<OverrideJson>,
}

impl Body {
    pub(crate) fn of(what: &What, overrode: Option<&Override>) -> Self {
        Self { what: what.into(), overrode: overrode.map(Into::into) }
    }

    pub(crate) fn parts(self) -> (What, Option<Override>) {
        (self.what.into(), self.overrode.map(Into::into))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct OverrideJson {
    rules: Vec<Key<Rule>>,
    reason: Sealed,
    hand_magnet_test: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum WhatJson {
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
        items: Vec<Key<Item>>,
    },
    Screened {
        answers: Vec<(Key<Question>, Key<Answer>)>,
    },
    Cleaned {
        method: Key<Method>,
        bagged: bool,
        attested_by: Key<Attester>,
    },
    Soiled {
        why: Key<Soiling>,
    },
    HandedOver {
        to: Key<HolderKind>,
        name: Option<Sealed>,
    },
    ReportedMissing,
    Found {
        place: Option<PlaceJson>,
    },
    Declined {
        reason: Sealed,
        alternative: Key<Alternative>,
    },
    Reunited {
        with_guardian: bool,
    },
    Closed {
        outcome: Key<Outcome>,
        guardian_agreed: bool,
    },
    Noted {
        text: Sealed,
    },
    Voided {
        step: Uuid,
        reason: Sealed,
    },
}

#[derive(Debug, Serialize, Deserialize, Clone, Copy)]
pub(crate) struct PlaceJson {
    id: Uuid,
    kind: Key<PlaceKind>,
    entry: Key<Entry>,
    rewash_hours: Option<u32>,
    isolation: bool,
}

#[derive(Debug, Serialize, Deserialize, Clone, Copy)]
pub(crate) struct WornJson {
    item: Key<Item>,
    metal_free: bool,
    latex_free: bool,
}

/// The answers in the order of [`Question::ALL`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ScreeningJson(Vec<Key<Answer>>);

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RulesJson {
    clean_for_ms: u64,
    clean_on_ward_for_ms: u64,
    copied_within_ms: u64,
    required: Vec<Key<Item>>,
}

impl From<&PlaceThen> for PlaceJson {
    fn from(place: &PlaceThen) -> Self {
        let Policy { entry, rewash_hours, isolation } = place.policy;
        Self {
            id: place.id.uuid(),
            kind: Key(place.kind),
            entry: Key(entry),
            rewash_hours,
            isolation,
        }
    }
}

impl From<PlaceJson> for PlaceThen {
    fn from(json: PlaceJson) -> Self {
        let policy = Policy {
            entry: json.entry.0,
            rewash_hours: json.rewash_hours,
            isolation: json.isolation,
        };
        Self { id: PlaceId::from_uuid(json.id), kind: json.kind.0, policy }
    }
}

impl From<&Worn> for WornJson {
    fn from(worn: &Worn) -> Self {
        Self { item: Key(worn.item), metal_free: worn.metal_free, latex_free: worn.latex_free }
    }
}

impl From<WornJson> for Worn {
    fn from(json: WornJson) -> Self {
        Self { item: json.item.0, metal_free: json.metal_free, latex_free: json.latex_free }
    }
}

impl From<&Screening> for ScreeningJson {
    fn from(screening: &Screening) -> Self {
        Self(Question::ALL.iter().map(|&question| Key(screening.answer(question))).collect())
    }
}

impl From<ScreeningJson> for Screening {
    fn from(json: ScreeningJson) -> Self {
        let pairs = Question::ALL.iter().zip(json.0);
        pairs.fold(Self::UNKNOWN, |so_far, (&question, answer)| so_far.with(question, answer.0))
    }
}

impl From<&RulesThen> for RulesJson {
    fn from(rules: &RulesThen) -> Self {
        Self {
            clean_for_ms: in_millis(rules.clean_for),
            clean_on_ward_for_ms: in_millis(rules.clean_on_ward_for),
            copied_within_ms: in_millis(rules.copied_within),
            required: rules.required.iter().copied().map(Key).collect(),
        }
    }
}

impl From<RulesJson> for RulesThen {
    fn from(json: RulesJson) -> Self {
        Self {
            clean_for: Duration::from_millis(json.clean_for_ms),
            clean_on_ward_for: Duration::from_millis(json.clean_on_ward_for_ms),
            copied_within: Duration::from_millis(json.copied_within_ms),
            required: json.required.into_iter().map(|key| key.0).collect(),
        }
    }
}

fn in_millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

impl From<&Override> for OverrideJson {
    fn from(over: &Override) -> Self {
        let rules = over.rules.iter().copied().map(Key).collect();
        Self { rules, reason: over.reason.clone().into(), hand_magnet_test: over.hand_magnet_test }
    }
}

impl From<OverrideJson> for Override {
    fn from(json: OverrideJson) -> Self {
        let rules = json.rules.into_iter().map(|key| key.0).collect();
        Self { rules, reason: json.reason.into(), hand_magnet_test: json.hand_magnet_test }
    }
}

impl From<&What> for WhatJson {
    fn from(what: &What) -> Self {
        match what.clone() {
            What::CheckedIn { place, screening, isolation, rules } => Self::CheckedIn {
                place: place.as_ref().map(Into::into),
                screening: (&screening).into(),
                isolation,
                rules: (&rules).into(),
            },
            What::Sighted => Self::Sighted,
            What::Moved { place, resting_place } => {
                Self::Moved { place: (&place).into(), resting_place }
            }
            What::Dressed { items, latex_precaution } => {
                Self::Dressed { items: items.iter().map(Into::into).collect(), latex_precaution }
            }
            What::Undressed { items } => {
                Self::Undressed { items: items.into_iter().map(Key).collect() }
            }
            What::Screened { answers } => Self::Screened {
                answers: answers.into_iter().map(|(q, a)| (Key(q), Key(a))).collect(),
            },
            What::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: Key(method), bagged, attested_by: Key(attested_by) }
            }
            What::Soiled { why } => Self::Soiled { why: Key(why) },
            What::HandedOver { to, name } => {
                Self::HandedOver { to: Key(to), name: name.map(Into::into) }
            }
            What::ReportedMissing => Self::ReportedMissing,
            What::Found { place } => Self::Found { place: place.as_ref().map(Into::into) },
            What::Declined { reason, alternative } => {
                Self::Declined { reason: reason.into(), alternative: Key(alternative) }
            }
            What::Reunited { with_guardian } => Self::Reunited { with_guardian },
            What::Closed { outcome, guardian_agreed } => {
                Self::Closed { outcome: Key(outcome), guardian_agreed }
            }
            What::Noted { text } => Self::Noted { text: text.into() },
            What::Voided { step, reason } => {
                Self::Voided { step: step.uuid(), reason: reason.into() }
            }
        }
    }
}

impl From<WhatJson> for What {
    fn from(json: WhatJson) -> Self {
        match json {
            WhatJson::CheckedIn { place, screening, isolation, rules } => Self::CheckedIn {
                place: place.map(Into::into),
                screening: screening.into(),
                isolation,
                rules: rules.into(),
            },
            WhatJson::Sighted => Self::Sighted,
            WhatJson::Moved { place, resting_place } => {
                Self::Moved { place: place.into(), resting_place }
            }
            WhatJson::Dressed { items, latex_precaution } => Self::Dressed {
                items: items.into_iter().map(Into::into).collect(),
                latex_precaution,
            },
            WhatJson::Undressed { items } => {
                Self::Undressed { items: items.into_iter().map(|key| key.0).collect() }
            }
            WhatJson::Screened { answers } => {
                Self::Screened { answers: answers.into_iter().map(|(q, a)| (q.0, a.0)).collect() }
            }
            WhatJson::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: method.0, bagged, attested_by: attested_by.0 }
            }
            WhatJson::Soiled { why } => Self::Soiled { why: why.0 },
            WhatJson::HandedOver { to, name } => {
                Self::HandedOver { to: to.0, name: name.map(Into::into) }
            }
            WhatJson::ReportedMissing => Self::ReportedMissing,
            WhatJson::Found { place } => Self::Found { place: place.map(Into::into) },
            WhatJson::Declined { reason, alternative } => {
                Self::Declined { reason: reason.into(), alternative: alternative.0 }
            }
            WhatJson::Reunited { with_guardian } => Self::Reunited { with_guardian },
            WhatJson::Closed { outcome, guardian_agreed } => {
                Self::Closed { outcome: outcome.0, guardian_agreed }
            }
            WhatJson::Noted { text } => Self::Noted { text: text.into() },
            WhatJson::Voided { step, reason } => {
                Self::Voided { step: StepId::from_uuid(step), reason: reason.into() }
            }
        }
    }
}
