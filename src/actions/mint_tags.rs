//! Minting tags: codes by the system's dice, blank until they are put on.

use std::collections::HashMap;

use super::once::Door;
use super::view::{self, JourneyView};
use super::{Answer, Error, World, found, tell};
use crate::dice;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::refusal::Refusal;
use crate::domain::tag::{Code, Material, TagState};
use crate::store::rows::{Companion, Tag};

/// A tag with what it is on.
#[derive(Clone, Debug)]
pub struct TagView {
    /// The tag.
    pub tag: Tag,
    /// The companion that wears it, or wore it.
    pub companion: Option<Companion>,
    /// That companion's latest journey.
    pub journey: Option<JourneyView>,
}

/// Mints `count` blank tags.
///
/// # Errors
/// Only the store's.
pub async fn mint(
    world: &World,
    by: StaffId,
    count: u32,
    material: Material,
    door: Door<Vec<Tag>>,
) -> Answer<Vec<u8>> {
    world
        .once(door, move |tx, now| {
            let blank = |_| Tag {
                code: Code::from_entropy(dice::bytes()),
                state: TagState::Blank,
                material,
                companion_id: None,
                bound_at: None,
                bound_by: None,
                void_reason: None,
                created_by: by,
                created_at: now,
            };
            let tags: Vec<_> = (0..count).map(blank).collect();
            tx.add_tags(&tags)?;
            tell::of(tx, Topic::Tag, None, now)?;
            Ok(tags)
        })
        .await
}

/// The codes of tags that may be printed: there, and not withdrawn.
///
/// # Errors
/// [`Refusal::NotFound`] and [`Refusal::TagVoid`], where in the list it stands.
pub async fn printable(world: &World, codes: Vec<Code>) -> Answer<Vec<Code>> {
    let asked = codes.clone();
    let tags = world.store.read(move |tx| Ok::<_, Error>(tx.tags_by_codes(&asked)?)).await?;
    let states: HashMap<_, _> = tags.into_iter().map(|tag| (tag.code, tag.state)).collect();
    for (nth, code) in codes.iter().enumerate() {
        let refused = |refusal| Err(Error::RefusedAt(format!("/codes/{nth}"), refusal));
        match states.get(code) {
            None => return refused(Refusal::NotFound("tag")),
            Some(TagState::Void) => return refused(Refusal::TagVoid),
            Some(_) => {}
        }
    }
    Ok(codes)
}

/// Looks at a tag.
///
/// # Errors
/// [`crate::domain::refusal::Refusal::NotFound`].
pub async fn look(world: &World, code: Code) -> Answer<TagView> {
    let (now, rules) = (world.clock.now(), world.rules.clone());
    world
        .store
        .read(move |tx| {
            let tag = found(tx.tag(&code)?, "tag")?;
            let Some(id) = tag.companion_id else {
                return Ok(TagView { tag, companion: None, journey: None });
            };
            let companion = tx.companion(id)?;
            let journey = match tx.latest_journey_of(id)? {
                Some(journey) => Some(view::of_one(tx, journey, &rules, now)?),
                None => None,
            };
            Ok(TagView { tag, companion, journey })
        })
        .await
}
