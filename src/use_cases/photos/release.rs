//! Releasing a photo, by somebody other than who took it, and deleting one.

use crate::domain::error::DomainError;
use crate::domain::id::{PhotoId, StaffId};
use crate::use_cases::photos::cleanup::delete_orphans;
use crate::use_cases::photos::read;
use crate::use_cases::photos::records::{check_not_held, mark_deleted};
use crate::use_cases::photos::views::{PhotoView, to_view};
use crate::use_cases::{AppContext, UseCaseResult, change_events, or_not_found};

pub async fn release(app: &AppContext, by: StaffId, id: PhotoId) -> UseCaseResult<PhotoView> {
    let (now, rules, photo_storage) =
        (app.clock.now(), app.rules.clone(), app.photo_storage.clone());
    app.store
        .write(move |tx| {
            let photo = or_not_found(tx.photo(id)?, "photo")?;
            if !photo_storage.is_enabled() {
                return Err(DomainError::PhotosOff.into());
            }
            tx.lock_visit(photo.visit_id)?;
            let photo = or_not_found(tx.photo(id)?, "photo")?;
            let visit = or_not_found(tx.visit(photo.visit_id)?, "visit")?;
            // A photo that nobody can view cannot be reviewed.
            if read::is_expired(&visit, &rules, now) || !photo_storage.can_read(photo.location) {
                return Err(DomainError::NotFound("photo").into());
            }
            // A photo released during a hold would appear when the hold ends.
            check_not_held(&visit)?;
            if photo.taken_by == by {
                return Err(DomainError::OwnPhoto.into());
            }
            if !tx.release_photo(id, by, now)? {
                return Err(DomainError::AlreadyReleased.into());
            }
            change_events::photo(tx, &photo, now)?;
            let photo = or_not_found(tx.photo(id)?, "photo")?;
            to_view(tx, photo)
        })
        .await
}

pub async fn delete(app: &AppContext, id: PhotoId) -> UseCaseResult<()> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let photo = or_not_found(tx.photo(id)?, "photo")?;
            tx.lock_visit(photo.visit_id)?;
            let photo = or_not_found(tx.photo(id)?, "photo")?;
            mark_deleted(tx, &[photo], now)
        })
        .await?;
    delete_orphans(app).await;
    Ok(())
}
