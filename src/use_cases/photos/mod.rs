//! Photos of companions for their families (R38): a consent, a photo, a second look, and an end.
//!
//! Nobody is shown a picture but by its row, and a row is gone in the transaction that says so; what is left
//! of it in a folder goes right after, and the watch sees to what that did not reach.

pub mod consent;
pub mod release;
pub mod read;
pub mod upload;
mod cleanup;

use std::io;

use super::{UseCaseResult, change_events, found};
use crate::db::Tx;
use crate::db::models::{Companion, Photo, PhotoConsent, Visit};
use crate::domain::error::DomainError;
use crate::domain::id::VisitId;
use crate::domain::time::Time;

pub use cleanup::count_unreachable;
pub(crate) use cleanup::{delete_orphans, run_once};

/// A photo with the names of what it refers to.
#[derive(Clone, Debug)]
pub struct PhotoView {
    /// The photo.
    pub photo: Photo,
    /// Whom it shows.
    pub companion: Companion,
    /// What who took it is called.
    pub taken_by: String,
    /// What who released it is called.
    pub released_by: Option<String>,
}

/// A consent with the name of who recorded it.
#[derive(Clone, Debug)]
pub struct ConsentView {
    /// The consent.
    pub consent: PhotoConsent,
    /// What who recorded it is called.
    pub recorded_by: String,
}

pub(crate) fn view(tx: &mut Tx<'_>, photo: Photo) -> UseCaseResult<PhotoView> {
    let journey = found(tx.journey(photo.journey_id)?, "journey")?;
    let companion = found(tx.companion(journey.companion_id)?, "companion")?;
    let taken_by = tx.staff_names(&[photo.taken_by])?.pop().map(|(_, name)| name);
    let released_by = match photo.released_by {
        Some(id) => tx.staff_names(&[id])?.pop().map(|(_, name)| name),
        None => None,
    };
    Ok(PhotoView { photo, companion, taken_by: taken_by.unwrap_or_default(), released_by })
}

/// Refuses what needs a family's feed that is not held, for a moment or for ever (R36).
fn not_held(visit: &Visit) -> UseCaseResult<()> {
    if visit.hold.is_some() { Err(DomainError::FeedHeld.into()) } else { Ok(()) }
}

/// Takes every photo of a visit from everybody's sight. Whoever calls this clears away after the commit.
///
/// # Errors
/// Only the store's.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId, now: Time) -> UseCaseResult<()> {
    let photos = tx.photos_of(visit)?;
    forget(tx, &photos, now)
}

fn forget(tx: &mut Tx<'_>, photos: &[Photo], now: Time) -> UseCaseResult<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = photos.iter().map(|photo| photo.id).collect();
    tx.mark_photos_deleted(&ids, now)?;
    photos.iter().try_for_each(|photo| change_events::photo(tx, photo, now))
}

/// Does what may wait for a disk where nobody else waits for it.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
