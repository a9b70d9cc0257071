//! Photo cleanup: deletes expired photos and files without a record.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::domain::id::PhotoId;
use crate::domain::photo::PhotoLocation;
use crate::domain::time::{Time, minutes};
use crate::photos::directory::PhotoDirectory;
use crate::use_cases::photos::records::{mark_deleted, run_blocking};
use crate::use_cases::{AppContext, UseCaseResult};

/// A file without a record may be an upload in progress; after this long it is not.
const UPLOAD_GRACE: Duration = minutes(10);

/// Deletes expired photos and whatever an error or crash left behind.
pub(crate) async fn run_once(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let past = now.minus(app.rules.photos_expire_after);
    if !app.store.read(move |tx| tx.photos_of_visits_ended_by(past)).await?.is_empty() {
        app.store
            .write(move |tx| {
                let over = tx.photos_of_visits_ended_by(past)?;
                mark_deleted(tx, &over, now)
            })
            .await?;
    }
    delete_orphans(app).await;
    if let Some(directory) = app.photo_storage.directory() {
        delete_unknown_files(app, directory.clone(), now).await?;
    }
    Ok(())
}

/// How many photos are stored in a directory that is no longer configured: nobody sees them, and
/// their files stay.
pub async fn count_unreachable(app: &AppContext) -> UseCaseResult<i64> {
    if app.photo_storage.can_read(PhotoLocation::Folder) {
        return Ok(0);
    }
    app.store.read(|tx| Ok(tx.count_photos_in(PhotoLocation::Folder)?)).await
}

/// Deletes the files of deleted photos, then their records. The alert monitor retries failures.
pub(crate) async fn delete_orphans(app: &AppContext) {
    if let Err(error) = delete_files_of_deleted_photos(app).await {
        tracing::warn!(?error, "Could not delete files of deleted photos; retrying in 15 seconds");
    }
}

async fn delete_files_of_deleted_photos(app: &AppContext) -> UseCaseResult<()> {
    let deleted = app.store.read(|tx| -> UseCaseResult<_> { Ok(tx.deleted_photos()?) }).await?;
    let mut cleared = Vec::new();
    for photo in deleted {
        let done = match (photo.location, app.photo_storage.directory()) {
            (PhotoLocation::Database, _) => true,
            (PhotoLocation::Folder, Some(directory)) => remove_file(directory, photo.id).await,
            // No directory is configured any more; the record stays until one is.
            (PhotoLocation::Folder, None) => false,
        };
        cleared.extend(done.then_some(photo.id));
    }
    if cleared.is_empty() {
        return Ok(());
    }
    app.store.write(move |tx| Ok(tx.delete_photo_rows(&cleared)?)).await
}

/// Deletes the files of an upload that was rejected or repeated.
pub(crate) async fn delete_if_unsaved(app: &AppContext, id: PhotoId) {
    let Some(directory) = app.photo_storage.directory() else { return };
    if let Ok(known) = app.store.read(move |tx| tx.existing_photos(&[id])).await
        && known.is_empty()
    {
        remove_file(directory, id).await;
    }
}

/// Deletes files without a record, left by a crash between the two writes.
async fn delete_unknown_files(
    app: &AppContext,
    directory: PhotoDirectory,
    now: Time,
) -> UseCaseResult<()> {
    let listed = directory.clone();
    let ids = match run_blocking(move || listed.ids()).await {
        Ok(ids) => ids,
        Err(error) => {
            tracing::warn!(%error, "Could not read the photo directory");
            return Ok(());
        }
    };
    if ids.is_empty() {
        return Ok(());
    }
    let (ids_on_disk, mut orphans) = (ids.clone(), BTreeSet::from_iter(ids));
    for known in app.store.read(move |tx| tx.existing_photos(&ids_on_disk)).await? {
        orphans.remove(&known);
    }
    for orphan in orphans.into_iter().filter(|id| now.since(id_timestamp(*id)) >= UPLOAD_GRACE) {
        remove_file(&directory, orphan).await;
    }
    Ok(())
}

/// The time in the UUIDv7.
fn id_timestamp(id: PhotoId) -> Time {
    let (seconds, nanos) = id.uuid().get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
    let millis = seconds.saturating_mul(1000).saturating_add(u64::from(nanos / 1_000_000));
    Time::from_millis(i64::try_from(millis).unwrap_or_default())
}

async fn remove_file(directory: &PhotoDirectory, id: PhotoId) -> bool {
    let directory = directory.clone();
    match run_blocking(move || directory.remove(id)).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "Could not delete a photo file; retrying in 15 seconds");
            false
        }
    }
}
