//! The second look: somebody other than who took a photo lets its family see it, or anybody deletes it.

use super::super::{AppContext, UseCaseResult, change_events, found};
use super::{PhotoView, delete_orphans, forget, not_held, read, view};
use crate::domain::error::DomainError;
use crate::domain::id::{PhotoId, StaffId};

/// Releases a photo to its family.
///
/// # Errors
/// [`Refusal::PhotosOff`], [`Refusal::NotFound`], [`Refusal::FeedHeld`], [`Refusal::OwnPhoto`],
/// [`Refusal::AlreadyReleased`].
pub async fn release(app: &AppContext, by: StaffId, id: PhotoId) -> UseCaseResult<PhotoView> {
    let (now, rules, album) = (app.clock.now(), app.rules.clone(), app.album.clone());
    app.store
        .write(move |tx| {
            let photo = found(tx.photo(id)?, "photo")?;
            if !album.is_on() {
                return Err(DomainError::PhotosOff.into());
            }
            tx.lock_visit(photo.visit_id)?;
            let photo = found(tx.photo(id)?, "photo")?;
            let visit = found(tx.visit(photo.visit_id)?, "visit")?;
            // What nobody can look at gets no second look.
            if read::is_over(&visit, &rules, now) || !album.reads(photo.kept_in) {
                return Err(DomainError::NotFound("photo").into());
            }
            // One act silences everything: what is let go of under a hold would slip out at its end.
            not_held(&visit)?;
            if photo.taken_by == by {
                return Err(DomainError::OwnPhoto.into());
            }
            if !tx.release_photo(id, by, now)? {
                return Err(DomainError::AlreadyReleased.into());
            }
            change_events::photo(tx, &photo, now)?;
            let photo = found(tx.photo(id)?, "photo")?;
            view(tx, photo)
        })
        .await
}

/// Deletes a photo for good.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn delete(app: &AppContext, id: PhotoId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let photo = found(tx.photo(id)?, "photo")?;
            tx.lock_visit(photo.visit_id)?;
            let photo = found(tx.photo(id)?, "photo")?;
            forget(tx, &[photo], now)
        })
        .await?;
    delete_orphans(app).await;
    Ok(())
}
