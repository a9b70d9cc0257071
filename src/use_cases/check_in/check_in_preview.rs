//! Greeting: what is known before a check-in of who may be arriving, and who may be taken for whom (R24).

use super::{Arrival, ExistingOrNew};
use crate::db::Tx;
use crate::db::models::{Child, Companion};
use crate::domain::companion::Species;
use crate::domain::id::{ChildId, CompanionId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::name_matching::{neutral_alias, numbered, same_family_name, same_words};
use crate::domain::tag::{TagCode, TagState};
use crate::random;
use crate::use_cases::children::{self, ChildDetails};
use crate::use_cases::companions::CompanionDetails;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, found};

/// How many children the list of those expected shows; who is further down is searched for.
pub const SHOWN: u8 = 60;

/// A child whose visit is in progress and who has no companion under way yet.
#[derive(Clone, Debug)]
pub struct ExpectedChild {
    /// The child.
    pub child: Child,
    /// The companions that came along to earlier visits.
    pub companions: Vec<Companion>,
    /// Whether another in the house may be taken for this child by name, on the list or not.
    pub alike: bool,
}

/// The children who are expected and whose alias holds what was typed, or whose reference it is, the
/// latest first.
///
/// # Errors
/// Only the store's.
pub async fn expected(app: &AppContext, typed: String) -> UseCaseResult<Page<ExpectedChild>> {
    let span = Pagination::<()> { after: None, limit: SHOWN };
    app.store
        .read(move |tx| {
            let Page { items, more } = span.page(tx.children_expected(&typed, span.fetch_limit())?);
            let visits: Vec<_> = items.iter().map(|(visit, _)| *visit).collect();
            let companions = tx.companions_not_in(&visits)?;
            Ok(Page { items: listed(items, &companions, &tx.aliases_in_house()?), more })
        })
        .await
}

fn listed(
    waiting: Vec<(VisitId, Child)>,
    companions: &[Companion],
    names: &[String],
) -> Vec<ExpectedChild> {
    let alike = |alias: &str| names.iter().filter(|name| same_family_name(name, alias)).count() > 1;
    let of =
        |child: &Child| companions.iter().filter(|c| c.child_id == child.id).cloned().collect();
    waiting
        .into_iter()
        .map(|(_, child)| ExpectedChild {
            companions: of(&child),
            alike: alike(&child.alias),
            child,
        })
        .collect()
}

/// A new child as a phone tells of it: nobody has to type an alias.
#[derive(Clone, Debug)]
pub struct NewChild {
    /// What the family calls it here, where anybody asked.
    pub alias: Option<String>,
    /// The rest; its alias is not read.
    pub told: ChildDetails,
}

/// A companion as a phone tells of it.
#[derive(Clone, Debug)]
pub struct NewCompanion {
    /// What kind of friend.
    pub species: Species,
    /// Its name, where anybody asked.
    pub name: Option<String>,
    /// What it is called where nobody did.
    pub else_called: String,
}

/// Who stands at the door, as far as a phone tells.
#[derive(Clone, Debug)]
pub struct ArrivalDraft {
    /// Whose companion.
    pub child: ExistingOrNew<ChildId, NewChild>,
    /// Which companion.
    pub companion: ExistingOrNew<CompanionId, NewCompanion>,
    /// The tag that is put on it.
    pub tag: TagCode,
    /// Where they arrive.
    pub place: Option<PlaceRef>,
    /// What whoever checks it in states of it.
    pub remark: String,
}

/// The arrival with everything that nobody typed, and who it may be taken for.
#[derive(Clone, Debug)]
pub struct CheckInPreview {
    /// How far the tag is; it is put on nobody who is greeted here unless blank.
    pub tag: TagState,
    /// What to check in.
    pub arrival: Arrival,
    /// Companions under way that may be taken for this one.
    pub alike: Vec<JourneyView>,
}

/// Makes an arrival of what a phone tells. Reads alone: nobody is checked in yet.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`] for the tag, the child or the companion.
pub async fn preview(app: &AppContext, newcomer: ArrivalDraft) -> UseCaseResult<CheckInPreview> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let [high, low] = random::bytes();
    app.store
        .read(move |tx| {
            let tag = found(tx.tag(&newcomer.tag)?, "tag")?.state;
            let meant = LookalikeQuery::of(tx, &newcomer)?;
            let under_way = tx.under_way_of(meant.species)?;
            let others = journey_view::views(tx, under_way, &rules, now)?;
            let taken: Vec<_> = others.iter().map(|other| other.companion.name.clone()).collect();
            let alike = others.into_iter().filter(|other| meant.is_like(other)).collect();
            let alias = neutral_alias(u16::from_be_bytes([high, low]), &tx.aliases_in_house()?);
            Ok(CheckInPreview { tag, arrival: newcomer.clone().arrival(alias, &taken), alike })
        })
        .await
}

/// What tells the newcomer from others: names that somebody gave, not those made up to differ.
struct LookalikeQuery {
    species: Species,
    name: Option<String>,
    alias: Option<String>,
    child: Option<ChildId>,
}

impl LookalikeQuery {
    fn of(tx: &mut Tx<'_>, newcomer: &ArrivalDraft) -> UseCaseResult<Self> {
        let (child, alias) = match &newcomer.child {
            ExistingOrNew::Known(id) => (Some(*id), Some(children::known(tx, *id)?.alias)),
            ExistingOrNew::New(new) => (None, new.alias.clone()),
        };
        let (species, name) = match &newcomer.companion {
            ExistingOrNew::Known(id) => {
                let known = found(tx.companion(*id)?, "companion")?;
                (known.species, Some(known.name))
            }
            ExistingOrNew::New(new) => (new.species, new.name.clone()),
        };
        Ok(Self { species, name, alias, child })
    }

    /// A child's own second companion is no stranger's lookalike, but of the same name it is.
    fn is_like(&self, other: &JourneyView) -> bool {
        if other.journey.state.status == JourneyStatus::Closed {
            return false;
        }
        let named =
            self.name.as_deref().is_some_and(|name| same_words(name, &other.companion.name));
        let mine = self.child == Some(other.journey.child_id);
        let family = self.alias.as_deref().zip(other.child_alias.as_deref());
        named || (!mine && family.is_some_and(|(one, other)| same_family_name(one, other)))
    }
}

impl ArrivalDraft {
    fn arrival(self, alias: String, taken: &[String]) -> Arrival {
        Arrival {
            child: match self.child {
                ExistingOrNew::Known(id) => ExistingOrNew::Known(id),
                ExistingOrNew::New(new) => ExistingOrNew::New(ChildDetails {
                    alias: new.alias.unwrap_or(alias),
                    ..new.told
                }),
            },
            companion: match self.companion {
                ExistingOrNew::Known(id) => ExistingOrNew::Known(id),
                ExistingOrNew::New(new) => ExistingOrNew::New(CompanionDetails {
                    name: new.name.unwrap_or_else(|| numbered(&new.else_called, taken)),
                    species: new.species,
                    coat: None,
                    description: None,
                    answers: Vec::new(),
                }),
            },
            tag: Some(self.tag),
            place: self.place,
            visit: None,
            occurred_at: None,
            remark: Some(self.remark),
        }
    }
}
