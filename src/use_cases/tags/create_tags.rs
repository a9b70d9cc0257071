//! Creating tags with random codes; they are blank until they are bound.

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
    AppContext, Page, Pagination, RequestPart, UseCaseError, UseCaseResult, change_events,
    or_not_found,
};

/// How many tags one request may create or print.
pub(crate) const MAX_TAGS: u32 = 1000;

#[derive(Clone, Debug)]
pub struct TagView {
    pub tag: Tag,
    pub companion: Option<Companion>,
    pub journey: Option<JourneyView>,
}

pub async fn create(
    app: &AppContext,
    by: StaffId,
    count: u32,
    material: Material,
    request: IdempotentRequest<Vec<Tag>>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| {
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
        change_events::record(tx, Topic::Tag, None, now)?;
        Ok(tags)
    })
    .await
}

/// The codes of one batch, without voided tags.
pub async fn batch(app: &AppContext, by: StaffId, at: Time) -> UseCaseResult<Vec<TagCode>> {
    let tags = app.store.read(move |tx| Ok::<_, UseCaseError>(tx.tags_created_by(by, at)?)).await?;
    let good = tags.into_iter().filter(|tag| tag.state != TagState::Void);
    Ok(good.map(|tag| tag.code).collect())
}

/// Checks that these tags exist and are not void, so that they can be printed.
pub(crate) async fn printable(
    app: &AppContext,
    codes: Vec<TagCode>,
) -> UseCaseResult<Vec<TagCode>> {
    let asked = codes.clone();
    let tags = app.store.read(move |tx| Ok::<_, UseCaseError>(tx.tags_by_codes(&asked)?)).await?;
    let states: HashMap<_, _> = tags.into_iter().map(|tag| (tag.code, tag.state)).collect();
    for (nth, code) in codes.iter().enumerate() {
        let refused = |refusal| Err(UseCaseError::DomainAt(RequestPart::Code(nth), refusal));
        match states.get(code) {
            None => return refused(DomainError::NotFound("tag")),
            Some(TagState::Void) => return refused(DomainError::TagVoid),
            Some(_) => {}
        }
    }
    Ok(codes)
}

/// A tag and its companion's name.
pub type TagListItem = (Tag, Option<String>);

/// Tags whose code or whose companion's name contains `typed`, newest first; `typed` may also be a
/// whole code as scanned.
pub(crate) async fn search(
    app: &AppContext,
    typed: String,
    state: Option<TagState>,
    pagination: Pagination<(Time, TagCode)>,
) -> UseCaseResult<Page<TagListItem>> {
    let typed = TagCode::parse(&typed).map_or(typed, |code| code.as_str().to_owned());
    let fetch = pagination.fetch_limit();
    let items =
        app.store.read(move |tx| tx.tags_like(&typed, state, pagination.after, fetch)).await?;
    Ok(pagination.page(items))
}

pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Tag>> {
    let listed = app.store.read(|tx| tx.tags_like("", None, None, i64::MAX)).await?;
    Ok(listed.into_iter().map(|(tag, _)| tag).collect())
}

pub async fn get(app: &AppContext, code: TagCode) -> UseCaseResult<TagView> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let tag = or_not_found(tx.tag(&code)?, "tag")?;
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
