//! Tidying: what is past its time goes, and what is gone leaves nothing behind.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::{AppContext, UseCaseResult};
use super::{blocking, forget};
use crate::domain::id::PhotoId;
use crate::domain::photo::KeptIn;
use crate::domain::time::{Time, minutes};
use crate::photos::storage::PhotoDirectory;

/// A file without a row may be a photo that is being taken; after this long it is none.
const BEING_TAKEN: Duration = minutes(10);

/// Lets go of the photos whose time is over, and of all that a fault or a crash left lying.
///
/// # Errors
/// Only the store's.
pub(crate) async fn run_once(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let past = now.minus(app.rules.photos_end_after);
    if !app.store.read(move |tx| tx.photos_past(past)).await?.is_empty() {
        app.store
            .write(move |tx| {
                let over = tx.photos_past(past)?;
                forget(tx, &over, now)
            })
            .await?;
    }
    delete_orphans(app).await;
    if let Some(folder) = app.album.directory() {
        sweep(app, folder.clone(), now).await?;
    }
    Ok(())
}

/// How many photos lie where the setting does not reach: nobody is shown them, and their files stay.
///
/// # Errors
/// Only the store's.
pub async fn count_unreachable(app: &AppContext) -> UseCaseResult<i64> {
    if app.album.reads(KeptIn::Folder) {
        return Ok(0);
    }
    app.store.read(|tx| Ok(tx.photos_kept_in(KeptIn::Folder)?)).await
}

/// Removes the files of photos that are gone, then their rows. What fails is tried again by the watch.
pub(crate) async fn delete_orphans(app: &AppContext) {
    if let Err(error) = clear(app).await {
        tracing::warn!(?error, "photos that are gone could not be cleared away; it is tried again");
    }
}

async fn clear(app: &AppContext) -> UseCaseResult<()> {
    let gone = app.store.read(|tx| -> UseCaseResult<_> { Ok(tx.photos_gone()?) }).await?;
    let mut cleared = Vec::new();
    for photo in gone {
        let done = match (photo.kept_in, app.album.directory()) {
            (KeptIn::Database, _) => true,
            (KeptIn::Folder, Some(folder)) => removed(folder, photo.id).await,
            // The setting names no folder any more; the row keeps it in mind until one does.
            (KeptIn::Folder, None) => false,
        };
        cleared.extend(done.then_some(photo.id));
    }
    if cleared.is_empty() {
        return Ok(());
    }
    app.store.write(move |tx| Ok(tx.forget_photos(&cleared)?)).await
}

/// Removes the files of a photo that was not kept after all: refused, or told before.
pub(crate) async fn delete_if_unsaved(app: &AppContext, id: PhotoId) {
    let Some(folder) = app.album.directory() else { return };
    if let Ok(known) = app.store.read(move |tx| tx.photos_known(&[id])).await
        && known.is_empty()
    {
        removed(folder, id).await;
    }
}

/// Removes files that no row knows of: a crash came between the one and the other.
async fn sweep(app: &AppContext, folder: PhotoDirectory, now: Time) -> UseCaseResult<()> {
    let listed = folder.clone();
    let ids = match blocking(move || listed.ids()).await {
        Ok(ids) => ids,
        Err(error) => {
            tracing::warn!(%error, "the folder of photos could not be read");
            return Ok(());
        }
    };
    if ids.is_empty() {
        return Ok(());
    }
    let (asked, mut orphans) = (ids.clone(), BTreeSet::from_iter(ids));
    for known in app.store.read(move |tx| tx.photos_known(&asked)).await? {
        orphans.remove(&known);
    }
    for orphan in orphans.into_iter().filter(|id| now.since(made_at(*id)) >= BEING_TAKEN) {
        removed(&folder, orphan).await;
    }
    Ok(())
}

/// When the photo was taken, which its id tells.
fn made_at(id: PhotoId) -> Time {
    let (seconds, nanos) = id.uuid().get_timestamp().map_or((0, 0), |stamp| stamp.to_unix());
    let millis = seconds.saturating_mul(1000).saturating_add(u64::from(nanos / 1_000_000));
    Time::from_millis(i64::try_from(millis).unwrap_or_default())
}

async fn removed(folder: &PhotoDirectory, id: PhotoId) -> bool {
    let folder = folder.clone();
    match blocking(move || folder.remove(id)).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "a photo's file could not be removed; it is tried again");
            false
        }
    }
}
