//! Places: the rooms and bed spaces of the site, each with a code for its wall.

pub mod place_overview;

use super::idempotency::IdempotentRequest;
use super::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    found, map_unique_violation,
};
use crate::db::models::Place;
use crate::domain::event::Topic;
use crate::domain::id::PlaceId;
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::tag::TagCode;
use crate::random;

/// What is to change; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct PlaceUpdate {
    /// Its name.
    pub name: Option<String>,
    /// Its kind.
    pub kind: Option<PlaceKind>,
    /// Its policy, taken whole.
    pub policy: Option<PolicyChange>,
    /// Whether it is in use.
    pub active: Option<bool>,
}

/// A policy as it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyChange {
    /// See [`Policy::entry`].
    pub entry: Option<EntryPolicy>,
    /// See [`Policy::rewash_hours`].
    pub rewash_hours: Option<u32>,
    /// See [`Policy::isolation`].
    pub isolation: Option<bool>,
}

impl PolicyChange {
    /// The policy for a place of this kind; what was not told is as usual there.
    #[must_use]
    pub fn on(self, kind: PlaceKind) -> PlacePolicy {
        let usual = PlacePolicy::usual(kind);
        PlacePolicy {
            entry: self.entry.unwrap_or(usual.entry),
            rewash_hours: self.rewash_hours.or(usual.rewash_hours),
            isolation: self.isolation.unwrap_or(usual.isolation),
        }
    }
}

/// Adds a place and gives it a code for its wall.
///
/// # Errors
/// [`crate::domain::error::Refusal::NameTaken`].
pub async fn create(
    app: &AppContext,
    name: String,
    kind: PlaceKind,
    policy: PlacePolicy,
    door: IdempotentRequest<Place>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| {
        let place = Place {
            id: PlaceId::from_uuid(random::uuid(now)),
            name: name.clone(),
            kind,
            policy,
            code: TagCode::from_entropy(random::bytes()),
            active: true,
            revision: 1,
            created_at: now,
        };
        tx.add_place(&place).map_err(|error| map_unique_violation(error, "places", "name"))?;
        change_events::of(tx, Topic::Place, place.id.uuid(), now)?;
        Ok(place)
    })
    .await
}

/// One place.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn get(app: &AppContext, id: PlaceId) -> UseCaseResult<Place> {
    app.store.read(move |tx| found(tx.place(id)?, "place")).await
}

/// The place whose wall carries this code, where there is one in use.
///
/// # Errors
/// Only the store's.
pub async fn by_code(app: &AppContext, code: TagCode) -> UseCaseResult<Option<Place>> {
    let place = app.store.read(move |tx| tx.place_by_code(&code)).await?;
    Ok(place.filter(|place| place.active))
}

/// The places.
///
/// # Errors
/// Only the store's.
pub async fn list(app: &AppContext, span: Pagination<PlaceId>) -> UseCaseResult<Page<Place>> {
    let fetch = span.fetch_limit();
    let items = app.store.read(move |tx| tx.places_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// The places whose name holds what was typed, by name.
///
/// # Errors
/// Only the store's.
pub async fn find(
    app: &AppContext,
    typed: String,
    span: Pagination<String>,
) -> UseCaseResult<Page<Place>> {
    let (after, fetch) = (span.after.clone(), span.fetch_limit());
    let items = app.store.read(move |tx| tx.places_like(&typed, after.as_deref(), fetch)).await?;
    Ok(span.page(items))
}

/// All places, by name.
///
/// # Errors
/// Only the store's.
pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Place>> {
    Ok(app.store.read(|tx| tx.places_like("", None, i64::MAX)).await?)
}

/// Changes a place, if it is still at `revision`. Steps made there before keep the policy of their
/// hour.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`],
/// [`crate::domain::error::Refusal::PreconditionFailed`],
/// [`crate::domain::error::Refusal::NameTaken`].
pub async fn change(
    app: &AppContext,
    id: PlaceId,
    revision: i64,
    change: PlaceUpdate,
) -> UseCaseResult<Place> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let before = found(tx.place(id)?, "place")?;
            check_revision(revision, before.revision)?;
            let after = change.clone().apply(before);
            let saved = tx
                .save_place(&after)
                .map_err(|error| map_unique_violation(error, "places", "name"))?;
            ensure_saved(saved)?;
            change_events::of(tx, Topic::Place, id.uuid(), now)?;
            Ok(Place { revision: revision + 1, ..after })
        })
        .await
}

impl PlaceUpdate {
    pub(crate) fn apply(self, place: Place) -> Place {
        let kind = self.kind.unwrap_or(place.kind);
        Place {
            name: self.name.unwrap_or(place.name),
            kind,
            policy: self.policy.map_or(place.policy, |told| told.on(kind)),
            active: self.active.unwrap_or(place.active),
            ..place
        }
    }
}
