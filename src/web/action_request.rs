//! What somebody says happened, as phones and other systems write it: JSON in, an act out.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::field_error::Amiss;
use super::validation::{Id, Name, Scanned, SiteKey, Words};
use crate::domain::companion::{Answer, Question};
use crate::domain::id::PlaceId;
use crate::domain::journey::clearance::Rule;
use crate::domain::journey::step::{
    Alternative, Attester, HolderKind, Method, Outcome, Override, Soiling,
};
use crate::domain::outfit::Item;
use crate::domain::string_enum::keyed;
use crate::domain::tag::Code;
use crate::json::Key;
use crate::use_cases::scans::action::{Act, PlaceRef};

keyed! {
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
pub enum ActionIn {
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
        items: Vec<Key<Item>>,
    },
    /// See [`Act::Undressed`].
    Undressed {
        /// What.
        items: Vec<Key<Item>>,
    },
    /// See [`Act::Screened`].
    Screened(ScreeningIn),
    /// See [`Act::Cleaned`].
    Cleaned {
        /// How.
        method: Key<Method>,
        /// Whether sealed in a bag.
        bagged: bool,
        /// By whose word.
        attested_by: Key<Attester>,
    },
    /// See [`Act::Soiled`].
    Soiled {
        /// Why.
        why: Key<Soiling>,
    },
    /// See [`Act::HandedOver`].
    HandedOver {
        /// To whom.
        to: Key<HolderKind>,
        /// Their name.
        name: Option<Name>,
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
        reason: Words,
        /// What instead.
        alternative: Key<Alternative>,
    },
    /// See [`Act::Reunited`].
    Reunited {
        /// With whom.
        with: Key<Partner>,
    },
    /// See [`Act::Closed`].
    Closed {
        /// How it ended.
        outcome: Key<Outcome>,
        /// Whether the guardian agreed to its being discarded.
        guardian_agreed: Option<bool>,
    },
    /// See [`Act::Noted`].
    Noted {
        /// The remark.
        text: Words,
    },
}

impl ActionIn {
    /// The act, if what it holds goes together; `at` points to it.
    ///
    /// # Errors
    /// What is amiss.
    pub fn act(self, at: &str) -> Result<Act, Amiss> {
        let invalid = |member: &str, detail: &str| Err(Amiss::new(format!("{at}{member}"), detail));
        Ok(match self {
            Self::Moved { place_id, resting_place } => {
                Act::Moved(place(place_id), resting_place.map(|key| key.0))
            }
            Self::Dressed { items } => Act::Dressed(pieces(items, at)?),
            Self::Undressed { items } => Act::Undressed(pieces(items, at)?),
            Self::Screened(screening) => match screening.answers() {
                none if none.is_empty() => return invalid("", "answers at least one question"),
                answers => Act::Screened(answers),
            },
            Self::Cleaned { method, bagged, attested_by } => {
                Act::Cleaned(method.0, bagged, attested_by.0)
            }
            Self::Soiled { why } => Act::Soiled(why.0),
            Self::HandedOver { to: Key(HolderKind::NobodyKnown), .. } => {
                return invalid("/to", "must be one of: child, guardian, staff, place");
            }
            Self::HandedOver { to, name } => Act::HandedOver(to.0, name.map(|name| name.0)),
            Self::ReportedMissing {} => Act::ReportedMissing,
            Self::Found { place_id } => Act::Found(place_id.map(place)),
            Self::Declined { reason, alternative } => Act::Declined(reason.0, alternative.0),
            Self::Reunited { with } => Act::Reunited(with.0 == Partner::Guardian),
            Self::Closed { outcome: Key(Outcome::Discarded), guardian_agreed }
                if guardian_agreed != Some(true) =>
            {
                return invalid(
                    "/guardian_agreed",
                    "must be true: it is not discarded without the guardian",
                );
            }
            Self::Closed { outcome, guardian_agreed } => {
                Act::Closed(outcome.0, guardian_agreed.unwrap_or(false))
            }
            Self::Noted { text } => Act::Noted(text.0),
        })
    }
}

const fn place(id: Id) -> PlaceRef {
    PlaceRef::Id(PlaceId::from_uuid(id.0))
}

fn pieces(items: Vec<Key<Item>>, at: &str) -> Result<Vec<Item>, Amiss> {
    let distinct: BTreeSet<_> = items.iter().map(|key| key.0).collect();
    if items.is_empty() || distinct.len() != items.len() {
        return Err(Amiss::new(format!("{at}/items"), "must name at least one piece, each once"));
    }
    Ok(items.into_iter().map(|key| key.0).collect())
}

/// What is to be set aside, on its way in.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideIn {
    /// Which rules.
    pub rules: Vec<Key<Rule>>,
    /// Why.
    pub reason: Words,
    /// Whether the hand-held magnet was tried (R2).
    pub hand_magnet_test: Option<bool>,
}

impl OverrideIn {
    /// The override.
    ///
    /// # Errors
    /// What is amiss where it names no rule, or one twice.
    pub fn domain(self) -> Result<Override, Amiss> {
        let count = self.rules.len();
        let rules: BTreeSet<_> = self.rules.into_iter().map(|key| key.0).collect();
        if rules.is_empty() || rules.len() != count {
            return Err(Amiss::new("/override/rules", "must name at least one rule, each once"));
        }
        let hand_magnet_test = self.hand_magnet_test.unwrap_or(false);
        Ok(Override { rules, reason: self.reason.0, hand_magnet_test })
    }
}

/// Where it is now, from a body that names the place by id or by the code on its wall.
///
/// # Errors
/// What is amiss where it names both, or a code that is none.
pub fn place_ref(id: Option<Id>, code: Option<&Scanned>) -> Result<Option<PlaceRef>, Amiss> {
    match (id, code) {
        (Some(_), Some(_)) => Err(Amiss::new("/place", "is left out where place_id is given")),
        (Some(id), None) => Ok(Some(place(id))),
        (None, Some(code)) => {
            let code = Code::parse_place(&code.0)
                .map_err(|error| Amiss::new("/place", error.to_string()))?;
            Ok(Some(PlaceRef::Code(code)))
        }
        (None, None) => Ok(None),
    }
}

/// The answers of a screening that are given now.
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreeningIn {
    metal: Option<Key<Answer>>,
    magnet: Option<Key<Answer>>,
    battery: Option<Key<Answer>>,
    weighted: Option<Key<Answer>>,
    loose_parts: Option<Key<Answer>>,
    latex: Option<Key<Answer>>,
    holds_water: Option<Key<Answer>>,
    washable: Option<Key<Answer>>,
}

impl ScreeningIn {
    /// Each question that is answered, with its answer.
    #[must_use]
    pub fn answers(self) -> Vec<(Question, Answer)> {
        [
            (Question::Metal, self.metal),
            (Question::Magnet, self.magnet),
            (Question::Battery, self.battery),
            (Question::Weighted, self.weighted),
            (Question::LooseParts, self.loose_parts),
            (Question::Latex, self.latex),
            (Question::HoldsWater, self.holds_water),
            (Question::Washable, self.washable),
        ]
        .into_iter()
        .filter_map(|(question, answer)| Some((question, answer?.0)))
        .collect()
    }
}
