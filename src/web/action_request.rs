//! The actions of a scan in a request body, turned into [`ScanAction`]s.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::field_error::FieldError;
use super::screening_request::ScreeningRequest;
use super::validation::{Id, LongText, ScannedCode, ShortText, SiteKey};
use crate::domain::id::PlaceId;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{
    Alternative, CleaningAttester, CleaningMethod, HolderKind, Outcome, Override, Soiling,
};
use crate::domain::outfit::Item;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::use_cases::scans::action::{PlaceRef, ScanAction};

string_enum! {
    /// With whom a companion is reunited.
    pub enum Partner {
        Child = "child",
        Guardian = "guardian",
    }
}

#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum ActionRequest {
    Moved {
        place_id: Id,
        resting_place: Option<SiteKey>,
    },
    Dressed {
        items: Vec<JsonKey<Item>>,
    },
    Undressed {
        items: Vec<JsonKey<Item>>,
    },
    Screened(ScreeningRequest),
    Cleaned {
        method: JsonKey<CleaningMethod>,
        /// Whether it was sealed in a bag afterwards.
        bagged: bool,
        attested_by: JsonKey<CleaningAttester>,
    },
    Soiled {
        why: JsonKey<Soiling>,
    },
    HandedOver {
        to: JsonKey<HolderKind>,
        name: Option<ShortText>,
    },
    ReportedMissing {},
    Found {
        place_id: Option<Id>,
    },
    Declined {
        reason: LongText,
        alternative: JsonKey<Alternative>,
    },
    Reunited {
        with: JsonKey<Partner>,
    },
    Closed {
        outcome: JsonKey<Outcome>,
        /// Whether the guardian agreed to the companion being discarded.
        guardian_agreed: Option<bool>,
    },
    Noted {
        text: LongText,
    },
}

impl ActionRequest {
    /// `pointer` is the action's own, which errors are relative to.
    pub(crate) fn into_action(self, pointer: &str) -> Result<ScanAction, FieldError> {
        let invalid =
            |member: &str, detail: &str| Err(FieldError::new(format!("{pointer}{member}"), detail));
        Ok(match self {
            Self::Moved { place_id, resting_place } => {
                ScanAction::Moved(place_by_id(place_id), resting_place.map(|key| key.0))
            }
            Self::Dressed { items } => ScanAction::Dressed(distinct_items(items, pointer)?),
            Self::Undressed { items } => ScanAction::Undressed(distinct_items(items, pointer)?),
            Self::Screened(screening) => match screening.answers() {
                none if none.is_empty() => return invalid("", "must answer at least one question"),
                answers => ScanAction::Screened(answers),
            },
            Self::Cleaned { method, bagged, attested_by } => {
                ScanAction::Cleaned(method.0, bagged, attested_by.0)
            }
            Self::Soiled { why } => ScanAction::Soiled(why.0),
            Self::HandedOver { to: JsonKey(HolderKind::NobodyKnown), .. } => {
                return invalid("/to", "must be one of: child, guardian, staff, place");
            }
            Self::HandedOver { to, name } => ScanAction::HandedOver(to.0, name.map(|name| name.0)),
            Self::ReportedMissing {} => ScanAction::ReportedMissing,
            Self::Found { place_id } => ScanAction::Found(place_id.map(place_by_id)),
            Self::Declined { reason, alternative } => ScanAction::Declined(reason.0, alternative.0),
            Self::Reunited { with } => ScanAction::Reunited(with.0 == Partner::Guardian),
            Self::Closed { outcome: JsonKey(Outcome::Discarded), guardian_agreed }
                if guardian_agreed != Some(true) =>
            {
                return invalid(
                    "/guardian_agreed",
                    "must be true: discarding requires the guardian's consent",
                );
            }
            Self::Closed { outcome, guardian_agreed } => {
                ScanAction::Closed(outcome.0, guardian_agreed.unwrap_or(false))
            }
            Self::Noted { text } => ScanAction::Noted(text.0),
        })
    }
}

const fn place_by_id(id: Id) -> PlaceRef {
    PlaceRef::Id(PlaceId::from_uuid(id.0))
}

fn distinct_items(items: Vec<JsonKey<Item>>, pointer: &str) -> Result<Vec<Item>, FieldError> {
    let distinct: BTreeSet<_> = items.iter().map(|key| key.0).collect();
    if items.is_empty() || distinct.len() != items.len() {
        let pointer = format!("{pointer}/items");
        return Err(FieldError::new(pointer, "must list at least one item, and none twice"));
    }
    Ok(items.into_iter().map(|key| key.0).collect())
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideRequest {
    rules: Vec<JsonKey<Rule>>,
    reason: LongText,
    /// Whether the companion was tested with a hand-held magnet (R2).
    hand_magnet_test: Option<bool>,
}

impl OverrideRequest {
    pub(crate) fn into_override(self) -> Result<Override, FieldError> {
        let count = self.rules.len();
        let rules: BTreeSet<_> = self.rules.into_iter().map(|key| key.0).collect();
        if rules.is_empty() || rules.len() != count {
            let detail = "must list at least one rule, and none twice";
            return Err(FieldError::new("/override/rules", detail));
        }
        let hand_magnet_test = self.hand_magnet_test.unwrap_or(false);
        Ok(Override { rules, reason: self.reason.0, hand_magnet_test })
    }
}

/// The place named by a body's `place_id`, or by its `place`: the code on the wall.
pub(crate) fn place_ref(
    id: Option<Id>,
    code: Option<&ScannedCode>,
) -> Result<Option<PlaceRef>, FieldError> {
    match (id, code) {
        (Some(_), Some(_)) => {
            Err(FieldError::new("/place", "must be left out when place_id is given"))
        }
        (Some(id), None) => Ok(Some(place_by_id(id))),
        (None, Some(code)) => {
            let code = TagCode::parse_place(&code.0)
                .map_err(|error| FieldError::new("/place", error.to_string()))?;
            Ok(Some(PlaceRef::Code(code)))
        }
        (None, None) => Ok(None),
    }
}
