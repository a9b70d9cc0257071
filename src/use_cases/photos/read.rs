//! Reading photos: staff see all of them, families only released ones and only for a time.

use crate::db::models::{FamilyLink, Photo, Visit};
use crate::db::{self, Tx};
use crate::domain::family::LinkScope;
use crate::domain::id::{JourneyId, PhotoId, VisitId};
use crate::domain::photo::{PhotoLocation, PhotoSize, PhotoState};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::domain::visit::is_permanent;
use crate::photos::storage::PhotoStorage;
use crate::use_cases::family::link_access;
use crate::use_cases::photos::consent;
use crate::use_cases::photos::records::run_blocking;
use crate::use_cases::photos::views::{ConsentView, PhotoView, to_view};
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, or_not_found, token};

#[derive(Clone, Debug)]
pub struct CompanionPhotos {
    pub consent: Option<ConsentView>,
    pub held: bool,
    pub photos: Vec<PhotoView>,
}

pub(crate) async fn companion_photos(
    app: &AppContext,
    visit: VisitId,
    journey: JourneyId,
) -> UseCaseResult<CompanionPhotos> {
    let photo_storage = app.photo_storage.clone();
    app.store
        .read(move |tx| {
            let stay = or_not_found(tx.visit(visit)?, "visit")?;
            let of_journey = |photo: &Photo| {
                photo.journey_id == journey && photo_storage.can_read(photo.location)
            };
            let of_journey = tx.photos_of(visit)?.into_iter().filter(of_journey);
            Ok(CompanionPhotos {
                consent: consent::current(tx, visit)?,
                held: stay.hold.is_some(),
                photos: of_journey.map(|photo| to_view(tx, photo)).collect::<UseCaseResult<_>>()?,
            })
        })
        .await
}

pub async fn consent_of(app: &AppContext, visit: VisitId) -> UseCaseResult<ConsentView> {
    app.store
        .read(move |tx| {
            or_not_found(tx.visit(visit)?, "visit")?;
            or_not_found(consent::current(tx, visit)?, "consent")
        })
        .await
}

pub async fn list(
    app: &AppContext,
    state: Option<PhotoState>,
    journey: Option<JourneyId>,
    pagination: Pagination<PhotoId>,
) -> UseCaseResult<Page<PhotoView>> {
    let (fetch, readable) = (pagination.fetch_limit(), app.photo_storage.readable_locations());
    app.store
        .read(move |tx| {
            let page = pagination.page(tx.photos_page(
                readable,
                state,
                journey,
                pagination.after,
                fetch,
            )?);
            let items =
                page.items.into_iter().map(|p| to_view(tx, p)).collect::<UseCaseResult<_>>()?;
            Ok(Page { items, more: page.more })
        })
        .await
}

pub(crate) async fn read_for_staff(
    app: &AppContext,
    id: PhotoId,
    size: PhotoSize,
) -> UseCaseResult<Vec<u8>> {
    let found = app.store.read(move |tx| {
        let photo = or_not_found(tx.photo(id)?, "photo")?;
        Ok::<_, super::super::UseCaseError>((photo, tx.picture(id, size)?))
    });
    let (photo, stored) = found.await?;
    read_picture(app, &photo, size, stored).await
}

/// A photo for a family. Link, scope, hold and time are checked on each request.
pub(crate) async fn read_for_family(
    app: &AppContext,
    token: &str,
    id: PhotoId,
    size: PhotoSize,
) -> UseCaseResult<Vec<u8>> {
    let (now, rules, hash) = (app.clock.now(), app.rules.clone(), token::hash(token));
    let photo_storage = app.photo_storage.clone();
    let found = app.store.read(move |tx| {
        let (link, visit) = link_access::open(tx, &hash, &rules, now)?;
        let shown = visible_to_family(tx, &link, &visit, &photo_storage, &rules, now)?;
        let photo = or_not_found(shown.into_iter().find(|photo| photo.id == id), "photo")?;
        Ok::<_, super::super::UseCaseError>((link, photo, tx.picture(id, size)?))
    });
    let (link, photo, stored) = found.await?;
    link_access::set_audit_context(&link);
    read_picture(app, &photo, size, stored).await
}

/// The photos that this link may see now; none if the site switched photos off, even if files are
/// still stored.
///
/// A hold freezes the list: nothing is released while it lasts (R36).
pub(crate) fn visible_to_family(
    tx: &mut Tx<'_>,
    link: &FamilyLink,
    visit: &Visit,
    photo_storage: &PhotoStorage,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Vec<Photo>> {
    let none = !photo_storage.is_enabled()
        || link.scope != LinkScope::StatusAndPhotos
        || is_permanent(visit.hold.as_ref())
        || is_expired(visit, rules, now);
    if none || tx.consent_of(visit.id)?.is_none() {
        return Ok(Vec::new());
    }
    let mut photos = tx.photos_of(visit.id)?;
    photos.retain(|photo| {
        photo.state() == PhotoState::Released && photo_storage.can_read(photo.location)
    });
    Ok(photos)
}

/// When families stop seeing a visit's photos, as far as known.
pub(crate) fn expires_at(visit: &Visit, rules: &SiteRules) -> Option<Time> {
    visit.ended_at.map(|ended| ended.plus(rules.photos_expire_after))
}

pub(crate) fn is_expired(visit: &Visit, rules: &SiteRules, now: Time) -> bool {
    expires_at(visit, rules).is_some_and(|end| end <= now)
}

async fn read_picture(
    app: &AppContext,
    photo: &Photo,
    size: PhotoSize,
    stored: Option<Vec<u8>>,
) -> UseCaseResult<Vec<u8>> {
    let (id, directory) = (photo.id, app.photo_storage.directory().cloned());
    let jpeg = match (photo.location, directory) {
        (PhotoLocation::Database, _) | (_, None) => stored,
        (PhotoLocation::Folder, Some(directory)) => {
            let read = run_blocking(move || directory.read(id, size)).await;
            read.map_err(|error| {
                db::Error::Internal(format!("could not read a photo file: {error}"))
            })?
        }
    };
    or_not_found(jpeg, "photo")
}
