//! What somebody says happened, as phones and other systems write it: JSON in, an act out.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::field_error::FieldError;
use super::validation::{Id, LongText, Scanned, ShortText, SiteKey};
use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
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
        /// With the child.
        Child = "child",
        /// With a guardian.
        Guardian = "guardian",
    }
}

/// An action on its way in.
#[derive(Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionRequest {
    /// See [`Act::Moved`].
    Moved {
        /// Where to.
        place_id: Id,
        /// Where it rests there.
        resting_place: Option<SiteKey>,
    },
    /// See [`Act::Dressed`].
    Dressed {
        /// What.
        items: Vec<JsonKey<Item>>,
    },
    /// See [`Act::Undressed`].
    Undressed {
        /// What.
        items: Vec<JsonKey<Item>>,
    },
    /// See [`Act::Screened`].
    Screened(ScreeningRequest),
    /// See [`Act::Cleaned`].
    Cleaned {
        /// How.
        method: JsonKey<CleaningMethod>,
        /// Whether sealed in a bag.
        bagged: bool,
        /// By whose word.
        attested_by: JsonKey<CleaningAttester>,
    },
    /// See [`Act::Soiled`].
    Soiled {
        /// Why.
        why: JsonKey<Soiling>,
    },
    /// See [`Act::HandedOver`].
    HandedOver {
        /// To whom.
        to: JsonKey<HolderKind>,
        /// Their name.
        name: Option<ShortText>,
    },
    /// See [`Act::ReportedMissing`].
    ReportedMissing {},
    /// See [`Act::Found`].
    Found {
        /// Where.
        place_id: Option<Id>,
    },
    /// See [`Act::Declined`].
    Declined {
        /// Why.
        reason: LongText,
        /// What instead.
        alternative: JsonKey<Alternative>,
    },
    /// See [`Act::Reunited`].
    Reunited {
        /// With whom.
        with: JsonKey<Partner>,
    },
    /// See [`Act::Closed`].
    Closed {
        /// How it ended.
        outcome: JsonKey<Outcome>,
        /// Whether the guardian agreed to its being discarded.
        guardian_agreed: Option<bool>,
    },
    /// See [`Act::Noted`].
    Noted {
        /// The remark.
        text: LongText,
    },
}

impl ActionRequest {
    /// The act, if what it holds goes together; `at` points to it.
    ///
    /// # Errors
    /// What is amiss.
    pub fn act(self, at: &str) -> Result<ScanAction, FieldError> {
        let invalid =
            |member: &str, detail: &str| Err(FieldError::new(format!("{at}{member}"), detail));
        Ok(match self {
            Self::Moved { place_id, resting_place } => {
                ScanAction::Moved(place(place_id), resting_place.map(|key| key.0))
            }
            Self::Dressed { items } => ScanAction::Dressed(pieces(items, at)?),
            Self::Undressed { items } => ScanAction::Undressed(pieces(items, at)?),
            Self::Screened(screening) => match screening.answers() {
                none if none.is_empty() => return invalid("", "answers at least one question"),
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
            Self::Found { place_id } => ScanAction::Found(place_id.map(place)),
            Self::Declined { reason, alternative } => ScanAction::Declined(reason.0, alternative.0),
            Self::Reunited { with } => ScanAction::Reunited(with.0 == Partner::Guardian),
            Self::Closed { outcome: JsonKey(Outcome::Discarded), guardian_agreed }
                if guardian_agreed != Some(true) =>
            {
                return invalid(
                    "/guardian_agreed",
                    "must be true: it is not discarded without the guardian",
                );
            }
            Self::Closed { outcome, guardian_agreed } => {
                ScanAction::Closed(outcome.0, guardian_agreed.unwrap_or(false))
            }
            Self::Noted { text } => ScanAction::Noted(text.0),
        })
    }
}

const fn place(id: Id) -> PlaceRef {
    PlaceRef::Id(PlaceId::from_uuid(id.0))
}

fn pieces(items: Vec<JsonKey<Item>>, at: &str) -> Result<Vec<Item>, FieldError> {
    let distinct: BTreeSet<_> = items.iter().map(|key| key.0).collect();
    if items.is_empty() || distinct.len() != items.len() {
        return Err(FieldError::new(
            format!("{at}/items"),
            "must name at least one piece, each once",
        ));
    }
    Ok(items.into_iter().map(|key| key.0).collect())
}

/// What is to be set aside, on its way in.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideRequest {
    /// Which rules.
    pub rules: Vec<JsonKey<Rule>>,
    /// Why.
    pub reason: LongText,
    /// Whether the hand-held magnet was tried (R2).
    pub hand_magnet_test: Option<bool>,
}

impl OverrideRequest {
    /// The override.
    ///
    /// # Errors
    /// What is amiss where it names no rule, or one twice.
    pub fn domain(self) -> Result<Override, FieldError> {
        let count = self.rules.len();
        let rules: BTreeSet<_> = self.rules.into_iter().map(|key| key.0).collect();
        if rules.is_empty() || rules.len() != count {
            return Err(FieldError::new(
                "/override/rules",
                "must name at least one rule, each once",
            ));
        }
        let hand_magnet_test = self.hand_magnet_test.unwrap_or(false);
        Ok(Override { rules, reason: self.reason.0, hand_magnet_test })
    }
}

/// Where it is now, from a body that names the place by id or by the code on its wall.
///
/// # Errors
/// What is amiss where it names both, or a code that is none.
pub fn place_ref(id: Option<Id>, code: Option<&Scanned>) -> Result<Option<PlaceRef>, FieldError> {
    match (id, code) {
        (Some(_), Some(_)) => Err(FieldError::new("/place", "is left out where place_id is given")),
        (Some(id), None) => Ok(Some(place(id))),
        (None, Some(code)) => {
            let code = TagCode::parse_place(&code.0)
                .map_err(|error| FieldError::new("/place", error.to_string()))?;
            Ok(Some(PlaceRef::Code(code)))
        }
        (None, None) => Ok(None),
    }
}

/// The answers of a screening that are given now.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreeningRequest {
    metal: Option<JsonKey<ScreeningAnswer>>,
    magnet: Option<JsonKey<ScreeningAnswer>>,
    battery: Option<JsonKey<ScreeningAnswer>>,
    weighted: Option<JsonKey<ScreeningAnswer>>,
    loose_parts: Option<JsonKey<ScreeningAnswer>>,
    latex: Option<JsonKey<ScreeningAnswer>>,
    holds_water: Option<JsonKey<ScreeningAnswer>>,
    washable: Option<JsonKey<ScreeningAnswer>>,
}

impl ScreeningRequest {
    /// Each question that is answered, with its answer.
    #[must_use]
    pub fn answers(self) -> Vec<(ScreeningQuestion, ScreeningAnswer)> {
        [
            (ScreeningQuestion::Metal, self.metal),
            (ScreeningQuestion::Magnet, self.magnet),
            (ScreeningQuestion::Battery, self.battery),
            (ScreeningQuestion::Weighted, self.weighted),
            (ScreeningQuestion::LooseParts, self.loose_parts),
            (ScreeningQuestion::Latex, self.latex),
            (ScreeningQuestion::HoldsWater, self.holds_water),
            (ScreeningQuestion::Washable, self.washable),
        ]
        .into_iter()
        .filter_map(|(question, answer)| Some((question, answer?.0)))
        .collect()
    }
}
