//! Shared steps of the photo use cases.

use crate::blocking;
use crate::db::Tx;
use crate::db::models::{Photo, Visit};
use crate::domain::error::DomainError;
use crate::domain::id::VisitId;
use crate::domain::time::Time;
use crate::use_cases::{UseCaseResult, change_events};
use std::io;

/// Rejects changes while family updates are paused or stopped (R36).
pub(super) fn check_not_held(visit: &Visit) -> UseCaseResult<()> {
    if visit.hold.is_some() { Err(DomainError::FeedHeld.into()) } else { Ok(()) }
}

/// Marks every photo of a visit as deleted. The caller runs [`delete_orphans`] after the commit.
pub(crate) fn delete_of_visit(tx: &mut Tx<'_>, visit: VisitId, now: Time) -> UseCaseResult<()> {
    let photos = tx.photos_of(visit)?;
    mark_deleted(tx, &photos, now)
}

pub(super) fn mark_deleted(tx: &mut Tx<'_>, photos: &[Photo], now: Time) -> UseCaseResult<()> {
    if photos.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = photos.iter().map(|photo| photo.id).collect();
    tx.mark_photos_deleted(&ids, now)?;
    photos.iter().try_for_each(|photo| change_events::photo(tx, photo, now))
}

/// Runs disk I/O on a blocking thread.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    blocking::run(work).await.map_err(io::Error::other)?
}
