//! Who is shown which photo: staff what there is, a family what was released, for as long as it may.

use super::super::family::family_view;
use super::super::{AppContext, Page, Pagination, UseCaseResult, found, token};
use super::{ConsentView, PhotoView, blocking, consent, view};
use crate::db::models::{FamilyLink, Photo, Visit};
use crate::db::{self, Tx};
use crate::domain::family::LinkScope;
use crate::domain::id::{JourneyId, PhotoId, VisitId};
use crate::domain::photo::{KeptIn, PhotoSize, PhotoState};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::domain::visit::is_permanent;
use crate::photos::storage::Album;

/// What staff see of a visit's photos.
#[derive(Clone, Debug)]
pub struct PhotoSheet {
    /// What was agreed to.
    pub consent: Option<ConsentView>,
    /// Whether the family's feed is held, and nothing is taken or released.
    pub held: bool,
    /// The companion's photos, oldest first.
    pub photos: Vec<PhotoView>,
}

/// The consent and the photos of one companion.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn sheet(
    app: &AppContext,
    visit: VisitId,
    journey: JourneyId,
) -> UseCaseResult<PhotoSheet> {
    let album = app.album.clone();
    app.store
        .read(move |tx| {
            let stay = found(tx.visit(visit)?, "visit")?;
            let theirs = |photo: &Photo| photo.journey_id == journey && album.reads(photo.kept_in);
            let theirs = tx.photos_of(visit)?.into_iter().filter(theirs);
            Ok(PhotoSheet {
                consent: consent::of(tx, visit)?,
                held: stay.hold.is_some(),
                photos: theirs.map(|photo| view(tx, photo)).collect::<UseCaseResult<_>>()?,
            })
        })
        .await
}

/// The consent of a visit that is in force.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`] for the visit, or where there is none.
pub async fn consent_of(app: &AppContext, visit: VisitId) -> UseCaseResult<ConsentView> {
    app.store
        .read(move |tx| {
            found(tx.visit(visit)?, "visit")?;
            found(consent::of(tx, visit)?, "consent")
        })
        .await
}

/// The photos there are, and that can be read.
///
/// # Errors
/// Only the store's.
pub async fn list(
    app: &AppContext,
    state: Option<PhotoState>,
    journey: Option<JourneyId>,
    span: Pagination<PhotoId>,
) -> UseCaseResult<Page<PhotoView>> {
    let (fetch, readable) = (span.fetch_limit(), app.album.readable());
    app.store
        .read(move |tx| {
            let page = span.page(tx.photos_page(readable, state, journey, span.after, fetch)?);
            let items =
                page.items.into_iter().map(|p| view(tx, p)).collect::<UseCaseResult<_>>()?;
            Ok(Page { items, more: page.more })
        })
        .await
}

/// A picture for staff.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn to_staff(app: &AppContext, id: PhotoId, size: PhotoSize) -> UseCaseResult<Vec<u8>> {
    let found = app.store.read(move |tx| {
        let photo = found(tx.photo(id)?, "photo")?;
        Ok::<_, super::super::UseCaseError>((photo, tx.picture(id, size)?))
    });
    let (photo, kept) = found.await?;
    picture(app, &photo, size, kept).await
}

/// A picture for whoever holds this link: link, scope, hold and time are looked at each time anew.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`], whatever is the matter.
pub async fn to_family(
    app: &AppContext,
    token: &str,
    id: PhotoId,
    size: PhotoSize,
) -> UseCaseResult<Vec<u8>> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    let album = app.album.clone();
    let found = app.store.read(move |tx| {
        let (link, visit) = family_view::open(tx, &hash, &rules, now)?;
        let shown = visible_to_family(tx, &link, &visit, &album, &rules, now)?;
        let photo = found(shown.into_iter().find(|photo| photo.id == id), "photo")?;
        Ok::<_, super::super::UseCaseError>((link, photo, tx.picture(id, size)?))
    });
    let (link, photo, kept) = found.await?;
    family_view::is_for(&link);
    picture(app, &photo, size, kept).await
}

/// The photos of a visit that this link may see now; none where the site has switched photos off, be they kept or not.
///
/// Under a hold they are those that were there when it was put: none is released while it lasts (R36).
///
/// # Errors
/// Only the store's.
pub(crate) fn visible_to_family(
    tx: &mut Tx<'_>,
    link: &FamilyLink,
    visit: &Visit,
    album: &Album,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Vec<Photo>> {
    let none = !album.is_on()
        || link.scope != LinkScope::StatusAndPhotos
        || is_permanent(visit.hold.as_ref())
        || is_over(visit, rules, now);
    if none || tx.consent_of(visit.id)?.is_none() {
        return Ok(Vec::new());
    }
    let mut photos = tx.photos_of(visit.id)?;
    photos.retain(|photo| photo.state() == PhotoState::Released && album.reads(photo.kept_in));
    Ok(photos)
}

/// When a visit's photos are shown no more, as far as is known.
pub(crate) fn end(visit: &Visit, rules: &SiteRules) -> Option<Time> {
    visit.ended_at.map(|ended| ended.plus(rules.photos_end_after))
}

/// Whether the visit ended so long ago that its photos are shown no more.
pub(crate) fn is_over(visit: &Visit, rules: &SiteRules, now: Time) -> bool {
    end(visit, rules).is_some_and(|end| end <= now)
}

async fn picture(
    app: &AppContext,
    photo: &Photo,
    size: PhotoSize,
    kept: Option<Vec<u8>>,
) -> UseCaseResult<Vec<u8>> {
    let (id, folder) = (photo.id, app.album.directory().cloned());
    let jpeg = match (photo.kept_in, folder) {
        (KeptIn::Database, _) | (_, None) => kept,
        (KeptIn::Folder, Some(folder)) => {
            let read = blocking(move || folder.read(id, size)).await;
            read.map_err(|error| db::Error::Broken(format!("a photo's file: {error}")))?
        }
    };
    found(jpeg, "photo")
}
