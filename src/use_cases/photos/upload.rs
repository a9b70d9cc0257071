//! Uploading a photo, which then awaits review.

use std::sync::Arc;

use crate::db::models::Photo;
use crate::db::{self, Tx};
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, PhotoId, StaffId};
use crate::domain::journey::JourneyStatus;
use crate::domain::photo::{PhotoLocation, Picture};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::photos::cleanup;
use crate::use_cases::photos::records::{check_not_held, run_blocking};
use crate::use_cases::photos::views::{PhotoView, to_view};
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult, change_events, or_not_found};

#[derive(Clone, Copy)]
struct NewPhoto {
    id: PhotoId,
    journey: JourneyId,
    by: StaffId,
    size: (i32, i32),
    location: PhotoLocation,
    max_photos: u32,
}

pub(crate) async fn upload(
    app: &AppContext,
    by: StaffId,
    journey: JourneyId,
    picture: Picture,
    request: IdempotentRequest<PhotoView>,
) -> UseCaseResult<Vec<u8>> {
    let location = app.photo_storage.save_location().ok_or(DomainError::PhotosOff)?;
    let id = PhotoId::from_uuid(random::uuid_v7_at(app.clock.now()));
    let size = (picture.width.into(), picture.height.into());
    let new_photo = NewPhoto {
        id,
        journey,
        by,
        size,
        location,
        max_photos: app.rules.max_photos_per_companion,
    };
    let picture = Arc::new(picture);
    // File first: a record without a file would show a broken image, a file without a record shows
    // nothing.
    save_file(app, id, &picture).await?;
    let result =
        app.run_idempotent(request, move |tx, now| save(tx, new_photo, &picture, now)).await;
    match &result {
        // Whether it was saved is unknown; the cleanup finds out.
        Err(UseCaseError::Database(_)) => {}
        Ok(_) | Err(_) => cleanup::delete_if_unsaved(app, id).await,
    }
    result
}

fn save(
    tx: &mut Tx<'_>,
    new_photo: NewPhoto,
    picture: &Picture,
    now: Time,
) -> UseCaseResult<PhotoView> {
    let visit_id = or_not_found(tx.journey(new_photo.journey)?, "journey")?.visit_id;
    tx.lock_visit(visit_id)?;
    let journey = or_not_found(tx.journey(new_photo.journey)?, "journey")?;
    if journey.state.status == JourneyStatus::Closed {
        return Err(DomainError::JourneyClosed.into());
    }
    check_not_held(&or_not_found(tx.visit(visit_id)?, "visit")?)?;
    if tx.consent_of(visit_id)?.is_none() {
        return Err(DomainError::NoPhotoConsent.into());
    }
    let photo_count =
        tx.photos_of(visit_id)?.iter().filter(|p| p.journey_id == new_photo.journey).count();
    if u32::try_from(photo_count).is_ok_and(|count| count >= new_photo.max_photos) {
        return Err(DomainError::PhotosFull.into());
    }
    let photo = Photo {
        id: new_photo.id,
        journey_id: new_photo.journey,
        visit_id,
        width: new_photo.size.0,
        height: new_photo.size.1,
        location: new_photo.location,
        taken_by: new_photo.by,
        taken_at: now,
        released_by: None,
        released_at: None,
        deleted_at: None,
    };
    tx.add_photo(&photo)?;
    if new_photo.location == PhotoLocation::Database {
        for (size, jpeg) in picture.sizes() {
            tx.add_picture(photo.id, size, jpeg)?;
        }
    }
    change_events::photo(tx, &photo, now)?;
    to_view(tx, photo)
}

async fn save_file(app: &AppContext, id: PhotoId, picture: &Arc<Picture>) -> UseCaseResult<()> {
    let Some(folder) = app.photo_storage.directory().cloned() else { return Ok(()) };
    let picture = Arc::clone(picture);
    let Err(why) = run_blocking(move || folder.save(id, &picture)).await else { return Ok(()) };
    cleanup::delete_if_unsaved(app, id).await;
    Err(db::Error::Internal(format!("could not write a photo file: {why}")).into())
}
