//! Places: the rooms and bed spaces of the site, each with a tag code on its wall.

pub mod place_overview;

use crate::db::models::Place;
use crate::domain::event::Topic;
use crate::domain::id::PlaceId;
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::tag::TagCode;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    map_unique_violation, or_not_found,
};

/// `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct PlaceUpdate {
    pub name: Option<String>,
    pub kind: Option<PlaceKind>,
    pub policy: Option<PolicyChange>,
    pub active: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyChange {
    pub entry: Option<EntryPolicy>,
    pub rewash_hours: Option<u32>,
    pub isolation: Option<bool>,
}

impl PolicyChange {
    /// The policy for a place of this kind; unset values are the kind's defaults.
    #[must_use]
    pub fn for_kind(self, kind: PlaceKind) -> PlacePolicy {
        let usual = PlacePolicy::default_for(kind);
        PlacePolicy {
            entry: self.entry.unwrap_or(usual.entry),
            rewash_hours: self.rewash_hours.or(usual.rewash_hours),
            isolation: self.isolation.unwrap_or(usual.isolation),
        }
    }
}

pub async fn create(
    app: &AppContext,
    name: String,
    kind: PlaceKind,
    policy: PlacePolicy,
    request: IdempotentRequest<Place>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| {
        let place = Place {
            id: PlaceId::from_uuid(random::uuid_v7_at(now)),
            name: name.clone(),
            kind,
            policy,
            code: TagCode::from_entropy(random::bytes()),
            active: true,
            revision: 1,
            created_at: now,
        };
        tx.add_place(&place).map_err(|error| map_unique_violation(error, "places", "name"))?;
        change_events::record(tx, Topic::Place, place.id.uuid(), now)?;
        Ok(place)
    })
    .await
}

pub async fn get(app: &AppContext, id: PlaceId) -> UseCaseResult<Place> {
    app.store.read(move |tx| or_not_found(tx.place(id)?, "place")).await
}

/// The active place with this code.
pub(crate) async fn by_code(app: &AppContext, code: TagCode) -> UseCaseResult<Option<Place>> {
    let place = app.store.read(move |tx| tx.place_by_code(&code)).await?;
    Ok(place.filter(|place| place.active))
}

pub async fn list(app: &AppContext, pagination: Pagination<PlaceId>) -> UseCaseResult<Page<Place>> {
    let fetch = pagination.fetch_limit();
    let items = app.store.read(move |tx| tx.places_page(pagination.after, fetch)).await?;
    Ok(pagination.page(items))
}

/// Places whose name contains `typed`, by name.
pub(crate) async fn search(
    app: &AppContext,
    typed: String,
    pagination: Pagination<String>,
) -> UseCaseResult<Page<Place>> {
    let (after, fetch) = (pagination.after.clone(), pagination.fetch_limit());
    let items = app.store.read(move |tx| tx.places_like(&typed, after.as_deref(), fetch)).await?;
    Ok(pagination.page(items))
}

pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Place>> {
    Ok(app.store.read(|tx| tx.places_like("", None, i64::MAX)).await?)
}

/// Updates a place if it is still at `revision`. Earlier steps keep the policy of their time.
pub async fn update(
    app: &AppContext,
    id: PlaceId,
    revision: i64,
    change: PlaceUpdate,
) -> UseCaseResult<Place> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let before = or_not_found(tx.place(id)?, "place")?;
            check_revision(revision, before.revision)?;
            let after = change.clone().apply_to(before);
            let saved = tx
                .save_place(&after)
                .map_err(|error| map_unique_violation(error, "places", "name"))?;
            ensure_saved(saved)?;
            change_events::record(tx, Topic::Place, id.uuid(), now)?;
            Ok(Place { revision: revision + 1, ..after })
        })
        .await
}

impl PlaceUpdate {
    pub(crate) fn apply_to(self, place: Place) -> Place {
        let kind = self.kind.unwrap_or(place.kind);
        Place {
            name: self.name.unwrap_or(place.name),
            kind,
            policy: self.policy.map_or(place.policy, |policy| policy.for_kind(kind)),
            active: self.active.unwrap_or(place.active),
            ..place
        }
    }
}
