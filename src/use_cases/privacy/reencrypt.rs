//! Sealing anew: what rests open, or under a key that is no longer in use, is sealed by the one that is, while the
//! house serves on.

use crate::db::Tx;
use crate::db::models::EncryptedTable;
use crate::use_cases::{AppContext, UseCaseResult};

/// How many rows one transaction looks at.
const AT_ONCE: i64 = 200;

/// Seals anew whatever rests otherwise than it would if it were written now, and counts it.
///
/// # Errors
/// Only the store's; what was sealed by then stays so.
pub async fn reencrypt_all(app: &AppContext) -> UseCaseResult<usize> {
    walk(app, true).await
}

/// Counts what rests otherwise than it would if it were written now.
///
/// # Errors
/// Only the store's.
pub async fn count_stale(app: &AppContext) -> UseCaseResult<usize> {
    walk(app, false).await
}

async fn walk(app: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let mut stale = journeys(app, mend).await? + reasons(app, mend).await?;
    for shelf in EncryptedTable::ALL {
        stale += texts(app, shelf, mend).await?;
    }
    if mend {
        app.store.write(|tx| -> UseCaseResult<()> { Ok(tx.forget_old_marks()?) }).await?;
    }
    Ok(stale)
}

async fn reasons(app: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, found) = app
            .store
            .read(move |tx| -> UseCaseResult<_> { Ok(tx.turn_reasons(after, AT_ONCE, false)?) })
            .await?;
        stale += found;
        if mend && found > 0 {
            let turn = move |tx: &mut Tx<'_>| tx.turn_reasons(after, AT_ONCE, true);
            app.store.write(turn).await?;
        }
        if last.is_none() {
            return Ok(stale);
        }
        after = last;
    }
}

/// Looked at first, so that nobody who writes waits for what is in order.
async fn texts(app: &AppContext, shelf: EncryptedTable, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let seen = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                Ok(tx.turn_texts(shelf, after, AT_ONCE, false)?)
            })
            .await?;
        stale += seen.stale.len();
        if mend && !seen.stale.is_empty() {
            let turn = move |tx: &mut Tx<'_>| tx.turn_texts(shelf, after, AT_ONCE, true);
            app.store.write(turn).await?;
        }
        if seen.last.is_none() {
            return Ok(stale);
        }
        after = seen.last;
    }
}

async fn journeys(app: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, found) = app
            .store
            .read(move |tx| -> UseCaseResult<_> {
                let page = tx.board(None, None, None, after, AT_ONCE)?;
                let mut found = Vec::new();
                for journey in &page {
                    if tx.turn_journey(journey.id, false)? {
                        found.push((journey.id, journey.visit_id));
                    }
                }
                Ok((page.last().map(|journey| journey.id), found))
            })
            .await?;
        stale += found.len();
        for (journey, visit) in found.into_iter().filter(|_| mend) {
            app.store
                .write(move |tx| -> UseCaseResult<_> {
                    tx.lock_visit(visit)?;
                    Ok(tx.turn_journey(journey, true)?)
                })
                .await?;
        }
        if last.is_none() {
            return Ok(stale);
        }
        after = last;
    }
}
