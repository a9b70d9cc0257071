//! Check-in preview: expected children, and companions that could be mistaken for the new one
//! (R24).

use crate::db::Tx;
use crate::db::models::{Child, Companion};
use crate::domain::companion::Species;
use crate::domain::id::{ChildId, CompanionId, VisitId};
use crate::domain::journey::JourneyStatus;
use crate::domain::name_matching::{first_free_name, neutral_alias, same_family_name, same_text};
use crate::domain::tag::{TagCode, TagState};
use crate::random;
use crate::use_cases::check_in::{Arrival, ExistingOrNew};
use crate::use_cases::children::ChildDetails;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::companions::CompanionDetails;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, or_not_found};

/// The list of expected children is limited; others are found by search.
pub(crate) const MAX_EXPECTED: u8 = 60;

/// A child in a visit that has no companion under way yet.
#[derive(Clone, Debug)]
pub struct ExpectedChild {
    pub child: Child,
    pub companions: Vec<Companion>,
    pub has_lookalike: bool,
}

/// Expected children whose alias contains `typed` or whose reference is `typed`, newest visit
/// first.
pub async fn expected(app: &AppContext, typed: String) -> UseCaseResult<Page<ExpectedChild>> {
    let pagination = Pagination::<()> { after: None, limit: MAX_EXPECTED };
    app.store
        .read(move |tx| {
            let Page { items, more } =
                pagination.page(tx.children_expected(&typed, pagination.fetch_limit())?);
            let visits: Vec<_> = items.iter().map(|(visit, _)| *visit).collect();
            let companions = tx.companions_without_journey_in(&visits)?;
            Ok(Page {
                items: with_companions(items, &companions, &tx.aliases_of_current_children()?),
                more,
            })
        })
        .await
}

fn with_companions(
    expected: Vec<(VisitId, Child)>,
    companions: &[Companion],
    names: &[String],
) -> Vec<ExpectedChild> {
    let lookalikes =
        |alias: &str| names.iter().filter(|name| same_family_name(name, alias)).count() > 1;
    let of =
        |child: &Child| companions.iter().filter(|c| c.child_id == child.id).cloned().collect();
    expected
        .into_iter()
        .map(|(_, child)| ExpectedChild {
            companions: of(&child),
            has_lookalike: lookalikes(&child.alias),
            child,
        })
        .collect()
}

#[derive(Clone, Debug)]
pub struct NewChild {
    pub alias: Option<String>,
    /// Its alias is ignored.
    pub details: ChildDetails,
}

#[derive(Clone, Debug)]
pub struct NewCompanion {
    pub species: Species,
    pub name: Option<String>,
    pub default_name: String,
}

/// An arrival as a phone sends it; names may be missing.
#[derive(Clone, Debug)]
pub struct ArrivalDraft {
    pub child: ExistingOrNew<ChildId, NewChild>,
    pub companion: ExistingOrNew<CompanionId, NewCompanion>,
    pub tag: TagCode,
    pub place: Option<PlaceRef>,
    pub remark: String,
}

/// The completed arrival, and the companions that look like it.
#[derive(Clone, Debug)]
pub struct CheckInPreview {
    /// Only a blank tag can be used.
    pub tag: TagState,
    pub arrival: Arrival,
    pub lookalikes: Vec<JourneyView>,
}

/// Completes an arrival. Only reads; nothing is saved.
pub async fn preview(app: &AppContext, draft: ArrivalDraft) -> UseCaseResult<CheckInPreview> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    let [high, low] = random::bytes();
    app.store
        .read(move |tx| {
            let tag = or_not_found(tx.tag(&draft.tag)?, "tag")?.state;
            let query = LookalikeQuery::new(tx, &draft)?;
            let under_way = tx.unclosed_journeys_of_species(query.species)?;
            let others = journey_view::views(tx, under_way, &rules, now)?;
            let taken: Vec<_> = others.iter().map(|other| other.companion.name.clone()).collect();
            let lookalikes = others.into_iter().filter(|other| query.matches(other)).collect();
            let alias =
                neutral_alias(u16::from_be_bytes([high, low]), &tx.aliases_of_current_children()?);
            Ok(CheckInPreview {
                tag,
                arrival: draft.clone().into_arrival(alias, &taken),
                lookalikes,
            })
        })
        .await
}

/// What lookalikes are compared by: names that people typed, not generated ones.
struct LookalikeQuery {
    species: Species,
    name: Option<String>,
    alias: Option<String>,
    child: Option<ChildId>,
}

impl LookalikeQuery {
    fn new(tx: &mut Tx<'_>, draft: &ArrivalDraft) -> UseCaseResult<Self> {
        let (child, alias) = match &draft.child {
            ExistingOrNew::Existing(id) => (Some(*id), Some(load_unpurged_child(tx, *id)?.alias)),
            ExistingOrNew::New(new) => (None, new.alias.clone()),
        };
        let (species, name) = match &draft.companion {
            ExistingOrNew::Existing(id) => {
                let known = or_not_found(tx.companion(*id)?, "companion")?;
                (known.species, Some(known.name))
            }
            ExistingOrNew::New(new) => (new.species, new.name.clone()),
        };
        Ok(Self { species, name, alias, child })
    }

    /// A second companion of the same child is a lookalike only if it has the same name.
    fn matches(&self, other: &JourneyView) -> bool {
        if other.journey.state.status == JourneyStatus::Closed {
            return false;
        }
        let named = self.name.as_deref().is_some_and(|name| same_text(name, &other.companion.name));
        let is_same_child = self.child == Some(other.journey.child_id);
        let family = self.alias.as_deref().zip(other.child_alias.as_deref());
        named || (!is_same_child && family.is_some_and(|(one, other)| same_family_name(one, other)))
    }
}

impl ArrivalDraft {
    fn into_arrival(self, alias: String, taken: &[String]) -> Arrival {
        Arrival {
            child: match self.child {
                ExistingOrNew::Existing(id) => ExistingOrNew::Existing(id),
                ExistingOrNew::New(new) => ExistingOrNew::New(ChildDetails {
                    alias: new.alias.unwrap_or(alias),
                    ..new.details
                }),
            },
            companion: match self.companion {
                ExistingOrNew::Existing(id) => ExistingOrNew::Existing(id),
                ExistingOrNew::New(new) => ExistingOrNew::New(CompanionDetails {
                    name: new.name.unwrap_or_else(|| first_free_name(&new.default_name, taken)),
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
