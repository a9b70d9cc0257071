//! What a step holds, on its way out.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::companion::{Answer, Question};
use crate::domain::journey::step::{
    Alternative, Attester, HolderKind, Method, Outcome, Soiling, What,
};
use crate::domain::outfit::Item;
use crate::json::Key;
use crate::web::action_request::Partner;

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
    use crate::domain::string_enum::Keyed as _;
    let pair =
        |(question, answer): &(Question, Answer)| (question.key().to_owned(), answer.key().into());
    answers.iter().map(pair).collect()
}

/// Words that a purge removed are not there.
pub(crate) fn kept(words: String) -> Option<String> {
    Some(words).filter(|words| !words.is_empty())
}
