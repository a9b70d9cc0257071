//! Re-encryption: encrypts fields that are plain text or use an old key, while the server keeps
//! running.

use crate::db::Tx;
use crate::db::models::EncryptedTable;
use crate::use_cases::{AppContext, UseCaseResult};

const BATCH_SIZE: i64 = 200;

/// Re-encrypts all outdated fields and returns their number. If it fails, the fields done so far
/// stay encrypted.
pub async fn reencrypt_all(app: &AppContext) -> UseCaseResult<usize> {
    process(app, true).await
}

/// Counts fields that are not encrypted with the current key.
pub async fn count_stale(app: &AppContext) -> UseCaseResult<usize> {
    process(app, false).await
}

async fn process(app: &AppContext, write: bool) -> UseCaseResult<usize> {
    let mut stale = journeys(app, write).await? + reasons(app, write).await?;
    for shelf in EncryptedTable::ALL {
        stale += texts(app, shelf, write).await?;
    }
    if write {
        app.store
            .write(|tx| -> UseCaseResult<()> { Ok(tx.delete_old_reference_hashes()?) })
            .await?;
    }
    Ok(stale)
}

async fn reasons(app: &AppContext, write: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, outdated) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                Ok(tx.reencrypt_void_reasons(after, BATCH_SIZE, false)?)
            })
            .await?;
        stale += outdated;
        if write && outdated > 0 {
            let turn = move |tx: &mut Tx<'_>| tx.reencrypt_void_reasons(after, BATCH_SIZE, true);
            app.store.write(turn).await?;
        }
        if last.is_none() {
            return Ok(stale);
        }
        after = last;
    }
}

/// Reads first, so that writers do not wait for rows that are already current.
async fn texts(app: &AppContext, shelf: EncryptedTable, write: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let page = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                Ok(tx.reencrypt_texts(shelf, after, BATCH_SIZE, false)?)
            })
            .await?;
        stale += page.stale.len();
        if write && !page.stale.is_empty() {
            let turn = move |tx: &mut Tx<'_>| tx.reencrypt_texts(shelf, after, BATCH_SIZE, true);
            app.store.write(turn).await?;
        }
        if page.last.is_none() {
            return Ok(stale);
        }
        after = page.last;
    }
}

async fn journeys(app: &AppContext, write: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, outdated) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                let page = tx.board(None, None, None, after, BATCH_SIZE)?;
                let mut outdated = Vec::new();
                for journey in &page {
                    if tx.reencrypt_journey(journey.id, false)? {
                        outdated.push((journey.id, journey.visit_id));
                    }
                }
                Ok((page.last().map(|journey| journey.id), outdated))
            })
            .await?;
        stale += outdated.len();
        for (journey, visit) in outdated.into_iter().filter(|_| write) {
            app.store
                .write(move |tx| -> UseCaseResult<_> {
                    tx.lock_visit(visit)?;
                    Ok(tx.reencrypt_journey(journey, true)?)
                })
                .await?;
        }
        if last.is_none() {
            return Ok(stale);
        }
        after = last;
    }
}
