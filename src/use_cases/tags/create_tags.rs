//! Minting tags: codes by the system's dice, blank until they are put on.

use std::collections::HashMap;

use crate::db::models::{Companion, Tag};
use crate::domain::error::Refusal;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::tag::{Code, Material, TagState};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::idempotency::Door;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{Answer, Error, Page, Span, World, change_events, found};

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
                code: Code::from_entropy(random::bytes()),
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
            change_events::of(tx, Topic::Tag, None, now)?;
            Ok(tags)
        })
        .await
}

/// The codes of the tags that somebody minted in one go, without those withdrawn since.
///
/// # Errors
/// Only the store's.
pub async fn batch(world: &World, by: StaffId, at: Time) -> Answer<Vec<Code>> {
    let tags = world.store.read(move |tx| Ok::<_, Error>(tx.tags_minted(by, at)?)).await?;
    let good = tags.into_iter().filter(|tag| tag.state != TagState::Void);
    Ok(good.map(|tag| tag.code).collect())
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

/// A tag in a list, and what the companion on it is called.
pub type Listed = (Tag, Option<String>);

/// The tags whose code, or whose companion's name, holds what was typed, the newest first; a whole code
/// may be typed or scanned as it comes.
///
/// # Errors
/// Only the store's.
pub async fn find(
    world: &World,
    typed: String,
    state: Option<TagState>,
    span: Span<(Time, Code)>,
) -> Answer<Page<Listed>> {
    let typed = Code::parse(&typed).map_or(typed, |code| code.as_str().to_owned());
    let fetch = span.fetch();
    let items = world.store.read(move |tx| tx.tags_like(&typed, state, span.after, fetch)).await?;
    Ok(span.page(items))
}

/// All tags, the newest first.
///
/// # Errors
/// Only the store's.
pub async fn all(world: &World) -> Answer<Vec<Tag>> {
    let listed = world.store.read(|tx| tx.tags_like("", None, None, i64::MAX)).await?;
    Ok(listed.into_iter().map(|(tag, _)| tag).collect())
}

/// Looks at a tag.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
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
                Some(journey) => Some(journey_view::of_one(tx, journey, &rules, now)?),
                None => None,
            };
            Ok(TagView { tag, companion, journey })
        })
        .await
}
