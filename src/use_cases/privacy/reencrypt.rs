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
pub async fn reencrypt_all(world: &AppContext) -> UseCaseResult<usize> {
    walk(world, true).await
}

/// Counts what rests otherwise than it would if it were written now.
///
/// # Errors
/// Only the store's.
pub async fn count_stale(world: &AppContext) -> UseCaseResult<usize> {
    walk(world, false).await
}

async fn walk(world: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let mut stale = journeys(world, mend).await? + reasons(world, mend).await?;
    for shelf in EncryptedTable::ALL {
        stale += texts(world, shelf, mend).await?;
    }
    if mend {
        world.store.write(|tx| -> UseCaseResult<()> { Ok(tx.forget_old_marks()?) }).await?;
    }
    Ok(stale)
}

async fn reasons(world: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, found) = world
            .store
            .read(move |tx| -> UseCaseResult<_> { Ok(tx.turn_reasons(after, AT_ONCE, false)?) })
            .await?;
        stale += found;
        if mend && found > 0 {
            let turn = move |tx: &mut Tx<'_>| tx.turn_reasons(after, AT_ONCE, true);
            world.store.write(turn).await?;
        }
        if last.is_none() {
            return Ok(stale);
        }
        after = last;
    }
}

/// Looked at first, so that nobody who writes waits for what is in order.
async fn texts(world: &AppContext, shelf: EncryptedTable, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let seen = world
            .store
            .read(move |tx| -> UseCaseResult<_> {
                Ok(tx.turn_texts(shelf, after, AT_ONCE, false)?)
            })
            .await?;
        stale += seen.stale.len();
        if mend && !seen.stale.is_empty() {
            let turn = move |tx: &mut Tx<'_>| tx.turn_texts(shelf, after, AT_ONCE, true);
            world.store.write(turn).await?;
        }
        if seen.last.is_none() {
            return Ok(stale);
        }
        after = seen.last;
    }
}

async fn journeys(world: &AppContext, mend: bool) -> UseCaseResult<usize> {
    let (mut stale, mut after) = (0, None);
    loop {
        let (last, found) = world
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
            world
                .store
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
