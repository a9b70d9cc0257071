//! Places: the rooms and bed spaces of the site, each with a code for its wall.

pub mod place_overview;

use super::idempotency::Door;
use super::{Answer, Page, Span, World, change_events, found, same_revision, taken, unchanged};
use crate::db::models::Place;
use crate::domain::event::Topic;
use crate::domain::id::PlaceId;
use crate::domain::place::{Entry, PlaceKind, Policy};
use crate::domain::tag::Code;
use crate::random;

/// What is to change; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its name.
    pub name: Option<String>,
    /// Its kind.
    pub kind: Option<PlaceKind>,
    /// Its policy, taken whole.
    pub policy: Option<PolicyTold>,
    /// Whether it is in use.
    pub active: Option<bool>,
}

/// A policy as it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyTold {
    /// See [`Policy::entry`].
    pub entry: Option<Entry>,
    /// See [`Policy::rewash_hours`].
    pub rewash_hours: Option<u32>,
    /// See [`Policy::isolation`].
    pub isolation: Option<bool>,
}

impl PolicyTold {
    /// The policy for a place of this kind; what was not told is as usual there.
    #[must_use]
    pub fn on(self, kind: PlaceKind) -> Policy {
        let usual = Policy::usual(kind);
        Policy {
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
pub async fn add(
    world: &World,
    name: String,
    kind: PlaceKind,
    policy: Policy,
    door: Door<Place>,
) -> Answer<Vec<u8>> {
    world
        .once(door, move |tx, now| {
            let place = Place {
                id: PlaceId::from_uuid(random::uuid(now)),
                name: name.clone(),
                kind,
                policy,
                code: Code::from_entropy(random::bytes()),
                active: true,
                revision: 1,
                created_at: now,
            };
            tx.add_place(&place).map_err(|error| taken(error, "places", "name"))?;
            change_events::of(tx, Topic::Place, place.id.uuid(), now)?;
            Ok(place)
        })
        .await
}

/// One place.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn get(world: &World, id: PlaceId) -> Answer<Place> {
    world.store.read(move |tx| found(tx.place(id)?, "place")).await
}

/// The place whose wall carries this code, where there is one in use.
///
/// # Errors
/// Only the store's.
pub async fn by_code(world: &World, code: Code) -> Answer<Option<Place>> {
    let place = world.store.read(move |tx| tx.place_by_code(&code)).await?;
    Ok(place.filter(|place| place.active))
}

/// The places.
///
/// # Errors
/// Only the store's.
pub async fn list(world: &World, span: Span<PlaceId>) -> Answer<Page<Place>> {
    let fetch = span.fetch();
    let items = world.store.read(move |tx| tx.places_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// The places whose name holds what was typed, by name.
///
/// # Errors
/// Only the store's.
pub async fn find(world: &World, typed: String, span: Span<String>) -> Answer<Page<Place>> {
    let (after, fetch) = (span.after.clone(), span.fetch());
    let items = world.store.read(move |tx| tx.places_like(&typed, after.as_deref(), fetch)).await?;
    Ok(span.page(items))
}

/// All places, by name.
///
/// # Errors
/// Only the store's.
pub async fn all(world: &World) -> Answer<Vec<Place>> {
    Ok(world.store.read(|tx| tx.places_like("", None, i64::MAX)).await?)
}

/// Changes a place, if it is still at `revision`. Steps made there before keep the policy of their
/// hour.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`],
/// [`crate::domain::error::Refusal::PreconditionFailed`],
/// [`crate::domain::error::Refusal::NameTaken`].
pub async fn change(world: &World, id: PlaceId, revision: i64, change: Change) -> Answer<Place> {
    let now = world.clock.now();
    world
        .store
        .write(move |tx| {
            let before = found(tx.place(id)?, "place")?;
            same_revision(revision, before.revision)?;
            let after = change.clone().applied(before);
            let saved = tx.save_place(&after).map_err(|error| taken(error, "places", "name"))?;
            unchanged(saved)?;
            change_events::of(tx, Topic::Place, id.uuid(), now)?;
            Ok(Place { revision: revision + 1, ..after })
        })
        .await
}

impl Change {
    pub(crate) fn applied(self, place: Place) -> Place {
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
