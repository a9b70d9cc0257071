//! Taking a photo: it is kept, and waits for a second look.

use std::sync::Arc;

use super::super::idempotency::IdempotentRequest;
use super::super::{AppContext, UseCaseError, UseCaseResult, change_events, found};
use super::{PhotoView, blocking, cleanup, not_held, view};
use crate::db::models::Photo;
use crate::db::{self, Tx};
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, PhotoId, StaffId};
use crate::domain::journey::JourneyStatus;
use crate::domain::photo::{KeptIn, Picture};
use crate::domain::time::Time;
use crate::random;

/// A photo on its way in.
#[derive(Clone, Copy)]
struct NewPhoto {
    id: PhotoId,
    journey: JourneyId,
    by: StaffId,
    size: (i32, i32),
    kept_in: KeptIn,
    most: u32,
}

/// Keeps a photo of a companion under way.
///
/// # Errors
/// [`Refusal::PhotosOff`], [`Refusal::NotFound`], [`Refusal::JourneyClosed`], [`Refusal::FeedHeld`],
/// [`Refusal::NoPhotoConsent`], [`Refusal::PhotosFull`].
pub async fn take(
    app: &AppContext,
    by: StaffId,
    journey: JourneyId,
    picture: Picture,
    door: IdempotentRequest<PhotoView>,
) -> UseCaseResult<Vec<u8>> {
    let kept_in = app.album.kept_in().ok_or(DomainError::PhotosOff)?;
    let id = PhotoId::from_uuid(random::uuid(app.clock.now()));
    let size = (picture.width.into(), picture.height.into());
    let shot = NewPhoto { id, journey, by, size, kept_in, most: app.rules.photos_each };
    let picture = Arc::new(picture);
    // The file first: a row without one would be shown as a hole, a file without a row to nobody.
    into_the_folder(app, id, &picture).await?;
    let said = app.run_idempotent(door, move |tx, now| keep(tx, shot, &picture, now)).await;
    match &said {
        // Whether it was kept is not known; the watch finds out.
        Err(UseCaseError::Store(_)) => {}
        Ok(_) | Err(_) => cleanup::delete_if_unsaved(app, id).await,
    }
    said
}

fn keep(tx: &mut Tx<'_>, shot: NewPhoto, picture: &Picture, now: Time) -> UseCaseResult<PhotoView> {
    let visit_id = found(tx.journey(shot.journey)?, "journey")?.visit_id;
    tx.lock_visit(visit_id)?;
    let journey = found(tx.journey(shot.journey)?, "journey")?;
    if journey.state.status == JourneyStatus::Closed {
        return Err(DomainError::JourneyClosed.into());
    }
    not_held(&found(tx.visit(visit_id)?, "visit")?)?;
    if tx.consent_of(visit_id)?.is_none() {
        return Err(DomainError::NoPhotoConsent.into());
    }
    let theirs = tx.photos_of(visit_id)?.iter().filter(|p| p.journey_id == shot.journey).count();
    if u32::try_from(theirs).is_ok_and(|so_far| so_far >= shot.most) {
        return Err(DomainError::PhotosFull.into());
    }
    let photo = Photo {
        id: shot.id,
        journey_id: shot.journey,
        visit_id,
        width: shot.size.0,
        height: shot.size.1,
        kept_in: shot.kept_in,
        taken_by: shot.by,
        taken_at: now,
        released_by: None,
        released_at: None,
        gone_at: None,
    };
    tx.add_photo(&photo)?;
    if shot.kept_in == KeptIn::Database {
        for (size, jpeg) in picture.sizes() {
            tx.add_picture(photo.id, size, jpeg)?;
        }
    }
    change_events::photo(tx, &photo, now)?;
    view(tx, photo)
}

async fn into_the_folder(
    app: &AppContext,
    id: PhotoId,
    picture: &Arc<Picture>,
) -> UseCaseResult<()> {
    let Some(folder) = app.album.directory().cloned() else { return Ok(()) };
    let picture = Arc::clone(picture);
    let Err(why) = blocking(move || folder.save(id, &picture)).await else { return Ok(()) };
    cleanup::delete_if_unsaved(app, id).await;
    Err(db::Error::Broken(format!("a photo could not be written to its folder: {why}")).into())
}
