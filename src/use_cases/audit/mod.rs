//! The audit: what was done is written down by the transaction that does it; what was seen is noted here, and
//! written down before long.

pub mod verify_integrity;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::{Answer, Page, Span, World};
use crate::db::Tx;
use crate::db::models::AuditWanted;
use crate::domain::audit::{Deed, Doer, Entry, Note};
use crate::domain::time::Time;

pub use crate::db::audit_context::{at_hand, is_about, is_for, on};
pub use crate::domain::audit::{About, Errand};

/// How long what was seen may wait: one transaction writes down what many saw.
const GATHER: Duration = Duration::from_secs(1);
/// When to try again where the database did not take it.
const AGAIN: Duration = Duration::from_secs(5);
/// How many are written down in one transaction.
const AT_ONCE: usize = 500;
/// As much as is held where the database takes none; what is beyond it is counted as lost.
const MOST: usize = 100_000;

/// What was seen and is not written down yet.
#[derive(Clone, Default)]
pub struct Sights {
    waiting: Arc<Mutex<Vec<Note>>>,
    rung: Arc<Notify>,
}

impl Sights {
    /// Notes that somebody known was shown something.
    pub fn note(&self, errand: Errand, at: Time) {
        if matches!(errand.doer, Doer::House | Doer::Nobody) {
            return;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push(Note { at, deed: Deed::Saw, errand, topic: None });
        } else {
            metrics::counter!("stuffy_audit_lost_total").increment(1);
        }
        self.rung.notify_one();
    }

    fn take(&self) -> Vec<Note> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn put_back(&self, mut notes: Vec<Note>) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        notes.append(&mut waiting);
        notes.truncate(MOST);
        *waiting = notes;
    }
}

/// That somebody tried to come in just now and was not let.
pub(crate) fn refusal(now: Time) -> Note {
    Note { at: now, deed: Deed::Refused, errand: at_hand(), topic: None }
}

/// Writes down that somebody was not let in, where nothing else is written with it.
pub(crate) async fn refuse(world: &World, now: Time) -> Answer<()> {
    write(world, Arc::new(vec![refusal(now)])).await
}

async fn write(world: &World, notes: Arc<Vec<Note>>) -> Answer<()> {
    let write = move |tx: &mut Tx<'_>| -> Answer<()> {
        tx.saw(&notes);
        Ok(())
    };
    world.store.write(write).await
}

/// Writes down what was seen so far, some of it at a time: nobody's scan waits long for it. Where the database did not
/// say in time whether it took them, entries may come twice; the id of their request tells.
///
/// # Errors
/// Only the store's; then the rest waits on.
pub async fn write_down(world: &World) -> Answer<()> {
    let mut waiting = world.sights.take();
    while !waiting.is_empty() {
        let count = waiting.len().min(AT_ONCE);
        let some: Arc<Vec<_>> = Arc::new(waiting.drain(..count).collect());
        if let Err(error) = write(world, Arc::clone(&some)).await {
            world.sights.put_back(some.iter().cloned().chain(waiting).collect());
            return Err(error);
        }
    }
    Ok(())
}

/// Writes down what is seen, for as long as the house is open.
pub async fn keep_writing(world: World) {
    loop {
        world.sights.rung.notified().await;
        tokio::time::sleep(GATHER).await;
        while let Err(error) = write_down(&world).await {
            tracing::error!(?error, "what was seen cannot be written down and waits");
            tokio::time::sleep(AGAIN).await;
        }
    }
}

/// The entries that are wanted, by their numbers.
///
/// # Errors
/// Only the store's.
pub async fn page(world: &World, wanted: AuditWanted, span: Span<i64>) -> Answer<Page<Entry>> {
    let (after, fetch) = (span.after, span.fetch());
    Ok(span.page(world.store.read(move |tx| tx.audit_page(&wanted, after, fetch)).await?))
}
