//! Photos of companions for their families (R38): consent, upload, release by a second person, end.
//!
//! A photo is only shown through its record, which is marked as deleted in the transaction that
//! ends it. Its file is deleted right after, and the alert monitor retries failures.

pub mod consent;
pub mod release;
pub mod read;
pub mod upload;
mod cleanup;

use std::io;

use super::{UseCaseResult, change_events, or_not_found};
use crate::db::Tx;
use crate::db::models::{Companion, Photo, PhotoConsent, Visit};
use crate::domain::error::DomainError;
use crate::domain::id::VisitId;
use crate::domain::time::Time;

pub use cleanup::count_unreachable;
pub(crate) use cleanup::{delete_orphans, run_once};

#[derive(Clone, Debug)]
pub struct PhotoView {
    pub photo: Photo,
    pub companion: Companion,
    pub taken_by: String,
    pub released_by: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ConsentView {
    pub consent: PhotoConsent,
    pub recorded_by: String,
}

pub(crate) fn to_view(tx: &mut Tx<'_>, photo: Photo) -> UseCaseResult<PhotoView> {
    let journey = or_not_found(tx.journey(photo.journey_id)?, "journey")?;
    let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
    let taken_by = tx.staff_names(&[photo.taken_by])?.pop().map(|(_, name)| name);
    let released_by = match photo.released_by {
        Some(id) => tx.staff_names(&[id])?.pop().map(|(_, name)| name),
        None => None,
    };
    Ok(PhotoView { photo, companion, taken_by: taken_by.unwrap_or_default(), released_by })
}

/// Rejects changes while family updates are paused or stopped (R36).
fn check_not_held(visit: &Visit) -> UseCaseResult<()> {
    if visit.hold.is_some() { Err(DomainError::FeedHeld.into()) } else { Ok(()) }
}

/// Marks every photo of a visit as deleted. The caller runs [`delete_orphans`] after the commit.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId, now: Time) -> UseCaseResult<()> {
    let photos = tx.photos_of(visit)?;
    mark_deleted(tx, &photos, now)
}

fn mark_deleted(tx: &mut Tx<'_>, photos: &[Photo], now: Time) -> UseCaseResult<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = photos.iter().map(|photo| photo.id).collect();
    tx.drop_photos(&ids, now)?;
    photos.iter().try_for_each(|photo| change_events::photo(tx, photo, now))
}

/// Runs disk I/O on a blocking thread.
async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
