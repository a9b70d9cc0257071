//! Actions: what somebody says happened, on its way in, and what a step holds, on its way out.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::companions::ScreeningIn;
use super::problem::Problem;
use super::text::{Id, Name, Scanned, SiteKey, Words};
use crate::actions::act::{Act, PlaceRef};
use crate::domain::clearance::Rule;
use crate::domain::companion::{Answer, Question};
use crate::domain::id::PlaceId;
use crate::domain::outfit::Item;
use crate::domain::step::{
    Alternative, Attester, HolderKind, Method, Outcome, Override, Soiling, What,
};
use crate::domain::tag::Code;
use crate::domain::words::keyed;
use crate::wire::Key;

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
    /// `invalid`.
    pub fn act(self, at: &str) -> Result<Act, Problem> {
        let invalid =
            |member: &str, detail: &str| Err(Problem::invalid(&format!("{at}{member}"), detail));
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

fn pieces(items: Vec<Key<Item>>, at: &str) -> Result<Vec<Item>, Problem> {
    let distinct: std::collections::BTreeSet<_> = items.iter().map(|key| key.0).collect();
    if items.is_empty() || distinct.len() != items.len() {
        return Err(Problem::invalid(
            &format!("{at}/items"),
            "must name at least one piece, each once",
        ));
    }
    Ok(items.into_iter().map(|key| key.0).collect())
}

/// What is to be set aside, on its way in.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideIn {
    rules: Vec<Key<Rule>>,
    reason: Words,
    hand_magnet_test: Option<bool>,
}

impl OverrideIn {
    /// The override.
    ///
    /// # Errors
    /// `invalid` where it names no rule, or one twice.
    pub fn domain(self) -> Result<Override, Problem> {
        let count = self.rules.len();
        let rules: std::collections::BTreeSet<_> =
            self.rules.into_iter().map(|key| key.0).collect();
        if rules.is_empty() || rules.len() != count {
            return Err(Problem::invalid(
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
/// `invalid` where it names both, or a code that is none.
pub fn place_ref(id: Option<Id>, code: Option<&Scanned>) -> Result<Option<PlaceRef>, Problem> {
    match (id, code) {
        (Some(_), Some(_)) => {
            Err(Problem::invalid("/place", "is left out where place_id is given"))
        }
        (Some(id), None) => Ok(Some(place(id))),
        (None, Some(code)) => {
            let code = Code::parse_place(&code.0)
                .map_err(|error| Problem::invalid("/place", error.to_string()))?;
            Ok(Some(PlaceRef::Code(code)))
        }
        (None, None) => Ok(None),
    }
}

/// A step's content on its way out.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActionOut {
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
        items: Vec<Key<Item>>,
    },
    /// See [`What::Undressed`].
    Undressed {
        /// What.
        items: Vec<Key<Item>>,
    },
    /// The answers that were given, by question.
    Screened(serde_json::Map<String, serde_json::Value>),
    /// See [`What::Cleaned`].
    Cleaned {
        /// How.
        method: Key<Method>,
        /// Whether sealed in a bag.
        bagged: bool,
        /// By whose word.
        attested_by: Key<Attester>,
    },
    /// See [`What::Soiled`].
    Soiled {
        /// Why.
        why: Key<Soiling>,
    },
    /// See [`What::HandedOver`].
    HandedOver {
        /// To whom.
        to: Key<HolderKind>,
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
        alternative: Key<Alternative>,
    },
    /// See [`What::Reunited`].
    Reunited {
        /// With whom.
        with: Key<Partner>,
    },
    /// See [`What::Closed`].
    Closed {
        /// How it ended.
        outcome: Key<Outcome>,
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

impl From<&What> for ActionOut {
    fn from(what: &What) -> Self {
        let keys = |items: Vec<Item>| items.into_iter().map(Key).collect();
        match what.clone() {
            What::CheckedIn { place, .. } => {
                Self::CheckedIn { place_id: place.map(|at| at.id.uuid()) }
            }
            What::Sighted => Self::Sighted,
            What::Moved { place, resting_place } => {
                Self::Moved { place_id: place.id.uuid(), resting_place }
            }
            What::Dressed { items, .. } => {
                Self::Dressed { items: keys(items.iter().map(|worn| worn.item).collect()) }
            }
            What::Undressed { items } => Self::Undressed { items: keys(items) },
            What::Screened { answers } => Self::Screened(told(&answers)),
            What::Cleaned { method, bagged, attested_by } => {
                Self::Cleaned { method: Key(method), bagged, attested_by: Key(attested_by) }
            }
            What::Soiled { why } => Self::Soiled { why: Key(why) },
            What::HandedOver { to, name } => Self::HandedOver { to: Key(to), name },
            What::ReportedMissing => Self::ReportedMissing,
            What::Found { place } => Self::Found { place_id: place.map(|at| at.id.uuid()) },
            What::Declined { reason, alternative } => {
                Self::Declined { reason: kept(reason), alternative: Key(alternative) }
            }
            What::Reunited { with_guardian } => {
                let with = if with_guardian { Partner::Guardian } else { Partner::Child };
                Self::Reunited { with: Key(with) }
            }
            What::Closed { outcome, guardian_agreed } => Self::Closed {
                outcome: Key(outcome),
                guardian_agreed: (outcome == Outcome::Discarded).then_some(guardian_agreed),
            },
            What::Noted { text } => Self::Noted { text: kept(text) },
            What::Voided { step, reason } => {
                Self::Voided { step_id: step.uuid(), reason: kept(reason) }
            }
        }
    }
}

fn told(answers: &[(Question, Answer)]) -> serde_json::Map<String, serde_json::Value> {
    use crate::domain::words::Keyed as _;
    let pair =
        |(question, answer): &(Question, Answer)| (question.key().to_owned(), answer.key().into());
    answers.iter().map(pair).collect()
}

/// Words that a purge removed are not there.
pub(super) fn kept(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}
