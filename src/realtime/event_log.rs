//! Reads the event log from a position on, up to the first event that is not settled.
//!
//! An event is settled when no older transaction that could still add an event before it is running.

use std::time::Duration;

use crate::clock::Clock;
use crate::db::models::{EventPosition, LoggedEvent};
use crate::db::{Error, Store, Tx};
use crate::domain::event::{Event, Topic};
use crate::domain::id::EventId;
use crate::random;

const PAGE_SIZE: i64 = 200;
/// Pause until a new first event is looked for again.
const RETRY_DELAY: Duration = Duration::from_millis(10);

/// The position after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogPosition {
    pub(crate) position: EventPosition,
    /// The position is valid only while this event exists: after events were deleted or a backup was restored, the
    /// same numbers may belong to other events.
    pub(crate) id: EventId,
}

impl From<&LoggedEvent> for LogPosition {
    fn from(logged: &LoggedEvent) -> Self {
        Self { position: logged.mark, id: logged.event.id }
    }
}

pub(crate) enum EventPage {
    Events {
        /// Settled events in order.
        events: Vec<LoggedEvent>,
        /// More settled events can be read at once.
        more: bool,
        /// Some events will be settled shortly.
        pending: bool,
    },
    /// The position is not in the log, or not any more.
    UnknownPosition,
}

pub(crate) async fn read_after(store: &Store, from: LogPosition) -> Result<EventPage, Error> {
    store
        .read(move |tx| {
            if tx.event_position(from.id)? != Some(from.position) {
                return Ok(EventPage::UnknownPosition);
            }
            let read = tx.events_after(from.position, PAGE_SIZE)?;
            let full = i64::try_from(read.len()).is_ok_and(|count| count == PAGE_SIZE);
            let pending = read.iter().any(|logged| !logged.settled);
            let events: Vec<_> = read.into_iter().take_while(|logged| logged.settled).collect();
            Ok(EventPage::Events { events, more: full && !pending, pending })
        })
        .await
}

pub(crate) async fn position_of(store: &Store, id: EventId) -> Result<Option<LogPosition>, Error> {
    store
        .read(move |tx| Ok(tx.event_position(id)?.map(|position| LogPosition { position, id })))
        .await
}

/// The position after the last event; writes a first event into an empty log.
pub(crate) async fn end(store: &Store, clock: &Clock) -> Result<LogPosition, Error> {
    loop {
        let last = store.read(|tx| -> Result<_, Error> { tx.last_event() }).await?;
        if let Some(last) = last {
            return Ok((&last).into());
        }
        ensure_started(store, clock).await?;
        // The first event is settled when all older transactions have ended.
        tokio::time::sleep(RETRY_DELAY).await;
    }
}

/// Writes a first event into an empty log. A log that came with a dump from another server is deleted first: its
/// positions mean nothing here, and clients that ask for one must reload everything.
pub(crate) async fn ensure_started(store: &Store, clock: &Clock) -> Result<(), Error> {
    let now = clock.now();
    if store.read(is_valid).await? {
        return Ok(());
    }
    store
        .write(move |tx| {
            if is_valid(tx)? {
                return Ok(());
            }
            tx.delete_all_events()?;
            let id = EventId::from_uuid(random::uuid_v7_at(now));
            let (subject, journey, visit) = (None, None, None);
            tx.add_change_event(&Event {
                id,
                topic: Topic::LogStarted,
                subject,
                journey,
                visit,
                recorded_at: now,
            })
        })
        .await
}

fn is_valid(tx: &mut Tx<'_>) -> Result<bool, Error> {
    let is_empty = tx.events_after(EventPosition::START, 1)?.is_empty();
    Ok(!is_empty && !tx.events_are_from_other_server()?)
}
