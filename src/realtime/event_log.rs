//! Reading the log of events: from a place on, as far as it is settled.

use std::time::Duration;

use crate::clock::Clock;
use crate::db::models::{EventPosition, LoggedEvent};
use crate::db::{Error, Store, Tx};
use crate::domain::event::{Event, Topic};
use crate::domain::id::EventId;
use crate::random;

/// How many events are read at once.
const AT_ONCE: i64 = 200;
/// How long to wait until the beginning that was made is looked for again.
const PAUSE: Duration = Duration::from_millis(10);

/// A place in the log: after this event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogPosition {
    /// Where it stands.
    pub mark: EventPosition,
    /// Which event: a place is only good as long as that event is there, for after a swept or a restored log
    /// the same numbers may stand for something else.
    pub id: EventId,
}

impl From<&LoggedEvent> for LogPosition {
    fn from(logged: &LoggedEvent) -> Self {
        Self { mark: logged.mark, id: logged.event.id }
    }
}

/// What stands after a place.
pub enum EventPage {
    /// These, in order.
    Events {
        /// The settled ones.
        events: Vec<LoggedEvent>,
        /// Whether more can be read at once.
        more: bool,
        /// Whether some will be settled in a moment.
        pending: bool,
    },
    /// The place is not in this log, or no more.
    Unknown,
}

/// Reads on after a place.
pub async fn after(store: &Store, place: LogPosition) -> Result<EventPage, Error> {
    store
        .read(move |tx| {
            if tx.event_position(place.id)? != Some(place.mark) {
                return Ok(EventPage::Unknown);
            }
            let read = tx.events_after(place.mark, AT_ONCE)?;
            let full = i64::try_from(read.len()).is_ok_and(|count| count == AT_ONCE);
            let pending = read.iter().any(|logged| !logged.settled);
            let events: Vec<_> = read.into_iter().take_while(|logged| logged.settled).collect();
            Ok(EventPage::Events { events, more: full && !pending, pending })
        })
        .await
}

/// The place of an event, if the log holds it.
pub async fn place_of(store: &Store, id: EventId) -> Result<Option<LogPosition>, Error> {
    store.read(move |tx| Ok(tx.event_position(id)?.map(|mark| LogPosition { mark, id }))).await
}

/// The end of the log; in one that holds nothing yet, a beginning is made.
pub async fn end(store: &Store, clock: &Clock) -> Result<LogPosition, Error> {
    loop {
        let last = store.read(|tx| -> Result<_, Error> { tx.last_event() }).await?;
        if let Some(last) = last {
            return Ok((&last).into());
        }
        begin(store, clock).await?;
        // It is there, and settled as soon as the transactions older than it have ended.
        tokio::time::sleep(PAUSE).await;
    }
}

/// Begins the log where there is none, and begins it anew where it came with a dump from another server:
/// its places mean nothing here, and whoever asks for one is told to look at everything again.
pub async fn begin(store: &Store, clock: &Clock) -> Result<(), Error> {
    let now = clock.now();
    if store.read(is_sound).await? {
        return Ok(());
    }
    store
        .write(move |tx| {
            if is_sound(tx)? {
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

fn is_sound(tx: &mut Tx<'_>) -> Result<bool, Error> {
    Ok(!tx.events_are_from_other_server()? && !tx.events_after(EventPosition::START, 1)?.is_empty())
}
