//! Minting tags: codes by the system's dice, blank until they are put on.

use std::collections::HashMap;

use crate::db::models::{Companion, Tag};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::tag::{Material, TagCode, TagState};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseError, UseCaseResult, change_events, found,
};

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
pub async fn create(
    app: &AppContext,
    by: StaffId,
    count: u32,
    material: Material,
    door: IdempotentRequest<Vec<Tag>>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| {
        let blank = |_| Tag {
            code: TagCode::from_entropy(random::bytes()),
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
pub async fn batch(app: &AppContext, by: StaffId, at: Time) -> UseCaseResult<Vec<TagCode>> {
    let tags = app.store.read(move |tx| Ok::<_, UseCaseError>(tx.tags_minted(by, at)?)).await?;
    let good = tags.into_iter().filter(|tag| tag.state != TagState::Void);
    Ok(good.map(|tag| tag.code).collect())
}

/// The codes of tags that may be printed: there, and not withdrawn.
///
/// # Errors
/// [`Refusal::NotFound`] and [`Refusal::TagVoid`], where in the list it stands.
pub async fn printable(app: &AppContext, codes: Vec<TagCode>) -> UseCaseResult<Vec<TagCode>> {
    let asked = codes.clone();
    let tags = app.store.read(move |tx| Ok::<_, UseCaseError>(tx.tags_by_codes(&asked)?)).await?;
    let states: HashMap<_, _> = tags.into_iter().map(|tag| (tag.code, tag.state)).collect();
    for (nth, code) in codes.iter().enumerate() {
        let refused = |refusal| Err(UseCaseError::RefusedAt(format!("/codes/{nth}"), refusal));
        match states.get(code) {
            None => return refused(DomainError::NotFound("tag")),
            Some(TagState::Void) => return refused(DomainError::TagVoid),
            Some(_) => {}
        }
    }
    Ok(codes)
}

/// A tag in a list, and what the companion on it is called.
pub type TagListItem = (Tag, Option<String>);

/// The tags whose code, or whose companion's name, holds what was typed, the newest first; a whole code
/// may be typed or scanned as it comes.
///
/// # Errors
/// Only the store's.
pub async fn find(
    app: &AppContext,
    typed: String,
    state: Option<TagState>,
    span: Pagination<(Time, TagCode)>,
) -> UseCaseResult<Page<TagListItem>> {
    let typed = TagCode::parse(&typed).map_or(typed, |code| code.as_str().to_owned());
    let fetch = span.fetch_limit();
    let items = app.store.read(move |tx| tx.tags_like(&typed, state, span.after, fetch)).await?;
    Ok(span.page(items))
}

/// All tags, the newest first.
///
/// # Errors
/// Only the store's.
pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Tag>> {
    let listed = app.store.read(|tx| tx.tags_like("", None, None, i64::MAX)).await?;
    Ok(listed.into_iter().map(|(tag, _)| tag).collect())
}

/// Looks at a tag.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn get(app: &AppContext, code: TagCode) -> UseCaseResult<TagView> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let tag = found(tx.tag(&code)?, "tag")?;
            let Some(id) = tag.companion_id else {
                return Ok(TagView { tag, companion: None, journey: None });
            };
            let companion = tx.companion(id)?;
            let journey = match tx.latest_journey_of(id)? {
                Some(journey) => Some(journey_view::view(tx, journey, &rules, now)?),
                None => None,
            };
            Ok(TagView { tag, companion, journey })
        })
        .await
}
